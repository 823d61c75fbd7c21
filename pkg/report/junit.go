package report

import (
	"encoding/xml"
	"io"

	"zoneval/pkg/diag"
)

// Check is one thing that was tested, for WriteJUnit.
type Check struct {
	Class, Name string
	Failure     string // what is wrong; empty where it holds
}

// WriteJUnit writes checks in the XML form that CI systems read: one test suite, a failure with its message where a
// check does not hold.
func WriteJUnit(w io.Writer, suite string, checks []Check) error {
	type failure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	type testcase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Failure *failure `xml:"failure,omitempty"`
	}
	type testsuite struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	s := testsuite{Name: diag.Clean(suite), Tests: len(checks)}
	for _, c := range checks {
		t := testcase{Class: diag.Clean(c.Class), Name: diag.Clean(c.Name)}
		if c.Failure != "" {
			s.Failures++
			t.Failure = &failure{diag.Clean(c.Failure), diag.Clean(c.Failure)}
		}
		s.Cases = append(s.Cases, t)
	}
	text, err := xml.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(append([]byte(xml.Header), text...), '\n'))
	return err
}
