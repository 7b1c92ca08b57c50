"""Checks of code that claims to compute the gradient: what does each one see?

Every check is a function (backpropagate, case, rng) -> True if the code passes, where
`backpropagate` has the signature of bplib.backprop.backprop: (net, x, y, cost) -> Gradient.
`CHECKS` names them and says on which cases each one runs; `catches` runs one.
"""

from functools import cache
from typing import Callable, NamedTuple

import numpy as np
import sympy

from bplib.activations import Activation
from bplib.backprop import cost_function, cost_of
from bplib.costs import Cost, categorical_cross_entropy, quadratic
from bplib.differences import along_direction, central_differences, complex_step, relative_error
from bplib.expect import expect_same_shape
from bplib.instruments.landscapes import iterates
from bplib.network import Layer, Network, copy, forward, random_network, to_vector, with_vector
from bplib.optimise import gradient_descent

STEPS, RATE = 20, 0.1        # of the check that trains
SMALL = 1e-6                 # the learning rate at which the first-order term is all that counts
LARGE = 1e4                  # weighted inputs that saturate everything


class Case(NamedTuple):
    """A network, a batch x (n₁, m) with targets y (n_L, m), and a cost."""

    net: Network
    x: np.ndarray
    y: np.ndarray
    cost: Cost

    @property
    def theta(self):
        """All parameters as one vector."""
        return to_vector(self.net.parameters)

    @property
    def cost_function(self):
        """C as a function of that vector."""
        return cost_function(*self)


def equal_widths(rng):
    """Two cases, quadratic and cross-entropy, with every width and the batch equal to 4.

    Wrong versions run here that the shapes would stop elsewhere.
    """
    return (_case((4, 4, 4, 4), ("tanh", "sigmoid", "sigmoid"), quadratic, 4, rng),
            _case((4, 4, 4, 4), ("tanh", "sigmoid", "identity"), categorical_cross_entropy, 4, rng))


def other_widths(rng):
    """The same two with widths and batch sizes that all differ."""
    return (_case((3, 5, 4, 2), ("tanh", "sigmoid", "sigmoid"), quadratic, 6, rng),
            _case((5, 4, 2, 3), ("tanh", "sigmoid", "identity"), categorical_cross_entropy, 6, rng))


def _case(sizes, activations, cost, m, rng):
    net = random_network(sizes, activations, rng)
    classes = rng.permutation(np.arange(m) % sizes[-1])
    return Case(net, rng.normal(size=(sizes[0], m)), np.eye(sizes[-1])[:, classes], cost)


def gradient_arrays(backpropagate, case):
    """The gradient as arrays. Raises ValueError if a shape is not that of its parameter."""
    arrays = backpropagate(*case).arrays
    for i, (array, parameter) in enumerate(zip(arrays, case.net.parameters, strict=True)):
        expect_same_shape(f"gradient[{i}]", array, f"parameter[{i}]", parameter)
    return arrays


def gradient_vector(backpropagate, case):
    """The same as one vector."""
    return to_vector(gradient_arrays(backpropagate, case))


def by_array(case, vector):
    """A vector with one entry for each parameter as arrays: a wrong layer is seen behind others
    whose entries are larger.
    """
    return with_vector(case.net, vector).parameters


def shapes_agree(backpropagate, case, rng):
    """Every gradient array has the shape of its parameter array."""
    gradient_vector(backpropagate, case)
    return True


def descend(backpropagate, case, steps=STEPS, rate=RATE):
    """θ₀, θ₁, …, one in each row, (steps + 1, N): gradient descent on the whole batch, along what
    the code returns.
    """
    def gradient(theta):
        return gradient_vector(backpropagate, case._replace(net=with_vector(case.net, theta)))

    return iterates(gradient_descent(rate), gradient, case.theta, steps)


def cost_falls(backpropagate, case, rng):
    """The cost is lower after 20 steps of gradient descent with the learning rate 0.1."""
    path, C = descend(backpropagate, case), case.cost_function
    return C(path[-1]) < C(path[0])


def first_order(backpropagate, case, rng):
    """One small step −ηg changes the cost by −η‖g‖², to four digits."""
    g, C = gradient_vector(backpropagate, case), case.cost_function
    change = C(case.theta - SMALL * g) - C(case.theta)
    return relative_error(change, -SMALL * g @ g) < 1e-4


def one_direction(backpropagate, case, rng):
    """⟨g, v⟩ is the derivative of the cost along one random direction v."""
    return along_direction(case.cost_function, case.theta,
                           gradient_vector(backpropagate, case), rng) < 1e-6


