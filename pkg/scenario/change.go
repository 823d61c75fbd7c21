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
	bare := strings.TrimSpace(text)
	if bare == "" {
		return bad(grammar, "the change is empty")
	}
	if rest, is := strings.CutPrefix(bare, "method."); is {
		return parseMethod(c, rest, bad)
	}
	if strings.HasPrefix(bare, "zones.") {
		return bad("write it under zones: in a file, and --set zones.drop=HT001 in a call", "%s is of zones, and no change of a number", diag.Quote(text))
	}
	left, op, right, found := cut(bare)
	if !found {
		mend := grammar
		if strings.ContainsAny(text, "＝＊") {
			mend = "write = and *= in narrow characters, in place of ＝ and ＊"
		}
		return bad(mend, "%s has no =, expected what is changed, = and a number", diag.Quote(text))
	}
	if zone, is := strings.CutPrefix(left, "zone:"); is {
		c.Kind = Value
		c.Zone, zone, found = strings.Cut(zone, "/")
		switch c.Zone = strings.TrimSpace(c.Zone); {
		case !found && strings.Contains(right, "/"): // the first = was that of an attribute
			value, _, _ := strings.Cut(right, "/")
			return bad("name zones by id, name, or a pattern of ids such as HT*", "a zone cannot be chosen by %s", diag.Quote(c.Zone+"="+value))
		case c.Zone == "":
			return bad("such as zone:HT001/3.1=0.9", "%s does not say which zone, expected zone:ID/INDICATOR", diag.Quote(text))
		case !found:
			return bad("such as zone:HT001/3.1=0.9", "%s names a zone and no indicator, expected zone:ID/INDICATOR", diag.Quote(left))
		}
		left = zone
	}
	c.Select = strings.TrimSpace(left)
	switch {
	case c.Select == "" && c.Kind == Value:
		return bad("such as zone:HT001/3.1=0.9", "%s names a zone and no indicator, expected zone:ID/INDICATOR", diag.Quote(text))
	case c.Select == "":
		return bad(grammar, "%s does not say what is changed", diag.Quote(text))
	case strings.HasSuffix(c.Select, "/"):
		return bad("write a factor: *=0.5 divides by two", "%s divides, and there is no /=", diag.Quote(text))
	}
	return c.amount(op, strings.TrimSpace(right), bad)
}

// amount reads the operation and the number.
func (c Change) amount(op, right string, bad func(string, string, ...any) (Change, *diag.Finding)) (Change, *diag.Finding) {
	number, negative := right, false
	switch {
	case op == "*=":
		c.Op = Times
	case op == "+=", op == "-=":
		c.Op, negative = Add, op == "-="
	case strings.HasPrefix(right, "+"), strings.HasPrefix(right, "-"):
		c.Op, negative, number = Add, right[0] == '-', strings.TrimSpace(right[1:])
		if strings.HasPrefix(number, "+") || strings.HasPrefix(number, "-") {
			return bad("write one: +=5 raises, -=5 lowers", "%s has two signs", diag.Quote("="+right))
		}
	case strings.HasPrefix(right, "(") && strings.HasSuffix(right, ")"):
		number = strings.TrimSpace(right[1 : len(right)-1])
	}
	n, fault, mend := exactNumber(number)
	switch {
	case fault != "":
		return bad(mend, "found %s after %s, %s", diag.Quote(number), diag.Quote(op), fault)
	case c.Kind == Value && op == "=" && strings.HasPrefix(right, "-"):
		return bad("write -="+number+" to lower the value, or =("+right+") to set it to a number below 0", "%s can mean %s less, or minus %s", diag.Quote("="+right), number, number)
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
	right = strings.TrimPrefix(right, "=") // ==, as programmers write
	if left == "" {
		return "", "=", right, true
	}
	switch last, before := left[len(left)-1], strings.TrimSpace(left[:len(left)-1]); {
	case last == '*' && before != "" && !strings.HasSuffix(before, "/") && !strings.HasSuffix(before, "."):
		return before, "*=", right, true
	case last == '+', last == '-':
		return before, string(last) + "=", right, true
	}
	return left, "=", right, true
}

// exactNumber reads a decimal exactly; what is wrong with one that it cannot read, and how to mend it, otherwise.
func exactNumber(s string) (n *big.Rat, fault, mend string) {
	if _, n, fault = yamlfile.Decimal(s); fault == "" {
		return n, "", ""
	}
	switch {
	case strings.HasSuffix(s, "%"), strings.HasSuffix(s, "％"):
		mend = "write a factor: *=1.1 is ten percent more"
	case s == "":
		mend = "write a number after it, such as 25"
	case strings.Trim(s, "0123456789.,，'’ ") == "" && strings.ContainsAny(s, ",，'’ "):
		mend = "write it without thousands marks, and with a point before decimals"
	case strings.Contains(s, "/"):
		mend = "write it as a decimal, such as 0.25"
	case strings.ContainsFunc(s, func(c rune) bool { return c >= '！' && c <= '～' || c == '−' }):
		mend = "write it in narrow characters, such as -0.5"
	case strings.HasPrefix(fault, "expected a plain"):
		mend = "write a decimal, such as 25 or 0.5"
	default: // it is a number, of a size that nothing has
		mend = "check the amount"
	}
	return nil, fault, mend
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
		return bad("write it as in an index file, with a blank after each colon: geometric, or {power: {p: 2}}", "%s cannot be read as a method", diag.Quote(value))
	}
	return c, nil
}
