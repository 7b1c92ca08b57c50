"""Formulas that are wrong, or that cannot be evaluated or printed: each says so, and names the argument."""

import copy
import pickle

import numpy as np
import pytest
from sympy import Derivative, HadamardPower, IndexedBase, KroneckerDelta, Matrix, Rational, Sum, Symbol, Transpose, exp, log, sqrt

from bplib.symbolic import (C, Equation, LayerSymbol, Partial, a, collapse, delta, difference, evaluate, example_cost, for_example, i, j, k, l, L,
                            m, n, sigma, to_latex, w, y, z)
from bplib.symbolic.derive import bp2
from bplib.symbolic.mathjax import expect_mathjax
from bplib.symbolic.matrices import OrderedProduct, Slopes, Whole, entry
from bplib.symbolic.path_sums import Change, InOrder, PathSum

ONE = {n: {2: 1}, a: {2: np.array([[1.0]])}, y: np.array([[1.0]])}
TWO = {n: {2: 2}, a: {2: np.array([[3.0], [4.0]])}}


# S1: an index is an integer

@pytest.mark.parametrize("expr, values, at, message", [
    (a[l, j], TWO, {l: 2.7, j: 1}, r"^at\[l\] must be an integer; got 2.7$"),
    (a[l, j], TWO, {l: 2, j: Rational(19, 10)}, r"^at\[j\] must be an integer; got 19/10$"),
    (Sum(k, (k, 1, n[l] / 2)), {n: {2: 5}}, {l: 2}, r"^the limit n\[l\]/2 of k must be an integer; got 2.5$"),
    (a[l, n[l] / 2], TWO | {n: {2: 1}}, {l: 2}, r"^the index n\[l\]/2 of a must be an integer; got 0.5$"),
    (a[l, j], TWO, {l: 2, j: float("nan")}, r"^at\[j\] must be an integer; got nan$")], ids=map(str, range(5)))
def test_an_index_is_an_integer(expr, values, at, message):
    with pytest.raises(ValueError, match=message):
        evaluate(expr, values, at)


def test_an_index_that_is_no_number():
    for index in ("1", None, True, [1]):
        with pytest.raises(TypeError, match=r"^at\[j\] must be an integer; got "):
            evaluate(a[2, j], TWO, {j: index})
    assert evaluate(a[l, n[l] / 2], TWO, {l: 2.0}) == 3 and evaluate(Sum(k, (k, 1, n[l] / 2)), {n: {2: 4}}, {l: 2}) == 3


# S3: no finite value

@pytest.mark.parametrize("expr, words", [
    (1 / (1 - a[2, 1]), r"ZeroDivisionError.* for 1/\(1 - a\[2, 1\]\)$"), (exp(1000 * a[2, 1]), r"for exp\(1000\*a\[2, 1\]\)$"),
    (log(a[2, 1] - 1), r"for log\(a\[2, 1\] - 1\)"), (log(a[2, 1] - 2), r"for log\(a\[2, 1\] - 2\)")], ids=("1/0", "overflow", "log 0", "log -1"))
@pytest.mark.parametrize("digits", (None, 30))
def test_a_value_that_is_not_finite_shows_the_formula(expr, words, digits):
    if digits and "exp" in str(expr):
        assert evaluate(expr, ONE, digits=digits) > 1e300                        # mpmath has the room
        return
    with pytest.raises(ValueError, match=r"^expr must have a finite real value; got .*" + words):
        evaluate(expr, ONE, digits=digits)


@pytest.mark.parametrize("given, message", [
    (lambda t: None, r"^values of sigma must return one number; got None$"), (lambda t: [t], r"^values of sigma must return one number; got \[1.0\]$"),
    (lambda t: t.nothing, r"^expr must have a finite real value; got .*nothing.* for sigma\(a\[2, 1\]\), which is sigma\(1.0\)$")], ids=("None", "list", "error"))
def test_a_function_that_gives_no_number(given, message):
    with pytest.raises(ValueError, match=message):
        evaluate(sigma(a[2, 1]), ONE | {sigma: given})


