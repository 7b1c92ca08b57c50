"""Gradient functions made of others: with a penalty, and in parts."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplib import backprop
from bplib.activations import tanh
from bplib.costs import quadratic
from bplib.differences import complex_step, relative_error
from bplib.gradients import in_parts, penalised
from bplib.layers import Dense, Residual
from bplib.network import Network, to_vector, with_vector
from bplib.optimise import gradient_descent
from bplib.train import fit
from strategies import case, cases


@given(cases(), st.sampled_from((0.0, 0.01, 1.5)))
def test_penalised_is_the_gradient_of_the_cost_with_its_penalty(example, decay):
    def C(theta):
        weights = with_vector(example.net, theta).parameters[::2]
        return example.cost_function(theta) + decay / 2 * sum((w**2).sum() for w in weights)

    assert relative_error(penalised(backprop, decay)(*example).vector, complex_step(C, example.theta)) < 1e-12


def test_a_penalty_leaves_biases_errors_and_other_layers_alone():
    rng = np.random.default_rng(0)
    inner = Dense(rng.normal(size=(3, 3)), rng.normal(size=(3, 1)), tanh)
    net = Network([Dense(rng.normal(size=(3, 2)), rng.normal(size=(3, 1))), Residual(inner)])
    task = net, rng.normal(size=(2, 4)), rng.normal(size=(3, 4)), quadratic
    plain, with_penalty = backprop(*task), penalised(backprop, 0.5)(*task)
    np.testing.assert_allclose(with_penalty.w[2] - plain.w[2], 0.5 * net[2].w, rtol=1e-12)
    np.testing.assert_array_equal(with_penalty.b[2], plain.b[2])
    for one, other in zip(with_penalty.own[3], plain.own[3]):
        np.testing.assert_array_equal(one, other)
    for l in plain.delta:
        np.testing.assert_array_equal(with_penalty.delta[l], plain.delta[l])


@given(cases(), st.integers(1, 9))
def test_the_parts_add_up_to_the_whole(example, parts):
    whole, added = backprop(*example), in_parts(backprop, parts)(*example)
    for one, other in zip(whole.arrays, added.arrays):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-13)
    assert list(added.delta) == list(whole.delta)
    for l in whole.delta:
        np.testing.assert_allclose(whole.delta[l], added.delta[l], rtol=1e-9, atol=1e-13)


def test_parts_are_weighted_with_their_sizes_and_not_equally():
    """Seven examples in three parts: 2, 3 and 2."""
    example, sizes = case(m=7), []

    def seen(net, x, y, cost):
        sizes.append(x.shape[1])
        return backprop(net, x, y, cost)

    assert relative_error(in_parts(seen, 3)(*example).vector, backprop(*example).vector) < 1e-14
    assert sorted(sizes) == [2, 2, 3]


def test_any_map_does():
    example = case(m=6)
    with ThreadPoolExecutor(2) as pool:
        by_pool = in_parts(backprop, 4, map=pool.map)(*example)
    np.testing.assert_array_equal(by_pool.vector, in_parts(backprop, 4)(*example).vector)


@pytest.mark.parametrize("gradient", (in_parts(backprop, 2), penalised(in_parts(backprop, 2), 0.1)))
def test_fit_trains_with_it(gradient):
    net, x, y, cost = case(m=8)
    result = fit(net, x, y, cost, gradient_descent(0.05), epochs=20, batch_size=4, rng=np.random.default_rng(0),
                 gradient=gradient)
    assert result.history.cost[-1] < result.history.cost[0]
