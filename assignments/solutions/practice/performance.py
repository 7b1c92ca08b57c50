"""The exercise of the chapter Speed whose solution is not printed.

ex-speed-any

For one example, layer l has the multiplications n_l n_{l−1} in the forward pass and as many in
BP4, for l = 2 … L, and BP2 has n_l n_{l−1} for l = 3 … L. The entries are n_2 + … + n_L. Every
n_{l−1} is at least n, so the forward pass and BP4 alone have at least 2n(n_2 + … + n_L)
multiplications, 2n for each entry. With L ≥ 3 the products of BP2 come on top, and they are not
0. So the share is below 1/(2n).

The 2 cannot be replaced by 3. Equal widths are a counterexample: by SP1 the share is (L − 1)/((3L
− 4)n), and 3(L − 1) = 3L − 3 is larger than 3L − 4. So it is above 1/(3n) for every L.
"""

import numpy as np

from bplib import backprop, build, costs, initialise
from bplib.instruments.counting import Count, watch


def counted_share(sizes, examples=2):
    """Entries for each multiplication in matrix products, counted in one gradient."""
    count, rng = Count(), np.random.default_rng(0)
    net = build(sizes, ("tanh",) * (len(sizes) - 1), rng, initialise.xavier)
    x, y = rng.normal(size=(sizes[0], examples)), rng.normal(size=(sizes[-1], examples))
    gradient = backprop(watch(net, count), x, y, costs.quadratic)
    return sum(delta.size for delta in gradient.delta.values()) / count.matrix


rng = np.random.default_rng(1)
for _ in range(200):
    sizes = tuple(int(width) for width in rng.integers(1, 30, size=rng.integers(3, 7)))
    assert counted_share(sizes) < 1 / (2 * min(sizes))
for layers in range(3, 12):
    assert 1 / (3 * 6) < counted_share((6,) * layers) < 1 / (2 * 6)
