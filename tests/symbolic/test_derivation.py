"""A derivation in one view: what follows is shown, what does not is refused, and what is new in a row is marked."""

import re
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Add, KroneckerDelta, Mul, Product, Sum, Symbol, diff, exp, expand, factor, log, preorder_traversal, sin

from bplib.symbolic import (C, Derivation, Equation, Given, L, Partial, a, b, collapse, delta, i, j, k, l, m, n, p, pull_out, q, sigma,
                            sigma_prime, to_latex, w, y, z)
from bplib.symbolic.changed import changed, with_marks
from bplib.symbolic.definitions import weighted_input
from bplib.symbolic.follow import equal
from bplib.symbolic.matrices import Slopes, Whole

CHAPTERS = Path(__file__).parents[2] / "chapters"
MARK = r"\underline{"

# BP2, as the chapter derives it
BY_Z = Partial(z[l + 1, k], z[l, j])
CHAIN = Equation(delta[l, j], Sum(delta[l + 1, k] * BY_Z, (k, 1, n[l + 1])))
NEXT = Equation(z[l + 1, k], weighted_input(l + 1, k, p, inputs=lambda index: sigma(z[l, index])))
RAW = Equation(BY_Z, diff(NEXT.rhs, z[l, j]))
FACTOR = Equation(BY_Z, collapse(RAW.rhs, (j, 1, n[l])))
INSERTED = CHAIN.replace(BY_Z, FACTOR.rhs)
BP2 = Equation(delta[l, j], pull_out(INSERTED.rhs))
ROWS = [Given(CHAIN, "the chain rule"), Given(NEXT, "the forward pass"), (RAW, "Differentiate"), (FACTOR, "One term remains"),
        (INSERTED, "Put it in"), (BP2, "The slope does not depend on $k$")]
RANGE = [(j, 1, n[l])]


def marked(old, new):
    return {str(part) for part in changed(old, new)}


def cells(derivation):
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in derivation._repr_markdown_().splitlines()]


def test_the_rows_stand_below_one_another():
    head, rule, *rows = cells(Derivation(*ROWS, within=RANGE))
    assert head == ["Left side", "Right side", "Reason"] and rule == ["---:", ":---", ":---"]
    assert [bool(left) for left, _, _ in rows] == [True, True, True, False, True, False]         # the left side, where it changes
    assert all(right.startswith(r"$\displaystyle {} = ") for _, right, _ in rows)
    assert [reason for _, _, reason in rows] == ["Given: the chain rule", "Given: the forward pass"] + [reason for _, reason in ROWS[2:]]
    assert [right.count(MARK) for _, right, _ in rows] == [0, 0, 2, 2, 2, 1]


def test_what_is_new_is_marked():
    assert marked(NEXT.rhs, RAW.rhs) == {"sigma_prime(z[l, p])", "KroneckerDelta(j, p)"}
    assert marked(RAW.rhs, FACTOR.rhs) == {"w[l + 1, k, j]", "z[l, j]"}
    assert marked(CHAIN.rhs, INSERTED.rhs) == {"w[l + 1, k, j]", "sigma_prime(z[l, j])"}
    assert marked(INSERTED.rhs, BP2.rhs) == {"sigma_prime(z[l, j])"}                            # it has moved
    assert marked(BP2.rhs, BP2.rhs) == set()
    assert marked(a[l, j], a[l, j] ** 2) == {"a[l, j]**2"}                                      # a 2 alone is not seen
    assert marked(a[l, j] + b[l, j], a[l, j] - b[l, j]) == {"-b[l, j]"}                         # nor a sign: its term is
    assert marked(a[l, j] * b[l, j] * y[j], a[l, j] * b[l, j]) == set()                         # a part of a product
    assert marked(Whole(delta, l), Slopes(l) * Whole(delta, l)) == {"Slopes(l)"}
    assert marked(C, Product(w[i], (i, 1, m)) * C) == {"Product(w[i], (i, 1, m))"}


