"""The counter counts what is done, counts it in two independent ways, and changes nothing that is computed."""

import numpy as np
import pytest
from hypothesis import given

from bplib.activations import ACTIVATIONS
from bplib.backprop import backprop, cost_function, cost_of
from bplib.costs import COSTS, quadratic
from bplib.instruments.counting import Count, CountedArray, CountedNumber, counted_numbers, watch
from bplib.layers import dense
from bplib.network import forward, to_vector
from strategies import case, cases


def pairs(sizes):
    return [before * after for before, after in zip(sizes, sizes[1:])]


def by_formula(sizes, m):
    """Multiplications in matrix products: forward, and BP2 with BP4."""
    return m * sum(pairs(sizes)), m * (2 * sum(pairs(sizes)) - pairs(sizes)[0])


def counted_backprop(c, kind=CountedArray):
    count = Count()
    gradient = backprop(watch(c.net, count, kind), c.x, c.y, c.cost)
    return gradient, count


@given(cases())
def test_matrix_products_and_passes_of_every_network(c):
    gradient, count = counted_backprop(c)
    assert count.matrix == sum(by_formula(c.net.sizes, c.x.shape[1]))
    assert (count.forward, count.backward, count.single) == (1, 1, 0)
    for got, want in zip(gradient.arrays, backprop(c.net, c.x, c.y, c.cost).arrays):
        np.testing.assert_array_equal(np.asarray(got), want)


@pytest.mark.parametrize("activation", ("tanh", "sigmoid"))
@pytest.mark.parametrize("sizes", ((2, 1), (3, 4, 2), (1, 3, 1, 2)))
def test_numbers_that_count_agree_with_arrays_that_count(sizes, activation):
    c = case(sizes, (activation,) * (len(sizes) - 1), m=3)
    gradient, by_arrays = counted_backprop(c)
    one_by_one, by_numbers = counted_backprop(c, counted_numbers)
    assert by_numbers.single == by_arrays.matrix + by_arrays.entrywise
    assert by_arrays.entrywise == 2 * 3 * sum(sizes[1:])             # ⊙ and σ′ for each neuron and example
    for got, want in zip(one_by_one.arrays, gradient.arrays):
        np.testing.assert_allclose(got.astype(float), want, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_activation_hides_a_product(activation):
    c = case((3, 4, 2), (activation, activation))
    gradient, count = counted_backprop(c)
    assert all(isinstance(array, CountedArray) and array.count is count for array in gradient.arrays)
    assert count.entrywise >= 5 * 6                                  # at least the ⊙


@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_a_value_of_the_cost_is_one_forward_pass(cost):
    c = case(cost=cost)._replace(y=np.full((2, 5), 0.5))
    count = Count()
    watched = watch(c.net, count)
    value = cost_of(watched, c.x, c.y, cost)
    assert value == cost_of(c.net, c.x, c.y, cost)
    assert (count.forward, count.backward, count.matrix) == (1, 0, by_formula((3, 4, 2), 5)[0])
    f, theta = cost_function(watched, c.x, c.y, cost), to_vector(watched.parameters)
    count.reset()
    assert f(theta) == value
    assert (count.forward, count.matrix) == (1, by_formula((3, 4, 2), 5)[0])


def test_a_further_product_is_seen(monkeypatch):
    """A backward pass that does BP4 twice must not pass as one that does it once."""
    once = dense.bp4
    monkeypatch.setattr(dense, "bp4", lambda a, delta: (once(a, delta), once(a, delta))[0])
    c = case((3, 4, 2))
    assert counted_backprop(c)[1].matrix == sum(by_formula((3, 4, 2), 5)) + 5 * (12 + 8)


def test_operations_on_counted_arrays():
    count = Count()
    one, two = CountedArray(np.ones((2, 3)), count), np.ones((3, 4))
    assert type(one @ two) is CountedArray and count.matrix == 2 * 3 * 4
    assert type(two.T @ one.T) is CountedArray and count.matrix == 2 * 2 * 3 * 4
    _ = one * one, 2 * one, one ** 2, np.multiply(one, 1.0)
    assert count.entrywise == 4 * 6
    one *= 2
    assert type(one) is CountedArray and count.entrywise == 5 * 6 and (one == 2).all()
    _ = one + one, one / 2, np.exp(one), one.sum(axis=0), np.where(one > 0, one, 0.0)
    assert count.entrywise == 5 * 6
    vector, stack = CountedArray(np.ones(3), count), np.ones((5, 3, 2))
    count.reset()
    _ = one @ vector, vector @ vector, one @ stack
    assert count.matrix == 2 * 3 + 3 + 5 * 2 * 3 * 2
    assert count == Count(matrix=count.matrix) and count.multiplications == count.matrix


@pytest.mark.parametrize("product", (np.dot, np.inner, np.outer, np.vdot, lambda u, v: np.einsum("i,i", u, v),
                                     lambda u, v: np.multiply.reduce(u), lambda u, v: np.multiply.outer(u, v)),
                         ids=("dot", "inner", "outer", "vdot", "einsum", "reduce", "multiply.outer"))
def test_a_product_that_cannot_be_counted_is_refused(product):
    vector = CountedArray(np.ones(3), Count())
    with pytest.raises(TypeError, match="not counted"):
        product(vector, vector)


def test_counted_numbers_count():
    count = Count()
    x = CountedNumber(2.0, count)
    results = (x * 3, 3 * x, x * x, x ** 2, (1 - x) * 1.0, (x / 2 + 1) * 1, -x * 1)
    assert results == (6, 6, 4, 4, -1, 2, -2) and count.single == len(results)
    assert all(type(result) is CountedNumber and result.count is count for result in results)
    assert x.tanh() == np.tanh(2) and x.exp() == np.exp(2)
    assert count.multiplications == len(results)
    with pytest.raises(TypeError, match="only squares are counted; got the exponent 3"):
        x ** 3


def test_watching_leaves_the_network_alone():
    c = case()
    before = to_vector(c.net.parameters).copy()
    count = Count()
    watched = watch(c.net, count)
    backprop(watched, c.x, c.y, quadratic)
    forward(c.net, c.x)
    assert count.forward == 1 and watched.sizes == c.net.sizes and repr(watched) == repr(c.net)
    np.testing.assert_array_equal(to_vector(c.net.parameters), before)
