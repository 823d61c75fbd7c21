package lever

import (
	"math"

	"zoneval/pkg/ranking/rankingtest"
)

// What the tests share with those of other rooms.
type (
	trial   = rankingtest.Trial
	drawing = rankingtest.Drawing
)

var (
	nan   = math.NaN()
	draft = rankingtest.Draft
	table = rankingtest.Table
	run   = rankingtest.Run
	set   = rankingtest.Set
	means = rankingtest.Means
)