@pytest.mark.parametrize("old, new, latex", [
    (a[1, 1], a[1, 1] - b[1, 1], r"a^{1}_{1} - \underline{b^{1}_{1}}"),                    # a minus
    (a[1, 1], a[1, 1] / m, r"\frac{a^{1}_{1}}{\underline{m}}"),                            # a fraction bar
    (a[1, 1], Sum(a[1, i], (i, 1, m)) / m, r"\underline{\frac{1}{m}} \underline{\sum_{i=1}^{m} a^{1}_{i}}"),
    (a[1, 1], abs(y[1]) * a[1, 1], r"a^{1}_{1} \underline{\left|{{y}_{1}}\right|}")], ids=range(4))
def test_the_mark_stands_around_the_part(old, new, latex):
    assert with_marks(new, changed(old, new)) == latex


# What does not follow

def replaced(number, right, rows=ROWS):
    """The rows with another right side in one of them."""
    equation, reason = rows[number]
    return [*rows[:number], (Equation(equation.lhs, right), reason), *rows[number + 1:]]


WRONG = {
    "the index of the weight": (3, w[l + 1, j, k] * sigma_prime(z[l, j])),
    "the place of the slope": (3, w[l + 1, k, j] * sigma_prime(z[l, k])),
    "the layer of the weight": (3, w[l, k, j] * sigma_prime(z[l, j])),
    "the bracket": (2, RAW.rhs.replace(KroneckerDelta, lambda *_: 1)),
    "the slope, when it is differentiated": (2, RAW.rhs.replace(sigma_prime, sigma)),
    "the sum": (4, INSERTED.rhs.function),
    "a factor": (4, 2 * INSERTED.rhs),
    "a sign": (5, -BP2.rhs),
    "the upper limit": (5, BP2.rhs.xreplace({n[l + 1]: n[l + 1] - 1})),
    "the layer of the slope": (5, BP2.rhs.xreplace({z[l, j]: z[l + 1, j]})),
    "a term": (5, BP2.rhs + b[l, j])}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_row_that_does_not_follow_is_refused(mistake):
    number, right = WRONG[mistake]
    with pytest.raises(ValueError, match=f"^row {number + 1} must follow from the rows above, or be Given; it is not shown that "):
        Derivation(*replaced(number, right), within=RANGE)


def test_a_bracket_needs_its_range():
    with pytest.raises(ValueError, match="^row 4 must follow"):
        Derivation(*ROWS)
    with pytest.raises(ValueError, match="^row 4 must follow"):
        Derivation(*ROWS, within=[(j, 1, n[l + 1])])                           # that of another layer


def test_a_row_needs_what_it_uses():
    with pytest.raises(ValueError, match="^row 2 must follow"):                # no row says what ∂z/∂z is
        Derivation(ROWS[0], ROWS[4], within=RANGE)
    with pytest.raises(ValueError, match="^row 2 must follow"):                # a start that nobody has given
        Derivation(ROWS[0], (FACTOR, "?"), within=RANGE)
    with pytest.raises(ValueError, match=r"^row 3 must follow"):               # what holds for layer l + 1 is not used for layer l
        Derivation(Given(CHAIN, "-"), Given(Equation(delta[l + 1, k], y[k]), "-"), (Equation(delta[l, j], y[j]), "-"))


def test_what_a_formula_does_not_show_is_no_derivative():
    cost = Given(Equation(C, (a[L, 1] - y[1])**2 / 2 + w[L, 1, 1]**2), "the cost, with decay")
    output = Given(Equation(a[L, 1], sigma(w[L, 1, 1])), "the output")
    Derivation(cost, (Equation(Partial(C, a[L, 1]), a[L, 1] - y[1]), "Differentiate"))
    by_w = Equation(Partial(C, w[L, 1, 1]), 2 * w[L, 1, 1])
    Derivation(cost, (by_w, "Differentiate"))
    with pytest.raises(ValueError, match="^row 3 must follow"):                # a depends on w too
        Derivation(cost, output, (by_w, "?"))
    with pytest.raises(ValueError, match="^row 2 must follow"):                # a may depend on z
        Derivation(cost, (Equation(Partial(C, z[L, 1]), 0), "?"))
    Derivation(cost, output, (Equation(Partial(C, a[L, 1]), a[L, 1] - y[1]), "Differentiate"))


