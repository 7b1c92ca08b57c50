"""BP4: the exercise without a solution on the page.

ex-bp4-norm

By BP4 the gradient of one example is an outer product, ∂C_i/∂w_{jk} = a_k d_j, where d_j is the
error without 1/m. The sum over j and k of the squares is a product of two sums:

    Σ_{jk} (a_k d_j)² = (Σ_k a_k²)(Σ_j d_j²).

So the length is ‖a^{l−1}‖ ‖d^l‖: the length of the input of the layer times that of its error. In
the batch, column i of δ^l is d^l/m, because δ carries the 1/m of the cost. All m lengths are

    m ‖a^{l−1}_i‖ ‖δ^l_i‖,

one length for each column, multiplied entry by entry. No more than the n_l + n_{l−1} numbers of the
two columns are squared for an example, where its matrix has n_l n_{l−1} entries.
"""

import numpy as np

from bplib import backprop, build, costs, data, forward, initialise
from bplib.differences import relative_error

rng = np.random.default_rng(1)
digits = data.digits(rng).train
net = build((64, 30, 10), ("sigmoid", "identity"), rng, initialise.xavier)
x, y, cost, m = digits.x[:, :16], digits.y[:, :16], costs.categorical_cross_entropy, 16

trace, delta = forward(net, x), backprop(net, x, y, cost).delta
for layer in (2, 3):
    lengths = (m * np.linalg.norm(trace.a[layer - 1], axis=0)
               * np.linalg.norm(delta[layer], axis=0))
    for i in range(m):
        alone = backprop(net, x[:, [i]], y[:, [i]], cost).w[layer]
        assert relative_error(lengths[i], np.sqrt((alone**2).sum())) < 1e-12
