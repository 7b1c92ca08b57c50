"""The statements of the part Foundations: the forward pass, the slopes of the costs, a chain of neurons."""

import numpy as np
from sympy import Product

from bplib import costs
from bplib.book.examples import on_a_network, random_example
from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.network import forward
from bplib.symbolic import C, Equation, L, Partial, a, evaluate, j, k, l, n, sigma, sigma_prime, w, y, z
from bplib.symbolic.definitions import weighted_input

FORWARD = "tests/core/test_network.py::test_forward_is_the_definition_index_by_index"
COST = "tests/core/test_costs.py::test_grad_is_the_gradient_of_value"

F1 = Statement(
    "F1", Equation(z[l, j], weighted_input(l, j, k)),
    "The weighted input",
    "Each neuron weighs the activations of the layer before, adds them up, and adds its bias.",
    code=forward, tests=(FORWARD,),
    measure=on_a_network(lambda e: e.trace.z[3]),
    compared="the formula, evaluated on a random network, and the forward pass of the code")

F2 = Statement(
    "F2", Equation(a[l, j], sigma(z[l, j])),
    "The activation",
    "The activation function turns the weighted input into what the neuron passes on.",
    code=forward, tests=(FORWARD,),
    measure=on_a_network(lambda e: e.trace.a[3]),
    compared="the formula, evaluated on a random network, and the forward pass of the code")


def slope_of(cost, output):
    """A `measure`: ∂C/∂a by the formula, passed on to the logits by a complex step of `output`, against cost.grad."""
    def measure(equation):
        rng = np.random.default_rng(11)
        logits, target = rng.normal(size=(3, 1)), np.array([[0.0], [1.0], [0.0]])
        slope = evaluate(equation.rhs, {n: {2: 3}, a: {2: output(logits)}, y: target}, at={L: 2}, over=[(j, 1, n[2])])
        jacobian = np.array([output(logits + 1e-20j * e[:, None]).imag.ravel() / 1e-20 for e in np.eye(3)])
        return relative_error(jacobian @ slope, cost.grad(logits, target).ravel())

    return measure


C1 = Statement(
    "C1", Equation(Partial(C, a[L, j]), a[L, j] - y[j]),
    "The slope of the quadratic cost",
    "The slope is the output minus its target: it is 0 where the two agree.",
    code=costs.quadratic, tests=(COST,),
    measure=slope_of(costs.quadratic, lambda z: z),
    compared="the formula for three outputs, and the gradient of the code")

C2 = Statement(
    "C2", Equation(Partial(C, a[L, j]), (a[L, j] - y[j]) / (a[L, j] * (1 - a[L, j]))),
    "The slope of the binary cross-entropy",
    "The slope grows without limit as a wrong output becomes certain.",
    code=costs.binary_cross_entropy, tests=(COST,),
    measure=slope_of(costs.binary_cross_entropy, lambda z: 1 / (1 + np.exp(-z))),
    compared="the formula for three outputs, passed on through the sigmoid by a complex step, and the gradient of the code")

C3 = Statement(
    "C3", Equation(Partial(C, a[L, j]), -y[j] / a[L, j]),
    "The slope of the categorical cross-entropy",
    "Only the output of the true class has a slope, and it grows as that output goes to 0.",
    code=costs.categorical_cross_entropy, tests=(COST,),
    measure=slope_of(costs.categorical_cross_entropy, costs.softmax),
    compared="the formula for three outputs, passed on through the softmax by a complex step, and the gradient of the code")


def _end_by_start(equation):
    example = random_example(sizes=(1, 1, 1, 1, 1))
    step = forward(example.net, example.x + 1e-20j).a[5].imag / 1e-20
    return relative_error(evaluate(equation.rhs, example.values, at={L: 5}), step.item())


CR = Statement(
    "CR", Equation(Partial(a[L], a[1]), Product(w[l] * sigma_prime(z[l]), (l, 2, L))),
    "A chain of neurons",
    "How fast the end of a chain follows its start: one weight and one slope for each neuron, multiplied.",
    code=forward,
    measure=_end_by_start,
    compared="the formula for a chain of five neurons, and a complex step of the input through the forward pass")