def test_a_sign_says_how_far_an_equation_goes():
    near = Equation(a[l, j], z[l, j], sign="≈")
    with pytest.raises(ValueError, match="^row 2 has another sign than the row before, so it must be Given; got ="):
        Derivation(Given(near, "-"), (Equation(a[l, j], z[l, j] + b[l, j] - b[l, j] * 1), "?"))
    with pytest.raises(ValueError, match="^row 2 has another sign .*; got ≈"):
        Derivation(Given(Equation(a[l, j], z[l, j]), "-"), (Equation(a[l, j], z[l, j], sign="≈"), "?"))
    with pytest.raises(ValueError, match="^row 2 must follow"):                # what is about a_j is not a_j
        Derivation(Given(near, "-"), (Equation(b[l, j] * a[l, j], b[l, j] * z[l, j]), "?"))
    linear = Equation(C, Sum(y[p] * b[l, p], (p, 1, n[l])), sign="≈")
    Derivation(Given(linear, "-"), Given(Equation(y[p], 2 * b[l, p]), "-"),
               (Equation(C, Sum(2 * b[l, p]**2, (p, 1, n[l])), sign="≈"), "Put it in"))


def test_an_equation_is_used_for_every_neuron():
    given = Given(Equation(a[L, k], exp(z[L, k]) / Sum(exp(z[L, p]), (p, 1, n[L]))), "the softmax")
    twice = a[L, j] + a[L, q], (exp(z[L, j]) + exp(z[L, q])) / Sum(exp(z[L, k]), (k, 1, n[L]))
    Derivation(given, (Equation(*twice), "Put it in"))
    with pytest.raises(ValueError, match="^row 2 must follow"):
        Derivation(given, (Equation(twice[0], twice[1].xreplace({z[L, q]: z[L, j]})), "?"))


def test_an_index_of_a_sum_is_not_mixed_up_with_a_free_one():
    inner = Equation(b[l, j], Sum(w[l, j, k], (k, 1, n[l])))
    outer = Sum(b[l, k], (k, 1, n[l]))
    Derivation(Given(inner, "-"), (Equation(outer, Sum(w[l, k, p], (p, 1, n[l]), (k, 1, n[l]))), "Put it in"))
    with pytest.raises(ValueError, match="^row 2 must follow"):                # Σ_k Σ_k w_kk would be another sum
        Derivation(Given(inner, "-"), (Equation(outer, Sum(w[l, k, k], (k, 1, n[l])) * n[l]), "?"))
    # Σ_p [p = j] Σ_j w_pj keeps its inner sum
    hidden = Sum(KroneckerDelta(p, j) * Sum(w[l, p, j], (j, 1, n[l])), (p, 1, n[l]))
    assert not equal(hidden, Sum(w[l, j, j], (j, 1, n[l])), within=RANGE)


@pytest.mark.parametrize("rows, error, message", [
    ([], ValueError, "^a derivation must have two rows or more; got 0"),
    ([ROWS[0]], ValueError, "^a derivation must have two rows or more; got 1"),
    ([ROWS[0], ROWS[0][:2]], ValueError, "^row 2 must change something"),
    ([ROWS[0], (CHAIN, "again")], ValueError, "^row 2 must change something"),
    ([CHAIN, NEXT], TypeError, r"^row 1 must be \(equation, reason\) or Given"),
    ([(CHAIN.rhs, "a start"), ROWS[1]], TypeError, "^row 1 must be an Equation: no left side stands above it"),
    ([ROWS[0], ("Σ", "a text")], TypeError, "^row 2 must be a formula"),
    ([ROWS[0], Given(NEXT, 3)], TypeError, "^the reason of row 2 must be a string; got 3"),
    ([ROWS[0], Given(NEXT, " ")], ValueError, "^the reason of row 2 must be one line of text"),
    ([ROWS[0], Given(NEXT, "a | b")], ValueError, r"^the reason of row 2 must be one line of text without a |")], ids=range(10))
