"""Is this vector the gradient of that function? Numerical witnesses, independent of backprop.

Every function takes f, a map from a vector θ to one number, and θ itself;
`bplib.backprop.cost_function` makes such an f out of a network and a batch.
Use float64, and stay away from the kinks of ReLU: at a kink there is no derivative to find.
"""

import numbers
from decimal import Decimal

import numpy as np

from bplib.agreement import agree, relative_error
from bplib.expect import (expect_array, expect_callable, expect_finite, expect_plain, expect_real,
                          expect_rng)

__all__ = ["agree", "along_direction", "central_differences", "complex_step", "confirm",
           "directional_derivative", "hessian", "refuses", "relative_error", "same"]

# h* ≈ ε^(1/3) balances the truncation error h²|f‴|/6 with the rounding error ε|f|/h
CENTRAL_STEP = np.finfo(np.float64).eps ** (1 / 3)
# costs are not subtracted: rounding does not grow, h² must vanish beside 1 (Squire and Trapp 1998)
COMPLEX_STEP = 1e-20


def central_differences(f, theta, h=None):
    """The gradient entry by entry: (f(θ + h eᵢ) − f(θ − h eᵢ))/2h, the error O(h²).

    h is CENTRAL_STEP · max(1, |θᵢ|) unless it is given. This takes θᵢ for a number of size 1 or
    more: where f changes over a shorter way than that, as 1/θ does at θ = 10⁻⁶, give h.
    Raises TypeError or ValueError if f does not return one number, or where θ + h rounds to θ.
    """
    _expect_point(f, theta, h)
    return np.array([_along(f, theta, e, step) for e, step in _steps(theta, h)])


def complex_step(f, theta, h=COMPLEX_STEP):
    """The gradient entry by entry: Im f(θ + ih eᵢ)/h, the error O(h²), no costs subtracted.

    f must be analytic and accept complex θ: every activation of bplib away from kinks.
    Squire and Trapp (1998), eq. (5).
    """
    h = expect_real("h", h, above=0)
    _expect_point(f, theta, h)
    return np.array([np.imag(_number(f, theta + 1j * h * e)) / h for e, _ in _steps(theta, h)])


def hessian(gradient, theta, h=None):
    """The second derivatives H_pq = ∂²f/∂θ_p∂θ_q at θ, (N, N): differences of gradient(θ) = ∇f(θ).

    The exact matrix is symmetric, so the mean of H and Hᵀ is returned. h and what is raised are
    those of `central_differences`.
    """
    _expect_point(gradient, theta, h, "gradient")

    def at(point):
        return expect_array("gradient(theta)", gradient(point), theta.shape)

    columns = np.array([(at(_moved(theta, e, step)) - at(_moved(theta, e, -step))) / (2 * step)
                        for e, step in _steps(theta, h)])
    return (columns + columns.T) / 2


def directional_derivative(f, theta, v, h=CENTRAL_STEP):
    """(f(θ + hv) − f(θ − hv))/2h, the derivative of f at θ along v.

    θ and v are taken to have entries of size 1. Raises ValueError where θᵢ + hvᵢ rounds to θᵢ, and
    as `central_differences`.
    """
    h = expect_real("h", h, above=0)
    _expect_point(f, theta, h)
    expect_array("v", v, theta.shape)
    expect_finite("v", v)
    return _along(f, theta, v, h)


def _along(f, theta, v, h):
    return (_number(f, _moved(theta, v, h)) - _number(f, _moved(theta, v, -h))) / (2 * h)


def _moved(theta, v, h):
    """θ + hv. Raises ValueError where rounding takes half of a step that is not among the small."""
    moved, step = theta + h * v, np.abs(h * v)
    lost = (np.abs(moved - theta - h * v) >= step / 2) & (step > step.max() / 1000)
    for i in np.flatnonzero(lost)[:1]:
        raise ValueError(f"theta[{i}] = {theta[i]:g} is too large for the step h = {abs(h):g}: "
                         "theta + h rounds to theta, or to twice the step")
    return moved


