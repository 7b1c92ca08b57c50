"""What goes wrong around the backward pass: wrong functions, each beside its right twin.

Naive exponentials, shapes that broadcast, tied weights, wrong ways of checking a gradient, starts that keep
neurons equal. Each has a check that its twin passes and that it fails. The wrong backward passes
themselves are in `misconceptions`.
"""

from typing import Callable, NamedTuple

import numpy as np

from bplib.activations import sigmoid
from bplib.backprop import backprop, cost_function
from bplib.costs import binary_cross_entropy, quadratic, softmax
from bplib.differences import central_differences, complex_step, relative_error
from bplib.four_equations import bp3
from bplib.initialise import xavier
from bplib.network import Layer, Network, build, forward, to_vector, with_vector
from bplib.optimise import gradient_descent
from bplib.wrong.versions import REPORTED


class WrongFunction(NamedTuple):
    """One wrong function.

    code         its row in the bank and a letter
    name         a few words
    wrong, why   what is wrong, and why people do it, in one sentence each
    function     the wrong function; twin is the right one, with the same arguments
    passes       passes(f) -> True if f is right: its docstring says what is asked
    """

    code: str
    name: str
    wrong: str
    why: str
    function: Callable
    twin: Callable
    passes: Callable

    @property
    def row(self):
        """The row of the bank."""
        return int(self.code[:-1])

    @property
    def reported(self):
        """Where readers report this row or ask about it."""
        return REPORTED[self.row]


def caught(function, passes):
    """True if `function` fails the check, or raises in it."""
    try:
        return not passes(function)
    except (ArithmeticError, TypeError, ValueError):
        return True


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


# Row 9: one matrix used twice

def tied_overwritten(net, x, y, cost):
    """The derivative by a matrix w that is w² and, transposed, w³: the part of w² alone."""
    return backprop(net, x, y, cost).w[2]


def tied_added(net, x, y, cost):
    """The same with both parts: ∂C/∂w² + (∂C/∂w³)ᵀ."""
    gradient = backprop(net, x, y, cost)
    return gradient.w[2] + gradient.w[3].T


def tied_gradient_is_the_derivative(gradient):
    """It is the complex-step derivative of the cost by the shared matrix."""
    rng = np.random.default_rng(0)
    w, x = rng.normal(size=(2, 3)), rng.normal(size=(3, 5))

    def tied(w):
        return Network((Layer(w, np.zeros((2, 1)), "tanh"), Layer(w.T, np.zeros((3, 1)), "identity")))

    def C(theta):
        return quadratic.value(forward(tied(theta.reshape(w.shape)), x).a[3], x)

    return relative_error(gradient(tied(w), x, x, quadratic).ravel(), complex_step(C, w.ravel())) < 1e-12


# Row 10: ways of checking. Each returns the relative error that it sees in the gradient of bplib.

def _error(net, x, y, cost, theta, f):
    gradient = backprop(with_vector(net, theta), x, y, cost)
    return relative_error(gradient.vector, central_differences(f, theta))


def _off_the_kinks(net):
    theta = to_vector(net.parameters)
    return theta + np.linspace(0.1, 0.2, theta.size)


def check_of_the_cost(net, x, y, cost):
    """Central differences of the cost in float64, at a place where no weighted input is 0."""
    return _error(net, x, y, cost, _off_the_kinks(net), cost_function(net, x, y, cost))


def check_of_the_output(net, x, y, cost):
    """Central differences of the sum of the outputs."""
    def output(theta):
        return forward(with_vector(net, theta), x).a[net.L].sum()

    return _error(net, x, y, cost, _off_the_kinks(net), output)


def check_at_a_kink(net, x, y, cost):
    """Central differences of the cost at the network as it is: biases 0, an example that is 0."""
    return _error(net, x, y, cost, to_vector(net.parameters), cost_function(net, x, y, cost))


def check_in_float32(net, x, y, cost):
    """Central differences of the cost with float32 inside, with the step that suits float64."""
    f = cost_function(net, x, y, cost)
    return _error(net, x, y, cost, _off_the_kinks(net), lambda theta: float(f(theta.astype(np.float32))))


def right_gradient_passes(error):
    """It reports an error below 1e-6 for the right gradient of a ReLU network at its start."""
    rng = np.random.default_rng(0)
    net = build((3, 4, 2), ("relu", "identity"), rng, xavier)
    x = rng.normal(size=(3, 4))
    x[:, 0] = 0.0                                # an empty example: z² = b² = 0, the kink of ReLU
    return error(net, x, rng.normal(size=(2, 4)), quadratic) < 1e-6


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


