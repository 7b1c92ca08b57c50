"""The checks themselves: what they measure, how well, and that they can fail."""

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bplib.backprop import backprop
from bplib.differences import (CENTRAL_STEP, COMPLEX_STEP, agree, along_direction, central_differences,
                               complex_step, confirm, directional_derivative, hessian,
                               refuses, relative_error, same)
from strategies import case, seeds

X = sympy.Symbol("x")
vectors = arrays(float, st.integers(1, 6), elements=st.floats(-1e100, 1e100))


# relative_error

def test_relative_error_by_hand():
    assert relative_error(np.array([1.0, 2.0]), np.array([1.0, 2.5])) == 0.2
    assert relative_error(np.array([1.0, 0.0]), np.array([0.0, 0.0])) == 1
    assert relative_error(1.0, -1.0) == 2
    assert relative_error(np.zeros(3), np.zeros(3)) == 0             # not 0/0
    assert relative_error(0.0, 0.0) == 0
    # one number for the array: a small entry is measured against the largest
    assert relative_error(np.array([1e-9, 1.0]), np.array([0.0, 1.0])) == 1e-9


def test_agree_sees_shapes_and_what_is_not_finite():
    a = np.array([1.0, np.nan, -np.inf, 2.0])
    assert agree(a, a * (1 + 1e-12), 1e-9) and not agree(a, a * (1 + 1e-6), 1e-9)
    assert not agree(a, np.array([1.0, 3.0, -np.inf, 2.0]), 1e-9)
    assert not agree(a, np.array([1.0, -np.inf, np.nan, 2.0]), 1e-9)
    assert not agree(np.ones((2, 1)), np.ones((1, 2)), 1e-9)
    assert agree(np.full(2, np.nan), np.full(2, np.nan), 1e-9)


@given(vectors, st.floats(1e-3, 1e3))
def test_relative_error_is_symmetric_and_without_units(a, factor):
    b = a[::-1]
    assert relative_error(a, b) == relative_error(b, a) <= 2
    assert relative_error(a, a) == 0
    assume(np.abs(a).max() > 1e-100)
    assert relative_error(factor * a, factor * b) == pytest.approx(relative_error(a, b), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("one, other", [((3,), (1, 3)), ((3,), (3, 1)), ((3,), ()), ((3,), (1,)), ((2, 3), (3, 2))])
def test_relative_error_never_broadcasts(one, other):
    with pytest.raises(ValueError, match="b must have the shape of a"):
        relative_error(np.ones(one), np.ones(other))


@pytest.mark.parametrize("bad", (np.nan, np.inf, -np.inf))
def test_nan_is_never_near_anything(bad):
    with pytest.raises(ValueError, match=r"a must be finite; got .* at index \(1,\)"):
        relative_error(np.array([1.0, bad]), np.array([1.0, bad]))
    with pytest.raises(ValueError, match="b must be finite"):
        relative_error(1.0, bad)


# the numerical derivatives

def cubic(theta):
    """f = θ₁³ + 2 θ₁ θ₂, its gradient (3 θ₁² + 2 θ₂, 2 θ₁), and f‴ = 6 along e₁."""
    return theta[0] ** 3 + 2 * theta[0] * theta[1]


POINT = np.array([1.5, -0.5])
SLOPE = np.array([5.75, 3.0])


def test_the_three_derivatives():
    assert relative_error(central_differences(cubic, POINT), SLOPE) < 1e-10
    assert relative_error(complex_step(cubic, POINT), SLOPE) < 1e-15
    v = np.array([0.6, 0.8])
    assert directional_derivative(cubic, POINT, v) == pytest.approx(SLOPE @ v, rel=1e-10)


def test_the_error_of_a_central_difference_is_h_squared_f_third_over_6():
    for h in (0.1, 0.01, 0.001):
        error = central_differences(cubic, POINT, h) - SLOPE
        np.testing.assert_allclose(error, [h**2, 0], rtol=1e-5, atol=1e-11)


def test_the_error_against_h_is_a_v():
    """Truncation falls as h² on the right arm, rounding rises as ε/h on the left: the lowest point is at ε^(1/3)."""
    example = case((3, 5, 2), ("tanh", "sigmoid"), seed=1)
    exact = complex_step(example.cost_function, example.theta)

    def error(h):
        return relative_error(central_differences(example.cost_function, example.theta, h), exact)

    assert error(CENTRAL_STEP) < 1e-9
    assert error(1e-1) > 1e-5 and error(1e-12) > 1e-6
    assert error(1e-1) / error(1e-2) == pytest.approx(100, rel=0.1)
    assert error(1e-3) / error(1e-4) == pytest.approx(100, rel=0.1)
    assert CENTRAL_STEP == pytest.approx(6.06e-6, rel=1e-3)


def test_complex_step_does_not_depend_on_h():
    for h in (1e-10, COMPLEX_STEP, 1e-100, 1e-200):
        assert relative_error(complex_step(cubic, POINT, h), SLOPE) < 1e-15


def test_the_point_is_not_changed():
    theta = POINT.copy()
    for check in (central_differences, complex_step):
        check(cubic, theta)
    along_direction(cubic, theta, SLOPE, np.random.default_rng(0))
    np.testing.assert_array_equal(theta, POINT)


# one random direction

@given(seeds)
def test_a_wrong_gradient_is_seen_along_almost_any_direction(seed):
    example = case((3, 4, 2), ("tanh", "sigmoid"))
    gradient = backprop(*example).vector

    def error(vector):
        return along_direction(example.cost_function, example.theta, vector, np.random.default_rng(seed))

    v = np.random.default_rng(seed).normal(size=gradient.shape)
    assume(abs(gradient @ v) > 1e-2 * np.linalg.norm(gradient) * np.linalg.norm(v))
    assert error(gradient) < 1e-7
    assert error(2 * gradient) > 0.4 and error(-gradient) > 1.9 and error(gradient / 5) > 0.7
    assume(abs(gradient[0] * v[0]) > 1e-4 * abs(gradient @ v))
    assert error(gradient * np.where(np.arange(gradient.size) == 0, 0, 1)) > 1e-5     # one entry forgotten


def test_a_direction_is_used_and_it_is_random():
    seen = []

    def f(theta):
        seen.append(theta)
        return cubic(theta)

    for seed in (0, 1):
        along_direction(f, POINT, SLOPE, np.random.default_rng(seed))
    assert len(seen) == 4                                            # two evaluations each
    steps = [(seen[i] - seen[i + 1]) / (2 * CENTRAL_STEP) for i in (0, 2)]
    assert [np.linalg.norm(v) for v in steps] == pytest.approx([1, 1], rel=1e-9)
    assert abs(steps[0] @ steps[1]) < 0.99


# confirm, same, refuses

def test_confirm_prints_the_error_and_can_fail(capsys):
    confirm("slope", np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-9]), tolerance=1e-8)
    assert capsys.readouterr().out == "slope: relative error 5.0e-10, tolerance 1e-08\n"
    with pytest.raises(AssertionError, match="slope: relative error 5.0e-10 exceeds the tolerance 1e-10"):
        confirm("slope", np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-9]), tolerance=1e-10)
    with pytest.raises(ValueError, match="must be finite"):
        confirm("slope", np.array([np.nan]), np.array([np.nan]), tolerance=1.0)


