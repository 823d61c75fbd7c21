package check

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zoneval/pkg/diag"
	"zoneval/pkg/source"
)

// counted are the numbers of findings, as text.
func counted(r *Result) string {
	var lines []string
	for key, n := range r.Found {
		if n != 0 {
			lines = append(lines, fmt.Sprintf("%s %s %d\n", key.Rule.ID, key.Severity, n))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// TestWorkersAndParts: what is found does not depend on how a file is cut and who reads it.
func TestWorkersAndParts(t *testing.T) {
	for _, f := range readFixtures(t) {
		for _, most := range []int{0, 2} {
			want := ""
			for _, size := range []int{0, 64, 1} {
				for _, workers := range []int{1, 4} {
					o := f.options(t)
					o.Max, o.Workers, o.Source.PartSize = most, workers, size
					if text, ok := f.section("previous.csv"); ok {
						o.Previous = source.Bytes("previous.csv", text, o.Source)
					}
					r := f.check(t, f.data, o)
					got := printed(r.Findings) + counted(r)
					if want == "" {
						want = got
					}
					if got == want {
						continue
					}
					t.Errorf("%s: in parts of %d with %d workers and at most %d of a rule, found\n%s\nwant\n%s", f.name, size, workers, most, got, want)
				}
			}
		}
	}
}

// byFingerprint lists findings without their places.
func byFingerprint(list diag.Findings) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Rule.ID+" "+f.Fingerprint())
	}
	slices.Sort(out)
	return out
}

// moreRows are clean rows of zones that no fixture has, for tables with the columns of the plain one.
const moreRows = `H101,成都高新区,国家级高新区,四川,2940.3,2420.1,520.2,4.9,1105,0.38,40.6
H102,杭州高新区,国家级高新区,浙江,5120.4,4150.1,970.3,6.8,1790,0.24,35.5
E103,大连经开区,国家级经开区,辽宁,1830.6,1110.4,720.2,3.5,402,0.49,38.8
`

// ofTheWhole matches findings about all rows.
var ofTheWhole = regexp.MustCompile(`\d+ of \d+ (cells|rows)|all \d+ values|no row below`)

// TestFingerprintsStay: three clean rows at the top move every place and no fingerprint.
func TestFingerprintsStay(t *testing.T) {
	head, _, _ := bytes.Cut(plainFixture(t).data, []byte("\n"))
	tried := 0
	for _, f := range readFixtures(t) {
		_, previous := f.section("previous.csv")
		at := bytes.Index(f.data, append(head, '\n'))
		_, contract := f.section("contract.yaml")
		// Rows cannot be added to a table of another form, nor to one of which a column or the whole is what is wrong.
		if at < 0 || at > 0 && f.data[at-1] == ',' || previous || contract || f.setting("encoding") != nil || bytes.IndexByte(f.data, '\r') >= 0 ||
			strings.HasPrefix(f.name, "structure-units") || f.name == "structure-column-numbers" || ofTheWhole.MatchString(f.want) {
			continue
		}
		at += len(head) + 1
		moved := slices.Concat(f.data[:at], []byte(moreRows), f.data[at:])
		before, after := f.check(t, f.data, f.options(t)), f.check(t, moved, f.options(t))
		if len(before.Findings) == 0 {
			if len(after.Findings) > 0 {
				t.Fatalf("%s: the rows that are added are not clean: %s", f.name, after.Findings)
			}
			continue
		}
		tried++
		if got, want := byFingerprint(after.Findings), byFingerprint(before.Findings); !slices.Equal(got, want) {
			t.Errorf("%s: with three rows more, found\n%s\nwant the fingerprints of\n%s", f.name, printed(after.Findings), printed(before.Findings))
		}
	}
	if tried < 90 {
		t.Errorf("only %d fixtures can be tried", tried)
	}
}

// TestFingerprintsDiffer: two defects of one table never have the same fingerprint, but for those of one rule in one
// place of the table, which are one to whoever accepts them: a zone that stands a third time.
func TestFingerprintsDiffer(t *testing.T) {
	for _, f := range readFixtures(t) {
		seen := map[string]diag.Finding{}
		for _, d := range f.check(t, f.data, f.options(t)).Findings {
			print := d.Fingerprint()
			first, twice := seen[print]
			seen[print] = d
			same := d.Rule == first.Rule && d.Subject.Zone == first.Subject.Zone && d.Subject.Column == first.Subject.Column && d.Subject.Year == first.Subject.Year
			if twice && !(same && d.Subject.Zone != "") {
				t.Errorf("%s: one fingerprint for\n%s\n%s", f.name, first, d)
			}
		}
	}
}
