"""The symbolic half: the derived equations are the stated ones, for any width, and agree with the code."""

import operator

import mpmath
import numpy as np
import pytest
from sympy import (Float, Integer, KroneckerDelta, Matrix, Number, Piecewise, Product, Rational, S, Sum, Symbol, diff, log, pi,
                   sqrt, tanh)
from sympy.tensor.indexed import Indexed

from bplib.activations import Activation
from bplib.backprop import backprop
from bplib.book import equations, foundations
from bplib.differences import relative_error
from bplib.network import ByLayer, forward, with_vector
from bplib.symbolic import (C, L, Equation, Partial, a, b, collapse, delta, derive, difference, evaluate, j, k, l, n, p,
                            pull_out, q, sigma, sigma_prime, split_last, to_latex, w, y, z)
from bplib.symbolic.definitions import ERROR
from strategies import case

EQUATIONS = {name: (getattr(derive, name)(), getattr(equations, name.upper())) for name in ("bp1", "bp2", "bp3", "bp4")}


# the derivations

@pytest.mark.parametrize("name", EQUATIONS)
def test_derived_is_stated(name):
    derived, stated = EQUATIONS[name]
    assert derived.lhs == stated.lhs
    assert difference(derived.rhs, stated.rhs) == 0
    assert stated.tag == name.upper()


@pytest.mark.parametrize("name", EQUATIONS)
def test_derived_holds_for_any_layer_and_width(name):
    derived = EQUATIONS[name][0]
    for entry in derived.rhs.atoms(Indexed):
        assert not any(index.is_Integer for index in entry.indices), entry
    for number in derived.rhs.atoms(Number):
        assert number in (1, -1)                 # l + 1, l − 1, and the lower end of a sum


def test_bp2_sums_over_the_width_of_the_next_layer():
    (total,) = EQUATIONS["bp2"][0].rhs.atoms(Sum)
    assert total.limits == ((k, 1, n[l + 1]),)


@pytest.mark.parametrize("name, wrong", [
    ("bp1", Partial(C, a[L, j]) * sigma_prime(a[L, j])),                                             # σ′ at a
    ("bp1", Partial(C, a[L, j])),                                                                    # no σ′
    ("bp1", Partial(C, a[L, k]) * sigma_prime(z[L, j])),
    ("bp2", Sum(w[l + 1, j, k] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j])),         # no transpose
    ("bp2", Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(a[l, j])),         # σ′ at a
    ("bp2", Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l])) * sigma_prime(z[l, j])),             # wrong width
    ("bp2", Sum(w[l, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j])),             # wrong layer
    ("bp2", Sum(w[l + 1, k, j], (k, 1, n[l + 1])) * sigma_prime(z[l, j])),                           # no δ
    ("bp2", Sum(w[l + 1, k, j] * delta[l + 1, k] * sigma_prime(z[l, k]), (k, 1, n[l + 1]))),
    ("bp3", delta[l, j] * a[l - 1, k]),
    ("bp3", delta[l + 1, j]),
    ("bp4", a[l - 1, j] * delta[l, k]),                                                              # turned round
    ("bp4", a[l - 1, k]),                                                                            # no δ
    ("bp4", a[l, k] * delta[l, j]),                                                                  # wrong layer
    ("bp4", a[l - 1, k] * delta[l, j] / 2)])
def test_a_wrong_statement_leaves_a_difference(name, wrong):
    assert difference(EQUATIONS[name][0].rhs, wrong) != 0


# collapse, pull_out, difference

def test_collapse_leaves_the_one_term_in_range():
    total = Sum(delta[l, p] * KroneckerDelta(j, p), (p, 1, n[l]))
    assert collapse(total).has(Piecewise)                            # in range? SymPy was not told
    assert collapse(total, (j, 1, n[l])) == delta[l, j]
    assert collapse(total, (k, 1, n[l])).has(Piecewise)              # told about another index


def test_collapse_uses_no_range_that_was_not_given():
    nested = Sum(Sum(w[l, p, q] * KroneckerDelta(j, p) * KroneckerDelta(k, q), (q, 1, n[l - 1])), (p, 1, n[l]))
    assert collapse(nested, (j, 1, n[l]), (k, 1, n[l - 1])) == w[l, j, k]
    assert collapse(nested, (j, 1, n[l])).has(Piecewise)


