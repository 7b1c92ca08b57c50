"""How weights start: each function draws w of shape (n_out, n_in) from a Generator.

Biases start at 0 (network.build). Each raises TypeError or ValueError for a width that is no
integer above 0, and for an rng that is no Generator.
"""

import numpy as np

from bplib.expect import door, expect_int, expect_rng


def expect_widths(n_out, n_in, rng):
    """Raise unless both widths are integers above 0, and `rng` is a Generator."""
    expect_int("n_out", n_out, least=1)
    expect_int("n_in", n_in, least=1)
    expect_rng(rng)


@door(expect_widths)
def xavier(n_out, n_in, rng):
    """w ~ N(0, 2/(n_in + n_out)): keeps variances even, for tanh and sigmoid.

    The normal variant of Glorot and Bengio (2010), eq. (12); theirs is eq. (16), the uniform one.
    """
    return rng.normal(0.0, np.sqrt(2.0 / (int(n_in) + int(n_out))), (n_out, n_in))


@door(expect_widths)
def he(n_out, n_in, rng):
    """w ~ N(0, 2/n_in): makes up for the half that ReLU sets to 0. He et al. (2015), eq. (10)."""
    return rng.normal(0.0, np.sqrt(2.0 / int(n_in)), (n_out, n_in))


@door(expect_widths)
def normal(n_out, n_in, rng):
    """w ~ N(0, 1), whatever the width: the plain start, which saturates wide layers."""
    return rng.normal(0.0, 1.0, (n_out, n_in))