@pytest.mark.parametrize("value", (float("nan"), float("inf"), 10**400, "0.5", None, 0.5j, True))
def test_a_value_that_is_no_finite_number(value):
    with pytest.raises((TypeError, ValueError), match=r"C must be (a real number|finite); got"):
        evaluate(C + 1, {C: value})


def test_an_array_of_complex_numbers_loses_nothing():
    with pytest.raises(TypeError, match=r"^a\[2\] must hold real numbers; got dtype complex128$"):
        evaluate(a[2, 1], TWO | {a: {2: np.array([[3.0], [4.0]]) + 1j}})


# S4: an equation is no formula

@pytest.mark.parametrize("call", (lambda e: evaluate(e, {}), to_latex, collapse, lambda e: difference(e, a[l, j]), lambda e: for_example(e, i)),
                         ids=("evaluate", "to_latex", "collapse", "difference", "for_example"))
def test_an_equation_is_two_formulas(call):
    named = Equation(delta[l, j], bp2().rhs, "BP2")
    with pytest.raises(TypeError, match=r"^(expr|one) must be one formula; got an equation: give BP2.rhs$"):
        call(named)
    with pytest.raises(TypeError, match=r"^(expr|one) must be one formula; got an equation: give the equation.rhs$"):
        call(bp2())


# S5: bound indices

def test_a_difference_knows_bound_indices():
    over_j, over_k = Sum(a[l, j], (j, 1, n[l])), Sum(a[l, k], (k, 1, n[l]))
    assert difference(over_j, over_k) == 0
    assert difference(over_j, 2 * over_k) != 0 and difference(over_j, Sum(a[l, k], (k, 1, n[l] - 1))) != 0
    assert difference(Sum(w[l, j, k] * a[l, j], (j, 1, n[l]), (k, 1, 3)), Sum(w[l, k, j] * a[l, k], (k, 1, n[l]), (j, 1, 3))) == 0
    assert difference(Sum(w[l, j, k], (j, 1, n[l])), Sum(w[l, k, j], (k, 1, n[l]))) != 0        # j and k are free


# S7: the second derivative

def test_the_second_derivative_of_the_cost_of_an_example():
    v = w[l, j, k]
    cost = example_cost(i, v)
    assert cost.diff(v) == Partial(IndexedBase("C")[i], v)
    assert isinstance(cost.diff(v, 2), Derivative) and isinstance(cost.diff(v).diff(v), Derivative)
    assert Partial(C, v).diff(m) == 0 and isinstance(Partial(C, v).diff(v), Derivative)


# what MathJax refuses

@pytest.mark.parametrize("expr, latex", [
    (a[l, j] ** (-k), r"\left(a^{l}_{j}\right)^{- k}"), (a[l, j] ** -2, r"\frac{1}{\left(a^{l}_{j}\right)^{2}}"), (sqrt(a[l, j]), r"\sqrt{a^{l}_{j}}"),
    (Partial(C, a[l, j]) ** (-k), r"\left(\frac{\partial C}{\partial a^{l}_{j}}\right)^{- k}"), (LayerSymbol("x_1")[l, j], "{x_{1}}^{l}_{j}"),
    (LayerSymbol("x^1")[l, j], "{x^{1}}^{l}_{j}"), (Change(a[l, j]) ** 2, r"\left(\Delta a^{l}_{j}\right)^{2}"),
    (PathSum(a[L, j], w[l, j, k], l, L) ** 2, None), (Transpose(Whole(w, l)), r"\left(w^{l}\right)^{T}"),
    (Matrix([[1, a[l, j]]]), r"\left[\begin{matrix}1 & a^{l}_{j}\end{matrix}\right]"), (KroneckerDelta(j, k), r"\left[j = k\right]")], ids=map(str, range(11)))
def test_powers_have_their_brackets(expr, latex):
    printed = to_latex(expr)
    assert printed == latex if latex else printed.startswith(r"\left(") and printed.endswith(r"\right)^{2}")


