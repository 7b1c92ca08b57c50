"""Each σ and σ′ against 40 digits, and what every activation must keep."""

import warnings

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from scipy.special import expit

from bplib.activations import ACTIVATIONS, Activation, get_activation, sigmoid
from strategies import weighted_inputs

REFERENCE = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else mpmath.mpf(0.01) * z,
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "gelu": lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "identity": lambda z: z,
}
EPS = np.finfo(float).eps
DTYPES = (np.float32, np.float64, np.complex64, np.complex128)
every_activation = pytest.mark.parametrize("s", ACTIVATIONS.values(), ids=ACTIVATIONS)


@every_activation
@given(z=weighted_inputs)
def test_value(s, z):
    """Right in the relative sense, far out in the tails too; below 1e-300 in the absolute sense."""
    with mpmath.workdps(400):                    # 1 + e⁻⁷⁰⁰ needs 300 digits
        value = float(REFERENCE[s.name](mpmath.mpf(z)))
    # e^(−z²/2) turns an error of ε in z into one of z² ε
    tolerance = 8 * EPS * (1 + (z * z if s.name == "gelu" else 0))
    assert s.f(np.array([z])).item() == pytest.approx(value, rel=tolerance, abs=1e-300)


@every_activation
@given(z=weighted_inputs.filter(lambda z: abs(z) > 1e-6))
def test_prime_is_the_derivative(s, z):
    """Right to a few ε of 1, the largest slope: a(1 − a) cancels where a is 1."""
    with mpmath.workdps(400):
        slope = float(mpmath.diff(REFERENCE[s.name], mpmath.mpf(z), h=mpmath.mpf("1e-40")))
    array = np.array([z])
    assert s.prime(array, s.f(array)).item() == pytest.approx(slope, rel=1e-14, abs=4 * EPS)


def exact_slope(name, z):
    """σ′(z) of the sigmoid or of tanh, with the digits of mpmath, in a form in which nothing cancels."""
    t = mpmath.exp(-abs(z) * {"sigmoid": 1, "tanh": 2}[name])
    return {"sigmoid": 1, "tanh": 4}[name] * t / (1 + t) ** 2


def deviations(name, z):
    """|prime − σ′|, and |prime − σ′|/σ′, at each of the points z."""
    s, z = ACTIVATIONS[name], np.array(z, float)
    with mpmath.workdps(50):
        exact = [exact_slope(name, mpmath.mpf(value)) for value in z]
        absolute = [abs(slope - value) for slope, value in zip(s.prime(z, s.f(z)), exact)]
        return (np.array([*map(float, absolute)]),
                np.array([float(one / value) for one, value in zip(absolute, exact)]))


@pytest.mark.parametrize("name", ("sigmoid", "tanh"))
def test_the_slope_of_a_saturated_neuron_is_right_to_two_to_the_minus_51(name):
    absolute, _ = deviations(name, np.linspace(-700, 700, 7001))
    assert EPS / 2 < absolute.max() <= 2 * EPS


@pytest.mark.parametrize("name, sides, lost, gone", (("sigmoid", (1,), 18.2, 37), ("tanh", (-1, 1), 10, 20)))
def test_where_the_slope_loses_its_relative_accuracy(name, sides, lost, gone):
    """At `lost` half of the 16 digits are wrong; from `gone` on the slope is 0, though σ′ is not."""
    for side in sides:
        _, early = deviations(name, side * np.linspace(0, lost - 1.5, 200))
        _, late = deviations(name, side * np.linspace(lost, gone, 200))
        _, after = deviations(name, side * np.linspace(gone, 300, 200))
        assert early.max() < 1e-8 < late.max() and after.min() == after.max() == 1


def test_the_sigmoid_keeps_the_digits_of_its_slope_on_the_left():
    _, relative = deviations("sigmoid", np.linspace(-700, 0, 3501))
    assert relative.max() < 4 * EPS


@every_activation
@given(z=weighted_inputs)
def test_complex_step_gives_prime(s, z):
    assume(z != 0 or "relu" not in s.name)       # the kink: no derivative
    array = np.array([z])
    step = s.f(array + 1e-20j).imag / 1e-20
    np.testing.assert_allclose(step, s.prime(array, s.f(array)), rtol=1e-13, atol=4 * EPS)


@pytest.mark.parametrize("s", [s for s in ACTIVATIONS.values() if "relu" not in s.name], ids=lambda s: s.name)
@pytest.mark.parametrize("zero", (0.0, -0.0))
def test_complex_step_at_either_zero(s, zero):
    z = np.array([zero])
    np.testing.assert_allclose(s.f(np.array([complex(zero, 1e-20)])).imag / 1e-20, s.prime(z, s.f(z)), rtol=1e-15)


def test_sigmoid_is_expit():
    z = np.linspace(-700, 700, 2001)             # farther out, expit gives 0 for the smallest numbers
    np.testing.assert_allclose(sigmoid.f(z), expit(z), rtol=4 * EPS)


@pytest.mark.parametrize("name, at_kink", (("relu", 0.0), ("leaky_relu", 0.01)))
def test_the_slope_at_the_kink_is_the_one_from_the_left(name, at_kink):
    s, zero = ACTIVATIONS[name], np.zeros(1)
    assert s.f(zero).item() == 0 and s.prime(zero, zero).item() == at_kink


@pytest.mark.parametrize("dtype", DTYPES)
@every_activation
def test_dtype_and_shape_are_kept_and_nothing_overflows(s, dtype):
    z = np.array([[-1e4, -88.8, -1.0, 0.0], [1e-30, 1.0, 88.8, 1e4]], dtype)
    kept = z.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = s.f(z)
        slope = s.prime(z, a)
    assert a.dtype == slope.dtype == dtype
    assert a.shape == slope.shape == z.shape
    assert np.isfinite(a).all() and np.isfinite(slope).all()
    np.testing.assert_array_equal(z, kept)


@every_activation
def test_nan_is_not_hidden(s):
    assert np.isnan(s.f(np.array([np.nan]))).all()


@every_activation
def test_get_activation_takes_a_name_or_the_activation(s):
    assert get_activation(s.name) is s
    assert get_activation(s) is s
    own = Activation("square", np.square, lambda z, a: 2 * z)
    assert get_activation(own) is own
