"""Activation functions and their slopes: the solutions that the page does not print.

ex-activations-tanh-by-sigmoid

2 s(2z) − 1 = 2/(1 + e^(−2z)) − 1 = (1 − e^(−2z))/(1 + e^(−2z)). Multiply above and in the
denominator by e^z: (e^z − e^(−z))/(e^z + e^(−z)) = tanh z.

So a tanh neuron with weighted input z passes on 2 s(2z) − 1. Give the sigmoid neurons the doubled
weights and biases, 2 w² and 2 b²: their weighted inputs are 2z, and a = 2 s − 1. The output is
w³ (2s − 1) + b³ = (2 w³) s + (b³ − w³ 1), where 1 is a column of ones. So the new output weights
are 2 w³, and the new output bias is b³ minus the sum of the row of w³.

The new hidden weights are twice the old ones, so a change of a new one by h is a change of the old
one by h/2: each derivative with respect to a hidden weight or bias is halved.

Also right: −2 w², −2 b² and −2 w³, with b³ plus the sum of the row, since tanh(−z) = −tanh z. Then
the factor is −1/2.
"""

import numpy as np

from bplib import Layer, Network, activations, backprop, costs, forward
from bplib.network import random_network

z = np.linspace(-20, 20, 401)
by_sigmoid = 2 * activations.sigmoid.f(2 * z) - 1
np.testing.assert_allclose(by_sigmoid, np.tanh(z), rtol=0, atol=4e-16)

rng = np.random.default_rng(0)
net = random_network((3, 4, 2), ("tanh", "identity"), rng)
(w_2, b_2, _), (w_3, b_3, _) = net.layers
x, y = rng.normal(size=(3, 5)), rng.normal(size=(2, 5))
old = backprop(net, x, y, costs.quadratic)
for sign in (1, -1):
    twin = Network([Layer(sign * 2 * w_2, sign * 2 * b_2, "sigmoid"),
                    Layer(sign * 2 * w_3, b_3 - sign * w_3.sum(axis=1, keepdims=True), "identity")])
    np.testing.assert_allclose(forward(twin, x).a[3], forward(net, x).a[3], rtol=1e-12)
    new = backprop(twin, x, y, costs.quadratic)
    np.testing.assert_allclose(new.w[2], sign * old.w[2] / 2, rtol=1e-12)
    np.testing.assert_allclose(new.b[2], sign * old.b[2] / 2, rtol=1e-12)
