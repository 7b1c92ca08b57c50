"""The proof of test_flagship.py for layers made of layers.

The step from z^{l−1} to z^l of each combination is written out by index; the cost follows from it.
"""

import numpy as np
import pytest
import sympy

from bplib.backprop import input_gradient
from bplib.layers import Chain, Dense, Parallel, Residual
from bplib.network import Layer, Network
from test_flagship import QUADRATIC, UNKNOWN, expect_derivatives, plain_sigma, symbols


def dense(name, n_out, n_in):
    """A Dense layer of the symbols w^name, b^name and an unknown σ_name."""
    return Dense(symbols(f"w^{name}", n_out, n_in), symbols(f"b^{name}", n_out), plain_sigma(name))


def by_index(layer, z):
    """z_j = Σ_k w_jk σ(z_k) + b_j for a Dense layer."""
    a = [layer.before.f(z_k).item() for z_k in z]
    return [layer.b[j, 0] + sum(layer.w[j, k] * a[k] for k in range(len(a)))
            for j in range(len(layer.b))]


def added(z, step):
    return [z_j + step_j for z_j, step_j in zip(z, step, strict=True)]


F, G, wide, narrow = dense("f", 2, 2), dense("g", 2, 2), dense("wide", 3, 2), dense("narrow", 2, 3)
one, other = dense("one", 1, 2), dense("other", 1, 2)
# name: (the layer, the same step by index), two weighted inputs going in
COMBINED = {
    "Residual": (Residual(F, G), lambda z: added(z, by_index(G, by_index(F, z)))),
    "Chain": (Chain(F, G), lambda z: by_index(G, by_index(F, z))),
    "Parallel": (Parallel(one, other), lambda z: by_index(one, z) + by_index(other, z)),
    "Chain through another width": (Chain(wide, narrow),
                                    lambda z: by_index(narrow, by_index(wide, z))),
    "Parallel of different widths": (Parallel(one, F), lambda z: by_index(one, z) + by_index(F, z)),
    "Residual around Parallel": (Residual(Parallel(one, other)),
                                 lambda z: added(z, by_index(one, z) + by_index(other, z))),
    "Parallel of Residual and Chain": (
        Parallel(Residual(F), Chain(G, one)),
        lambda z: added(z, by_index(F, z)) + by_index(one, by_index(G, z))),
}


def prove_combined(name, m, symbolic_cost, first=False):
    """Raise AssertionError unless backprop gives the derivatives by all parameters and the input.

    The layer `name` stands between two dense ones; with `first`, right behind the input.
    """
    layer, step = COMBINED[name]
    before = [] if first else [Layer(symbols("w^2", 2, 2), symbols("b^2", 2), "identity")]
    last = Layer(symbols("w^L", 1, layer.widths[1]), symbols("b^L", 1), plain_sigma("L"))
    net, x, y, total = Network([*before, layer, last]), symbols("x", 2, m), symbols("y", 1, m), 0
    for column in range(m):
        z = list(x[:, column])
        for w, b, _ in before:
            z = [b[j, 0] + w[j, 0] * z[0] + w[j, 1] * z[1] for j in (0, 1)]
        z = step(z)
        z_L = last.b[0, 0] + sum(last.w[0, k] * z[k] for k in range(len(z)))
        total += symbolic_cost.c(last.activation.f(z_L).item(), y[0, column])
    expect_derivatives(net, x, y, symbolic_cost.cost, total / m)
    for x_k, got in zip(x.flat, input_gradient(net, x, y, symbolic_cost.cost).flat, strict=True):
        assert sympy.expand(got - (total / m).diff(x_k)) == 0, f"∂C/∂{x_k} is wrong"


@pytest.mark.parametrize("m, symbolic_cost, first", [
    (1, UNKNOWN, False), (1, UNKNOWN, True), (2, QUADRATIC, True)],
    ids=("between", "first", "first, m = 2"))
@pytest.mark.parametrize("name", COMBINED)
def test_backprop_through_a_combination_is_the_derivative(name, m, symbolic_cost, first):
    prove_combined(name, m, symbolic_cost, first)


def chain_in_the_wrong_order(self, caches, delta):
    gradients = ()
    for layer, cache in zip(reversed(self.layers), reversed(caches)):
        delta, own = layer.vjp(cache, delta)
        gradients = (*gradients, *own)
    return delta, gradients


def only_the_last_error(self, caches, delta):
    backs = [layer.vjp(cache, part)
             for layer, cache, part in zip(self.layers, caches, self._split(delta))]
    return backs[-1][0], tuple(array for _, own in backs for array in own)


def splits_swapped(self, delta):
    return np.split(delta, len(self.layers))[::-1]


def no_identity(self, cache, delta):
    return self.inner.vjp(cache, delta)


def nothing_but_the_identity(self, cache, delta):
    return delta, self.inner.vjp(cache, delta)[1]


# name: (class, its method, the wrong version, the first derivative to come out wrong)
WRONG_COMBINATIONS = {
    "identity forgotten": (Residual, "vjp", no_identity, "w^2_{11}"),
    "identity alone": (Residual, "vjp", nothing_but_the_identity, "w^2_{11}"),
    "gradients in the wrong order": (Chain, "vjp", chain_in_the_wrong_order, "w^f_{11}"),
    "errors overwritten": (Parallel, "vjp", only_the_last_error, "w^2_{11}"),
    "splits swapped": (Parallel, "_split", splits_swapped, "w^2_{11}"),
}


@pytest.mark.parametrize("mutation", WRONG_COMBINATIONS)
def test_the_flagship_sees_a_wrong_combination(mutation, monkeypatch):
    kind, method, wrong, parameter = WRONG_COMBINATIONS[mutation]
    monkeypatch.setattr(kind, method, wrong)
    with pytest.raises(AssertionError) as failure:
        prove_combined(kind.__name__, 1, QUADRATIC)
    assert str(failure.value).startswith(f"∂C/∂{parameter} is wrong in 2-2-2-1 with m = 1")


def test_the_flagship_sees_a_chain_behind_the_input_in_the_wrong_order(monkeypatch):
    monkeypatch.setattr(Chain, "gradients", lambda *args: chain_in_the_wrong_order(*args)[1])
    with pytest.raises(AssertionError, match=r"∂C/∂w\^f_\{11\} is wrong in 2-2-1"):
        prove_combined("Chain", 1, QUADRATIC, first=True)


def test_the_flagship_sees_an_error_of_the_input_without_the_identity(monkeypatch):
    monkeypatch.setattr(Residual, "vjp", no_identity)
    with pytest.raises(AssertionError, match=r"∂C/∂x_\{11\} is wrong"):
        prove_combined("Residual", 1, QUADRATIC, first=True)
