"""Products of whole matrices: their entries as sums, and their values."""

import numpy as np
import pytest
from sympy import MatMul, Matrix

from bplib.book.equations import BP1, BP1_MATRICES, BP2, BP2_MATRICES, ONE_PRODUCT
from bplib.symbolic import (L, a, collapse, delta, difference, j, k, l, n, p, sigma_prime, to_latex,
                            w, z)
from bplib.symbolic.matrices import CostGradient, Slopes, Whole, entry, matrix_value


@pytest.mark.parametrize("whole, one, inner, layer", [
    (BP1_MATRICES, BP1, (k,), L), (BP2_MATRICES, BP2, (p, k), l)], ids=("33", "34"))
def test_each_entry_of_the_product_is_the_equation_of_one_neuron(whole, one, inner, layer):
    assert entry(whole.lhs, j, 1) == one.lhs
    assert difference(collapse(entry(whole.rhs, j, 1, *inner), (j, 1, n[layer])), one.rhs) == 0


def test_the_long_product_is_the_two_equations_put_into_each_other():
    expr = BP2_MATRICES.rhs.xreplace({l: 2})
    for layer in (3, 4):
        expr = expr.xreplace({Whole(delta, layer): BP2_MATRICES.rhs.xreplace({l: layer})})
    expr = expr.xreplace({Whole(delta, 5): BP1_MATRICES.rhs.xreplace({L: 5})})
    assert expr.doit() == ONE_PRODUCT.rhs


def test_latex():
    assert to_latex(BP2_MATRICES.rhs) == r"\Sigma'(z^{l}) \left(w^{l + 1}\right)^{T} \delta^{l + 1}"
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
    with pytest.raises(KeyError):
        matrix_value(Whole(w, 3), VALUES)
