"""Solutions of the exercises of the chapter The batch size that have none on the page.

ex-batch-size-hand

With one parameter, R = λS²/(λg²) = 36/9 = 4: the curvature cancels. η_all = g²/(λg²) = 1/λ = 1/2.
In a large data set the best learning rate is η_all m/(m + R): 1/10 for m = 1, 1/4 for m = 4 and
2/5 for m = 16. With all examples a step lowers the cost by g²/(2λ) = 9/4. With m examples it is
the part m/(m + R) of it: 9/20, 9/8 and 9/5 in a step. For each example that is 9/20, 9/32 and
9/80: from m = 1 to m = 16 a step gains four times as much, and an example a quarter as much.

ex-batch-size-or-rate

The variance at rest is V = ηU/(2 - η), and in a very large data set U = S²/m.
With η/k: V_rate = (η/k) U/(2 - η/k) = ηU/(2k - η). With a batch of km: V_batch = ηU/(k(2 - η)).
The quotient V_rate/V_batch is (2k - k η)/(2k - η) = (6 - 0.9)/(6 - 0.3) = 5.1/5.7 = 17/19, about
0.89. So a smaller learning rate makes it a little quieter than a larger batch; for small η there
is no difference.
The steps: each multiplies the expectation of θ - c̄ by 1 - η/k or by 1 - η. For small η the smaller
learning rate needs about k times as many steps as the larger batch. Its steps use m examples, those
of the larger batch km: about the same number of examples. Exactly, with η = 0.3 it is
ln 0.7/ln 0.9 = 3.39 times as many steps, and so 3.39/3 = 1.13 times as many examples.
"""

from fractions import Fraction
from math import log

import numpy as np

# ex-batch-size-hand: by the parabola of the mean change of the cost
curvature, g, S2 = 2, 3, 36
for m, best, gain in ((1, "1/10", "9/20"), (4, "1/4", "9/8"), (16, "2/5", "9/5")):
    square = g**2 + Fraction(S2, m)

    def change(rate):
        return -rate * g**2 + rate**2 / 2 * curvature * square

    rate = Fraction(best)
    assert -change(rate) == Fraction(gain)
    assert all(change(rate + off) > change(rate) for off in (Fraction(1, 100), Fraction(-1, 100)))
assert Fraction(9, 5) / Fraction(9, 20) == 4 and Fraction(9, 20) / Fraction(9, 80) == 4

# ex-batch-size-or-rate: by the recurrence of the variance, until it rests
eta, k, U = 0.3, 3, 1.0


def at_rest(rate, noise):
    V = 0.0
    for _ in range(10_000):
        V = (1 - rate) ** 2 * V + rate**2 * noise
    return V


lower_rate, larger_batch = at_rest(eta / k, U), at_rest(eta, U / k)
assert abs(lower_rate / larger_batch - 17 / 19) < 1e-12
assert abs(at_rest(0.003 / k, U) / at_rest(0.003, U / k) - 1) < 2e-3
steps = log(1 - eta) / log(1 - eta / k)
assert round(steps, 2) == 3.39 and round(steps / k, 2) == 1.13

# and by a run: normal examples, batches of 2 with the rate 0.1 or of 6 with the rate 0.3
rng = np.random.default_rng(3)
for rate, size, predicted in ((eta / k, 2, lower_rate / 2), (eta, 2 * k, larger_batch / 2)):
    theta, visited = 0.0, []
    for noise in rng.normal(size=(60_000, size)).mean(axis=1):
        theta -= rate * (theta - noise)
        visited.append(theta)
    assert abs(np.var(visited) / predicted - 1) < 0.06
