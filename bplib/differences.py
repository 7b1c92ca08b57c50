"""Is this vector the gradient of that function? Numerical witnesses, independent of backprop.

Every function takes f, a map from a vector θ to one number, and θ itself;
`bplib.backprop.cost_function` makes such an f out of a network and a batch.
Use float64, and stay away from the kinks of ReLU: at a kink there is no derivative to find.
"""

import numbers

import numpy as np

from bplib.expect import expect_array, expect_finite, expect_real, expect_rng, expect_same_shape

# h* ≈ ε^(1/3) balances the truncation error h²|f‴|/6 with the rounding error ε|f|/h
CENTRAL_STEP = np.finfo(np.float64).eps ** (1 / 3)
# costs are not subtracted: rounding does not grow, h² must vanish beside 1 (Squire and Trapp 1998)
COMPLEX_STEP = 1e-20


def relative_error(a, b):
    """max|a − b| / max(max|a|, max|b|), and 0 where both are all zero.

    a and b are arrays of one shape, or two numbers; nothing is broadcast. Raises
    ValueError for different shapes, and for nan or inf.
    """
    a, b = np.asarray(a), np.asarray(b)
    expect_same_shape("b", b, "a", a)
    expect_finite("a", np.atleast_1d(a))
    expect_finite("b", np.atleast_1d(b))
    difference, size = np.abs(a - b).max(), max(np.abs(a).max(), np.abs(b).max())
    return 0.0 if size == 0 else float(difference / size)


def agree(a, b, tolerance):
    """True if two float arrays agree: one shape, the same nan, inf and −inf, and close elsewhere.

    Close is a relative error below `tolerance`.
    """
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        return False
    finite = np.isfinite(a)
    return (np.array_equal(a[~finite], b[~np.isfinite(b)], equal_nan=True)
            and np.array_equal(finite, np.isfinite(b))
            and (not finite.any() or relative_error(a[finite], b[finite]) < tolerance))


def central_differences(f, theta, h=CENTRAL_STEP):
    """The gradient entry by entry: (f(θ + h eᵢ) − f(θ − h eᵢ))/2h, the error O(h²).

    Raises TypeError or ValueError if f does not return one number.
    """
    _expect_point(theta, h)
    return np.array([directional_derivative(f, theta, e, h) for e in _unit_vectors(theta)])


def complex_step(f, theta, h=COMPLEX_STEP):
    """The gradient entry by entry: Im f(θ + ih eᵢ)/h, the error O(h²), no costs subtracted.

    f must be analytic and accept complex θ: every activation of bplib away from kinks.
    Squire and Trapp (1998), eq. (5).
    """
    _expect_point(theta, h)
    return np.array([np.imag(_number(f, theta + 1j * h * e)) / h for e in _unit_vectors(theta)])


def hessian(gradient, theta, h=CENTRAL_STEP):
    """The second derivatives H_pq = ∂²f/∂θ_p∂θ_q at θ, (N, N): differences of gradient(θ) = ∇f(θ).

    The exact matrix is symmetric, so the mean of H and Hᵀ is returned.
    """
    _expect_point(theta, h)
    columns = np.array([(gradient(theta + h * e) - gradient(theta - h * e)) / (2 * h)
                        for e in _unit_vectors(theta)])
    expect_array("gradient(theta)", columns, (theta.size, theta.size))
    return (columns + columns.T) / 2


def directional_derivative(f, theta, v, h=CENTRAL_STEP):
    """(f(θ + hv) − f(θ − hv))/2h, the derivative of f at θ along v."""
    _expect_point(theta, h)
    expect_same_shape("v", v, "theta", theta)
    return (_number(f, theta + h * v) - _number(f, theta - h * v)) / (2 * h)


def along_direction(f, theta, gradient, rng):
    """The relative error of ⟨gradient, v⟩ against the derivative along one random unit v.

    Two evaluations of f, whatever the number of parameters.
    """
    _expect_point(theta, CENTRAL_STEP)
    expect_same_shape("gradient", gradient, "theta", theta)
    v = expect_rng(rng).normal(size=theta.shape)
    v /= np.linalg.norm(v)
    return relative_error(gradient @ v, directional_derivative(f, theta, v))


def confirm(what, a, b, tolerance):
    """Print the relative error between a and b; AssertionError if it exceeds the tolerance."""
    expect_real("tolerance", tolerance, above=0)
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
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        equal = _equal_arrays(np.asarray(a), np.asarray(b))
    else:
        equal = bool(a == b) or hasattr(a - b, "simplify") and _is_zero(a - b)
    if not equal:
        raise AssertionError(f"not the same:\n  {a}\n  {b}")


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
    if not isinstance(value, (numbers.Number, np.ndarray)) or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"f must return one number; got {type(value).__name__}")
    return value


def _unit_vectors(theta):
    e = np.zeros(theta.shape)
    for i in range(theta.size):
        e[i] = 1.0
        yield e
        e[i] = 0.0


def _expect_point(theta, h):
    expect_array("theta", theta, ("n",))
    if theta.dtype != np.float64:
        raise TypeError("theta must hold float64, or rounding hides the gradient; "
                        f"got dtype {theta.dtype}")
    expect_finite("theta", theta)
    expect_real("h", h, above=0)
