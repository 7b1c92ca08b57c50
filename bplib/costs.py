"""Costs C and their gradients ∇ₐC.

The factor 1/m, m the number of examples, stands here and nowhere else: C is the mean over
the batch, so ∇ₐC, and with it every δ, is the gradient of the number that is printed.

The two cross-entropies take logits: the output layer is `identity`, a = z, and the
sigmoid or softmax is part of the cost. Their gradient is (σ(z) − y)/m, as the text proves, and is
computed so that nothing cancels for targets 0 and 1: the terms of a value are all ≥ 0, and a target
of 1 is subtracted from a 1 before what is small is added. What is left is the rounding of the
exponentials; that of softmax has a difference d of two logits in it, and so a relative error of
about (d + 8) 2⁻⁵³. For a target between, a gradient entry that is itself close to 0 is right to the
last digits of y.
"""

from typing import Callable, NamedTuple

import numpy as np

from bplib.activations import exp_minus_abs
from bplib.expect import expect_array, expect_finite, expect_kind, is_symbolic, shapes, unchecked

exp_minus_abs = unchecked(exp_minus_abs)


class Cost(NamedTuple):
    """C as a function of the output a = aᴸ and the target y, both (n_L, m).

    name     the field's name
    value    value(a, y) = C, one number, the mean over the m columns
    grad     grad(a, y) = ∇ₐC, of the shape of a, the factor 1/m included
    logits   True if a must be the weighted input itself: the output layer is `identity`
    check_y  check_y(y) raises ValueError if y cannot be a target of this cost

    value and grad raise TypeError or ValueError unless a and y are 2-D, of one shape and finite.
    """

    name: str
    value: Callable
    grad: Callable
    logits: bool
    check_y: Callable


@shapes(z="n, m", finite=True)
def softmax(z):
    """softmax(z)_k = e^(z_k) / Σ_p e^(z_p), down each column of z (n, m).

    The largest entry of the column is subtracted first: the value is the same and no
    exponential overflows. Raises TypeError or ValueError for an array of another kind or shape, and
    for nan and inf.
    """
    t = np.exp(z - z.real.max(axis=0, keepdims=True))
    return t / t.sum(axis=0, keepdims=True)


@shapes(a="n_L, m", y="n_L, m", finite=True)
def _quadratic(a, y):
    # C = 1/(2m) Σ ‖a − y‖²
    return np.sum((a - y) ** 2) / (2 * a.shape[1])


@shapes(a="n_L, m", y="n_L, m", finite=True)
def _quadratic_grad(a, y):
    # ∇ₐC = (a − y)/m
    return (a - y) / a.shape[1]


@shapes(z="n_L, m", y="n_L, m", finite=True)
def _binary(z, y):
    # C = −1/m Σ [y log σ(z) + (1 − y) log σ(−z)], where −log σ(z) = max(−z, 0) + log(1 + e^−|z|)
    terms = (1 - y) * np.maximum(z, 0) + y * np.maximum(-z, 0) + np.log1p(exp_minus_abs(z))
    return np.sum(terms) / z.shape[1]


@shapes(z="n_L, m", y="n_L, m", finite=True)
def _binary_grad(z, y):
    # ∇_z C = (σ(z) − y)/m, where σ(z) = q/(1 + t) and q = e^min(z, 0) is 1 or t
    t = exp_minus_abs(z)
    q = np.maximum(t, z >= 0)
    return ((q - y) - y * t) / ((1 + t) * z.shape[1])


def _below_largest(z):
    """(z_k − max z, t_k = e^(z_k − max z), r = Σ_k t_k − 1), down each column.

    The 1 is taken out before the sum, so that r keeps its digits where Σ t rounds to 1.
    """
    largest = z.real.max(axis=0, keepdims=True)
    below, top = z - largest, z.real == largest
    t = np.exp(below)
    return below, t, (t - top).sum(axis=0) + (top.sum(axis=0, dtype=t.dtype) - 1)


@shapes(z="n_L, m", y="n_L, m", finite=True)
def _categorical(z, y):
    # C = −1/m Σ_x Σ_k y_k log softmax(z)_k, −log softmax(z)_k = max z − z_k + log(1 + r)
    below, _, r = _below_largest(z)
    return np.sum(y * (np.log1p(r) - below)) / z.shape[1]


@shapes(z="n_L, m", y="n_L, m", finite=True)
def _categorical_grad(z, y):
    # ∇_z C = (softmax(z) − y)/m, where softmax(z) = t/(1 + r)
    _, t, r = _below_largest(z)
    return ((t - y) - y * r) / ((1 + r) * z.shape[1])


def _any_target(y):
    pass


def _probabilities(y):
    if not is_symbolic(y) and (y.min() < 0 or y.max() > 1):
        raise ValueError(f"y must lie between 0 and 1 for binary_cross_entropy; "
                         f"got values from {y.min():.10g} to {y.max():.10g}")


def _distributions(y):
    if is_symbolic(y):
        return
    sums = y.sum(axis=0, dtype=np.promote_types(y.dtype, float))
    off = np.abs(sums - 1)
    if y.min() < 0 or off.max() > max(1e-5, np.finfo(y.dtype).eps):      # entries are rounded
        column = int(np.argmax(off))
        raise ValueError(f"y must be a distribution in every column (entries ≥ 0, sum 1) for "
                         "categorical_cross_entropy; "
                         f"column {column} sums to {sums[column]:.10g}, "
                         f"the smallest entry is {y.min():.10g}")


# Nielsen (2015), eq. (6): the mean over x of ‖y − a‖²/2
quadratic = Cost("quadratic", _quadratic, _quadratic_grad, False, _any_target)
# Nielsen (2015), eq. (63) with a = σ(z), written in z
binary_cross_entropy = Cost("binary_cross_entropy", _binary, _binary_grad, True, _probabilities)
# minus the log-likelihood of a softmax output (Nielsen 2015, eq. (80)), written in z
categorical_cross_entropy = Cost("categorical_cross_entropy", _categorical, _categorical_grad,
                                 True, _distributions)


def expect_target(net, x, y, cost):
    """Raise unless y is a finite (n_L, m) target of `cost`, and the output layer suits the cost."""
    if type(cost) is not Cost:
        expect_kind("cost", cost, Cost, "bplib.costs.quadratic")
    expect_array("y", y, (net.sizes[-1], x.shape[1]))
    expect_finite("y", y)
    cost.check_y(y)
    if cost.logits and net.output.name != "identity":
        raise ValueError(f"cost {cost.name} takes logits: the activation of layer L must be "
                         f"identity; got {net.output.name}")


COSTS = {c.name: c for c in (quadratic, binary_cross_entropy, categorical_cross_entropy)}
