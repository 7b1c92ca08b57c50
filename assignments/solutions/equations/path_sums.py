"""Solutions of the exercises of "Path sums" that are not printed there.

ex-paths-forward

1. f²_j is the start, ∂a²_j/∂w²_jk, and f²_q = 0 for every other neuron. Behind it
   f^{i+1}_q = Σ_p ∂a^{i+1}_q/∂a^i_p f^i_p, and ∂C/∂w²_jk = Σ_q ∂C/∂a^L_q f^L_q.
2. Layer 3 has one term in each sum: n multiplications. Each of the layers 4 to L takes n², and the
   end n: (L − 3)n² + 2n. The backward pass takes (2L − 3)n² + 2(L − 1)n, always more: the
   difference is Ln² + 2(L − 2)n. For one weight this side is the cheaper one.
3. For i = 2, a²_j is the only activation of layer 2 that depends on the weight, and f²_j is its
   derivative. If f^i_p = ∂a^i_p/∂w²_jk for every p, then f^{i+1}_q is the chain rule for one layer:
   a^{i+1}_q depends on the weight through the activations of layer i, and in no other way.
4. n²((L − 3)n² + 2n) is 2n³ for L = 3, and grows with n⁴ behind it. For n = 10 and L = 3 it is
   2,000 against 340: from the first depth on. (The backward pass gives the weights of the other
   layers too.)
"""

import numpy as np

from bplib import backprop, costs, network
from bplib.initialise import xavier
from bplib.instruments import path_sums
from bplib.instruments.counting import Count, counted_numbers, watch


def forward_derivative(found, L, j, k):
    """∂C/∂w²_jk, the brackets put from the weight."""
    start = found.start[2][j - 1, k - 1]
    f = [start * factor for factor in found.edge[3][:, j - 1]]
    for i in range(4, L + 1):
        f = [sum(factor * before for factor, before in zip(row, f)) for row in found.edge[i]]
    return sum(end * last for end, last in zip(found.end[:, 0], f))


def one_weight(n, L):
    return (L - 3) * n**2 + 2 * n


def backward_pass(n, L):
    return (2 * L - 3) * n**2 + 2 * (L - 1) * n


rng = np.random.default_rng(0)
for n, L in ((2, 3), (2, 4), (3, 4), (2, 6)):
    count = Count()
    net = network.build((n,) * L, ("tanh",) * (L - 1), rng, xavier)
    x, y = rng.normal(size=(n, 1)), rng.normal(size=(n, 1))
    found = path_sums.derivatives(watch(net, count, counted_numbers), x, y, costs.quadratic)
    right = backprop(net, x, y, costs.quadratic).w[2]
    for j, k in np.ndindex(n, n):
        count.reset()
        value = forward_derivative(found, L, j + 1, k + 1)
        assert count.single == one_weight(n, L)
        assert abs(value - right[j, k]) < 1e-12 * abs(right[j, k])

for n in range(1, 20):
    for L in range(3, 20):
        assert backward_pass(n, L) - one_weight(n, L) == L * n**2 + 2 * (L - 2) * n > 0
assert (10**2 * one_weight(10, 3), backward_pass(10, 3)) == (2000, 340)
assert all(10**2 * one_weight(10, L) > backward_pass(10, L) for L in range(3, 100))
