"""Gradient descent: the exercise whose solution is not on the page.

ex-gd-steps

With the best learning rate a step multiplies both distances by q = (κ − 1)/(κ + 1). We need
qᵗ = ε, so t = ln ε / ln q. For large κ, ln q = ln(1 − 1/κ) − ln(1 + 1/κ) = −2/κ + O(1/κ³), so

    t ≈ (κ/2) ln(1/ε):

ten times the condition number, ten times the steps. For ε = 10⁻⁶ the formula gives 69.1, 690.8
and 6,907.8 steps for κ = 10, 100 and 1,000, and the runs take 69, 691 and 6,908. They start on
both axes at once, where both distances fall by exactly q per step.
"""

import numpy as np
from sympy import limit, log, oo, symbols

from bplib.instruments.landscapes import iterates
from bplib.optimise import gradient_descent

kappa = symbols("kappa", positive=True)
assert limit(kappa * log((kappa - 1) / (kappa + 1)), kappa, oo) == -2

for condition, steps in ((10, 69), (100, 691), (1000, 6908)):
    curvatures = np.array([1.0, condition])
    path = iterates(gradient_descent(2 / (1 + condition)), lambda theta: curvatures * theta,
                    np.ones(2), 8 * condition)
    count = int(np.argmax(np.linalg.norm(path, axis=1) <= 1e-6 * np.sqrt(2)))
    assert count == steps
    assert abs(count / (condition / 2 * np.log(1e6)) - 1) < 0.01
