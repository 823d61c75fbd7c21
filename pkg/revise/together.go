package revise

import (
	"fmt"
	"math/big"

	"zoneval/pkg/diag"
	"zoneval/pkg/scenario"
)

// together is what several changes make of one number. Factors go together, and so do differences; what a call sets goes before
// what a file does; everything else contradicts itself.
type together struct {
	changes []*scenario.Change // that count, in their order
}

// add takes one more change; the other is one that it contradicts, nil where they go together.
func (t *together) add(c *scenario.Change) (other *scenario.Change) {
	if len(t.changes) > 0 {
		first := t.changes[0]
		switch {
		case c.Layer > first.Layer:
			t.changes = nil
		case c.Layer < first.Layer:
			return nil
		case c.Op != first.Op, c.Op == scenario.Set && c.Amount.Cmp(first.Amount) != 0:
			return first
		case c.Op == scenario.Set:
			return nil
		}
	}
	t.changes = append(t.changes, c)
	return nil
}

// apply is what becomes of a number.
func (t *together) apply(x *big.Rat) *big.Rat {
	for _, c := range t.changes {
		x = c.Apply(x)
	}
	return x
}

// clashes are pairs of changes that contradict each other, each told once however many numbers they share.
type clashes struct {
	pairs [][2]*scenario.Change
	what  []string // the first number that both are of
	more  []int    // and how many others
}

func (k *clashes) add(c, other *scenario.Change, what string) {
	for i, p := range k.pairs {
		if p == [2]*scenario.Change{c, other} {
			k.more[i]++
			return
		}
	}
	k.pairs, k.what, k.more = append(k.pairs, [2]*scenario.Change{c, other}), append(k.what, what), append(k.more, 0)
}

// report adds a finding for each pair.
func (k *clashes) report(log *diag.Log) {
	for i, p := range k.pairs {
		what := k.what[i]
		if k.more[i] > 0 {
			what += fmt.Sprintf(" and %d more", k.more[i])
		}
		log.Add(contradiction(p[0], p[1], what))
	}
}
