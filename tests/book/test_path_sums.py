"""The sum over all paths is the derivative, in numbers and in symbols, and its brackets make it BP2."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from sympy import Add, Mul, Product, Sum, Symbol, expand, symbols

from bplib.backprop import backprop
from bplib.book import equations
from bplib.book.path_sums import edge, path_sum as PATHS
from bplib.costs import quadratic
from bplib.differences import relative_error
from bplib.draw import COLOURS
from bplib.draw.networks import one_path
from bplib.instruments import path_sums
from bplib.instruments.counting import Count, counted_numbers, watch
from bplib.symbolic import C, L, Equation, Partial, a, b, delta, j, k, l, n, p, q, sigma_prime, to_latex, w, z
from bplib.symbolic.path_sums import Change, InOrder, PathSum, bracket, i, multiply_out, r
from strategies import case, cases


def every_weight(sizes):
    return [(l, j, k) for l in range(2, len(sizes) + 1)
            for j in range(1, sizes[l - 1] + 1) for k in range(1, sizes[l - 2] + 1)]


# numbers

@given(cases(most_m=1))
def test_the_sum_over_all_paths_is_backprop(c):
    sizes, found = c.net.sizes, path_sums.derivatives(c.net, c.x, c.y, c.cost)
    gradient = backprop(c.net, c.x, c.y, c.cost)
    scale = max(np.abs(array).max() for array in gradient.w.values())
    for l in range(2, len(sizes) + 1):
        if path_sums.number_of_paths(sizes, l) <= 50:                    # one weight of each layer
            total = sum(path_sums.path_products(found, sizes, l, 1, sizes[l - 2]).values())
            assert abs(total - gradient.w[l][0, -1]) <= 1e-12 * scale


def test_every_weight_of_one_network_and_every_path_is_needed():
    c = case((2, 2, 3, 2), ("tanh", "sigmoid", "tanh"), m=1, seed=3)
    found, gradient = path_sums.derivatives(c.net, c.x, c.y, c.cost), backprop(c.net, c.x, c.y, c.cost)
    for l, j, k in every_weight(c.net.sizes):
        products = path_sums.path_products(found, c.net.sizes, l, j, k)
        want = gradient.w[l][j - 1, k - 1]
        assert relative_error(sum(products.values()), want) < 1e-12
        for path in products:
            rest = sum(product for other, product in products.items() if other != path)
            assert relative_error(rest, want) > 1e-3


def test_paths_and_their_number():
    assert path_sums.paths((4, 2, 2, 3), 3, 2) == [(2, 1), (2, 2), (2, 3)]
    assert path_sums.paths((4, 2, 2), 3, 1) == [(1,)]
    for sizes, l in (((2, 3, 4, 2), 1), ((2, 3, 4, 2), 2), ((5, 5), 2), ((1, 1, 1), 1)):
        found = path_sums.paths(sizes, l, 1)
        assert len(found) == len(set(found)) == path_sums.number_of_paths(sizes, l)
    assert path_sums.number_of_paths((10,) * 20, 2) == 10 ** 18          # exact, not a float


def test_factors_in_the_order_of_the_equation():
    c = case((2, 3, 2), ("tanh", "tanh"), m=1)
    found = path_sums.derivatives(c.net, c.x, c.y, c.cost)
    end, edge, start = path_sums.factors(found, 2, 3, 1, (3, 2))
    assert end == found.end[1, 0] and edge == found.edge[3][1, 2] and start == found.start[2][2, 0]


@pytest.mark.parametrize("sizes", ((3, 2), (2, 2, 2), (1, 2, 3, 2)))
def test_multiplications_along_the_paths(sizes):
    c, count = case(sizes, ("tanh",) * (len(sizes) - 1), m=1), Count()
    watched = watch(c.net, count, counted_numbers)
    found = path_sums.derivatives(watched, c.x, c.y, quadratic)
    count.reset()
    path_sums.path_products(found, sizes, 2, 1, 1)
    assert count.single == (len(sizes) - 1) * path_sums.number_of_paths(sizes, 2)


def test_errors():
    c = case((2, 3, 2), ("tanh", "tanh"), m=2)
    with pytest.raises(ValueError, match=r"x must have shape \(2, 1\); got \(2, 2\)"):
        path_sums.derivatives(c.net, c.x, c.y, c.cost)
    one = case((2, 3, 2), ("tanh", "tanh"), m=1)
    found = path_sums.derivatives(one.net, one.x, one.y, one.cost)
    for l, j, k, message in ((1, 1, 1, "l must be from 2 to 3; got 1"), (4, 1, 1, "l must be from 2 to 3; got 4"),
                             (2, 4, 1, "j must be from 1 to 3; got 4"), (2, 0, 1, "j must be from 1 to 3; got 0"),
                             (2, 1, 3, "k must be from 1 to 2; got 3")):
        with pytest.raises(ValueError, match=message):
            path_sums.path_products(found, (2, 3, 2), l, j, k)


# symbols

m = symbols("m", integer=True, positive=True)


def test_a_path_sum_of_no_step_is_its_end():
    assert PATHS.xreplace({l: L}).doit() == Partial(C, a[L, r[L]])
    assert PATHS.doit() == PATHS


def test_split_takes_the_first_step_in_front():
    split = PATHS.split()
    assert split.limits == ((r[l + 1], 1, n[l + 1]),)
    assert split.function.args == (Partial(a[l + 1, r[l + 1]], a[l, r[l]]), PATHS.xreplace({l: l + 1}))


def test_unfold_is_split_again_and_again():
    letters = (j, q, p, m)
    total = PATHS.xreplace({L: l + 3})
    unfolded = total.unfold(letters, Change(C))
    assert unfolded.limits == ((q, 1, n[l + 1]), (p, 1, n[l + 2]), (m, 1, n[l + 3]))
    factors = []
    for _ in range(3):
        total = total.split().function
        factors.append(total.args[0])
        total = total.args[1]
    names = dict(zip((r[l + step] for step in range(4)), letters))
    in_order = [factor.xreplace(names) for factor in (total.doit(), *reversed(factors))]
    assert unfolded.function.args == (*in_order, Change(C))
    with pytest.raises(ValueError, match="one neuron for each layer"):
        PATHS.xreplace({L: l + 3}).unfold((j, q, p))


@pytest.mark.parametrize("widths", ((2, 3, 2, 3), (3, 2, 1, 2), (1, 1, 1, 1)))
@pytest.mark.parametrize("steps", (1, 2, 3, 4))
def test_split_is_the_same_sum_as_unfold_which_does_not_know_it(steps, widths):
    letters = symbols(f"r_0:{steps + 1}", integer=True, positive=True)
    whole = PATHS.xreplace({L: l + steps})

    def written_out(end, edge, first, last):
        rest = PathSum(end, edge, first, last)
        return rest.doit() if first == last else rest.unfold(letters[1:])

    def terms(total):
        numbers = {n[l + step]: width for step, width in enumerate(widths, start=1)}
        return expand(multiply_out(total).xreplace(numbers).doit())

    split = whole.split().xreplace({r[l]: letters[0], r[l + 1]: letters[1]})
    unfolded = terms(whole.unfold(letters))
    assert len(Add.make_args(unfolded)) == np.prod(widths[:steps])
    assert terms(split.replace(PathSum, written_out)) == unfolded


def test_unfolded_with_numbers_every_path_is_one_term():
    widths = {n[3]: 2, n[4]: 3}
    total = multiply_out(PATHS.xreplace({L: l + 2}).unfold((j, q, p))).subs({l: 2, j: 1}).subs(widths).doit()
    terms = [Partial(C, a[4, s]) * Partial(a[4, s], a[3, t]) * Partial(a[3, t], a[2, 1])
             for t, s in itertools.product((1, 2), (1, 2, 3))]
    assert expand(total) == sum(terms) and len(expand(total).args) == 6


def test_bracket_makes_bp2_of_the_path_sum():
    def step(layer, neuron, later):
        return equations.BP2.rhs.xreplace({k: later, j: neuron}).xreplace({l: layer})

    def factor(layer, later, earlier):
        return {Partial(a[layer + 1, later], a[layer, earlier]):
                w[layer + 1, later, earlier] * sigma_prime(z[layer + 1, later])}

    flat = PATHS.xreplace({L: l + 2}).unfold((j, q, p), sigma_prime(z[l, j])).xreplace(
        factor(l, q, j) | factor(l + 1, p, q))
    nested = step(l, j, q).xreplace({delta[l + 1, q]: step(l + 1, q, p)}).xreplace(
        {delta[l + 2, p]: Partial(C, a[l + 2, p]) * sigma_prime(z[l + 2, p])})
    assert bracket(flat) == nested
    wrong = nested.xreplace({w[l + 1, q, j]: w[l + 1, j, q]})
    assert bracket(flat) != wrong
    widths = {n[3]: 2, n[4]: 2}
    numbers = [multiply_out(form).subs({l: 2, j: 1}).subs(widths).doit() for form in (flat, nested, wrong)]
    assert expand(numbers[0] - numbers[1]) == 0 != expand(numbers[0] - numbers[2])


def test_bracket_keeps_every_factor_where_it_belongs():
    total = Sum(InOrder(b[l, q], b[l, j], b[l, p] * w[l, p, q]), (q, 1, n[1]), (p, 1, n[2]))
    assert bracket(total) == b[l, j] * Sum(b[l, q] * Sum(b[l, p] * w[l, p, q], (p, 1, n[2])), (q, 1, n[1]))


@pytest.mark.parametrize("expr, latex", [
    (Change(w[l, j, k]), r"\Delta w^{l}_{jk}"),
    (Change(a[l, j]) ** 2, r"\left(\Delta a^{l}_{j}\right)^{2}"),
    (InOrder(z[l, j], a[l, j], w[l, j, k]), r"z^{l}_{j} \, a^{l}_{j} \, w^{l}_{jk}"),
    (PATHS, r"\sum_{{r}_{l + 1}, \ldots, {r}_{L}} \frac{\partial C}{\partial a^{L}_{{r}_{L}}} \, "
            r"\prod_{i=l}^{L - 1} \frac{\partial a^{i + 1}_{{r}_{i + 1}}}{\partial a^{i}_{{r}_{i}}}"),
])
def test_latex(expr, latex):
    assert to_latex(expr) == latex


def test_an_approximation_says_so_and_stays_one():
    equation = Equation(Change(C), Change(a[l, j]), "48", sign="≈")
    assert equation._repr_latex_() == r"$$ \Delta C \approx \Delta a^{l}_{j} \tag{48} $$"
    assert repr(equation) == "Delta(C) ≈ Delta(a[l, j])   (48)"
    step = equation.replace(Change(a[l, j]), Change(w[l, j, k]))
    assert step == Equation(Change(C), Change(w[l, j, k]), sign="≈")
    assert Equation(C, C)._repr_latex_() == "$$ C = C $$"


def test_multiply_out_makes_ordinary_products():
    x, y = Symbol("x"), Symbol("y")
    assert multiply_out(InOrder(y, InOrder(x, y))) == Mul(x, y, y)
    assert multiply_out(Sum(InOrder(w[l, j, q], Product(x, (i, 1, 2))), (q, 1, 2))) == Sum(
        w[l, j, q] * Product(x, (i, 1, 2)), (q, 1, 2))


def test_the_drawn_path_is_the_path():
    ax = one_path((2, 2, 3, 2), (2, 1, 2), (1, 3, 2))
    thick = [line for line in ax.lines if line.get_linewidth() == 3]
    drawn = [line.get_xydata().tolist() for line in thick]
    assert drawn == [[[1, -0.5], [2, 0.5]], [[2, 0.5], [3, -1], [4, -0.5]],           # rows are counted from the top
                     [[4, -0.5], [5, 0]]]
    assert [line.get_color() for line in thick] == [COLOURS[role] for role in ("weight", "forward", "cost")]
    layers, neurons = ["layer 1", "2", "3", "4"], ["1", "2", "1", "2", "1", "2", "3", "1", "2"]
    assert [text.get_text() for text in ax.texts] == [*layers, *neurons, "$C$"]
    plt.close(ax.figure)
