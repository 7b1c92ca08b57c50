"""The statements of the part Gradient descent: the step, the bowl, and batches."""

from itertools import combinations

import numpy as np
from scipy.optimize import minimize_scalar
from sympy import IndexedBase, Sum

from bplib.backprop import backprop
from bplib.book.examples import random_example
from bplib.book.foundations import GD1
from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.instruments.landscapes import iterates
from bplib.network import copy, to_vector
from bplib.optimise import gradient_descent
from bplib.symbolic import C, Equation, Partial, evaluate, i, m, p
from bplib.symbolic.notation import (C_batch, E, M, N, Var, eta, g, lam, lam_max,
                                     lam_min, spread, step, t, theta, theta_0, theta_t)

OPTIMISE = "tests/core/test_optimise.py"
STEP = f"{OPTIMISE}::test_one_step_is_theta_minus_rate_times_gradient"
BOWL = "tests/book/test_descent.py::test_the_bowl_predicts_the_iterates"
BEST = "tests/book/test_descent.py::test_no_learning_rate_beats_the_best_one"
ALL_BATCHES = "tests/book/test_minibatch.py::test_mean_and_variance_over_all_batches"

cost_of_example = IndexedBase("C")          # C_i
of_each = IndexedBase("g_each")             # all ∂C_i/∂θ_p, one example after the other


def in_numbers(formula):
    """The formula with entries to look up for its derivatives: g_p for ∂C/∂θ_p, and those of C_i.

    ∂C_i/∂θ_p is entry (i − 1)N + p of `of_each`. Raises ValueError for any other derivative.
    """
    def entry(partial):
        cost, parameter = partial.args
        if parameter.base == theta and cost == C:
            return g[parameter.indices[0]]
        if parameter.base == theta and getattr(cost, "base", None) == cost_of_example:
            return of_each[(cost.indices[0] - 1) * N + parameter.indices[0]]
        raise ValueError(f"a derivative must be that of C or C[i] by theta[p]; got {partial}")

    return formula.replace(lambda part: isinstance(part, Partial), entry)


def step_of_a_network(rate, formula, *, over=()):
    """The formula for one step of the code on a random network; its parameters before and after."""
    example, rule = random_example(), gradient_descent(rate)
    moved, gradient = copy(example.net), example.gradient
    rule.update(moved.parameters, gradient.arrays, rule.init(moved.parameters))
    values = {g: gradient.vector[:, None], eta: rate, N: gradient.vector.size}
    value = evaluate(in_numbers(formula), values, over=over)
    return value, to_vector(example.net.parameters), to_vector(moved.parameters)


def _change_of_the_parameters(equation):
    value, start, moved = step_of_a_network(0.7, equation.rhs, over=[(p, 1, N)])
    return relative_error(moved - start, value)


GD2 = Statement(
    "GD2", Equation(step[p], -eta * Partial(C, theta[p])),
    "The step of gradient descent",
    "Every parameter moves against its derivative, in proportion to the learning rate.",
    code=gradient_descent, tests=(STEP,),
    measure=_change_of_the_parameters,
    compared="the formula with the gradient of a random network, and the change of its parameters "
             "in one step of the code")


def _iterates_on_a_bowl(equation):
    def error(start, rate, curvature, steps=20):
        path = iterates(gradient_descent(rate), lambda x: curvature * x, [start], steps)[:, 0]
        values = {theta_0: start, eta: rate, lam: curvature}
        return max(relative_error(evaluate(equation.rhs, values | {t: count}), place)
                   for count, place in enumerate(path))

    return max(error(3.0, 0.3, 2.5), error(-0.5, 0.2, 0.7), error(1.5, 0.9, 2.5))


def _found_rate(low, high, steps=50):
    """The learning rate at which a run on a bowl ends closest to the minimum, by search."""
    curvatures = np.array([low, high])

    def distance(rate):
        path = iterates(gradient_descent(rate), lambda x: curvatures * x, np.ones(2), steps)
        return np.abs(path[-1]).max()

    return minimize_scalar(distance, bounds=(0.01, 2 / high), method="bounded",
                           options={"xatol": 1e-10}).x


def _best_rate(equation):
    return max(relative_error(evaluate(equation.rhs, {lam_min: low, lam_max: high}),
                              _found_rate(low, high)) for low, high in ((1.0, 10.0), (0.7, 2.0)))


GD3 = Statement(
    "GD3", Equation(theta_t, theta_0 * (1 - eta * lam) ** t),
    "Descent on a bowl",
    "Along an axis, each step multiplies the distance from the minimum by the same factor.",
    code=gradient_descent, tests=(BOWL,),
    measure=_iterates_on_a_bowl,
    compared="the formula for 0 to 20 steps, below and above the limit of convergence, "
             "and the run of the code")

GD4 = Statement(
    "GD4", Equation(eta, 2 / (lam_min + lam_max)),
    "The best learning rate on a bowl",
    "The steepest and the flattest direction then shrink equally fast.",
    code=gradient_descent, tests=(BEST,),
    measure=_best_rate,
    compared="the formula for two bowls, and the learning rate with which a run of the code ends "
             "closest to the minimum, found by search",
    tolerance=1e-7)

# What MB2 is written in: the variance of ∂C_i/∂θ_p over the data set, with 1/M.
MINIBATCH_SPREAD = Equation(
    spread[p] ** 2,
    Sum((Partial(cost_of_example[i], theta[p]) - Partial(C, theta[p])) ** 2, (i, 1, M)) / M)


def over_all_batches(equation, total=6):
    """A `measure`: E or Var on the left, over all batches of each size, against the right side."""
    over_batches = {E: np.mean, Var: np.var}[equation.lhs.func]
    example = random_example(examples=total)
    net, x, y, cost = example.task

    def gradients(size):
        return np.array([backprop(net, x[:, batch], y[:, batch], cost).vector
                         for batch in map(list, combinations(range(total), size))])

    formula = in_numbers(equation.rhs.xreplace({MINIBATCH_SPREAD.lhs: MINIBATCH_SPREAD.rhs}))
    of_all = example.gradient.vector
    values = {M: total, N: of_all.size, g: of_all[:, None], of_each: gradients(1).reshape(-1, 1)}
    return max(relative_error(*of_one_parameter) for size in range(1, total)
               for of_one_parameter in zip(
                   over_batches(gradients(size), axis=0),
                   evaluate(formula, values | {m: size}, over=[(p, 1, N)]), strict=True))


MB1 = Statement(
    "MB1", Equation(E(Partial(C_batch, theta[p])), Partial(C, theta[p])),
    "The gradient of a batch is unbiased",
    "Averaged over all batches that can be drawn, the gradient of a batch is the gradient of all "
    "examples.",
    code=backprop, tests=(ALL_BATCHES,),
    measure=over_all_batches,
    compared="the gradient of all six examples, and the mean of the gradients of all batches of 1, "
             "of 2, … and of 5")

MB2 = Statement(
    "MB2", Equation(Var(Partial(C_batch, theta[p])), spread[p] ** 2 * (M - m) / (m * (M - 1))),
    "The noise of a batch",
    "The variance falls like 1 over the batch size while the batch is a small part of the data "
    "set, and it is 0 when the batch is the whole data set.",
    code=backprop, tests=(ALL_BATCHES,),
    measure=over_all_batches,
    compared="the formula with the definition of S² and the gradients of six single examples, "
             "and the variance of the gradients of all batches of 1, of 2, … and of 5")
