"""Gradient functions made of gradient functions: (net, x, y, cost) -> Gradient in, the same out.

They fit wherever `backprop` does: in `epochs`, in `fit`, in every check. They can be pickled where
the gradient functions that they are made of can.
"""

from functools import partial

import numpy as np

from bplib.backprop import Gradient
from bplib.expect import (expect_array, expect_callable, expect_int, expect_kind, expect_list,
                          expect_not_negative)
from bplib.layers.dense import DenseGradients
from bplib.network import ByLayer


def penalised(gradient, decay):
    """The gradient of C + λ/2 Σ w², with λ = `decay` ≥ 0: ∂C/∂wˡ + λ wˡ for every dense layer.

    Biases and the parameters of other layers are not penalised, and δ stays that of C. With 1/m in
    the cost, Nielsen (2015), eq. (87), has λ/n where λ stands here.
    Raises TypeError or ValueError for a decay that is no finite number, or below 0.
    """
    expect_callable("gradient", gradient, "bplib.backprop")
    return partial(_penalised, gradient, expect_not_negative("decay", decay))


def _penalised(gradient, decay, net, x, y, cost):
    plain = expect_kind("what gradient returns", gradient(net, x, y, cost), Gradient,
                        "that of bplib.backprop")
    own = {l: _decayed(arrays, net.steps[l], decay) for l, arrays in plain.own.items()}
    return plain._replace(own=ByLayer("own", own))


def _decayed(own, layer, decay):
    return own._replace(w=own.w + decay * layer.w) if isinstance(own, DenseGradients) else own


def in_parts(gradient, parts, map=map):
    """The same gradient, computed on `parts` parts of the batch and added up: Σ (m_k/m) ∇C_k.

    The gradient is a mean over the m examples, and part k holds m_k of them. `map` is called as
    map(f, networks, xs, ys, costs), one entry a part: the built-in one, or that of a pool of
    workers. δ of the parts stand side by side, each with its share m_k/m. A batch of fewer examples
    than `parts` has one part for each. Raises TypeError or ValueError for a number of parts that is
    no integer above 0.
    """
    expect_callable("gradient", gradient, "bplib.backprop")
    expect_callable("map", map, "the built-in one")
    return partial(_in_parts, gradient, expect_int("parts", parts, least=1), map)


def _in_parts(gradient, parts, map, net, x, y, cost):
    m = expect_array("x", x, ("n_1", "m")).shape[1]
    expect_array("y", y, ("n_L", m))
    edges = np.linspace(0, m, min(parts, m) + 1).round().astype(int)
    xs, ys = (np.split(array, edges[1:-1], axis=1) for array in (x, y))
    results = expect_list("what map returns", map(gradient, [net] * len(xs), xs, ys,
                                                  [cost] * len(xs)), "gradients")
    for result in results:
        expect_kind("what gradient returns", result, Gradient, "that of bplib.backprop")
    return _added_up(results, [part.shape[1] / m for part in xs])


def _added_up(results, shares):
    own = {l: type_of(arrays)(sum(share * part.own[l][i] for share, part in zip(shares, results))
                              for i in range(len(arrays)))
           for l, arrays in results[0].own.items()}
    delta = {l: np.concatenate([share * part.delta[l] for share, part in zip(shares, results)],
                               axis=-1)
             for l in results[0].delta}
    return Gradient(ByLayer("own", own), ByLayer("delta", delta))


def type_of(arrays):
    """What makes a tuple of the same kind out of an iterable: a named tuple's _make, or tuple."""
    return getattr(type(arrays), "_make", tuple)
