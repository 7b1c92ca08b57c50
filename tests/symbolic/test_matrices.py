"""Products of whole matrices: their entries as sums, and their values."""

import numpy as np
import pytest
from sympy import Identity, MatMul, Matrix

from bplib.book.equations import BP1, BP1_MATRICES, BP2, BP2_MATRICES, ONE_PRODUCT
from bplib.symbolic import (L, a, collapse, delta, difference, j, k, l, n, p, sigma_prime, to_latex,
                            w, z)
from bplib.symbolic.matrices import CostGradient, OrderedProduct, Slopes, Whole, entry, matrix_value


@pytest.mark.parametrize("whole, one, inner, layer", [
    (BP1_MATRICES, BP1, (k,), L), (BP2_MATRICES, BP2, (p, k), l)], ids=("33", "34"))
def test_each_entry_of_the_product_is_the_equation_of_one_neuron(whole, one, inner, layer):
    assert entry(whole.lhs, j, 1) == one.lhs
    assert difference(collapse(entry(whole.rhs, j, 1, *inner), (j, 1, n[layer])), one.rhs) == 0


def put_into_each_other(layer, last):
    """(34) for this layer and the next ones, until (33) ends it."""
    expr = BP2_MATRICES.rhs.xreplace({l: layer}) if layer < last else BP1_MATRICES.rhs.xreplace({L: last})
    for later in range(layer + 1, last):
        expr = expr.xreplace({Whole(delta, later): BP2_MATRICES.rhs.xreplace({l: later})})
    return expr.xreplace({Whole(delta, last): BP1_MATRICES.rhs.xreplace({L: last})}).doit()


@pytest.mark.parametrize("layer, last", [(2, 2), (2, 3), (2, 4), (3, 4), (2, 5), (3, 5), (4, 5), (5, 5)])
def test_the_long_product_is_the_two_equations_put_into_each_other(layer, last):
    assert ONE_PRODUCT.rhs.xreplace({l: layer, L: last}).doit() == put_into_each_other(layer, last)


FACTOR = Slopes(p) * Whole(w, p + 1).T


def test_an_ordered_product_keeps_its_order_and_knows_its_shape():
    product = OrderedProduct(FACTOR, (p, l, L - 1))
    assert product.shape == (n[l], n[L]) and product.doit() == product
    assert OrderedProduct(FACTOR, (p, 2, 3)).doit() == Slopes(2) * Whole(w, 3).T * Slopes(3) * Whole(w, 4).T
    assert OrderedProduct(FACTOR, (p, L, L - 1)).doit() == Identity(n[L])
    with pytest.raises(ValueError, match="last must be at least first - 1; got 4 and 2"):
        OrderedProduct(FACTOR, (p, 4, 2)).doit()


@pytest.mark.parametrize("last", (2, 3, 4, 5))
def test_the_first_factor_split_off_is_the_first_one(last):
    product = OrderedProduct(FACTOR, (p, 2, last))
    assert product.split_first().doit() == product.doit()


def test_latex():
    assert to_latex(BP2_MATRICES.rhs) == r"\Sigma'(z^{l}) \left(w^{l + 1}\right)^{T} \delta^{l + 1}"
    assert to_latex(ONE_PRODUCT.rhs) == (r"\left(\prod_{p=l}^{L - 1} \Sigma'(z^{p}) \left(w^{p + 1}\right)^{T}\right) "
                                         r"\Sigma'(z^{L}) {\nabla_a}C")
    assert to_latex(BP1_MATRICES.rhs) == r"\Sigma'(z^{L}) {\nabla_a}C"


VALUES = {w: {2: np.array([[1.0, 2, 3], [4, 5, 6]])}, a: {1: np.ones((3, 1))},
          z: {1: np.array([[1.0], [2], [3]])}, sigma_prime: lambda t: t / 10,
          delta: {2: np.array([[10.0], [100]])}, CostGradient: np.array([[7.0], [8]])}


@pytest.mark.parametrize("expr, value", [
    (Whole(w, 2) * Whole(a, 1), [[6], [15]]),
    (Whole(w, 2).T * Whole(delta, 2), [[410], [520], [630]]),
    (Slopes(1) * Whole(w, 2).T * Whole(delta, 2), [[41], [104], [189]]),
    (Whole(w, 2) * Slopes(1), [[0.1, 0.4, 0.9], [0.4, 1.0, 1.8]]),
    (-2 * Whole(w, 2) * Whole(a, 1), [[-12], [-30]]),
    (Whole(delta, 2) - CostGradient(), [[3], [92]])], ids=str)
def test_matrix_value(expr, value):
    np.testing.assert_allclose(matrix_value(expr, VALUES), value, rtol=1e-15)


def test_matrix_value_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="mismatch"):
        matrix_value(MatMul(Whole(w, 2), Whole(delta, 2)), VALUES)
    with pytest.raises(ValueError, match="must be made of whole matrices, .*; got Matrix"):
        matrix_value(Matrix([1, 2]), VALUES)
    with pytest.raises(ValueError, match=r"^values must say what Whole\(w, 3\) is: KeyError\(3\)$"):
        matrix_value(Whole(w, 3), VALUES)
