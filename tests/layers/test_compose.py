"""Layers of layers inside networks: numbered, trained, and proved like any other."""

import numpy as np
import pytest

from bplib.activations import identity, tanh
from bplib.backprop import backprop, cost_function, input_gradient
from bplib.costs import quadratic
from bplib.differences import complex_step, relative_error
from bplib.layers import Chain, Dense, Parallel, Residual
from bplib.network import Layer, Network, copy, forward, to_vector, with_vector
from bplib.optimise import momentum
from bplib.train import fit


def dense(rng, n_in, n_out, sigma=tanh):
    return Dense(rng.normal(size=(n_out, n_in)) / n_in, rng.normal(size=(n_out, 1)), sigma)


def residual_network(rng):
    """3-4-4-5-2: dense, residual, two side by side, dense."""
    first = dense(rng, 3, 4, identity)
    return Network([Layer(first.w, first.b, "identity"), Residual(dense(rng, 4, 3), dense(rng, 3, 4)),
                    Parallel(dense(rng, 4, 2), Chain(dense(rng, 4, 2), dense(rng, 2, 3))), dense(rng, 5, 2)])


def task(seed=0, m=6):
    rng = np.random.default_rng(seed)
    return residual_network(rng), rng.normal(size=(3, m)), rng.normal(size=(2, m)), quadratic


def test_layers_are_numbered_and_have_widths():
    net = task()[0]
    assert net.L == 5 and net.sizes == (3, 4, 4, 5, 2)
    assert isinstance(net[3], Residual) and isinstance(net[4], Parallel)
    assert repr(net) == "Network(3-4-4-5-2; identity, Residual, Parallel, Dense)"


@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_is_that_of_the_complex_step_one_array_at_a_time(seed):
    net, x, y, cost = task(seed)
    truth = complex_step(cost_function(net, x, y, cost), to_vector(net.parameters))
    place = 0
    for array in backprop(net, x, y, cost).arrays:
        assert relative_error(array.ravel(), truth[place:place + array.size]) < 1e-13
        place += array.size
    assert place == truth.size


def test_delta_1_is_the_gradient_by_the_input():
    net, x, y, cost = task()
    truth = complex_step(lambda v: cost.value(forward(net, v.reshape(x.shape)).a[5], y), x.ravel())
    assert relative_error(input_gradient(net, x, y, cost).ravel(), truth) < 1e-13


def test_parameters_go_to_a_vector_and_back():
    net, x, *_ = task()
    again = with_vector(net, to_vector(net.parameters))
    np.testing.assert_array_equal(forward(net, x).a[5], forward(again, x).a[5])
    other = copy(net)
    for array in other.parameters:
        array += 1
    assert not any((one == two).any() for one, two in zip(net.parameters, other.parameters))


def test_it_trains():
    net, x, y, cost = task()
    result = fit(net, x, y, cost, momentum(0.05), epochs=200, batch_size=3, rng=np.random.default_rng(0))
    assert result.history.cost[-1] < 1e-3 * result.history.cost[0]


def test_a_layer_of_a_dense_network_is_the_same_as_a_dense_step():
    rng = np.random.default_rng(3)
    one, two = dense(rng, 3, 4, identity), dense(rng, 4, 2, tanh)
    x, y = rng.normal(size=(3, 5)), rng.normal(size=(2, 5))
    by_layers = Network([Layer(one.w, one.b, "tanh"), Layer(two.w, two.b, "identity")])
    by_steps = Network([one, two])
    for a, b in zip(backprop(by_layers, x, y, quadratic).arrays, backprop(by_steps, x, y, quadratic).arrays):
        np.testing.assert_array_equal(a, b)


def test_one_chain_is_the_network_in_one_layer():
    net, x, y, cost = task()
    in_one = Network([Chain(*net.steps.values())])
    np.testing.assert_array_equal(backprop(net, x, y, cost).vector, backprop(in_one, x, y, cost).vector)
