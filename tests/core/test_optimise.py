"""Optimisers: each against the recurrence of its paper at 50 digits, in place, and dtype for dtype."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf, sqrt

from bplib.backprop import backprop, cost_of
from bplib.initialise import he
from bplib.instruments.landscapes import iterates
from bplib.network import build, copy, to_vector
from bplib.optimise import (Optimiser, adagrad, adam, adamw, clip_norm, gradient_descent, momentum,
                            nesterov, rmsprop, schedules)
from bplib.optimise.base import BLOCK, global_norm
from bplib.optimise.descent import StepState
from bplib.train import fit
from strategies import case, cases, seeds

OPTIMISERS = (gradient_descent, momentum, nesterov, adagrad, rmsprop, adam, adamw)
every_optimiser = pytest.mark.parametrize("make", OPTIMISERS, ids=lambda make: make.__name__)


def run(optimiser, start, gradients):
    """The parameters after one step per gradient: a copy of the array `start`, changed in place."""
    theta = start.copy()
    state = optimiser.init([theta])
    for g in gradients:
        state = optimiser.update([theta], [g], state)
    assert state.t == len(gradients)
    return theta


# The recurrences, on one number at 50 digits, each written from its paper and never from the code.
# t counts from 1; eta(t) is the rate of step t.

def polyak(theta, gradients, eta, beta):
    previous = theta
    for t, g in enumerate(gradients, 1):
        theta, previous = theta - eta(t) * g + beta * (theta - previous), theta
    return theta


def duchi(theta, gradients, eta, delta):
    for t, g in enumerate(gradients, 1):
        theta -= eta(t) * g / (delta + sqrt(sum(past**2 for past in gradients[:t])))
    return theta


def tieleman_hinton(theta, gradients, eta, rho, eps):
    for t, g in enumerate(gradients, 1):
        mean_square = sum((1 - rho) * rho ** (t - i) * past**2 for i, past in enumerate(gradients[:t], 1))
        theta -= eta(t) * g / (sqrt(mean_square) + eps)
    return theta


def kingma_ba(theta, gradients, eta, beta1, beta2, eps, decay=mpf(0)):
    m = v = mpf(0)
    for t, g in enumerate(gradients, 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        theta -= eta(t) * (m_hat / (sqrt(v_hat) + eps) + decay * theta)    # Loshchilov and Hutter, line 12
    return theta


RECURRENCES = {
    "momentum": (momentum, polyak, (0.9,)),
    "adagrad": (adagrad, duchi, (0.01,)),
    "rmsprop": (rmsprop, tieleman_hinton, (0.9, 0.01)),
    "adam": (adam, kingma_ba, (0.9, 0.99, 0.01)),
    "adam, the paper's own values": (adam, kingma_ba, (0.9, 0.999, 1e-8)),
    "adamw": (adamw, kingma_ba, (0.9, 0.99, 0.01, 0.3)),
}


def largest_error(make, recurrence, values, rate=0.25, steps=60):
    """The largest error of θ after 60 random gradients, relative to |θ|, over 20 entries."""
    rng = np.random.default_rng(1)
    start, gradients = rng.uniform(1, 2, size=(20, 1)), rng.normal(size=(steps, 20, 1))
    theta = run(make(rate, *values), start, gradients)
    with mp.workdps(50):
        eta = (lambda t: mpf(rate(t - 1))) if callable(rate) else (lambda t: mpf(rate))
        exact = [recurrence(mpf(first), [mpf(g) for g in column], eta, *map(mpf, values))
                 for first, column in zip(start.flat, gradients[:, :, 0].T)]
        return max(float(abs(mpf(got) - want) / abs(want)) for got, want in zip(theta.flat, exact))


@pytest.mark.parametrize("name", RECURRENCES)
def test_the_recurrence_of_the_paper_at_50_digits(name):
    assert largest_error(*RECURRENCES[name]) < 1e-13


@pytest.mark.parametrize("name", [name for name in RECURRENCES if name != "momentum"])
def test_the_recurrence_of_the_paper_with_a_schedule(name):
    assert largest_error(*RECURRENCES[name], rate=schedules.one_over_t(0.5, 20)) < 1e-13


def test_nesterov_is_the_look_ahead_form():
    """On f(x) = λx²/2 the parameters are at the place of the look-ahead of Sutskever et al., eqs. (3) and (4)."""
    rate, beta, curvature = 0.25, 0.9, 0.75
    path = iterates(nesterov(rate, beta), lambda theta: curvature * theta, [1.5], 60)[:, 0]
    with mp.workdps(50):
        x, v = mpf(1.5), mpf(0)
        for theta in path[1:]:
            v = mpf(beta) * v - mpf(rate) * curvature * (x + mpf(beta) * v)
            x += v
            assert abs(mpf(theta) - (x + mpf(beta) * v)) < 1e-13


def test_the_three_velocities_of_momentum():
    """Equal at a constant rate; when the rate drops, the velocity that holds the rate lags behind."""
    gradients = np.random.default_rng(0).normal(size=(30, 5, 1))

    def with_rate_inside(rate):
        theta, v = np.zeros((5, 1)), 0
        for t, g in enumerate(gradients):
            v = 0.9 * v - rate(t) * g
            theta = theta + v
        return theta

    def with_running_mean(rate):
        theta, v = np.zeros((5, 1)), 0
        for t, g in enumerate(gradients):
            v = 0.9 * v + (1 - 0.9) * g
            theta = theta - 10 * rate(t) * v
        return theta

    constant, dropping = schedules.constant(0.1), schedules.step(0.1, 0.1, 15)
    at_constant, at_dropping = (run(momentum(rate), np.zeros((5, 1)), gradients) for rate in (constant, dropping))
    np.testing.assert_allclose(at_constant, with_running_mean(constant), rtol=1e-12)
    np.testing.assert_allclose(at_dropping, with_running_mean(dropping), rtol=1e-12)
    np.testing.assert_allclose(at_constant, with_rate_inside(constant), rtol=1e-12)
    assert abs(at_dropping - with_rate_inside(dropping)).max() > 0.01


def test_one_step_is_theta_minus_rate_times_gradient():
    theta, b = np.array([[1.0, 2.0]]), np.array([[3.0]])
    parameters, optimiser = [theta, b], gradient_descent(0.5)
    gradients = [np.array([[1.0, -2.0]]), np.array([[4.0]])]
    state = optimiser.init(parameters)
    assert state == StepState(0)
    assert optimiser.update(parameters, gradients, state) == StepState(1)
    np.testing.assert_array_equal(theta, [[0.5, 3.0]])               # in place
    np.testing.assert_array_equal(b, [[1.0]])
    np.testing.assert_array_equal(gradients[0], [[1.0, -2.0]])       # these are not touched
    assert parameters[0] is theta and state == StepState(0)


@given(rate=st.floats(0.01, 1.9), curvature=st.floats(0.1, 1.0), start=st.floats(-10, 10))
def test_a_quadratic_is_descended_by_a_constant_factor(rate, curvature, start):
    """f(θ) = λθ²/2: every step multiplies θ by 1 − ηλ."""
    path = iterates(gradient_descent(rate), lambda theta: curvature * theta, [start], 20)[:, 0]
    np.testing.assert_allclose(path, start * (1 - rate * curvature) ** np.arange(21), rtol=1e-9, atol=1e-13)


@given(cases())
def test_a_small_step_lowers_the_cost_by_rate_times_the_squared_gradient(example):
    net, x, y, cost = example
    gradient, stepped = backprop(*example), copy(net)
    square = sum((g**2).sum() for g in gradient.arrays)
    rate = 1e-7 / (1 + square)
    gradient_descent(rate).update(stepped.parameters, gradient.arrays, StepState(0))
    drop = cost_of(net, x, y, cost) - cost_of(stepped, x, y, cost)
    assert drop == pytest.approx(rate * square, rel=1e-3, abs=1e-14 * (1 + cost_of(net, x, y, cost)))


@pytest.mark.parametrize("make", (momentum, nesterov))
@given(seed=seeds, rate=st.floats(0.001, 10))
def test_without_memory_momentum_is_gradient_descent(make, seed, rate):
    start, *gradients = np.random.default_rng(seed).normal(size=(6, 3, 4))
    np.testing.assert_array_equal(run(make(rate, 0), start, gradients), run(gradient_descent(rate), start, gradients))


@given(seed=seeds, rate=st.floats(1e-4, 10), beta1=st.floats(0, 0.99), beta2=st.floats(0, 0.9999))
def test_the_first_step_of_adam_is_the_rate_in_every_entry(seed, rate, beta1, beta2):
    g = np.random.default_rng(seed).normal(size=(3, 4))
    step = run(adam(rate, beta1, beta2), np.zeros((3, 4)), [g])
    np.testing.assert_allclose(step, -rate * g / (abs(g) + 1e-8), rtol=1e-9)


@given(seed=seeds, decay=st.floats(0, 1))
def test_the_decay_of_adamw_is_the_same_for_every_gradient(seed, decay):
    """Decoupled: the decay takes away ηλθ, whatever the gradient is; within g it would be divided by √v̂."""
    start, *gradients = np.random.default_rng(seed).normal(size=(2, 3, 4))
    difference = run(adam(0.1), start, gradients) - run(adamw(0.1, decay=decay), start, gradients)
    np.testing.assert_allclose(difference, 0.1 * decay * start, atol=1e-14)


def test_adamw_without_decay_is_adam():
    start, *gradients = np.random.default_rng(0).normal(size=(10, 3, 4))
    np.testing.assert_array_equal(run(adamw(0.1, decay=0), start, gradients), run(adam(0.1), start, gradients))


# clipping

@given(seed=seeds, limit=st.floats(0.01, 100))
def test_clipping_keeps_the_direction_and_the_limit(seed, limit):
    gradients = list(np.random.default_rng(seed).normal(size=(2, 3, 4)))
    theta = [np.zeros((3, 4)), np.zeros((3, 4))]
    optimiser = clip_norm(gradient_descent(1), limit)
    assert optimiser.update(theta, gradients, optimiser.init(theta)) == StepState(1)
    norm = np.linalg.norm(gradients)                                 # over both arrays
    assert np.linalg.norm(theta) == pytest.approx(min(norm, limit), rel=1e-12)
    np.testing.assert_allclose(theta, -np.array(gradients) * min(1, limit / norm), rtol=1e-12)


def test_clipping_holds_where_the_squares_overflow_in_float32():
    theta, g = np.zeros((2, 1), np.float32), np.array([[3e25], [4e25]], np.float32)
    clip_norm(gradient_descent(1), 10).update([theta], [g], StepState(0))
    np.testing.assert_allclose(theta, [[-6], [-8]], rtol=1e-6)
    assert theta.dtype == np.float32 and g[0] == np.float32(3e25)


def test_clipping_does_not_hide_a_gradient_that_is_not_finite():
    for value in (np.nan, np.inf):
        theta = np.zeros((2, 1))
        clip_norm(gradient_descent(1), 10).update([theta], [np.array([[value], [1.0]])], StepState(0))
        assert not np.isfinite(theta[0]) and theta[1] == -1


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30))
def test_the_norm_is_over_all_arrays(entries):
    whole = np.array(entries)
    parts = [whole[:3], whole[3:].reshape(-1, 1), np.zeros((0, 2))]
    assert global_norm(parts) == pytest.approx(math.hypot(*entries), rel=1e-12, abs=1e-150)


# in place, and in the same dtype

RATES = (0.1, np.float64(0.1), np.float32(0.1), 1, schedules.cosine(np.float64(0.1), 9),
         schedules.warmup(3, 0.5), lambda t: np.float64(0.1))


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
@pytest.mark.parametrize("rate", (0.1, np.float64(0.1), np.float32(0.1), 1), ids=lambda rate: type(rate).__name__)
def test_nothing_is_computed_in_a_wider_type(dtype, rate):
    start, gradient = (np.random.default_rng(seed).normal(size=(20, 20)).astype(dtype) for seed in (0, 1))
    theta = start.copy()
    gradient_descent(rate).update([theta], [gradient], StepState(0))
    assert theta.dtype == dtype
    np.testing.assert_array_equal(theta, start - float(rate) * gradient)


@every_optimiser
@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_parameters_and_state_keep_their_dtype(make, dtype):
    for rate in RATES:
        for optimiser in (make(rate), clip_norm(make(rate), 0.1)):
            theta = np.ones((3, 4), dtype)
            state = optimiser.init([theta])
            for _ in range(3):
                before = theta.copy()
                state = optimiser.update([theta], [np.ones((3, 4), dtype)], state)
            assert theta.dtype == dtype and (theta != before).all()
            assert all(array.dtype == dtype for arrays in state[1:] for array in arrays)


@every_optimiser
def test_a_schedule_of_numpy_numbers_is_one_of_floats(make):
    start, *gradients = np.random.default_rng(0).normal(size=(4, 3, 4)).astype(np.float32)
    np.testing.assert_array_equal(run(make(lambda t: np.float64(0.1)), start, gradients),
                                  run(make(0.1), start, gradients))


@every_optimiser
def test_float32_follows_float64(make):
    start, *gradients = np.random.default_rng(0).normal(size=(20, 3, 4))
    narrow = run(make(0.1), start.astype(np.float32), [g.astype(np.float32) for g in gradients])
    np.testing.assert_allclose(narrow, run(make(0.1), start, gradients), rtol=1e-5, atol=1e-6)


@every_optimiser
def test_two_runs_share_nothing_and_the_gradients_stay(make):
    optimiser, gradients = make(0.1), np.random.default_rng(0).normal(size=(5, 3, 4))
    alone, kept = run(optimiser, np.ones((3, 4)), gradients), gradients.copy()
    thetas = [np.ones((3, 4)), np.ones((3, 4))]
    states = [optimiser.init([theta]) for theta in thetas]
    assert states[0].t == states[1].t == 0
    for g in gradients:                                              # step by step in turn
        states = [optimiser.update([theta], [g], state) for theta, state in zip(thetas, states)]
    for theta in thetas:
        np.testing.assert_array_equal(theta, alone)
    np.testing.assert_array_equal(gradients, kept)


def layouts(array):
    """The same numbers, laid out in memory in other ways, each a view into a larger or turned array."""
    yield "rows", array.copy()
    yield "columns", np.asfortranarray(array)
    yield "transposed", array.T.copy().T
    yield "every other column", np.repeat(array, 2, axis=1)[:, ::2]
    yield "backwards", array[::-1, ::-1].copy()[::-1, ::-1]
    yield "part of a larger array", np.pad(array, 3)[3:-3, 3:-3]


@every_optimiser
def test_large_arrays_are_stepped_in_place_in_any_memory_layout(make):
    """Larger than a block, so entry by entry the same as one column at a time."""
    rng, shape = np.random.default_rng(0), (211, 317)
    assert 2 * BLOCK < math.prod(shape) and math.prod(shape) % BLOCK
    start, *gradients = rng.normal(size=(3, *shape))
    expected = np.hstack([run(make(0.1), start[:, [k]], [g[:, [k]] for g in gradients]) for k in range(shape[1])])
    for name, theta in layouts(start):
        for g_name in ("rows", "columns"):
            view, optimiser = theta.view(), make(0.1)
            view[:] = start
            state = optimiser.init([view])
            for g in gradients:
                state = optimiser.update([view], [dict(layouts(g))[g_name]], state)
            np.testing.assert_array_equal(theta, expected, err_msg=f"{name}, gradient: {g_name}")


def test_a_gradient_that_is_a_view_of_the_parameters():
    """f(θ) = Σ θ_jk θ_kj / 2 has the gradient θᵀ: it must be read before it is overwritten."""
    start = np.random.default_rng(0).normal(size=(300, 300))
    theta = start.copy()
    gradient_descent(0.5).update([theta], [theta.T], StepState(0))
    np.testing.assert_array_equal(theta, start - 0.5 * start.T)


@every_optimiser
@pytest.mark.parametrize("shape", ((), (3,), (0, 2), (2, 3, 4)))
def test_arrays_of_any_shape(make, shape):
    theta = run(make(0.1), np.ones(shape), [np.ones(shape)])
    assert theta.shape == shape and (theta < 1).all()


def test_a_schedule_is_asked_once_for_every_step():
    asked = []
    run(gradient_descent(lambda t: asked.append(t) or 0.1), np.zeros((1, 1)), np.ones((4, 1, 1)))
    assert asked == [0, 1, 2, 3]


@every_optimiser
def test_a_rate_of_0_leaves_the_parameters(make):
    np.testing.assert_array_equal(run(make(lambda t: 0), np.ones((2, 2)), np.ones((3, 2, 2))), np.ones((2, 2)))


# with fit

@every_optimiser
def test_a_network_learns_and_two_runs_are_equal(make):
    net, x, y, cost = case((3, 8, 2), ("tanh", "identity"), m=20)
    optimiser = make(schedules.warmup(5, schedules.cosine(0.02, 200)))

    def train():
        return fit(net, x, y, cost, optimiser, epochs=40, batch_size=4, rng=np.random.default_rng(0))

    first, second = train(), train()
    assert first.history.cost[-1] < 0.9 * first.history.cost[0]
    np.testing.assert_array_equal(to_vector(first.network.parameters), to_vector(second.network.parameters))


@every_optimiser
def test_a_float32_network_stays_float32(make):
    rng = np.random.default_rng(0)
    net = build((3, 4, 2), ("tanh", "identity"), rng, he, dtype=np.float32)
    x, y = (rng.normal(size=(n, 10)).astype(np.float32) for n in (3, 2))
    fitted = fit(net, x, y, case().cost, make(schedules.exponential(0.01, 0.5, 10)), epochs=2, batch_size=5, rng=rng)
    assert {array.dtype for array in fitted.network.parameters} == {np.dtype(np.float32)}


def test_names():
    assert [make(0.1).name for make in OPTIMISERS] == [make.__name__ for make in OPTIMISERS]
    assert clip_norm(adam(0.1), 1).name == "clip_norm(adam)" and isinstance(clip_norm(adam(0.1), 1), Optimiser)