# Row 14: starts

def zero(n_out, n_in, rng):
    """w = 0."""
    return np.zeros((n_out, n_in))


def constant(n_out, n_in, rng):
    """w = 0.5 for every weight."""
    return np.full((n_out, n_in), 0.5)


def neurons_become_different(scheme):
    """After 50 steps of training, no two hidden neurons have the same weights."""
    rng = np.random.default_rng(0)
    net = build((3, 4, 2), ("tanh", "sigmoid"), rng, scheme)
    x, y = rng.normal(size=(3, 6)), rng.uniform(size=(2, 6))
    optimiser = gradient_descent(0.5)
    state = optimiser.init(net.parameters)
    for _ in range(50):
        state = optimiser.update(net.parameters, backprop(net, x, y, quadratic).arrays, state)
    w = net[2].w
    return min(np.abs(w[i] - w[j]).max() for i in range(4) for j in range(i)) > 1e-6


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


FUNCTIONS = {wrong.name: wrong for wrong in (
    WrongFunction("6d", "bias step broadcast", "b − ηδ turns the bias (n, 1) into (n, m).",
                  "BP3 reads ∂C/∂b = δ, and NumPy fits the shapes.",
                  step_with_delta, step_with_sum, bias_keeps_its_shape),
    WrongFunction("6e", "comparison broadcast", "Arrays of different shapes are compared, and found equal.",
                  "np.allclose broadcasts.", np.allclose, lambda a, b: relative_error(a, b) < 1e-8,
                  columns_are_told_apart),
    WrongFunction("9c", "tied weights overwritten", "A matrix that is used twice gets the gradient of one use.",
                  "Each layer stores its own gradient, and the later store wins.",
                  tied_overwritten, tied_added, tied_gradient_is_the_derivative),
    WrongFunction("10a", "check of the output", "The differences are taken of the output, not of the cost.",
                  "The function at hand is the forward pass.",
                  check_of_the_output, check_of_the_cost, right_gradient_passes),
    WrongFunction("10b", "check at a kink", "The differences are taken across the kink of ReLU.",
                  "A start with b = 0 and an example of zeros put z at the kink.",
                  check_at_a_kink, check_of_the_cost, right_gradient_passes),
    WrongFunction("10c", "check in float32", "The difference of two costs is lost in float32 rounding.",
                  "The network trains in float32.",
                  check_in_float32, check_of_the_cost, right_gradient_passes),
    WrongFunction("11b", "hidden softmax diagonal", "The Jacobian of a hidden softmax is taken as diagonal.",
                  "a(1 − a) is the diagonal, and looks like the slope of the sigmoid.",
                  softmax_vjp_diagonal, softmax_vjp, vjp_is_the_derivative),
    WrongFunction("12b", "naive sigmoid", "e⁻ᶻ overflows for z = −10⁴.", "It is the formula in the text.",
                  naive_sigmoid, sigmoid.f, quiet_when_large),
    WrongFunction("12c", "np.where guard", "np.where computes both forms, so one still overflows.",
                  "np.where reads like an if.", guarded_sigmoid, sigmoid.f, quiet_when_large),
    WrongFunction("12d", "naive softmax", "e^z overflows, and inf/inf is nan.", "It is the formula in the text.",
                  naive_softmax, softmax, quiet_when_large),
    WrongFunction("12e", "log of a probability", "The probability rounds to 0 or 1, and its logarithm is −inf.",
                  "Cost and activation are written as two functions.",
                  log_of_a_probability, binary_cross_entropy.value, cost_quiet_when_large),
    WrongFunction("14a", "zero start", "All weights start at 0, so neurons of a layer stay equal.",
                  "0 is the neutral choice for biases, and is taken for weights too.",
                  zero, xavier, neurons_become_different),
    WrongFunction("14b", "constant start", "All weights start equal, so neurons of a layer stay equal.",
                  "A small constant avoids the zeros.", constant, xavier, neurons_become_different),
    WrongFunction("17b", "cost broadcast", "(1, m) − (m, 1) is (m, m): each output meets each target.",
                  "One output is a row in one place and a column in another.",
                  broadcast_quadratic, quadratic.value, target_shape_is_seen),
)}
