"""Each cost against 50 digits and scipy, its gradient against complex step, and what softmax must keep."""

import warnings

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, log_expit, log_softmax

from bplib.costs import COSTS, binary_cross_entropy, categorical_cross_entropy, quadratic, softmax
from bplib.differences import complex_step, relative_error
from strategies import random_target, seeds

shapes = st.tuples(st.integers(1, 6), st.integers(1, 5))
outputs = shapes.flatmap(lambda shape: arrays(float, shape, elements=st.floats(-50, 50)))
every_cost = pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)


def by_definition(name, a, y):
    """The cost written out with 60 digits, one term after the other."""
    n, m = a.shape
    a, y = (np.vectorize(mpmath.mpf, otypes=[object])(array) for array in (a, y))
    total = mpmath.mpf(0)
    for x in range(m):
        norm = sum(mpmath.exp(a[k, x]) for k in range(n))
        for j in range(n):
            z, t = a[j, x], y[j, x]
            if name == "quadratic":
                total += (z - t) ** 2 / 2
            elif name == "binary_cross_entropy":
                p = 1 / (1 + mpmath.exp(-z))
                total -= t * mpmath.log(p) + (1 - t) * mpmath.log(1 - p)
            else:
                total -= t * mpmath.log(mpmath.exp(z) / norm)
    return total / m


@every_cost
@given(a=outputs, seed=seeds)
def test_value_is_the_definition(cost, a, seed):
    y = random_target(cost, a.shape, np.random.default_rng(seed))
    with mpmath.workdps(60):
        exact = float(by_definition(cost.name, a, y))
    assert cost.value(a, y) == pytest.approx(exact, rel=1e-14, abs=1e-300)       # no term is below 0: none cancels


@every_cost
@given(a=outputs, seed=seeds)
def test_grad_is_the_gradient_of_value(cost, a, seed):
    y = random_target(cost, a.shape, np.random.default_rng(seed))
    step = complex_step(lambda v: cost.value(v.reshape(a.shape), y), a.ravel())
    grad = cost.grad(a, y)
    assert grad.shape == a.shape
    np.testing.assert_allclose(grad.ravel(), step, rtol=1e-12, atol=1e-15)


TAILS = [sign * size for size in (*np.arange(0, 40, 0.25), *np.arange(40, 701, 20)) for sign in (1, -1)]


def largest_errors(cost, columns, target):
    """The largest relative errors of value and gradient, over one-column outputs, against digits enough for e^-700."""
    y = np.array(target, float)[:, None]
    errors = []
    for column in columns:
        z = np.array(column, float)[:, None]
        with mpmath.workdps(360):
            exact = by_definition(cost.name, z, y)
            powers = [mpmath.exp(t) for t in z.flat]
            p = [e / (1 + e) if cost is binary_cross_entropy else e / sum(powers) for e in powers]
            pairs = [(cost.value(z, y), exact), *zip(cost.grad(z, y).flat, (a - mpmath.mpf(t) for a, t in zip(p, y.flat)))]
            errors.append([float(abs(mpmath.mpf(float(ours)) - right) / abs(right)) for ours, right in pairs])
    value, *grad = np.array(errors).max(axis=0)
    return value, max(grad)


@pytest.mark.parametrize("target, limit", [([0], 4e-16), ([1], 4e-16), ([0.3], 1e-13)])
def test_binary_cross_entropy_keeps_its_digits_in_both_tails(target, limit):
    # for a target of 0.3 the gradient passes through 0 near z = -0.85: there it is a difference of two numbers near 0.3
    value, grad = largest_errors(binary_cross_entropy, [[z] for z in TAILS], target)
    assert value < 4e-16 and grad < limit


@pytest.mark.parametrize("target, limit", [([1, 0, 0], 5e-16), ([0, 1, 0], 5e-16), ([0.3, 0.7, 0], 1e-13)])
def test_categorical_cross_entropy_keeps_its_digits_in_both_tails(target, limit):
    columns = [column for z in TAILS[::3] for column in ([z, 0, 0], [z, 1.5, -2.25], [0, z, z])]
    value, grad = largest_errors(categorical_cross_entropy, columns, target)
    assert value < 4e-16 and grad < limit


