"""The exercise of the chapter Images whose solution is not printed.

ex-images-difference

Let D be 1 if only the first network reads a digit correctly, −1 if only the second one does, and
0 otherwise. The difference of the scores is the mean of m such D. E(D) = u − v and E(D²) = u + v,
so Var D = u + v − (u − v)², and the standard error of the difference is √((u + v − (u − v)²)/m).

Two separate tests: the two scores are independent, so their variances add up to (p₁(1 − p₁) +
p₂(1 − p₂))/m.

Both read 96 percent: p₁ − p₂ = u − v = 0, so u = v, and the standard errors are √(2u/m) and
√(2·0.04·0.96/m). If both fail at the same digits, u = 0, and the first one is 0. They are equal
for u = 0.04 · 0.96 = 0.0384: if the one network's mistakes are independent of the other's. It can
even be larger: if no digit is read wrongly by both, u = 0.04.

With the same digits, the difficulty of the digits, which both networks feel, cancels.
"""

import numpy as np


def spreads(both_wrong, only_first, only_second, digits, tests=40_000):
    """The measured standard deviation of the difference: on the same digits, on separate ones."""
    rng = np.random.default_rng(5)
    both_right = 1 - both_wrong - only_first - only_second
    counts = rng.multinomial(digits, [both_right, only_first, only_second, both_wrong], tests)
    same = (counts[:, 1] - counts[:, 2]) / digits
    first, second = both_right + only_first, both_right + only_second
    apart = (rng.binomial(digits, first, tests) - rng.binomial(digits, second, tests)) / digits
    return same.std(), apart.std()


def formulas(both_wrong, u, v, m):
    first, second = 1 - both_wrong - v, 1 - both_wrong - u
    return (np.sqrt((u + v - (u - v) ** 2) / m),
            np.sqrt((first * (1 - first) + second * (1 - second)) / m))


for case in ((0.03, 0.01, 0.01), (0.02, 0.05, 0.01), (0.0016, 0.0384, 0.0384), (0, 0.04, 0.04)):
    assert np.allclose(spreads(*case, 599), formulas(*case, 599), rtol=0.02)

same, apart = formulas(0.04 * 0.04, 0.04 * 0.96, 0.04 * 0.96, 599)       # independent mistakes
assert abs(same - apart) < 1e-12
assert formulas(0.04, 0, 0, 599)[0] == 0
same, apart = formulas(0, 0.04, 0.04, 599)
assert same > apart