def test_what_is_no_row_is_named(rows, error, message):
    with pytest.raises(error, match=message):
        Derivation(*rows)
    with pytest.raises(TypeError, match="^within"):
        Derivation(*ROWS, within=j)


# Any formula

ATOMS = st.sampled_from([a[l, j], b[l, j], w[l, j, k], y[j], m, Symbol("x"), delta[l, k]])


def with_value(inner):
    """Formulas that have a value when their letters have one."""
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda parts: Add(*parts)), some.map(lambda parts: Mul(*parts)), inner.map(lambda part: part**2),
        inner.map(lambda part: -part), inner.map(lambda part: 1 / (1 + part**2)), inner.map(sin))


def larger(inner):
    return st.one_of(with_value(inner), inner.map(sigma), inner.map(lambda part: Sum(part * w[l, p, q], (q, 1, n[l]))))


VALUED = st.recursive(ATOMS, with_value, max_leaves=4)
FORMULAS = st.recursive(ATOMS, larger, max_leaves=6)


@given(FORMULAS, FORMULAS)
def test_marks_change_nothing_else(old, new):
    latex = with_marks(new, changed(old, new))
    while MARK in latex:                                                       # take off one mark, with its closing brace
        start = latex.rindex(MARK)
        end, depth = start + len(MARK), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(latex[end], 0)
            end += 1
        latex = latex[:start] + latex[start + len(MARK):end - 1] + latex[end:]
    assert latex == to_latex(new)


@given(FORMULAS, FORMULAS)
def test_marks_cover_what_is_new(old, new):
    """Every letter, and every function, that the old formula does not hold is in a marked part of the new one."""
    parts = changed(old, new)
    held = set(preorder_traversal(old))
    inside = {node for part in parts for node in preorder_traversal(part)}
    assert parts <= set(preorder_traversal(new))
    for node in preorder_traversal(new):
        # an index belongs to its letter, and a letter of a sum that was there
        if node.func in (sigma, sin) or node in (a[l, j], b[l, j], w[l, j, k], w[l, p, q], y[j], delta[l, k]):
            assert node in held or node in inside or any(part in inside for part in preorder_traversal(node))


@given(VALUED, VALUED, st.data())
def test_what_is_shown_to_be_equal_has_the_same_value(one, other, data):
    values = {letter: data.draw(st.integers(1, 97)) for letter in
              (a[l, j], b[l, j], w[l, j, k], y[j], m, Symbol("x"), delta[l, k])}
    if equal(one, other):
        assert abs((one - other).xreplace(values).evalf(30, chop=True)) < 1e-20
    assert equal(one, expand(one)) and equal(factor(one), one)
    assert not equal(one, one + values[m] * y[p])


# The chapters

VIEWS = [pytest.param(cell, id=cell.id) for path in sorted(CHAPTERS.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts
         for cell in nbformat.read(path, 4).cells if "Derivation(" in cell.source]


@pytest.mark.parametrize("cell", VIEWS)
def test_a_derivation_of_a_chapter_is_a_table(cell):
    assert cell.metadata.tags[:2] == ["hide-input", "derivation"]
    (output,) = cell.outputs
    lines = output["data"]["text/markdown"].splitlines()
    assert len(lines) >= 5 and all(len(re.findall(r"(?<!\\)\|", line)) == 4 for line in lines)
    assert "Given: " in lines[2] and any("Given: " not in line for line in lines[2:])      # something is derived
    assert any(MARK in line for line in lines)
