"""How a network learns: the solutions that the page does not print.

ex-learning-other-target

All nine derivatives are multiplied by (0.7 − y)/(0.7 − 1), where y is the new target. For the
target 0.4 the factor is −1: each derivative keeps its size and changes its sign. For 0.7 they are
all 0. For 1.3 they are twice as large.

Proof. The output does not depend on the target, so all weighted inputs, activations and slopes
stay the same. By BP1 the error of the output is (0.7 − y) times its slope, 1: the factor. By BP2
the error of a hidden neuron is the error of the output times numbers that do not contain the
target, so it is multiplied by the same factor. By BP3 and BP4 each derivative is an error times 1
or an activation, so it is too.
"""

import numpy as np

from bplib import Layer, Network, backprop, costs

x = np.array([[1.0], [0.5]])
w_2, b_2 = np.array([[0.4, -0.6], [0.7, 0.3]]), np.array([[0.1], [-0.2]])
w_3 = np.array([[0.8, -0.5]])
b_3 = 0.7 - w_3 @ np.tanh(w_2 @ x + b_2)
net = Network([Layer(w_2, b_2, "tanh"), Layer(w_3, b_3, "identity")])


def derivatives(target):
    return backprop(net, x, np.array([[target]]), costs.quadratic).vector


before = derivatives(1.0)
assert np.abs(before).min() > 0.05
for target, factor in ((0.4, -1), (0.7, 0), (1.3, 2), (-2.0, -9)):
    np.testing.assert_allclose(derivatives(target), factor * before, rtol=1e-13, atol=1e-15)