def test_pull_out_moves_just_what_does_not_depend_on_the_index():
    inside = Sum(w[l + 1, k, j] * delta[l + 1, k] * sigma_prime(z[l, j]), (k, 1, n[l + 1]))
    outside = sigma_prime(z[l, j]) * Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1]))
    assert inside != outside
    assert pull_out(inside) == outside
    assert pull_out(outside) == outside
    assert difference(inside, outside) == 0
    assert difference(inside, 2 * outside) != 0


def test_pull_out_reaches_every_sum_of_a_formula():
    def row(factor, rest=1):
        return rest * Sum(factor * a[l - 1, k], (k, 1, n[l - 1]))

    assert pull_out(1 + row(2 * b[l, j]) - C / row(3)) == 1 + row(1, 2 * b[l, j]) - C / row(1, 3)
    double = Sum(w[l, j, k] * C, (k, 1, n[l - 1]), (j, 1, n[l]))
    assert pull_out(double) == double


@pytest.mark.parametrize("kind, join", ((Sum, operator.add), (Product, operator.mul)))
def test_split_last_takes_off_the_last_term_or_factor(kind, join):
    whole = kind(w[p, 1, 1], (p, 3, l + 1))
    split = split_last(whole, l)
    assert split == join(kind(w[p, 1, 1], (p, 3, l)), w[l + 1, 1, 1])
    values = {n: dict.fromkeys(range(2, 7), 1), w: {i: np.full((1, 1), i / 3) for i in range(3, 7)}}
    assert evaluate(split, values, at={l: 5}) == pytest.approx(evaluate(whole, values, at={l: 5}), rel=1e-15)


# Equation, Partial

def test_replace():
    step = Equation(delta[l, j], Partial(C, z[l, j]) * 2, "BP0")
    assert step.replace(Partial(C, z[l, j]), delta[l, j]) == Equation(delta[l, j], 2 * delta[l, j])
    assert step.rhs == Partial(C, z[l, j]) * 2                       # the step itself stays


def test_an_equation_never_evaluates_itself():
    same = Equation(C, C)
    assert isinstance(same, Equation) and same.lhs == same.rhs == C
    assert repr(Equation(C, a[L, j] ** 2, "x")) == "C = a[L, j]**2   (x)"
    assert repr(Equation(C, Partial(C, a[L, j]))) == "C = d(C)/d(a[L, j])"


def test_partial_is_no_number_and_keeps_its_place():
    assert Partial(C, z[l, j]) != 0
    assert Partial(C, z[l, j]) == Partial(C, z[l, j]) != Partial(C, z[l, k])
    assert Partial(C, z[l, j]).subs(j, k) == Partial(C, z[l, k])
    assert Partial(C, a[L, k]) * Partial(a[L, k], z[L, j]) == Partial(a[L, k], z[L, j]) * Partial(C, a[L, k])


def test_sigma_prime_is_the_derivative_of_sigma():
    assert diff(sigma(z[l, j]), z[l, j]) == sigma_prime(z[l, j])
    assert diff(sigma(2 * z[l, j]), z[l, j]) == 2 * sigma_prime(2 * z[l, j])
    assert diff(sigma(z[l, k]), z[l, j]) == sigma_prime(z[l, k]) * KroneckerDelta(j, k)


# LaTeX

