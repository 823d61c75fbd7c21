package main

import (
	"bytes"
	"strings"
)

func buffers(stdin string) (*strings.Reader, *bytes.Buffer, *bytes.Buffer) {
	return strings.NewReader(stdin), &bytes.Buffer{}, &bytes.Buffer{}
}
