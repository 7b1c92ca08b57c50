"""The small random networks on which statements are measured.

Their biases are not 0, and every width is different.
"""

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from bplib import costs
from bplib.backprop import Gradient, backprop
from bplib.differences import relative_error
from bplib.network import Network, Trace, forward, random_network
from bplib.symbolic import (L, Partial, a, b, delta, evaluate, j, k, l, m, n, sigma, sigma_prime, w,
                            y, z)


class Example(NamedTuple):
    """A softplus network, a batch x (n₁, m) with targets y (n_L, m) for the quadratic cost, and
    what the code gives.
    """

    net: Network
    x: np.ndarray
    y: np.ndarray
    trace: Trace
    gradient: Gradient

    @property
    def task(self):
        """(net, x, y, cost), as `backprop` takes it."""
        return *self[:3], costs.quadratic

    @property
    def values(self):
        """What the letters of the book stand for here, as `evaluate` takes it."""
        net, layers = self.net, range(2, self.net.L + 1)
        return {n: dict(enumerate(net.sizes, start=1)),
                w: {i: net[i].w for i in layers}, b: {i: net[i].b for i in layers},
                a: self.trace.a, z: self.trace.z, delta: self.gradient.delta,
                y: self.y, m: self.x.shape[1], L: net.L,
                sigma: lambda t: math.log1p(math.exp(t)),
                sigma_prime: lambda t: 1 / (1 + math.exp(-t))}


@cache
def random_example(sizes=(4, 3, 5, 2), examples=1):
    """The Example of these widths and this number of examples; always the same one."""
    rng = np.random.default_rng(10)
    # softplus: neither σ nor σ′ is odd or even, so a wrong sign before z is seen
    net = random_network(sizes, ("softplus",) * (len(sizes) - 1), rng)
    x = rng.normal(size=(sizes[0], examples))
    target = rng.uniform(-1, 1, size=(sizes[-1], examples))
    return Example(net, x, target, forward(net, x), backprop(net, x, target, costs.quadratic))


def on_a_network(*, layer=3, neurons=(j,), examples=1, prepare=lambda formula: formula):
    """A `measure`: both sides of the printed equation for all neurons of a layer, the left one as
    the code has it.

    neurons  the free indices: (j,), or (j, k) with k in the layer before
    prepare  what is put into the right side first, such as the slope of a cost for ∂C/∂a
    """
    def measure(equation):
        example = random_example(examples=examples)
        widths = {j: (j, 1, n[layer]), k: (k, 1, n[layer - 1])}
        by_formula, by_code = (
            evaluate(side, values, at={l: layer, L: layer},
                     over=[widths[index] for index in neurons])
            for side, values in ((prepare(equation.rhs), example.values),
                                 of_the_code(equation.lhs, example)))
        return relative_error(by_formula, by_code)

    return measure


def of_the_code(quantity, example):
    """z, a, δ, or ∂C/∂w and ∂C/∂b, in the letters that `evaluate` takes, and the arrays that the
    code gives for them.
    """
    if not isinstance(quantity, Partial):
        return quantity, example.values
    return quantity.args[1], example.values | {w: example.gradient.w, b: example.gradient.b}
