"""The statements of the part Foundations: the fall of the cost, the forward pass, the costs, a
chain.
"""

import numpy as np
from sympy import Product, Sum, Symbol, log

from bplib import costs
from bplib.activations import identity, sigmoid
from bplib.backprop import cost_function
from bplib.book.examples import on_a_network, random_example
from bplib.book.statement import Statement
from bplib.differences import complex_step, relative_error
from bplib.network import forward, to_vector
from bplib.optimise import gradient_descent
from bplib.symbolic import (C, Equation, L, Partial, a, delta, evaluate, i, j, k, l, n, p, sigma,
                            sigma_prime, w, y, z)
from bplib.symbolic.definitions import weighted_input
from bplib.symbolic.notation import N, change_of_C, eta, g, theta

FALL = ("tests/core/test_optimise.py::"
        "test_a_small_step_lowers_the_cost_by_rate_times_the_squared_gradient")
FORWARD = "tests/core/test_network.py::test_forward_is_the_definition_index_by_index"
COST = "tests/core/test_costs.py::test_grad_is_the_gradient_of_value"
SLOPE = "tests/book/test_foundations.py::test_the_slope_of_a_cost_is_its_derivative"
CHAIN = "tests/book/test_foundations.py::test_one_more_neuron_is_one_more_factor"


def _change_of_the_cost(equation):
    """To first order: the derivative of the cost along the step of the code."""
    example, rate = random_example(examples=4), 0.1
    slopes, formula = example.gradient.vector, equation.rhs.xreplace({Partial(C, theta[p]): g[p]})
    by_formula = evaluate(formula, {g: slopes[:, None], eta: rate, N: slopes.size})
    rule, step = gradient_descent(rate), np.zeros(slopes.size)
    rule.update([step], [slopes], rule.init([step]))
    start, cost = to_vector(example.net.parameters), cost_function(*example.task)
    return relative_error(by_formula, cost(start + 1e-20j * step).imag / 1e-20)


GD1 = Statement(
    "GD1", Equation(change_of_C, Sum(-eta * Partial(C, theta[p]) ** 2, (p, 1, N)), sign="≈"),
    "How far the cost falls",
    "To first order, a step against the gradient lowers the cost by the learning rate times the "
    "squared length of the gradient.",
    code=gradient_descent, tests=(FALL,),
    measure=_change_of_the_cost,
    compared="the formula with the gradient of a random network, and the derivative of its cost "
             "along the step of the code, by a complex step")

F1 = Statement(
    "F1", Equation(z[l, j], weighted_input(l, j, k)),
    "The weighted input",
    "Each neuron weighs the activations of the layer before, adds them up, and adds its bias.",
    code=forward, tests=(FORWARD,),
    measure=on_a_network(),
    compared="the formula, evaluated on a random network, and the forward pass of the code")

F2 = Statement(
    "F2", Equation(a[l, j], sigma(z[l, j])),
    "The activation",
    "The activation function turns the weighted input into what the neuron passes on.",
    code=forward, tests=(FORWARD,),
    measure=on_a_network(),
    compared="the formula, evaluated on a random network, and the forward pass of the code")

# The three costs of one example, from which C1, C2 and C3 follow; they bear no label.
QUADRATIC = Equation(Symbol("C_quad"), Sum((a[L, k] - y[k]) ** 2, (k, 1, n[L])) / 2)
BINARY = Equation(
    Symbol("C_bin"), -Sum(y[k] * log(a[L, k]) + (1 - y[k]) * log(1 - a[L, k]), (k, 1, n[L])))
CATEGORICAL = Equation(Symbol("C_cat"), -Sum(y[k] * log(a[L, k]), (k, 1, n[L])))

LOGITS, TARGET = np.array([[0.3], [-1.1], [0.8]]), np.array([[0.2], [0.5], [0.3]])


def _on_outputs(formula, output, **options):
    """The value of a formula in aᴸ and y for three outputs a = output(LOGITS)."""
    return evaluate(formula, {n: {2: 3}, a: {2: output(LOGITS)}, y: TARGET}, at={L: 2}, **options)


def value_of(cost, output):
    """A `measure`: the cost of the outputs by the formula, against cost.value on the logits."""
    return lambda equation: relative_error(_on_outputs(equation.rhs, output),
                                           cost.value(LOGITS, TARGET))


