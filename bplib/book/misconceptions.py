"""The statements W1 and W2: a step along a wrong gradient, and what one random direction misses."""

from functools import cache

import numpy as np
from sympy import IndexedBase, Sum, pi, sin

from bplib.backprop import cost_function
from bplib.book.examples import random_example
from bplib.book.statement import Statement
from bplib.differences import complex_step, relative_error
from bplib.network import to_vector
from bplib.symbolic import C, Equation, Partial, evaluate, p
from bplib.symbolic.notation import N, P, epsilon, eta, g, psi, rho, theta
from bplib.wrong import VARIANTS
from bplib.wrong.checks import first_order, one_direction

BANK = "tests/wrong/test_wrong.py"

SLOPE = IndexedBase("slope")         # ∂C/∂θ_p by its name in the code


def _change_along(wrong, example):
    """∂C/∂η at η = 0 for θ − ηg, by a complex step of η through the code."""
    f, start = cost_function(*example.task), to_vector(example.net.parameters)
    return complex_step(lambda rate: f(start - rate * wrong), np.zeros(1)).item()


def _along_wrong_gradients(equation):
    example, errors = random_example(examples=4), []
    rate = equation.rhs.replace(Partial, lambda of, by: SLOPE[by.indices])
    for name in ("no slope in BP2", "mean for sum in BP3", "wrong sign"):
        wrong = VARIANTS[name].backprop(*example.task).vector
        values = {N: wrong.size, g: wrong[:, None], SLOPE: example.gradient.vector[:, None]}
        errors.append(relative_error(evaluate(rate, values), _change_along(wrong, example)))
    return max(errors)


W1 = Statement(
    "W1", Equation(Partial(C, eta), -Sum(g[p] * Partial(C, theta[p]), (p, 1, N))),
    "A step along a wrong gradient",
    "The derivative with respect to η is minus the inner product of the wrong gradient and the "
    "true one. Where that product is positive, a small enough step makes the cost fall all the "
    "same.",
    code=first_order,
    tests=(f"{BANK}::test_a_step_along_a_wrong_gradient_changes_the_cost_as_w1_says",),
    measure=_along_wrong_gradients,
    compared="the formula for three wrong gradients of a random network, and a complex step of η "
             "through the cost of the code")


def errors_seen(wrong, true, directions):
    """The relative errors that differences.along_direction reports for the rows of `directions`."""
    by_wrong, by_true = directions @ wrong, directions @ true
    return np.abs(by_wrong - by_true) / np.maximum(np.abs(by_wrong), np.abs(by_true))


@cache
def _part_that_misses(tolerance, length, angle, directions=300_000):
    """Which part of all random directions misses a deviation of this length and angle."""
    true, across = np.eye(6)[[0, 4]]
    wrong = true + length * (np.cos(angle) * true + np.sin(angle) * across)
    drawn = np.random.default_rng(12).normal(size=(directions, 6))
    return np.mean(errors_seen(wrong, true, drawn) <= tolerance)


def _misses_counted(equation):
    errors = []
    for tolerance, length, angle in ((0.04, 0.5, 1.0), (0.02, 0.2, 2.5)):
        said = evaluate(equation.rhs, {epsilon: tolerance, rho: length, psi: angle})
        errors.append(relative_error(said, _part_that_misses(tolerance, length, angle)))
    return max(errors)


W2 = Statement(
    "W2", Equation(P, 2 * epsilon * sin(psi) / (pi * rho)),
    "How often one direction misses",
    "The probability that a random direction does not see that a gradient is wrong, for a "
    "tolerance that is small beside its deviation from the true one.",
    code=one_direction,
    tests=(f"{BANK}::test_a_random_direction_misses_as_often_as_w2_says",),
    measure=_misses_counted,
    compared="the formula for two deviations, and how many of 300,000 random directions miss them, "
             "a matter of chance",
    tolerance=0.05)
