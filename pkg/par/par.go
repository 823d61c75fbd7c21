// Package par divides work among goroutines.
package par

import (
	"sync"
	"sync/atomic"
)

// Do runs f(0) .. f(n-1) on at most so many goroutines and returns when all are done; with one, in order and on the
// caller's own. A panic in f ends the work and is raised again in the caller, where it can be recovered.
func Do(n, workers int, f func(i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var wait sync.WaitGroup
	var next atomic.Int64
	var failed atomic.Pointer[any]
	for range workers {
		wait.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					failed.CompareAndSwap(nil, &r)
				}
			}()
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(i)
			}
		})
	}
	wait.Wait()
	if r := failed.Load(); r != nil {
		panic(*r)
	}
}
