"""Landscape: the exercise whose solution is not on the page.

ex-landscape-infinity

The derivative of C = e⁻ᵘ is −e⁻ᵘ = −C, so a step adds ηC to u. It multiplies C by e^(−ηC), and
1/C by e^(ηC) ≥ 1 + ηC. So 1/C grows by η or more in each step, and after t steps

    1/C_t ≥ 1/C_0 + ηt,     that is     C_t ≤ 1/(1/C_0 + ηt).

The cost has no minimum: it is above 0 at each u, and comes as near to 0 as we like. u = ln(1/C)
is at least ln(1/C_0 + ηt): it grows without end, but only like the logarithm of t. (It is not much
more: e^(ηC) ≤ 1 + ηC + (ηC)²e^(ηC_0)/2, and the last term adds η²C e^(ηC_0)/2 to 1/C. Since C is
at most 1/(ηt), these parts add up to something like ln t, which is small beside ηt.)

This is the bad valley of XOR: there the cost minus 1/16 falls almost like 1/t, while the largest
weight grows by about the same amount whenever t is multiplied by the same number. Saturation makes
it so: 1 − tanh z is about 2e⁻²ᶻ, an exponential of the growing weights.
"""

import numpy as np

for rate in (0.1, 1.0, 5.0):
    u, costs = 0.0, []
    for _ in range(100_000):
        costs.append(np.exp(-u))
        u += rate * costs[-1]
    steps, costs = np.arange(100_000), np.array(costs)
    assert (costs <= 1 / (1 / costs[0] + rate * steps) * (1 + 1e-12)).all()
    assert 0.98 < costs[-1] * rate * steps[-1] < 1              # and hardly below the bound
    grown = -np.log(costs[[1000, 10_000, 99_999]])
    assert np.abs(np.diff(grown) / np.log(10) - 1).max() < 0.1  # ln 10 for each factor of 10
