"""∂C/∂w as the sum over all paths from a weight to the cost: Nielsen (2015), eq. (53).

A path from neuron j of layer l is the tuple (r_l = j, r_{l+1}, …, r_L) of the neurons it passes,
counted from 1. Its product has one factor for each step. There are n_{l+1} ⋯ n_L paths: this
is for small networks and one example, to compare with backprop, which adds up the same paths
without walking them.

The same lines run on floats, on SymPy symbols and on CountedNumbers.
"""

import itertools
import math
from functools import reduce
from operator import mul
from typing import NamedTuple

import numpy as np

from bplib.costs import expect_target
from bplib.expect import expect_array, expect_int, expect_kind, expect_list
from bplib.instruments.counting import expect_dense
from bplib.network import ByLayer, forward


class Derivatives(NamedTuple):
    """All the derivatives that occur on a path, for one example.

    end    ∂C/∂aᴸ (n_L, 1)
    edge   edge[i] (n_i, n_{i−1}) for i = 3..L: entry q, p is ∂a^i_q/∂a^{i−1}_p = w^i_qp σ′(z^i_q)
    start  start[i] (n_i, n_{i−1}) for i = 2..L: entry j, k is ∂a^i_j/∂w^i_jk = σ′(z^i_j) a^{i−1}_k
    """

    end: np.ndarray
    edge: ByLayer
    start: ByLayer


def _widths(sizes):
    return [expect_int(f"sizes: n_{l}", size, least=1)
            for l, size in enumerate(expect_list("sizes", sizes, "widths"), start=1)]


def paths(sizes, l, j):
    """Every path from neuron j of layer l to the output, in the network of widths `sizes`.

    Raises TypeError or ValueError for widths that are no integers above 0, and an l or j that is
    not there.
    """
    sizes = _widths(sizes)
    L = len(sizes)
    l = expect_int("l", l, least=1, most=L)
    j = expect_int("j", j, least=1, most=sizes[l - 1])
    later_layers = (range(1, sizes[i - 1] + 1) for i in range(l + 1, L + 1))
    return [(j, *rest) for rest in itertools.product(*later_layers)]


def number_of_paths(sizes, l):
    """n_{l+1} ⋯ n_L, exactly: how many paths begin at one neuron of layer l. Raises as `paths`."""
    sizes = _widths(sizes)
    l = expect_int("l", l, least=1, most=len(sizes))
    return math.prod(sizes[l:])


def derivatives(net, x, y, cost):
    """The Derivatives of `net` for the one example x (n₁, 1) with target y (n_L, 1).

    Raises as `backprop`, and TypeError for a layer that is not dense.
    """
    expect_dense(net)
    expect_array("x", x, (net.sizes[0], 1))
    trace = forward(net, x)
    a = trace.a
    expect_target(net, x, y, cost)
    slope = {i: net.slope(trace, i) for i in range(2, net.L + 1)}
    return Derivatives(
        cost.grad(a[net.L], y),
        ByLayer("edge", {i: net[i].w * slope[i] for i in range(3, net.L + 1)}),
        ByLayer("start", {i: slope[i] * a[i - 1].T for i in slope}))


def factors(found, l, j, k, path):
    """[∂C/∂a^L_m, ∂a^L_m/∂a^{L−1}_n, …, ∂a^{l+1}_q/∂a^l_j, ∂a^l_j/∂w^l_jk] along one path.

    Raises TypeError or ValueError for an l, j, k or path that the Derivatives `found` do not have.
    """
    expect_kind("found", found, Derivatives, "derivatives(net, x, y, cost)")
    l = expect_int("l", l, least=2, most=max(found.start))
    j = expect_int("j", j, least=1, most=found.start[l].shape[0])
    k = expect_int("k", k, least=1, most=found.start[l].shape[1])
    _expect_path(found, l, j, path)
    return _factors(found, l, j, k, path)


def _factors(found, l, j, k, path):
    edges = [found.edge[i][q - 1, p - 1]
             for i, (p, q) in enumerate(itertools.pairwise(path), start=l + 1)]
    return [found.end[path[-1] - 1, 0], *reversed(edges), found.start[l][j - 1, k - 1]]


def _expect_path(found, l, j, path):
    neurons = expect_list("path", path, "neurons")
    widths = [found.start[i].shape[0] for i in range(l, max(found.start) + 1)]
    if len(neurons) != len(widths):
        raise ValueError(f"path must name one neuron of each layer from {l} on, {len(widths)} in "
                         f"all; got {len(neurons)}")
    for i, (neuron, width) in enumerate(zip(neurons, widths), start=l):
        expect_int(f"path: the neuron of layer {i}", neuron, least=1, most=width)
    if neurons[0] != j:
        raise ValueError(f"path must begin at neuron j = {j}; got {neurons[0]}")


def path_products(found, sizes, l, j, k):
    """{path: product of its factors} for the weight w^l_jk; their sum is ∂C/∂w^l_jk.

    Raises as `factors` and `paths`, and ValueError for other sizes than those of `found`.
    """
    expect_kind("found", found, Derivatives, "derivatives(net, x, y, cost)")
    sizes = _widths(sizes)
    known = [found.start[2].shape[1], *(array.shape[0] for array in found.start.values())]
    if sizes != known:
        raise ValueError(f"sizes must be those of the network, {known}; got {sizes}")
    expect_int("l", l, least=2, most=len(sizes))
    expect_int("k", k, least=1, most=sizes[l - 2])
    return {path: reduce(mul, _factors(found, l, j, k, path)) for path in paths(sizes, l, j)}
