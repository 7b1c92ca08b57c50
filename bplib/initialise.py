"""How weights start: each function draws w of shape (n_out, n_in) from a Generator.

Biases start at 0 (network.build).
"""

import numpy as np

from bplib.expect import expect_rng


def xavier(n_out, n_in, rng):
    """w ~ N(0, 2/(n_in + n_out)): keeps variances even, for tanh and sigmoid.

    The normal variant of Glorot and Bengio (2010), eq. (12); theirs is eq. (16), the uniform one.
    """
    return expect_rng(rng).normal(0.0, np.sqrt(2.0 / (n_in + n_out)), (n_out, n_in))


def he(n_out, n_in, rng):
    """w ~ N(0, 2/n_in): makes up for the half that ReLU sets to 0. He et al. (2015), eq. (10)."""
    return expect_rng(rng).normal(0.0, np.sqrt(2.0 / n_in), (n_out, n_in))


def normal(n_out, n_in, rng):
    """w ~ N(0, 1), whatever the width: the plain start, which saturates wide layers."""
    return expect_rng(rng).normal(0.0, 1.0, (n_out, n_in))
