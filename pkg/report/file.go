package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"zoneval/pkg/diag"
)

// WriteFile makes path hold what write writes, whole or not at all: until write has succeeded the file, if there is
// one, stays as it was. An existing file keeps its permission bits; a symbolic link keeps pointing where it points, and
// the file there is replaced. What is no file, such as a pipe or /dev/null, is written to directly. The returned error
// names path and wraps the cause.
func WriteFile(path string, write func(io.Writer) error) error {
	if err := replace(path, write); err != nil {
		return fmt.Errorf("cannot write %s: %w", diag.Clean(path), reason(err))
	}
	return nil
}

var (
	errNoName   = errors.New("the file name is empty")
	errFolder   = errors.New("it is a folder")
	errNoFolder = errors.New("its folder does not exist")
)

func replace(path string, write func(io.Writer) error) error {
	if path == "" {
		return errNoName
	}
	if os.IsPathSeparator(path[len(path)-1]) {
		return errFolder
	}
	old, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		old = nil
	case err != nil:
		return err
	case old.IsDir():
		return errFolder
	case !old.Mode().IsRegular():
		return overwrite(path, write)
	}
	target := follow(path)
	if old != nil { // a file that may not be written must not be replaced either
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		f.Close()
	}
	return rename(target, old, write)
}

// rename writes a temporary file beside target and gives it target's name. It is not synced to the disk: after a
// power cut a report can be made again.
func rename(target string, old fs.FileInfo, write func(io.Writer) error) (err error) {
	f, err := temporary(filepath.Dir(target))
	if err != nil {
		return err
	}
	done := false
	defer func() { // also when write panics
		if !done {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if old != nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	if err := write(f); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), target); err != nil {
		return err
	}
	done = true
	return nil
}

// temporary creates a new file in the folder with the permissions that a new file gets there, which os.CreateTemp
// would narrow to the owner.
func temporary(folder string) (*os.File, error) {
	for {
		name := filepath.Join(folder, fmt.Sprintf(".zoneval-%08x.tmp", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, errNoFolder
		case !errors.Is(err, fs.ErrExist):
			return f, err
		}
	}
}

// follow returns what path stands for when every symbolic link at its end is followed, also where nothing exists yet.
func follow(path string) string {
	for range 40 {
		link, err := os.Readlink(path)
		if err != nil { // not a link, or nothing there
			return path
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return path
}

func overwrite(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// reason takes the system call and the temporary file's name off an error.
func reason(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
