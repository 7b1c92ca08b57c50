"""The forward pass: the solutions that the page does not print.

ex-forward-rows

Z = X V + c, where c is added to each row. Take X = xᵀ, V = (w²)ᵀ and c = (b²)ᵀ. Then Z = (z²)ᵀ:
a product is transposed by transposing its factors and changing their order, so
(w² x + b²)ᵀ = xᵀ (w²)ᵀ + (b²)ᵀ = X V + c, column by column of x, row by row of X.
V_kj = w²_jk leads from k to j: here the second index is "to".

ex-forward-xor

A network with linear neurons computes f(x) = W x + B (ex-forward-linear). For such a function
f(0, 0) + f(1, 1) = W₁ + W₂ + 2B = f(0, 1) + f(1, 0). For XOR the left side is 0 and the right side
is 2: a contradiction.

With ReLU neurons: the first hidden neuron computes max(x₁ + x₂, 0), which is 0, 1, 1, 2 on the four
inputs; the second one max(x₁ + x₂ − 1, 0), which is 0, 0, 0, 1. The output is the first minus twice
the second: 0, 1, 1, 0. Other parameters do it too, such as |x₁ − x₂| in two halves:
max(x₁ − x₂, 0) + max(x₂ − x₁, 0).
"""

import numpy as np

from bplib import Layer, Network, forward
from bplib.network import random_network

# ex-forward-rows
rng = np.random.default_rng(0)
net, x = random_network((3, 2), ("tanh",), rng), rng.normal(size=(3, 5))
X, V, c = x.T, net[2].w.T, net[2].b.T
np.testing.assert_allclose(X @ V + c, forward(net, x).z[2].T, rtol=1e-14)

# ex-forward-xor
inputs = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
xor = np.array([[0.0, 1.0, 1.0, 0.0]])
sums = Layer(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [-1.0]]), "relu")
halves = Layer(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros((2, 1)), "relu")
for hidden, weights in ((sums, [[1.0, -2.0]]), (halves, [[1.0, 1.0]])):
    output = Layer(np.array(weights), np.zeros((1, 1)), "identity")
    np.testing.assert_array_equal(forward(Network([hidden, output]), inputs).a[3], xor)

# No linear network: the best one, by least squares, is wrong by 1/2 on each input.
design = np.vstack([inputs, np.ones(4)]).T
best = design @ np.linalg.lstsq(design, xor.ravel(), rcond=None)[0]
np.testing.assert_allclose(best, 0.5, rtol=1e-14)