@pytest.mark.parametrize("expr, latex", [
    (w[l + 1, k, j], r"w^{l + 1}_{kj}"),
    (w[l + 1, k, j + 1], r"w^{l + 1}_{k, j + 1}"),
    (delta[L, j], r"\delta^{L}_{j}"),
    (z[2, 1], r"z^{2}_{1}"),
    (KroneckerDelta(j, k), r"\left[j = k\right]"),
    (sigma(z[l, j]), r"\sigma\left(z^{l}_{j}\right)"),
    (sigma_prime(z[l, j]), r"\sigma'\left(z^{l}_{j}\right)"),
    (Partial(C, w[l, j, k]), r"\frac{\partial C}{\partial w^{l}_{jk}}"),
    # numbers, weights, activations and errors in the order of the formulas, then σ′, then [j = k]
    (sigma_prime(z[l, j]) * delta[l + 1, k] * w[l + 1, k, j],
     r"w^{l + 1}_{kj} \delta^{l + 1}_{k} \sigma'\left(z^{l}_{j}\right)"),
    (delta[l, j] * a[l - 1, k], r"a^{l - 1}_{k} \delta^{l}_{j}"),
    (2 * KroneckerDelta(j, k) * w[l, j, k], r"2 w^{l}_{jk} \left[j = k\right]"),
    (-a[l, j] * w[l, k, j], r"- w^{l}_{kj} a^{l}_{j}"),
    (-a[l, j] * w[l, k, j] / 2, r"- \frac{w^{l}_{kj} a^{l}_{j}}{2}"),
    (-2 * w[l, j, k], r"- 2 w^{l}_{jk}"),
    (sigma_prime(z[L, j]) * Partial(C, a[L, j]),
     r"\frac{\partial C}{\partial a^{L}_{j}} \sigma'\left(z^{L}_{j}\right)"),
    (b[l, j] + Sum(w[l, j, k] * a[l - 1, k], (k, 1, n[l - 1])),
     r"\sum_{k=1}^{{n}_{l - 1}} w^{l}_{jk} a^{l - 1}_{k} + b^{l}_{j}"),
    (a[L, j] - y[j], r"a^{L}_{j} - {y}_{j}"),
    (a[l, j] * (1 - a[l, j]), r"a^{l}_{j} \left(1 - a^{l}_{j}\right)"),
    # powers: no double superscript, and 1/x stays 1/x
    (a[l, j] ** 2, r"\left(a^{l}_{j}\right)^{2}"),
    (1 - a[l, j] ** 2, r"1 - \left(a^{l}_{j}\right)^{2}"),
    (1 / a[l, j], r"\frac{1}{a^{l}_{j}}"),
    (1 / a[l, j] ** 2, r"\frac{1}{\left(a^{l}_{j}\right)^{2}}"),
    (-y[j] / a[L, j], r"- \frac{{y}_{j}}{a^{L}_{j}}"),
    (sqrt(a[l, j]), r"\sqrt{a^{l}_{j}}"),
    (Partial(C, a[L, j]) ** 2, r"\left(\frac{\partial C}{\partial a^{L}_{j}}\right)^{2}"),
    ((a[L, j] - y[j]) ** 2 / 2, r"\frac{\left(a^{L}_{j} - {y}_{j}\right)^{2}}{2}"),
], ids=str)
def test_latex(expr, latex):
    assert to_latex(expr) == latex


def test_an_equation_shows_its_tag():
    assert equations.BP4._repr_latex_() == (
        r"$$ \frac{\partial C}{\partial w^{l}_{jk}} = a^{l - 1}_{k} \delta^{l}_{j} \tag{BP4} $$")
    assert "tag" not in ERROR._repr_latex_()


def test_the_rows_of_a_labelled_matrix_are_ended_without_a_double_backslash():
    rows = Equation(C, Matrix([Symbol("eta"), Symbol("eta")]), "X")
    assert r"\\" not in rows._repr_latex_() and r"\eta\cr \eta" in rows._repr_latex_()


# evaluate

WIDTHS = {1: 3, 2: 4, 3: 4, 4: 2}
COST_SLOPE = equations.BP1.replace(Partial(C, a[L, j]), foundations.C1.rhs).rhs     # the quadratic cost, one example
PRECISE = Activation("tanh", np.vectorize(mpmath.tanh, otypes=[object]),
                     np.vectorize(lambda z, a: 1 - mpmath.tanh(z) ** 2, otypes=[object]))


def example():
    return case(tuple(WIDTHS.values()), ("tanh", "tanh", "tanh"), m=1, seed=4)


def by_formulas(net, x, target, digits=None):
    """A whole forward and backward pass computed from the printed equations alone."""
    def value(equation, layer, *over):
        return evaluate(equation, values, at={L if layer == 4 else l: layer, l: layer}, over=over, digits=digits)

    f = mpmath.tanh if digits else np.tanh
    layers = {i: net[i] for i in (2, 3, 4)}
    values = {n: WIDTHS, w: {i: net[i].w for i in layers}, b: {i: net[i].b for i in layers}, y: target,
              a: {1: x}, z: {}, delta: {}, sigma: f, sigma_prime: lambda t: 1 - f(t) ** 2}
    for i in layers:
        values[z][i] = value(foundations.F1.rhs, i, (j, 1, n[l]))[:, None]
        values[a][i] = value(foundations.F2.rhs, i, (j, 1, n[l]))[:, None]
    values[delta][4] = value(COST_SLOPE, 4, (j, 1, n[L]))[:, None]
    for i in (3, 2):
        values[delta][i] = value(equations.BP2.rhs, i, (j, 1, n[l]))[:, None]
    grad_b = [value(equations.BP3.rhs, i, (j, 1, n[l]))[:, None] for i in layers]
    grad_w = [value(equations.BP4.rhs, i, (j, 1, n[l]), (k, 1, n[l - 1])) for i in layers]
    return [array for pair in zip(grad_w, grad_b) for array in pair]