def slope_of(cost, output):
    """A `measure`: ∂C/∂a by the formula, passed on to the logits through `output`, against
    cost.grad.

    It is passed on by a complex step. Softmax outputs add up to 1, so a number added to all their
    slopes cannot be seen: the test SLOPE sees it.
    """
    def measure(equation):
        slope = _on_outputs(equation.rhs, output, over=[(j, 1, n[L])])
        by_logit = complex_step(lambda z: slope @ output(z[:, None]).ravel(), LOGITS.ravel())
        return relative_error(by_logit, cost.grad(LOGITS, TARGET).ravel())

    return measure


C1 = Statement(
    "C1", Equation(Partial(C, a[L, j]), a[L, j] - y[j]),
    "The derivative of the quadratic cost",
    "It is the output minus its target: it is 0 where the two agree.",
    code=costs.quadratic, tests=(COST, SLOPE),
    measure=slope_of(costs.quadratic, identity.f),
    compared="the formula for three outputs, and the gradient of the code")

C2 = Statement(
    "C2", Equation(Partial(C, a[L, j]), (a[L, j] - y[j]) / (a[L, j] * (1 - a[L, j]))),
    "The derivative of the binary cross-entropy",
    "Its size grows without limit as a wrong output becomes certain.",
    code=costs.binary_cross_entropy, tests=(COST, SLOPE),
    measure=slope_of(costs.binary_cross_entropy, sigmoid.f),
    compared="the formula for three outputs, passed on through the sigmoid by a complex step, and "
             "the gradient of the code")

C3 = Statement(
    "C3", Equation(Partial(C, a[L, j]), -y[j] / a[L, j]),
    "The derivative of the categorical cross-entropy",
    "Where one class is the true one, only the derivative with respect to its output is not 0: the "
    "smaller the output, the larger in size.",
    code=costs.categorical_cross_entropy, tests=(COST, SLOPE),
    measure=slope_of(costs.categorical_cross_entropy, costs.softmax),
    compared="the formula for three outputs, passed on through the softmax by a complex step, and "
             "the gradient of the code")


def _chain():
    """Five neurons behind one input.

    An odd number, so a wrong sign in each of the factors is seen.
    """
    return random_example(sizes=(1,) * 6)


def _end_by_start(equation):
    example = _chain()
    step = forward(example.net, example.x + 1e-20j).a[6].imag / 1e-20
    return relative_error(evaluate(equation.rhs, example.values, at={L: 6}), step.item())


CR = Statement(
    "CR", Equation(Partial(a[L], a[1]), Product(w[l] * sigma_prime(z[l]), (l, 2, L))),
    "A chain of neurons",
    "How fast the end of a chain follows its start: one weight and one slope for each neuron, "
    "multiplied.",
    code=forward, tests=(CHAIN,),
    measure=_end_by_start,
    compared="the formula for five neurons behind one input, and a complex step of the input "
             "through the forward pass")

# What CR says of the cost, at any neuron l of the chain; no label either.
CHAIN_ERROR = Equation(
    delta[l], Partial(C, a[L]) * Product(w[i] * sigma_prime(z[i]), (i, l + 1, L))
    * sigma_prime(z[l]))
CHAIN_GRADIENT = Equation(Partial(C, w[l]), a[l - 1] * CHAIN_ERROR.rhs)


def in_a_chain(code):
    """A `measure`: the formula at the neurons 2 to 6 of the chain, against code(gradient)[l]."""
    def measure(equation):
        example, slope, layers = _chain(), Symbol("slope"), range(2, 7)
        # ∂C/∂a = a − y
        values = example.values | {slope: (example.trace.a[6] - example.y).item()}
        formula = equation.rhs.xreplace({Partial(C, a[L]): slope})
        by_formula = [evaluate(formula, values, at={L: 6, l: layer}) for layer in layers]
        return relative_error(by_formula, [code(example.gradient)[l].item() for l in layers])

    return measure


# Equations without a label, each with its measure: tests/book/test_foundations.py holds them to it.
UNLABELLED = ((QUADRATIC, value_of(costs.quadratic, identity.f)),
              (BINARY, value_of(costs.binary_cross_entropy, sigmoid.f)),
              (CATEGORICAL, value_of(costs.categorical_cross_entropy, costs.softmax)),
              (CHAIN_ERROR, in_a_chain(lambda gradient: gradient.delta)),
              (CHAIN_GRADIENT, in_a_chain(lambda gradient: gradient.w)))
