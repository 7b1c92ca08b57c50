"""Formulas of a batch: the index of the example, the cost of one example, and values (n_l, m)."""

import numpy as np
import pytest
from sympy import Integer, Sum, diff

from bplib.book import equations, foundations
from bplib.symbolic import (C, L, Partial, a, b, collapse, delta, evaluate, example_cost, for_example, i, j, k, l, m, n, p,
                            pull_out, r, sigma, sigma_prime, to_latex, w, y, z)
from bplib.symbolic.definitions import weighted_input


def test_for_example_gives_an_index_to_what_each_example_has():
    assert for_example(equations.BP2.rhs, i) == (
        Sum(w[l + 1, k, j] * delta[l + 1, k, i], (k, 1, n[l + 1])) * sigma_prime(z[l, j, i]))
    assert for_example(foundations.F1.rhs, r) == Sum(w[l, j, k] * a[l - 1, k, r], (k, 1, n[l - 1])) + b[l, j]
    assert for_example(Partial(C, a[L, k]) * (a[L, k] - y[k]), i) == Partial(C, a[L, k, i]) * (a[L, k, i] - y[k, i])


def test_the_cost_of_an_example_depends_on_that_example_alone():
    slope = diff(Sum(example_cost(r, z[l, j, r]), (r, 1, m)) / m, z[l, j, i])
    cost_i = example_cost(i, z[l, j, i]).diff(z[l, j, i])
    assert collapse(slope, (i, 1, m)) == cost_i / m
    assert cost_i.args[1] == z[l, j, i]
    assert diff(example_cost(r, z[l, j, r]), w[l, j, k]) == 0


def test_the_cost_of_every_example_depends_on_a_weight():
    slope = diff(Sum(example_cost(r, w[l, j, k]), (r, 1, m)) / m, w[l, j, k])
    assert slope == Sum(example_cost(r, w[l, j, k]).diff(w[l, j, k]), (r, 1, m)) / m != 0


def test_bp2_takes_each_column_from_the_same_column():
    z_next = weighted_input(l + 1, k, p, inputs=lambda neuron: sigma(z[l, neuron]))
    factor = collapse(diff(for_example(z_next, r), z[l, j, i]), (j, 1, n[l]))
    both_sums = Sum(delta[l + 1, k, r] * factor, (r, 1, m), (k, 1, n[l + 1]))
    assert pull_out(collapse(both_sums, (i, 1, m))) == for_example(equations.BP2.rhs, i)


@pytest.mark.parametrize("stated, parameter", [(equations.BP3_BATCH, b[l, j]), (equations.BP4_BATCH, w[l, j, k])])
def test_the_batch_forms_follow_from_the_definition_of_z(stated, parameter):
    slope = collapse(diff(for_example(weighted_input(l, p), i), parameter), (k, 1, n[l - 1]))
    derived = collapse(Sum(delta[l, p, i] * slope, (p, 1, n[l]), (i, 1, m)), (j, 1, n[l]))
    assert stated.lhs == Partial(C, parameter)
    assert stated.rhs == derived


@pytest.mark.parametrize("expr, latex", [
    (z[l, j, i], r"z^{l}_{ji}"),
    (y[j, i], r"{y}_{ji}"),
    (example_cost(i, b[l, j]).diff(b[l, j]) / m, r"\frac{1}{m} \frac{\partial {C}_{i}}{\partial b^{l}_{j}}"),
    (example_cost(r, w[l, j, k]), r"C_{r}\left(w^{l}_{jk}\right)"),
    (example_cost(r, b[l, j]).diff(b[l, j]), r"\frac{\partial {C}_{r}}{\partial b^{l}_{j}}"),
    # a fraction stands before a sum, and two sums in the order in which they are nested
    (Sum(delta[l, j, i], (i, 1, m)) / m, r"\frac{1}{m} \sum_{i=1}^{m} \delta^{l}_{ji}"),
    (-Sum(y[k], (k, 1, n[L])) / 2, r"- \frac{1}{2} \sum_{k=1}^{{n}_{L}} {y}_{k}"),
    (2 * Sum(y[k], (k, 1, n[L])) / m**2, r"\frac{2}{m^{2}} \sum_{k=1}^{{n}_{L}} {y}_{k}"),
    (Sum(delta[l, p, i], (p, 1, n[l]), (i, 1, m)), r"\sum_{i=1}^{m} \sum_{p=1}^{{n}_{l}} \delta^{l}_{pi}"),
], ids=str)
def test_latex(expr, latex):
    assert to_latex(expr) == latex


VALUES = {n: {1: 1, 2: 2}, m: 3, w: {2: np.array([[2.0], [-1]])}, delta: {2: np.arange(6.0).reshape(2, 3)},
          a: {1: np.array([[1.0, 10, 100]])}, y: np.arange(6.0).reshape(2, 3)}


def test_evaluate_takes_a_batch():
    gradient = Sum(a[l - 1, k, i] * delta[l, j, i], (i, 1, m)) / m
    for digits in (None, 50):
        values = evaluate(gradient, VALUES, at={l: 2}, over=[(j, 1, n[l]), (k, 1, n[l - 1])], digits=digits)
        assert [[float(value) for value in row] for row in values] == [[70.0], [181.0]]
    np.testing.assert_array_equal(evaluate(y[j, i], VALUES, over=[(j, 1, 2), (i, 1, m)]), VALUES[y])
    assert evaluate(w[l, j, k] * Integer(2), VALUES, at={l: 2, j: 1, k: 1}) == 4


@pytest.mark.parametrize("expr, values, message", [
    (delta[2, 1, 1], VALUES | {m: 4}, r"delta\[2\] must have shape \(2, 4\); got \(2, 3\)"),
    (y[1, 1], VALUES | {m: 4}, r"y must have shape \(n_L, 4\); got \(2, 3\)"),
    (delta[2, 1], VALUES, r"delta\[2\] must have shape \(2, 1\); got \(2, 3\)"),
    (delta[2, 1, 4], VALUES, r"delta\[2\] has no entry \(1, 4\)"),
    (a[1, 1, 1], {n: {1: 1}, a: VALUES[a]}, "values must say what m is")])
def test_evaluate_names_what_is_wrong(expr, values, message):
    with pytest.raises(ValueError, match=message):
        evaluate(expr, values)
