package report

import (
	"encoding/xml"
	"io"
	"strings"

	"zoneval/pkg/diag"
)

// Check is one thing that was tested, for WriteJUnit.
type Check struct {
	Class, Name string
	Failure     string   // what is wrong; empty where it holds
	More        []string // lines below Failure
}

// Suite is checks that belong together, those of one file.
type Suite struct {
	Name   string
	Checks []Check
}

// The elements of the form that CI systems read.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitFailure `xml:"failure,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes checks in the XML form that CI systems read: one test suite, a failure with its message where a
// check does not hold.
func WriteJUnit(w io.Writer, suite string, checks []Check) error {
	return writeXML(w, junit(Suite{suite, checks}))
}

// WriteJUnitSuites writes several suites in the same form, under one name.
func WriteJUnitSuites(w io.Writer, name string, suites []Suite) error {
	all := junitSuites{Name: diag.Clean(name)}
	for _, s := range suites {
		x := junit(s)
		all.Tests += x.Tests
		all.Failures += x.Failures
		all.Suites = append(all.Suites, x)
	}
	return writeXML(w, all)
}

func junit(s Suite) junitSuite {
	out := junitSuite{Name: diag.Clean(s.Name), Tests: len(s.Checks)}
	for _, c := range s.Checks {
		t := junitCase{Class: diag.Clean(c.Class), Name: diag.Clean(c.Name)}
		if c.Failure != "" {
			out.Failures++
			lines := []string{diag.Clean(c.Failure)}
			for _, m := range c.More {
				lines = append(lines, diag.Clean(m))
			}
			t.Failure = &junitFailure{lines[0], strings.Join(lines, "\n")}
		}
		out.Cases = append(out.Cases, t)
	}
	return out
}

func writeXML(w io.Writer, v any) error {
	text, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(append([]byte(xml.Header), text...), '\n'))
	return err
}
