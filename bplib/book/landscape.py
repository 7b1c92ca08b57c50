"""The statements about the landscape: what second derivatives say, and exchanged neurons."""

import numpy as np
from sympy import Function, IndexedBase, Sum

from bplib import costs
from bplib.backprop import backprop, cost_function
from bplib.book.examples import random_example
from bplib.book.statement import Statement
from bplib.differences import hessian, relative_error
from bplib.network import Layer, Network, forward, with_vector
from bplib.symbolic import Equation, evaluate
from bplib.symbolic.notation import N, a, change_of_C, j, k, l, n, p, q, step, w

KNOWN = "tests/core/test_differences.py::test_hessian_of_a_known_function"

hessian_entry, tau = IndexedBase("H"), Function("tau")


def _second_order(equation):
    """A step from a stationary point of a chain of two neurons, θ = (w², b², w³, b³)."""
    layer = Layer(np.zeros((1, 1)), np.zeros((1, 1)), "identity")
    net, x = Network([layer, layer]), np.array([[1.0, 2.0, -0.5]])
    s = 1e-5 * np.array([1.0, 0.5, -2.0, 0.3])

    def error(y, point):
        cost = cost_function(net, x, y, costs.quadratic)
        H = hessian(lambda v: backprop(with_vector(net, v), x, y, costs.quadratic).vector, point)
        numbers = {step[row + 1]: s[row] for row in range(4)}
        numbers |= {hessian_entry[row + 1, column + 1]: H[row, column]
                    for row, column in np.ndindex(H.shape)}
        formula = float(equation.rhs.subs(N, 4).doit().subs(numbers))
        return relative_error(formula, cost(point + s) - cost(point))

    minimum = error(0.4 * x + 0.3, np.array([0.5, 0.2, 0.8, 0.14]))  # the outputs are on target
    saddle = error(3 * x - 1.0, np.array([0.0, 0.0, 0.0, 1.5]))      # zeros; the targets' mean
    return max(minimum, saddle)


LS1 = Statement(
    "LS1", Equation(change_of_C, Sum(hessian_entry[p, q] * step[p] * step[q],
                                     (p, 1, N), (q, 1, N)) / 2, sign="≈"),
    "The cost near a stationary point",
    "Where the gradient is 0, a short step along an eigenvector of the second derivatives changes "
    "the cost by about half the eigenvalue times the squared length of the step.",
    code=hessian, tests=(KNOWN,),
    measure=_second_order, tolerance=1e-4,
    compared="the formula with the Hessian of the code, at a minimum and at a saddle of a network "
             "with four parameters, and the change of the cost in a step of length 0.00002")


def _exchanged_neurons(equation):
    """Two neurons of a hidden layer change places: in the printed sum, and in the code."""
    example, errors = random_example(), []
    for layer, (one, other) in ((2, (1, 3)), (3, (2, 5))):
        exchange = {one: other, other: one}
        values = example.values | {tau: lambda neuron: exchange.get(neuron, neuron)}
        left, right = (evaluate(side, values, at={l: layer}, over=[(k, 1, n[layer + 1])])
                       for side in (equation.lhs, equation.rhs))
        z = forward(_exchanged(example.net, layer, exchange), example.x).z[layer + 1]
        code = z - example.net[layer + 1].b
        errors += [relative_error(left, right), relative_error(right, code.ravel())]
    return max(errors)


def _exchanged(net, layer, exchange):
    """The network in which the neurons of `layer` have changed places, with all their weights."""
    order = [exchange.get(neuron, neuron) - 1 for neuron in range(1, net.sizes[layer - 1] + 1)]
    layers = dict(enumerate(net.layers, start=2))
    here, after = layers[layer], layers[layer + 1]
    layers[layer] = Layer(here.w[order], here.b[order], here.activation)
    layers[layer + 1] = Layer(after.w[:, order], after.b, after.activation)
    return Network(list(layers.values()))


LS2 = Statement(
    "LS2", Equation(Sum(w[l + 1, k, tau(j)] * a[l, tau(j)], (j, 1, n[l])),
                    Sum(w[l + 1, k, j] * a[l, j], (j, 1, n[l]))),
    "Exchanged neurons",
    "Two hidden neurons that change places, with all their weights, change nothing in the next "
    "layer.",
    code=forward,
    measure=_exchanged_neurons,
    compared="both sums, evaluated for both hidden layers of a random network, and the weighted "
             "inputs of the code after two neurons have changed places")
