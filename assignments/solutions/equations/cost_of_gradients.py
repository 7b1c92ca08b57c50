"""Solutions of the exercises of "The price of a gradient" that are not printed there.

ex-cost-values

Write S = n_1 n_2 + … + n_{L−1} n_L and S′ = n_2 n_3 + … + n_{L−1} n_L. Then F = mS, B = m(S + S′),
so B/F = 1 + S′/S.
1. S′ ≥ 0 gives B/F ≥ 1. S′ is 0 exactly if it has no term, that is for L = 2, as widths are at
   least 1. And S − S′ = n_1 n_2 > 0 gives S′/S < 1.
2. For L = 3 the ratio is 1 + n_3/(n_1 + n_3): n_2 cancels. Write r − 1 = p/q with whole numbers
   0 < p < q. The widths n_1 = q − p, any n_2, and n_3 = p give n_3/(n_1 + n_3) = p/q.
For r = 13/10: p/q = 3/10, so 7, n_2 and 3 neurons.
"""

from fractions import Fraction

import numpy as np

from bplib import backprop, costs, initialise, network
from bplib.instruments.counting import Count, watch


def ratio(sizes, batch=2):
    """B/F as counted in the matrix products of a run."""
    rng, count = np.random.default_rng(0), Count()
    net = network.build(sizes, ("tanh",) * (len(sizes) - 1), rng, initialise.xavier)
    x, y = rng.normal(size=(sizes[0], batch)), rng.normal(size=(sizes[-1], batch))
    watched = watch(net, count)
    network.forward(watched, x)
    one_pass = count.matrix
    count.reset()
    backprop(watched, x, y, costs.quadratic)
    return Fraction(count.matrix - one_pass, one_pass)


assert ratio((7, 4, 3)) == Fraction(13, 10)
for q in range(2, 9):
    for p in range(1, q):
        assert ratio((q - p, 2, p)) == 1 + Fraction(p, q)
for sizes in ((3, 2), (1, 1), (3, 2, 4), (1, 1, 1, 1), (2, 5, 1, 3, 4)):
    assert 1 <= ratio(sizes) < 2
    assert (ratio(sizes) == 1) == (len(sizes) == 2)