def along_direction(f, theta, gradient, rng):
    """The relative error of ⟨gradient, v⟩ against the derivative along one random unit v.

    Two evaluations of f, whatever the number of parameters.
    """
    _expect_point(f, theta, CENTRAL_STEP)
    expect_array("gradient", gradient, theta.shape)
    expect_finite("gradient", gradient)
    v = expect_rng(rng).normal(size=theta.shape)
    v /= np.linalg.norm(v)
    return relative_error(gradient @ v, directional_derivative(f, theta, v))


def confirm(what, a, b, tolerance):
    """Print the relative error between a and b; AssertionError if it exceeds the tolerance."""
    tolerance = expect_real("tolerance", tolerance, above=0)
    error = relative_error(a, b)
    print(f"{what}: relative error {error:.1e}, tolerance {tolerance:.0e}")
    if error > tolerance:
        raise AssertionError(f"{what}: relative error {error:.1e} "
                             f"exceeds the tolerance {tolerance:.0e}")


def same(a, b):
    """Raise AssertionError, showing both, unless a and b are the same formula, array or number.

    Formulas are the same if their difference simplifies to 0; arrays have equal shapes and entries,
    nan at the same places. Nothing is broadcast, and nothing is rounded.
    """
    for name, value in (("a", a), ("b", b)):
        expect_plain(name, value)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        equal = _equal_arrays(np.asarray(a), np.asarray(b))
    else:
        equal = _equal(a, b)
    if not equal:
        raise AssertionError(f"not the same:\n  {a}\n  {b}")


def _equal(a, b):
    if bool(a == b):
        return True
    try:
        difference = a - b
    except TypeError:                                    # texts, lists, matrices beside numbers
        return False
    return hasattr(difference, "simplify") and _is_zero(difference)


def _is_zero(formula):
    simpler = formula.simplify()
    if simpler is None:                              # a mutable matrix simplifies itself
        simpler = formula
    return simpler == 0 or bool(getattr(simpler, "is_zero_matrix", False))


def _equal_arrays(a, b):
    number = a.dtype.kind in "fc" and b.dtype.kind in "fc"
    return a.shape == b.shape and np.array_equal(a, b, equal_nan=number)


def refuses(f, *words):
    """Print the message with which f() raises TypeError or ValueError.

    Raises AssertionError if it raises neither, or if one of `words` does not stand in the message.
    """
    expect_callable("f", f, "lambda: forward(net, x)")
    try:
        value = f()
    except (TypeError, ValueError) as error:
        message = f"{type(error).__name__}: {error}"
    else:
        raise AssertionError(f"not refused: the value is {value!r}")
    for part in words:
        if part not in message:
            raise AssertionError(f"{part!r} is not in the message {message!r}")
    print(message)


def _number(f, theta):
    """f(θ), if that is one number."""
    value = f(theta)
    if np.shape(value) != ():
        raise ValueError(f"f must return one number; got an array of shape {np.shape(value)}")
    if isinstance(value, np.ndarray):
        value = value[()]
    if not isinstance(value, numbers.Number) or isinstance(value, (bool, np.bool_, Decimal)):
        raise TypeError(f"f must return one number; got {type(value).__name__}")
    return value


def _steps(theta, h):
    """The unit vectors, each with its step: h, or CENTRAL_STEP · max(1, |θᵢ|) where h is None."""
    e = np.zeros(theta.shape)
    for i in range(theta.size):
        e[i] = 1.0
        yield e, (CENTRAL_STEP * max(1.0, abs(theta[i].item())) if h is None else float(h))
        e[i] = 0.0


def _expect_point(f, theta, h, name="f"):
    expect_callable(name, f, "bplib.backprop.cost_function(net, x, y, cost)")
    expect_array("theta", theta, ("n",))
    if theta.dtype != np.float64:
        raise TypeError("theta must hold float64, or rounding hides the gradient; "
                        f"got dtype {theta.dtype}")
    expect_finite("theta", theta)
    if h is not None:
        expect_real("h", h, above=0)
