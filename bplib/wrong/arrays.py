"""Wrong functions of arrays: shapes that broadcast, exponentials that overflow, a softmax taken for
a sigmoid.

Each wrong function stands before its right twin, unless that is a function of bplib, and before
the check that tells them apart. The table is bplib.wrong.functions.
"""

import numpy as np

from bplib.activations import sigmoid
from bplib.costs import softmax
from bplib.differences import complex_step, relative_error
from bplib.four_equations import bp3


# Row 6: shapes

def step_with_delta(b, delta, rate):
    """b ← b − ηδ, δ (n_l, m) not summed."""
    return b - rate * delta


def step_with_sum(b, delta, rate):
    """b ← b − η ∂C/∂b."""
    return b - rate * bp3(delta)


def bias_keeps_its_shape(step):
    """The bias has the same shape before and after the step."""
    return step(np.zeros((3, 1)), np.ones((3, 4)), 0.1).shape == (3, 1)


def columns_are_told_apart(equal):
    """A bias (3, 1) is not equal to four copies of it (3, 4)."""
    b = np.array([[1.0], [2.0], [3.0]])
    try:
        return not equal(b, np.tile(b, 4))
    except ValueError:                           # refusing to compare is right too
        return True


# Row 11: softmax in a hidden layer

def softmax_vjp_diagonal(z, v):
    """vᵀ ∂a/∂z with ∂a_j/∂z_j = a_j(1 − a_j) and nothing else."""
    a = softmax(z)
    return v * a * (1 - a)


def softmax_vjp(z, v):
    """vᵀ ∂a/∂z with ∂a_k/∂z_j = a_k([k = j] − a_j)."""
    a = softmax(z)
    return a * (v - (v * a).sum(axis=0))


def vjp_is_the_derivative(vjp):
    """It is the complex-step derivative of Σ_k v_k a_k."""
    rng = np.random.default_rng(0)
    z, v = rng.normal(size=(4, 1)), rng.normal(size=(4, 1))
    derivative = complex_step(lambda t: (v * softmax(t.reshape(4, 1))).sum(), z.ravel())
    return relative_error(vjp(z, v).ravel(), derivative) < 1e-12


# Row 12: exponentials and logarithms

def naive_sigmoid(z):
    """1/(1 + e⁻ᶻ) as it stands."""
    return 1 / (1 + np.exp(-z))


def guarded_sigmoid(z):
    """The right form chosen by np.where: both forms are computed first, so one still overflows."""
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def naive_softmax(z):
    """eᶻ / Σ eᶻ as it stands."""
    return np.exp(z) / np.exp(z).sum(axis=0)


def log_of_a_probability(z, y):
    """−1/m Σ [y log a + (1 − y) log(1 − a)] with a = σ(z) rounded first."""
    a = sigmoid.f(z)
    return -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / z.shape[1]


def quiet_when_large(f):
    """For |z| = 10⁴ it is finite, and NumPy has nothing to report."""
    z = np.array([[1e4, -1e4], [-1e4, 1e4]])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return bool(np.isfinite(f(z)).all())


def cost_quiet_when_large(value):
    """For |z| = 10⁴ and both targets it is finite, and NumPy has nothing to report."""
    return quiet_when_large(lambda z: value(z, np.array([[1.0, 1.0], [0.0, 0.0]])))


# Row 17: targets

def broadcast_quadratic(a, y):
    """1/(2m) Σ (a − y)², without a look at the shapes."""
    return np.sum((a - y) ** 2) / (2 * a.shape[1])


def target_shape_is_seen(value):
    """A target (m, 1) for an output (1, m) is refused, or the cost is the same as with (1, m)."""
    a, y = np.array([[0.2, 0.9, 0.4]]), np.array([[0.0, 1.0, 1.0]])
    try:
        return value(a, y.T) == value(a, y)
    except ValueError:
        return True
