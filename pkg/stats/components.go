package stats

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Components returns the eigenvalues of a symmetric k x k matrix, largest first, and their unit eigenvectors, each
// turned so that its entries sum to 0 or more. ok is false where the matrix has a missing entry.
func Components(matrix []float64, k int) (values []float64, vectors [][]float64, ok bool) {
	if k == 0 || slices.ContainsFunc(matrix, func(v float64) bool { return v != v }) {
		return nil, nil, false
	}
	var e mat.EigenSym
	if !e.Factorize(mat.NewSymDense(k, slices.Clone(matrix)), true) {
		return nil, nil, false
	}
	values = e.Values(nil)
	var v mat.Dense
	e.VectorsTo(&v)
	slices.Reverse(values)
	for c := k - 1; c >= 0; c-- {
		vector, sum := mat.Col(nil, c, &v), 0.0
		for _, x := range vector {
			sum += x
		}
		if sum < 0 {
			for i := range vector {
				vector[i] = -vector[i]
			}
		}
		vectors = append(vectors, vector)
	}
	return values, vectors, true
}
