"""The chain rule: the solutions that the page does not print.

ex-chain-bound

By (CR) the derivative is a product of L − 1 factors w^l σ′(z^l). Here |w^l| ≤ 1 and
0 < σ′(z^l) ≤ 1/4, so each factor is at most 1/4 in absolute value, and the product at most
(1/4)^(L − 1). This is below 10⁻⁶ if (L − 1) log 4 > 6 log 10, so L − 1 > 9.97: ten links are
enough, L = 11. Nine are not for certain: with all weights 1 and all neurons at z = 0 the derivative
is (1/4)⁹ = 3.8 · 10⁻⁶.

For tanh the largest slope is 1, so the same argument only gives |∂a^L/∂a^1| ≤ 1, for every length.
It can be reached: with all weights 1 and all neurons at z = 0 every factor is 1.
"""

import numpy as np

from bplib import Layer, Network, activations, differences, forward

assert 0.25**10 < 1e-6 < 0.25**9


def derivative(links, function):
    """∂aᴸ/∂a¹ of a chain with all weights 1 and all neurons at z = 0."""
    start = activations.ACTIVATIONS[function].f(np.array(0.0)).item()
    net = Network([Layer(np.ones((1, 1)), np.array([[-start]]), function)] * links)
    step = differences.complex_step(lambda v: forward(net, v[:, None]).a[links + 1][0, 0],
                                    np.array([start]))
    return step[0]


np.testing.assert_allclose(derivative(9, "sigmoid"), 0.25**9, rtol=1e-14)
np.testing.assert_allclose(derivative(10, "sigmoid"), 0.25**10, rtol=1e-14)
np.testing.assert_allclose(derivative(50, "tanh"), 1, rtol=1e-14)

# None of 200 random chains with weights from −1 to 1 exceeds the bound.
rng = np.random.default_rng(0)
for _ in range(200):
    layers = [Layer(rng.uniform(-1, 1, (1, 1)), rng.normal(size=(1, 1)), "sigmoid")
              for _ in range(9)]
    net, x = Network(layers), rng.normal(size=1)
    step = differences.complex_step(lambda v: forward(net, v[:, None]).a[10][0, 0], x)
    assert abs(step[0]) <= 0.25**9
