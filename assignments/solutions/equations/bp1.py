"""Solutions that are not on the page BP1.

ex-bp1-matching

BP1 must give a − y, and the slope of tanh is 1 − a². So ∂C/∂a = (a − y)/(1 − a²). Partial fractions
with 1 − a² = (1 − a)(1 + a) make of this

    ∂C/∂a = (1 − y)/2 · 1/(1 − a) − (1 + y)/2 · 1/(1 + a).

Integrate each term: C = −(1 − y)/2 · log(1 − a) − (1 + y)/2 · log(1 + a) + c. For y = 1 the first
term is gone, and at a = 1 the second is −log 2, so c = log 2. Divided among the two logarithms it
is

    C = −(1 + y)/2 · log((1 + a)/2) − (1 − y)/2 · log((1 − a)/2).

With p = (1 + a)/2 and t = (1 + y)/2, both between 0 and 1, this is −t log p − (1 − t) log(1 − p):
the binary cross-entropy. This is no accident: (1 + tanh z)/2 = σ(2z). The error is
2(p − t) = a − y, with the factor 2 from the 2z.
"""

import numpy as np

from bplib.costs import binary_cross_entropy
from bplib.differences import complex_step


def matching(a, y):
    return -(1 + y) / 2 * np.log((1 + a) / 2) - (1 - y) / 2 * np.log((1 - a) / 2)


for y in (-1.0, -0.4, 0.0, 0.7, 1.0):
    for z in (-3.0, -0.5, 0.2, 2.0):
        by_z = complex_step(lambda v: matching(np.tanh(v), y).sum(), np.array([z]))
        assert abs(by_z.item() - (np.tanh(z) - y)) < 1e-12
        binary = binary_cross_entropy.value(np.array([[2 * z]]), np.array([[(1 + y) / 2]]))
        assert abs(binary - matching(np.tanh(z), y)) < 1e-13

assert abs(matching(1 - 1e-15, 1.0)) < 1e-15
