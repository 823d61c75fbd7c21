package par

import (
	"sync/atomic"
	"testing"
)

func TestDoRunsEachOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 7, 100} {
		for _, n := range []int{0, 1, 5, 1000} {
			runs := make([]atomic.Int32, n)
			Do(n, workers, func(i int) { runs[i].Add(1) })
			for i := range runs {
				if runs[i].Load() != 1 {
					t.Errorf("%d of %d on %d goroutines ran %d times", i, n, workers, runs[i].Load())
				}
			}
		}
	}
}

func TestPanicReachesTheCaller(t *testing.T) {
	for _, workers := range []int{1, 4} {
		func() {
			defer func() {
				if r := recover(); r != "broken" {
					t.Errorf("%d goroutines: recovered %v", workers, r)
				}
			}()
			Do(100, workers, func(i int) {
				if i == 13 {
					panic("broken")
				}
			})
		}()
	}
}
