"""The statements of the part Practice: what a first cost and a score must be, and where the time of
a gradient goes.
"""

from itertools import product
from math import prod

import numpy as np
from sympy import Pow, Rational, Symbol, log

from bplib import costs
from bplib.backprop import backprop, cost_of
from bplib.book.examples import random_network
from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.instruments.counting import Count, watch
from bplib.symbolic import C, Equation, L, evaluate, m, n
from bplib.train import accuracy

# the share of all examples that a network reads correctly
p = Symbol("p")
# the width of every layer, where all are equal
width = Symbol("n", integer=True, positive=True)


def _start_cost(equation, sizes=(4, 3, 5), m=6):
    """log n_L against the cost of a network without weights, whose output biases are equal."""
    rng = np.random.default_rng(13)
    net = random_network(sizes, ("tanh", "identity"), rng,
                         scheme=lambda n_out, n_in, rng: np.zeros((n_out, n_in)))
    net[3].b[:] = 0.7
    x, y = rng.normal(size=(sizes[0], m)), np.eye(sizes[-1])[:, rng.integers(sizes[-1], size=m)]
    value = evaluate(equation.rhs, {n: dict(enumerate(sizes, start=1)), L: 3}, at={L: 3})
    return relative_error(value, float(cost_of(net, x, y, costs.categorical_cross_entropy)))


IM1 = Statement(
    "IM1", Equation(C, log(n[L])),
    "The cost at the start",
    "A network whose outputs are all equal prefers no class: its cross-entropy is the logarithm of "
    "the number of classes.",
    code=costs.categorical_cross_entropy,
    measure=_start_cost,
    compared="the formula for five classes, and the cost of a network without weights and with "
             "equal output biases")


def _spread(share, examples):
    """The standard deviation of `accuracy` over all ways in which the examples can be read, by
    their probabilities.
    """
    y = np.vstack([np.ones(examples), np.zeros(examples)])
    ways = [np.array(way) for way in product((0.0, 1.0), repeat=examples)]
    scores = np.array([accuracy(np.vstack([right, 1 - right]), y) for right in ways])
    chances = np.array([prod(np.where(right == 1, share, 1 - share)) for right in ways])
    mean = chances @ scores
    return np.sqrt(chances @ (scores - mean) ** 2)


def _standard_error(equation):
    return max(relative_error(float(equation.rhs.subs({p: share, m: examples})),
                              _spread(share, examples))
               for share, examples in ((0.97, 6), (0.3, 5), (0.5, 1)))


# Unevaluated: with m > 0 SymPy would print two roots, one over the other.
IM2 = Statement(
    "IM2", Equation(Symbol(r"\mathrm{SE}"), Pow(p * (1 - p) / m, Rational(1, 2), evaluate=False)),
    "The standard error of a score",
    "It is the standard deviation of the share of correct answers among m examples that are drawn "
    "independently.",
    code=accuracy,
    measure=_standard_error,
    compared="the formula, and the standard deviation of the score over every way in which up to "
             "six examples can be read")


def _counted_share(neurons, layers, examples):
    """Entries of the layers 2 to L against multiplications in matrix products, counted in one
    gradient.
    """
    rng, count = np.random.default_rng(12), Count()
    net = random_network((neurons,) * layers, ("tanh",) * (layers - 1), rng)
    x, y = rng.normal(size=(2, neurons, examples))
    gradient = backprop(watch(net, count), x, y, costs.quadratic)
    return sum(delta.size for delta in gradient.delta.values()) / count.matrix


def _share(equation):
    return max(relative_error(float(equation.rhs.subs({width: neurons, L: layers})),
                              _counted_share(neurons, layers, examples))
               for neurons, layers, examples in ((7, 5, 4), (3, 2, 1), (4, 3, 2)))


SP1 = Statement(
    "SP1", Equation(Symbol(r"\frac{\text{entries}}{\text{multiplications}}"),
                    (L - 1) / (width * (3 * L - 4))),
    "The share of the entries",
    "In layers of equal width: the wider they are, the fewer entries there are for each "
    "multiplication in the matrix products.",
    code=backprop,
    measure=_share,
    compared="the formula, and what was counted while the code computed the gradient of three "
             "networks")