@pytest.mark.parametrize("name, fault", [("x{2", "a { that"), ("x}", "a } that nothing opens"), ("a&b", "an & outside of a matrix"), ("a#b", "a # without"),
                                         ("a%b", "a % without"), ("a$b", r"a \$"), (r"\left(x", r"a \\left that"), (r"x\right)", r"a \\right that"),
                                         (r"\end{matrix}", r"a \\end\{matrix\} that")])
def test_what_mathjax_refuses_is_not_printed(name, fault):
    for print_it in (to_latex, lambda symbol: Equation(C, symbol)._repr_latex_()):
        with pytest.raises(ValueError, match=f"^expr must have LaTeX that MathJax can set; it has {fault}"):
            print_it(Symbol(name))
    with pytest.raises(ValueError, match="it has a second exponent at one sign"):
        to_latex(HadamardPower(Whole(w, l), 2))


@pytest.mark.parametrize("latex", ("x^2^3", "x_a_b", "x^{2}^{3}", "{x}^2^3", "x^2'", "x^", r"\frac{a}{b}^2^3", r"\left(x\right)^2^3"))
def test_faults_in_latex(latex):
    with pytest.raises(ValueError):
        expect_mathjax(latex)


@pytest.mark.parametrize("latex", ("x^2_3", "x'^2", "{x^2}^3", r"x^{a^b}", r"\sum_{i=1}^{n} x_i^2", r"\text{a_b & c}^2", r"\left\{x\right.^2", r"\{x\}^2",
                                   r"\begin{matrix}a & b\\c & d\end{matrix}^2", "", r"f'_j", r"\#"))
def test_latex_without_a_fault(latex):
    assert expect_mathjax(latex) == latex


def test_a_tag_and_sides_that_cannot_be_printed():
    with pytest.raises(ValueError, match=r"^tag must not hold signs of LaTeX's own; got 'BP}'$"):
        Equation(C, C, "BP}")
    with pytest.raises(TypeError, match=r"^tag must be a string; got 1$"):
        Equation(C, C, 1)
    with pytest.raises(TypeError, match=r"^rhs must be a formula of SymPy or a number; got 'C'$"):
        Equation(C, "C")


# arguments of another kind

@pytest.mark.parametrize("call, message", [
    (lambda: evaluate(a[2, 1], [1]), r"^values must be a dictionary \{symbol: value\}; got \[1\]$"),
    (lambda: evaluate(a[2, j], TWO, over=(j, 1, 2)), r"^over\[0\] must be a range such as \(j, 1, n\[l\]\); got j$"),
    (lambda: collapse(a[l, j], (j, 1)), r"^ranges\[0\] must be a range such as \(j, 1, n\[l\]\); got \(j, 1\)$"),
    (lambda: Partial("C", a[l, j]), r"^of must be a formula of SymPy or a number; got 'C'$"),
    (lambda: InOrder("w"), r"^factors\[0\] must be a formula of SymPy or a number; got 'w'$"),
    (lambda: for_example(a[l, j], 0.5), r"^index must be an integer, or made of symbols of bplib.symbolic; got 0.5"),
    (lambda: Whole("w", l), r"^letter must be w, b, z, a or delta; got 'w'$"), (lambda: Slopes(0.5), r"^layer must be an integer, .*; got 0.5"),
    (lambda: OrderedProduct(l, (l, 1, 2)), r"^factor must be a matrix such as Slopes\(p\); got l$"),
    (lambda: entry(l, 1, 1), r"^product must be made of whole matrices; got l$")], ids=map(str, range(10)))
def test_arguments_of_another_kind(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_the_number_of_inner_indices():
    with pytest.raises(ValueError, match="^inner must name 1 indices; got 0$"):
        entry(Whole(w, l) * Whole(delta, l - 1), j, 1)


@pytest.mark.parametrize("how", (lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy), ids=("pickle", "copy"))
@pytest.mark.parametrize("formula", (w[l, j, k] * sigma(z[l, j]), Partial(C, z[l, j]), bp2(), Change(C), PathSum(a[L, j], w[l, j, k], l, L), Whole(w, l)),
                         ids=map(str, range(6)))
def test_formulas_are_copied(formula, how):
    assert how(formula) == formula