def test_the_printed_equations_give_the_gradient_of_the_code():
    net, x, target, cost = example()
    for formula, code in zip(by_formulas(net, x, target), backprop(net, x, target, cost).arrays):
        assert formula.shape == code.shape
        assert relative_error(formula, code) < 2e-15


def test_the_printed_equations_give_the_gradient_to_45_digits():
    net, x, target, cost = example()
    exact = np.vectorize(mpmath.mpf, otypes=[object])
    with mpmath.workdps(50):
        precise = with_vector(net, exact(np.concatenate([array.ravel() for array in net.parameters])))
        precise = type(net)(layer._replace(activation=PRECISE) for layer in precise.layers)
        code = backprop(precise, exact(x), exact(target), cost).arrays
        formulas = by_formulas(net, x, target, digits=50)
        for formula, other in zip(formulas, code):
            size = max(abs(other).ravel())
            assert max(abs(formula - other).ravel()) < mpmath.mpf("1e-45") * size
    for formula, floats in zip(formulas, backprop(net, x, target, cost).arrays):
        assert 0 < relative_error(formula.astype(float), floats) < 2e-15      # 50 digits say what float64 lost


def test_evaluate_sums():
    values = {n: {1: 2, 2: 3}, w: {2: np.array([[1.0, 2], [3, 4], [5, 6]])}, a: {1: np.array([[10.0], [100.0]])}}
    row = Sum(w[l, j, k] * a[l - 1, k], (k, 1, n[l - 1]))
    assert evaluate(row, values, at={l: 2, j: 3}) == 650
    np.testing.assert_array_equal(evaluate(row, values, at={l: 2}, over=[(j, 1, n[l])]), [210, 430, 650])
    np.testing.assert_array_equal(evaluate(w[2, j, k], values, over=[(k, 1, n[1]), (j, 1, n[2])]),
                                  [[1, 3, 5], [2, 4, 6]])
    assert evaluate(Sum(row, (j, 1, n[2])), values, at={l: 2}) == 1290
    assert evaluate(Sum(w[2, j, k], (k, 1, n[1]), (j, 1, n[2])), values) == 21
    assert evaluate(Sum(w[2, j, k], (k, 1, j), (j, 1, 2)), values) == 1 + 3 + 4       # triangular: k ≤ j
    assert evaluate(Sum(w[2, j, k] * KroneckerDelta(j, k), (j, 1, 3), (k, 1, 2)), values) == 5


def test_evaluate_products():
    values = {n: {1: 2, 2: 3}, w: {2: np.array([[1.0, 2], [3, 4], [5, 6]])}}
    assert evaluate(Product(w[2, 1, k], (k, 1, n[1])), values) == 2
    assert evaluate(Product(w[2, j, k], (k, 1, n[1]), (j, 1, n[2])), values) == 720
    assert evaluate(Product(w[2, j, k], (k, 1, j), (j, 1, 2)), values) == 1 * 3 * 4
    assert evaluate(Product(w[2, j, k], (k, 1, 0)), values, at={j: 1}) == 1          # the empty product
    assert evaluate(Sum(w[2, j, k], (k, 1, 0)), values, at={j: 1}) == 0
    assert evaluate(Sum(Product(w[2, j, k], (k, 1, n[1])), (j, 1, n[2])), values) == 2 + 12 + 30


def test_evaluate_a_chain_of_single_neurons():
    values = {n: {1: 1, 2: 1}, w: {2: np.array([[3.0]])}, a: {1: np.array([[5.0]])}}
    assert evaluate(w[l] * a[l - 1], values, at={l: 2}) == 15
    with pytest.raises(ValueError, match=r"w\[2\] must have shape \(1, 1\); got \(1, 2\)"):
        evaluate(w[2], values | {w: {2: np.ones((1, 2))}})


@pytest.mark.parametrize("expr", [pi, Rational(1, 3), S.Exp1 / 7, sqrt(C), 1 / C, C ** Rational(-3, 2), log(C),
                                  tanh(C), -C, Integer(7), Float("0.1", 60)], ids=str)
