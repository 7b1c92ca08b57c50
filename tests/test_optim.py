"""Gradient descent: the step itself, in place, and the path it must take down a quadratic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplib.backprop import backprop, cost_of
from bplib.network import copy
from bplib.optim import StepState, gradient_descent
from strategies import cases


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
    theta = np.array([[start]])
    optimiser, state = gradient_descent(rate), StepState(0)
    for _ in range(20):
        state = optimiser.update([theta], [curvature * theta], state)
    assert state.t == 20
    assert theta.item() == pytest.approx(start * (1 - rate * curvature) ** 20, rel=1e-9, abs=1e-13)


@given(cases())
def test_a_small_step_lowers_the_cost_by_rate_times_the_squared_gradient(example):
    net, x, y, cost = example
    gradient, stepped = backprop(*example), copy(net)
    square = sum((g**2).sum() for g in gradient.arrays)
    rate = 1e-7 / (1 + square)
    gradient_descent(rate).update(stepped.parameters, gradient.arrays, StepState(0))
    drop = cost_of(net, x, y, cost) - cost_of(stepped, x, y, cost)
    assert drop == pytest.approx(rate * square, rel=1e-3, abs=1e-14 * (1 + cost_of(net, x, y, cost)))


@pytest.mark.parametrize("dtype", (np.float32, np.float64))
@pytest.mark.parametrize("rate", (0.1, np.float64(0.1), np.float32(0.1), 1), ids=lambda rate: type(rate).__name__)
def test_dtype_is_kept_whatever_the_rate_is(dtype, rate):
    start, gradient = (np.random.default_rng(seed).normal(size=(20, 20)).astype(dtype) for seed in (0, 1))
    theta = start.copy()
    gradient_descent(rate).update([theta], [gradient], StepState(0))
    assert theta.dtype == dtype
    np.testing.assert_array_equal(theta, start - float(rate) * gradient)     # nothing is computed in a wider type