@given(outputs, seeds)
def test_against_scipy(z, seed):
    rng = np.random.default_rng(seed)
    y = random_target(binary_cross_entropy, z.shape, rng)
    terms = y * log_expit(z) + (1 - y) * log_expit(-z)
    assert binary_cross_entropy.value(z, y) == pytest.approx(-terms.sum() / z.shape[1], rel=1e-13)
    by_scipy = ((1 - y) * expit(z) - y * expit(-z)) / z.shape[1]
    np.testing.assert_allclose(binary_cross_entropy.grad(z, y), by_scipy, rtol=1e-13, atol=1e-16)
    y = random_target(categorical_cross_entropy, z.shape, rng)
    by_scipy = -(y * log_softmax(z, axis=0)).sum() / z.shape[1]
    assert categorical_cross_entropy.value(z, y) == pytest.approx(by_scipy, rel=1e-13, abs=1e-13)
    np.testing.assert_allclose(np.log(softmax(z)), log_softmax(z, axis=0), rtol=1e-13, atol=1e-13)


@given(outputs)
def test_softmax_is_a_distribution_in_every_column(z):
    p = softmax(z)
    assert (p >= 0).all() and p.shape == z.shape
    np.testing.assert_allclose(p.sum(axis=0), 1, rtol=1e-15)


@given(outputs, st.integers(-1000, 1000))
def test_softmax_does_not_see_a_constant_added_to_a_column(z, shift):
    z = np.round(z * 2**20) / 2**20              # so that z + shift is exact
    np.testing.assert_array_equal(softmax(z + shift), softmax(z))


@given(arrays(float, (2, 3), elements=st.floats(-50, 50)))
def test_softmax_of_two_is_a_sigmoid(z):
    np.testing.assert_allclose(softmax(z)[0], expit(z[0] - z[1]), rtol=1e-14)


@pytest.mark.parametrize("target", (0.0, 1.0))
def test_at_ten_thousand_the_cross_entropies_are_exact_and_silent(target):
    z, y = np.array([[-1e4, 1e4]]), np.full((1, 2), target)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert binary_cross_entropy.value(z, y) == 5000
        np.testing.assert_array_equal(binary_cross_entropy.grad(z, y), [[0, 0.5] if target == 0 else [-0.5, 0]])
        both, hot = np.array([[1e4], [-1e4]]), np.array([[target], [1 - target]])
        assert categorical_cross_entropy.value(both, hot) == (0 if target else 2e4)
        np.testing.assert_array_equal(categorical_cross_entropy.grad(both, hot), [[0], [0]] if target else [[1], [-1]])


@every_cost
@pytest.mark.parametrize("dtype", (np.float32, np.float64))
def test_dtype_is_kept_and_nothing_overflows(cost, dtype):
    a = np.array([[-1e4, 1e4, 0.0], [1e4, 1e4, 0.0]], dtype)
    y = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, grad = cost.value(a, y), cost.grad(a, y)
    assert value.dtype == grad.dtype == softmax(a).dtype == dtype
    assert np.isfinite(value) and np.isfinite(grad).all()


def test_small_examples_by_hand():
    a, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 2.0], [1.0, 7.0]])
    assert quadratic.value(a, y) == (1 + 4 + 0 + 9) / 4
    np.testing.assert_array_equal(quadratic.grad(a, y), [[0.5, 0], [1, -1.5]])
    z = np.log([[3.0, 1.0], [1.0, 1.0]])         # softmax: 3/4, 1/4 and 1/2, 1/2
    y = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert categorical_cross_entropy.value(z, y) == pytest.approx((np.log(4 / 3) + np.log(2)) / 2, rel=1e-15)
    np.testing.assert_allclose(categorical_cross_entropy.grad(z, y), [[-0.125, 0.25], [0.125, -0.25]], rtol=1e-14)
    # sigmoid: 3/4, 1/2 and 1/2, 1/2
    assert binary_cross_entropy.value(z, y) == pytest.approx((np.log(4 / 3) + 3 * np.log(2)) / 2, rel=1e-15)
    np.testing.assert_allclose(binary_cross_entropy.grad(z, y), [[-0.125, 0.25], [0.25, -0.25]], rtol=1e-14)


def test_a_perfect_prediction_costs_nothing():
    y = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert quadratic.value(y, y) == 0
    assert binary_cross_entropy.value(2000 * y - 1000, y) == 0
    assert categorical_cross_entropy.value(2000 * y - 1000, y) == 0


@every_cost
def test_value_is_one_real_number(cost):
    y = random_target(cost, (3, 4), np.random.default_rng(0))
    assert np.shape(cost.value(np.ones((3, 4)), y)) == ()
    assert relative_error(cost.value(np.ones((3, 1)), y[:, :1]), cost.value(np.ones((3, 2)), y[:, [0, 0]])) < 1e-15
