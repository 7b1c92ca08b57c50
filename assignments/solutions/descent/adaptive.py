"""The exercise of the chapter Adaptive steps whose solution is not printed.

ex-adaptive-memory

With ε = 0 the own learning rate is η over the root. AdaGrad: the sum of the first parameter after
t steps is 10⁶ + t − 1, that of the second t. The own learning rate is half as large where 10⁶ + t
− 1 = 4t, that is at t = (10⁶ − 1)/3 = 333,333. One steep gradient is felt for a third of a
million steps.

RMSProp: the squares of 1 have the weights 1 − ρᵗ⁻¹ in the first parameter and 1 − ρᵗ in the
second, and the first square has the weight (1 − ρ)ρᵗ⁻¹. So s = (1 − ρ)ρᵗ⁻¹·10⁶ + 1 − ρᵗ⁻¹ ≤ 4(1 −
ρᵗ) is asked for. With ρ = 0.9 this is 100,002.6 ρᵗ⁻¹ ≤ 3, or t > 99.8: it holds from t = 100 on.

A start with steep gradients keeps the own learning rate of AdaGrad small for a very long time;
RMSProp forgets it in about a hundred steps here. The time of RMSProp grows with the logarithm of
the steep gradient, the time of AdaGrad with its square.
"""

import numpy as np

from bplib import optimise
from bplib.instruments.landscapes import iterates


def first_step_with_half_the_rate(make, steps, steep=1000.0):
    """Counted in a run of two parameters, whose gradients differ in the first step only."""
    gradients = np.ones((steps, 2))
    gradients[0, 0] = steep
    rows = iter(gradients)
    path = iterates(make, lambda theta: next(rows), np.zeros(2), steps)
    rates = -np.diff(path, axis=0) / gradients
    return int(np.argmax(rates[:, 0] >= 0.5 * rates[:, 1] * (1 - 1e-12))) + 1


rho, t = 0.9, np.arange(1, 300)
enough = (1 - rho) * rho ** (t - 1) * 1e6 + 1 - rho ** (t - 1) <= 4 * (1 - rho**t)
assert t[enough.argmax()] == 100
assert first_step_with_half_the_rate(optimise.rmsprop(1.0, rho, 1e-30), 200) == 100

# The formula for AdaGrad, (steep² − 1)/3, counted where it is small enough, and evaluated for 1000.
assert first_step_with_half_the_rate(optimise.adagrad(1.0, 1e-30), 100, steep=10.0) == 33
assert first_step_with_half_the_rate(optimise.adagrad(1.0, 1e-30), 4000, steep=100.0) == 3333
assert (10**6 - 1) // 3 == 333333 and (10**6 - 1) % 3 == 0
