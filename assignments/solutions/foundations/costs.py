"""Solutions that are not on the page Costs.

ex-costs-smooth

The derivative with respect to a logit is a_j − y_j for every target that adds up to 1. It is 0 for
all j if a = y, and all targets are positive now, so there are finite logits with this softmax:
z_j = log y_j is one choice. By the proof of the exercise before, the cost is smallest for a = y.

The difference of two logits is log(a_t/a_j) = log y_t − log y_j. With the targets 1 − ε and
ε/(n − 1) it is log((1 − ε)(n − 1)/ε). For n = 10 and ε = 0.1 this is log 81 = 4.394.

The smallest cost is the entropy of the target, −(1 − ε) log(1 − ε) − ε log(ε/(n − 1)) = 0.5448.
It is not 0, so a cost that stays at this value has nothing left to learn.

The place is not unique: a number added to all logits changes nothing, so there is a whole line of
places.
"""

import numpy as np

from bplib.costs import categorical_cross_entropy as cost

n, epsilon = 10, 0.1
y = np.full((n, 1), epsilon / (n - 1))
y[0] = 1 - epsilon

gap = np.log((1 - epsilon) * (n - 1) / epsilon)
z = np.zeros((n, 1))
z[0] = gap
smallest = cost.value(z, y)
assert round(gap, 3) == 4.394 == round(np.log(81), 3)
assert round(smallest, 4) == 0.5448
assert abs(smallest + np.sum(y * np.log(y))) < 1e-15
assert np.abs(cost.grad(z, y)).max() < 1e-15
assert abs(cost.value(z + 5, y) - smallest) < 1e-15

rng = np.random.default_rng(0)
for _ in range(1000):                       # none of 1,000 random steps, short or long, is better
    v = rng.normal(size=(n, 1)) * rng.choice([1e-3, 1, 10])
    v -= v.mean()
    assert cost.value(z + v, y) > smallest