def entry_by_entry(backpropagate, case, rng):
    """Every entry is the central difference of the cost."""
    found = central_differences(case.cost_function, case.theta)
    return relative_error(gradient_arrays(backpropagate, case), by_array(case, found)) < 1e-6


def by_complex_step(backpropagate, case, rng):
    """Every entry is the complex-step derivative of the cost."""
    found = complex_step(case.cost_function, case.theta)
    return relative_error(gradient_arrays(backpropagate, case), by_array(case, found)) < 1e-12


def batch_is_mean(backpropagate, case, rng):
    """The gradient of the batch is the mean of the gradients of its examples."""
    net, x, y, cost = case
    singles = [gradient_vector(backpropagate, Case(net, x[:, [i]], y[:, [i]], cost))
               for i in range(x.shape[1])]
    # As one vector: where a wrong version's gradient of an array is 0, both sides are rounding.
    return relative_error(gradient_vector(backpropagate, case), np.mean(singles, axis=0)) < 1e-12


def on_symbols(backpropagate, case, rng):
    """On symbols, every entry is exactly SymPy's derivative of the cost.

    The network has the depth of the case, two neurons in every layer and two examples. Of the
    activation function only σ′(z) = ρ(σ(z)) is known, ρ unknown, as for sigmoid and tanh; of the
    cost, that it adds up an unknown function of each output and its target, and takes the mean.
    """
    symbolic, C = _symbolic_case(case.net.L, case.cost.name, case.cost.logits)
    arrays = backpropagate(*symbolic).arrays
    return all(array.shape == parameters.shape
               and all(sympy.expand(got - _derivative(C, theta)) == 0
                       for got, theta in zip(array.flat, parameters.flat))
               for array, parameters in zip(arrays, symbolic.net.parameters, strict=True))


def finite_when_large(backpropagate, case, rng):
    """With weighted inputs up to 10⁴ in every layer the gradient is finite, and NumPy has nothing
    to report.
    """
    net = copy(case.net)
    for l in range(2, net.L + 1):
        scale = LARGE / np.abs(forward(net, case.x).z[l]).max()
        for array in (net[l].w, net[l].b):
            array *= scale
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return bool(np.isfinite(gradient_vector(backpropagate, case._replace(net=net))).all())


class Check(NamedTuple):
    """name; passes(backpropagate, case, rng) -> bool; cases(rng) -> the cases it runs on."""

    name: str
    passes: Callable
    cases: Callable


CHECKS = {check.name: check for check in (
    Check("shapes, equal widths", shapes_agree, equal_widths),
    Check("shapes, other widths", shapes_agree, other_widths),
    Check("cost falls", cost_falls, equal_widths),
    Check("batch is the mean", batch_is_mean, equal_widths),
    Check("first order", first_order, equal_widths),
    Check("one direction", one_direction, equal_widths),
    Check("central differences", entry_by_entry, equal_widths),
    Check("complex step", by_complex_step, equal_widths),
    Check("on symbols", on_symbols, equal_widths),
    Check("finite at 10^4", finite_when_large, equal_widths),
)}


def catches(check, backpropagate, rng):
    """True if the code fails the check on at least one of its cases.

    An exception is a failure too.
    """
    try:
        # wrong versions may diverge
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            return not all(check.passes(backpropagate, case, rng) for case in check.cases(rng))
    except (ArithmeticError, TypeError, ValueError):
        return True


class _sigma(sympy.Function):
    def fdiff(self, argindex=1):
        return sympy.Function("rho")(self)


class _c(sympy.Function):
    def fdiff(self, argindex=1):
        return sympy.Function("c_1")(*self.args)


@cache
def _symbolic_case(L, cost_name, logits):
    """The Case of on_symbols, and its cost C as an expression."""
    def symbols(name, columns):
        return np.array([[sympy.Symbol(f"{name}_{j}{k}") for k in range(columns)]
                         for j in range(2)])

    sigma, rho, c, c_1 = (np.vectorize(f, otypes=[object])
                          for f in (_sigma, sympy.Function("rho"), _c, sympy.Function("c_1")))
    hidden = Activation("sigma", sigma, lambda z, a: rho(a))
    net = Network(Layer(symbols(f"w{l}", 2), symbols(f"b{l}", 1),
                        "identity" if logits and l == L else hidden)
                  for l in range(2, L + 1))
    cost = Cost(cost_name, lambda a, y: c(a, y).sum() / a.shape[1],
                lambda a, y: c_1(a, y) / a.shape[1], logits, lambda y: None)
    case = Case(net, symbols("x", 2), symbols("y", 2), cost)
    return case, cost_of(*case)


@cache
def _derivative(C, theta):
    return C.diff(theta)
