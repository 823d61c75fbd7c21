package scenario

import (
	"fmt"
	"math/big"
	"strings"

	"zoneval/pkg/diag"
	"zoneval/pkg/yamlfile"
)

// Kind is what a change is made to.
type Kind uint8

// The kinds.
const (
	Weight Kind = iota
	Value
	Method
)

// Op is what becomes of a number.
type Op uint8

// The operations.
const (
	Set Op = iota
	Times
	Add
)

// Change is one change.
type Change struct {
	Kind   Kind
	Text   string // as written
	Zone   string // of a Value: a zone's id or name, or a pattern of ids
	Select string // the weights or values it is of: id, code, name, pattern, kind:, direction:, dimension/part
	Op     Op
	Amount *big.Rat // exact; below 0 where a number is lowered

	Path    []string       // of a Method: the step, and the setting inside it
	Setting *yamlfile.Node // of a Method

	Layer int // a change of a higher layer goes before one of a lower
	Place diag.Place
}

// Apply is what becomes of a number, exactly.
func (c *Change) Apply(x *big.Rat) *big.Rat {
	switch c.Op {
	case Times:
		return new(big.Rat).Mul(x, c.Amount)
	case Add:
		return new(big.Rat).Add(x, c.Amount)
	}
	return c.Amount
}

// grammar is what a change looks like, for messages.
const grammar = "write such as green=25, 3.1*=2, zone:HT001/3.1*=0.9 or method.aggregate=geometric"

// ParseChange reads the text of one change, which stands at a place. The finding is nil where it can be read.
func ParseChange(text string, at diag.Place) (Change, *diag.Finding) {
	c := Change{Text: text, Place: at}
	bad := func(mend, format string, args ...any) (Change, *diag.Finding) {
		return c, &diag.Finding{Rule: diag.ScenarioChange, Place: at, Message: fmt.Sprintf(format, args...), Mend: mend}
	}
	if strings.TrimSpace(text) == "" {
		return bad(grammar, "the change is empty")
	}
	if rest, is := strings.CutPrefix(strings.TrimSpace(text), "method."); is {
		return parseMethod(c, rest, bad)
	}
	left, op, right, found := cut(text)
	if !found {
		mend := grammar
		if strings.Contains(text, "＝") {
			mend = "write = in place of the full-width ＝"
		}
		return bad(mend, "%s has no =, expected what is changed, = and a number", diag.Quote(text))
	}
	if zone, is := strings.CutPrefix(left, "zone:"); is {
		c.Kind = Value
		c.Zone, left, found = strings.Cut(zone, "/")
		if c.Zone = strings.TrimSpace(c.Zone); !found || c.Zone == "" {
			return bad("such as zone:HT001/3.1=0.9", "%s names a zone and no indicator, expected zone:ID/INDICATOR", diag.Quote(left))
		}
		if strings.Contains(c.Zone, "=") {
			return bad("name zones by id, name, or a pattern of ids such as HT*", "a zone cannot be chosen by %s", diag.Quote(c.Zone))
		}
	}
	if c.Select = strings.TrimSpace(left); c.Select == "" {
		return bad(grammar, "%s does not say what is changed", diag.Quote(text))
	}
	return c.amount(op, strings.TrimSpace(right), bad)
}