@pytest.mark.parametrize("a, b", [
    (1.5, 1.5), (np.ones((2, 1)), np.ones((2, 1))), (np.array([1.0, np.nan]), np.array([1.0, np.nan])),
    ((X + 1) ** 2, X**2 + 2 * X + 1), (sympy.Matrix([(X + 1) ** 2]), sympy.Matrix([X**2 + 2 * X + 1])), (np.array([X], dtype=object), np.array([X], dtype=object))])
def test_same(a, b):
    same(a, b)


@pytest.mark.parametrize("a, b", [
    (1.5, 1.5 + 1e-15), (np.ones((2, 1)), np.ones((2, 2))), (np.ones(2), np.array([1.0, np.nan])),
    ((X + 1) ** 2, X**2 + 1), (sympy.Matrix([X]), sympy.Matrix([X + 1])), (X, sympy.Symbol("y")), (np.ones(3), 1.0)])
def test_not_the_same(a, b):
    with pytest.raises(AssertionError, match="^not the same:"):
        same(a, b)


def test_refuses(capsys):
    refuses(lambda: same_length(1), "length", "got 1")
    assert capsys.readouterr().out == "ValueError: the length is 2; got 1\n"
    with pytest.raises(AssertionError, match=r"^not refused: the value is 2$"):
        refuses(lambda: same_length(2))
    with pytest.raises(AssertionError, match=r"^'width' is not in the message"):
        refuses(lambda: same_length(1), "width")
    with pytest.raises(ZeroDivisionError):
        refuses(lambda: 1 / 0)


def same_length(length):
    if length != 2:
        raise ValueError(f"the length is 2; got {length}")
    return length


def test_hessian_of_a_known_function():
    def gradient(v):                                     # of v0² v1 + v1³
        return np.array([2 * v[0] * v[1], v[0] ** 2 + 3 * v[1] ** 2])

    found = hessian(gradient, np.array([0.7, -1.2]))
    np.testing.assert_allclose(found, [[-2.4, 1.4], [1.4, -7.2]], atol=1e-8)
    assert (found == found.T).all()


def test_hessian_refuses_a_gradient_of_another_shape():
    with pytest.raises(ValueError, match=r"^gradient\(theta\) must have shape \(2,\); got \(1,\)$"):
        hessian(lambda v: v[:1], np.ones(2))
