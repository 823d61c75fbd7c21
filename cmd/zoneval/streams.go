package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// streams is all that a command sees of the outside. Tests give it buffers.
type streams struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	colour bool // out is a terminal that shows colours
	screen bool // out is a terminal that can be cleared
}

func systemStreams() streams {
	return streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, colour: wantsColour(os.Stdout), screen: term.IsTerminal(int(os.Stdout.Fd())) && os.Getenv("TERM") != "dumb"}
}

// wantsColour follows no-color.org: a terminal, NO_COLOR not set, TERM not dumb.
func wantsColour(f *os.File) bool {
	return term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
