"""backprop against numerical witnesses, over random networks; and what must not change its result."""

import warnings

import numpy as np
import pytest
from hypothesis import assume, given

from bplib.activations import ACTIVATIONS
from bplib.backprop import Gradient, backprop, cost_of, cost_of_weighted_input
from bplib.costs import COSTS
from bplib.differences import CENTRAL_STEP, along_direction, complex_step, relative_error
from bplib.initialise import he
from bplib.network import ByLayer, Layer, Network, build, forward, to_vector
from bplib.optimise import gradient_descent
from bplib.train import accuracy, fit
from strategies import case, cases, random_target, seeds

KINKED = ("relu", "leaky_relu")
# A step of CENTRAL_STEP = 6e-6 along a unit vector moves no weighted input of these networks by more than this.
REACH = 100 * CENTRAL_STEP


def no_kink_near(net, trace):
    """True if no weighted input of a (leaky) ReLU is within the reach of a step around 0."""
    return all(np.abs(trace.z[l]).min() > REACH for l in trace.z if net[l].activation.name in KINKED)


def gradient_vector(net, x, y, cost):
    return backprop(net, x, y, cost).vector


@given(cases(), seeds)
def test_central_difference_along_a_random_direction(example, seed):
    """Rounding leaves an error of about ε|C|/h = 4e-11 |C|, truncation h²|C‴|/6 = 6e-12 |C‴|: relative to a
    derivative that is not tiny beside C, and with C‴ up to 1000 times the derivative, that is below 1e-7."""
    net, x, y, cost = example
    assume(no_kink_near(net, forward(net, x)))
    gradient, theta = gradient_vector(*example), example.theta
    v = np.random.default_rng(seed).normal(size=theta.shape)
    slope = gradient @ v / np.linalg.norm(v)
    assume(slope == 0 or abs(slope) > 2e-3 * cost_of(*example))
    assert along_direction(example.cost_function, theta, gradient, np.random.default_rng(seed)) < 1e-7


@given(cases())
def test_complex_step_of_every_entry(example):
    """No subtraction, so no rounding error beyond that of the two computations themselves."""
    gradient = gradient_vector(*example)
    assert relative_error(complex_step(example.cost_function, example.theta), gradient) < 1e-12


@given(cases())
def test_delta_is_the_derivative_by_the_weighted_input(example):
    net, x, y, cost = example
    trace, delta = forward(net, x), backprop(*example).delta
    for l in range(2, net.L + 1):
        truth = complex_step(cost_of_weighted_input(net, l, y, cost), trace.z[l].ravel())
        assert relative_error(truth, delta[l].ravel()) < 1e-12


@given(cases(least_m=2))
def test_batch_gradient_is_the_mean_of_single_gradients(example):
    net, x, y, cost = example
    singles = [gradient_vector(net, x[:, [i]], y[:, [i]], cost) for i in range(x.shape[1])]
    # relative to the largest single gradient: in the mean they may cancel
    error = np.abs(np.mean(singles, axis=0) - gradient_vector(*example)).max()
    assert error <= 1e-14 * np.abs(singles).max()
    costs = [cost_of(net, x[:, [i]], y[:, [i]], cost) for i in range(x.shape[1])]
    assert cost_of(*example) == pytest.approx(np.mean(costs), rel=1e-13)


@given(cases(least_m=2), seeds)
def test_order_of_examples_does_not_matter(example, seed):
    net, x, y, cost = example
    order = np.random.default_rng(seed).permutation(x.shape[1])
    one, other = backprop(*example), backprop(net, x[:, order], y[:, order], cost)
    for l in one.delta:
        np.testing.assert_allclose(other.delta[l], one.delta[l][:, order], rtol=1e-12, atol=1e-15)
    singles = np.abs([gradient_vector(net, x[:, [i]], y[:, [i]], cost) for i in range(x.shape[1])]).max()
    np.testing.assert_allclose(to_vector(one.arrays), to_vector(other.arrays), rtol=0, atol=1e-14 * singles)


@given(cases(most_m=1))
def test_delta_is_the_gradient_of_the_bias_for_one_example(example):
    gradient = backprop(*example)
    for l in gradient.b:
        np.testing.assert_array_equal(gradient.b[l], gradient.delta[l])


@given(cases())
def test_backprop_changes_nothing_and_repeats_itself(example):
    net, x, y, cost = example
    before = [array.copy() for array in (*net.parameters, x, y)]
    one, other = backprop(*example), backprop(*example)
    for array, copy in zip((*net.parameters, x, y), before):
        np.testing.assert_array_equal(array, copy)
    np.testing.assert_array_equal(to_vector(one.arrays), to_vector(other.arrays))


@given(cases())
def test_gradient_has_the_shapes_of_the_parameters(example):
    net, x, y, cost = example
    gradient = backprop(*example)
    assert isinstance(gradient, Gradient)
    assert list(gradient.w) == list(gradient.b) == sorted(gradient.delta) == list(range(2, net.L + 1))
    assert [g.shape for g in gradient.arrays] == [p.shape for p in net.parameters]
    assert all(gradient.delta[l].shape == (net.sizes[l - 1], x.shape[1]) for l in gradient.delta)