// amount reads the operation and the number.
func (c Change) amount(op, right string, bad func(string, string, ...any) (Change, *diag.Finding)) (Change, *diag.Finding) {
	negative := false
	switch {
	case op == "*=":
		c.Op = Times
	case op == "+=", op == "-=":
		c.Op, negative = Add, op == "-="
	case strings.HasPrefix(right, "+"):
		c.Op, right = Add, right[1:]
	case strings.HasPrefix(right, "-") && c.Kind == Weight:
		c.Op, negative, right = Add, true, right[1:]
	case strings.HasPrefix(right, "-"):
		return bad("write -="+right[1:]+" to lower the value, or =("+right+") to set it to a number below 0", "%s can mean %s less, or minus %s", diag.Quote("="+right), right[1:], right[1:])
	case strings.HasPrefix(right, "(") && strings.HasSuffix(right, ")"):
		right = right[1 : len(right)-1]
	}
	n, problem := exactNumber(right)
	if problem != "" {
		return bad(problem, "found %s after %s, expected a plain number", diag.Quote(right), diag.Quote(op))
	}
	if negative {
		n.Neg(n)
	}
	if c.Kind == Weight && c.Op != Add && n.Sign() < 0 {
		return bad("weights are 0 or more", "a weight cannot be below 0: %s", diag.Quote(c.Text))
	}
	c.Amount = n
	return c, nil
}

// cut finds the operation of a change: the first = that is not inside a name. A * before the = multiplies, unless nothing,
// a slash, or a dot is before it: then it is a pattern, openness/*=3. A blank after it makes it a pattern too: rd_* =3.
func cut(text string) (left, op, right string, found bool) {
	i := strings.IndexByte(text, '=')
	if i < 0 {
		return "", "", "", false
	}
	left, right = text[:i], text[i+1:]
	if strings.HasPrefix(right, "=") { // ==, as programmers write
		right = right[1:]
	}
	if left == "" {
		return "", "=", right, true
	}
	switch last, before := left[len(left)-1], strings.TrimSpace(left[:len(left)-1]); {
	case last == '*' && before != "" && !strings.HasSuffix(before, "/") && !strings.HasSuffix(before, "."):
		return before, "*=", right, true
	case last == '+', last == '-' && before != "":
		return before, string(last) + "=", right, true
	}
	return left, "=", right, true
}

// exactNumber reads a decimal exactly, and says how to mend one that it cannot read.
func exactNumber(s string) (*big.Rat, string) {
	digits := strings.TrimPrefix(s, "-")
	mantissa, exponent, isPower := strings.Cut(strings.ToLower(digits), "e")
	plain := strings.Trim(mantissa, "0123456789.") == "" && strings.Count(mantissa, ".") <= 1 && strings.Trim(mantissa, ".") != ""
	power := strings.TrimLeft(exponent, "+-")
	if isPower {
		plain = plain && power != "" && len(power) <= 3 && strings.Trim(power, "0123456789") == "" && len(exponent)-len(power) <= 1
	}
	if plain && len(mantissa) <= 100 {
		if n, ok := new(big.Rat).SetString(s); ok {
			return n, ""
		}
	}
	switch {
	case strings.HasSuffix(s, "%"), strings.HasSuffix(s, "％"):
		return nil, "write a factor: *=1.1 is ten percent more"
	case s == "":
		return nil, "write a number after it, such as 25"
	case strings.Contains(s, ","):
		return nil, "write it without thousands marks, and with a point before decimals"
	case strings.Contains(s, "/"):
		return nil, "write it as a decimal, such as 0.25"
	}
	return nil, "write a decimal, such as 25 or 0.5"
}

// parseMethod reads what follows method. in a change.
func parseMethod(c Change, rest string, bad func(string, string, ...any) (Change, *diag.Finding)) (Change, *diag.Finding) {
	path, value, found := strings.Cut(rest, "=")
	if !found {
		return bad("such as method.aggregate=geometric", "%s has no =, expected a step, = and a method", diag.Quote(c.Text))
	}
	c.Kind, c.Path = Method, strings.Split(strings.TrimSpace(path), ".")
	for _, key := range c.Path {
		if key == "" {
			return bad("such as method.aggregate=geometric, or method.ranking.round=2", "%s names no step", diag.Quote(c.Text))
		}
	}
	if c.Setting = yamlfile.Fragment(strings.TrimSpace(value)); c.Setting == nil {
		return bad("write it as in an index file: geometric, or {power: {p: 2}}", "%s cannot be read as a method", diag.Quote(value))
	}
	return c, nil
}