def test_evaluate_numbers_and_functions(expr):
    with mpmath.workdps(60):
        value = mpmath.mpf(expr.subs(C, 2).evalf(60))                # SymPy's own digits
        assert abs(evaluate(expr, {C: 2.0}, digits=50) - value) < mpmath.mpf("1e-48")
    assert evaluate(expr, {C: 2.0}) == pytest.approx(float(value), rel=1e-15)


def test_evaluate_takes_a_trace():
    net, x, *_ = example()
    trace = forward(net, x)
    assert isinstance(trace.z, ByLayer)
    assert evaluate(z[3, j], {n: WIDTHS, z: trace.z}, at={j: 2}) == trace.z[3][1, 0]


VALUES = {n: {1: 2, 2: 3}, w: {2: np.ones((3, 2))}, a: {1: np.ones((2, 1))}, y: np.ones((3, 1)), C: -2.0}


@pytest.mark.parametrize("expr, values, message", [
    (z[2, 1], VALUES, "values must say what z is; got only n, w, a, y, C"),
    (z[2, 1], {}, "values must say what z is; got only nothing"),
    (w[2, 1, 1], {w: VALUES[w]}, "values must say what n is"),
    (w[l, 1, 1], VALUES, "values must say what l is"),
    (Symbol("r"), VALUES, "values must say what r is"),
    (sigma(C), VALUES, "values must say what sigma is"),
    (w[3, 1, 1], VALUES, "values of w must include layer 3; got layers 2"),
    (a[0, 1], VALUES, "values of a must include layer 0; got layers 1"),
    (a[-1, 1], VALUES, "values of a must include layer -1; got layers 1"),
    (w[1, 1, 1], {n: {1: 2}, w: {1: np.ones((2, 2))}}, "values of n must include layer 0; got layers 1"),
    (a[1, 1], VALUES | {a: [np.ones((2, 1))]}, r"values of a must be \{layer: value\}; got list"),
    (n[1], {n: [2, 3]}, r"values of n must be \{layer: value\}; got list"),
    (w[2, 1, 1], VALUES | {n: {1: 3, 2: 3}}, r"w\[2\] must have shape \(3, 3\); got \(3, 2\)"),
    (a[1, 1], VALUES | {a: {1: np.ones(2)}}, r"a\[1\] must have shape \(2, 1\); got \(2,\)"),
    (y[1], {y: np.ones(3)}, r"y must have shape \(n_L, 1\); got \(3,\)"),
    (y[4], VALUES, r"y has no entry \(4, 1\); its shape is \(3, 1\)"),
    (w[2, 0, 1], VALUES, r"w\[2\] has no entry \(0, 1\)"),
    (w[2, 1, -1], VALUES, r"w\[2\] has no entry \(1, -1\)"),
    (a[1, 2], VALUES | {a: {1: np.array([[1.0], [np.nan]])}}, r"a\[1\] must be finite; got nan at \(2, 1\)"),
    (Sum(a[1, k], (k, 1, n[1])), VALUES | {n: {1: -2}}, r"n\[1\] must be at least 1; got -2"),
    (sqrt(C), VALUES, r"a power must be real; got the base -2.0 with the exponent 0.5"),
    (sigma(C), VALUES | {sigma: lambda t: float("nan")}, r"expr must have a finite real value; got nan for sigma\(C\)"),
    (Partial(C, a[1, 1]), VALUES, r"expr must be made of sums, .*; got d\(C\)/d\(a\[1, 1\]\)"),
    (S.NaN, {}, "expr must be made of sums, .*; got nan"),
    (S.ImaginaryUnit, {}, "expr must be made of sums, .*; got I")])
def test_evaluate_names_what_is_wrong(expr, values, message):
    for digits in (None, 50):
        with pytest.raises(ValueError, match=message):
            evaluate(expr, values, digits=digits)


def test_evaluate_refuses_complex_values_and_strange_arguments():
    with pytest.raises(ValueError, match=r"expr must have a finite real value; got .* for log\(C\)"):
        evaluate(log(C), VALUES, digits=50)
    with pytest.raises(TypeError, match=r"n\[1\] must be an integer; got 2.7"):
        evaluate(n[1], {n: {1: 2.7}})
    with pytest.raises(TypeError, match=r"a\[1\] must be a NumPy array of shape \(2, 1\); got list"):
        evaluate(a[1, 1], VALUES | {a: {1: [[1.0], [2.0]]}})
    with pytest.raises(ValueError, match="digits must be from 1 to 100000; got 0"):
        evaluate(C, VALUES, digits=0)