# float32 stays float32

def in_float32(example):
    net, x, y, cost = example
    single = Network(Layer(w.astype(np.float32), b.astype(np.float32), s) for w, b, s in net.layers)
    return single, x.astype(np.float32), y.astype(np.float32), cost


@given(cases())
def test_float32_stays_float32_and_agrees_with_float64(example):
    assume(no_kink_near(example.net, forward(example.net, example.x)))
    single = in_float32(example)
    trace, gradient = forward(*single[:2]), backprop(*single)
    arrays = [*trace.z.values(), *trace.a.values(), *gradient.arrays, *gradient.delta.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    assert cost_of(*single).dtype == np.float32
    # a − y and the sums over examples may cancel, so that a small gradient has an error of the size of its terms
    truth = gradient_vector(*example)
    assert np.abs(gradient.vector - truth).max() < 1e-5 * max(np.abs(truth).max(), 0.1)


@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_training_keeps_float32(cost):
    single = in_float32(case(activations=("gelu", "identity"), cost=cost, m=8))
    optimiser, net = gradient_descent(0.1), single[0]
    optimiser.update(net.parameters, backprop(*single).arrays, optimiser.init(net.parameters))
    assert {array.dtype for array in net.parameters} == {np.dtype(np.float32)}
    result = fit(*single, optimiser, epochs=2, batch_size=3, rng=np.random.default_rng(0),
                 validation=single[1:3], metric=accuracy)
    assert {array.dtype for array in result.network.parameters} == {np.dtype(np.float32)}
    assert {array.dtype for array in result.best.parameters} == {np.dtype(np.float32)}


def test_build_draws_float32():
    net = build((3, 4, 2), ("relu", "identity"), np.random.default_rng(0), he, dtype=np.float32)
    assert {array.dtype for array in net.parameters} == {np.dtype(np.float32)}


# saturation

@pytest.mark.parametrize("dtype", (np.float32, np.float64, np.complex128))
@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_saturated_inputs_stay_finite_without_a_warning(name, cost, dtype):
    """z² = ±1e4 in the hidden layer, and z³ = ±1e4 plus a² in the output layer."""
    w2, b2 = np.array([[1e4], [-1e4]], dtype), np.zeros((2, 1), dtype)
    w3, b3 = np.eye(2, dtype=dtype), np.array([[1e4], [-1e4]], dtype)
    output = "identity" if cost.logits else name
    net = Network([Layer(w2, b2, name), Layer(w3, b3, output)])
    x, y = np.array([[1.0, -1.0]], dtype), np.array([[0.0, 1.0], [1.0, 0.0]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        C, gradient = cost_of(net, x, y, cost), backprop(net, x, y, cost)
    assert np.isfinite(C)
    assert all(np.isfinite(array).all() for array in (*gradient.arrays, *gradient.delta.values()))


def test_saturation_gives_the_limits():
    """Far out, log(1 + eᶻ) is z or 0 and softmax is 0 or 1: cost and gradient have their limits exactly."""
    z, y = np.array([[1e4], [-1e4]]), np.array([[0.0], [1.0]])
    for name in ("binary_cross_entropy", "categorical_cross_entropy"):
        assert COSTS[name].value(z, y) == 2e4
        np.testing.assert_array_equal(COSTS[name].grad(z, y), [[1.0], [-1.0]])
        assert COSTS[name].value(z, 1 - y) == 0.0
        np.testing.assert_array_equal(COSTS[name].grad(z, 1 - y), np.zeros((2, 1)))


def test_a_dead_relu_passes_nothing_back():
    net, x, y, cost = case((3, 4, 4, 2), ("tanh", "relu", "identity"))
    net[3].b[:] = -100.0
    gradient = backprop(net, x, y, cost)
    for l in (2, 3):
        assert not gradient.w[l].any() and not gradient.b[l].any()
    assert not gradient.w[4].any() and gradient.b[4].all()           # a³ = 0, but δ⁴ is not


def test_layers_are_numbered_as_in_the_book():
    net, x, y, cost = case((3, 4, 2), ("tanh", "identity"))
    trace, gradient = forward(net, x), backprop(net, x, y, cost)
    assert isinstance(trace.z, ByLayer) and net.L == 3 and net.sizes == (3, 4, 2)
    assert trace.a[1] is x
    np.testing.assert_array_equal(trace.z[2], net[2].w @ x + net[2].b)
    np.testing.assert_array_equal(trace.a[3], trace.z[3])
    np.testing.assert_array_equal(gradient.delta[3], (trace.a[3] - y) / x.shape[1])
    np.testing.assert_array_equal(gradient.w[2], gradient.delta[2] @ x.T)


@given(seeds)
def test_a_target_is_drawn_that_the_cost_can_have(seed):
    for cost in COSTS.values():
        y = random_target(cost, (3, 4), np.random.default_rng(seed))
        cost.check_y(y)
