"""The statements of momentum: its step, the step on a bowl as a matrix, and the best pair of η and β."""

import numpy as np
from sympy import ImmutableMatrix as Matrix
from sympy import MatMul, Symbol, sqrt, symbols

from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.optimise import MomentumState, momentum
from bplib.symbolic import Equation, evaluate
from bplib.symbolic.notation import eta, lam, lam_max, lam_min, theta_t

RECURRENCE = "tests/core/test_optimise.py::test_the_recurrence_of_the_paper_at_50_digits"
BEST = "tests/book/test_descent.py::test_no_pair_beats_the_best_one"

beta = Symbol("beta", nonnegative=True)                    # the share of the velocity that is kept
kappa = Symbol("kappa", positive=True)                     # condition number, λ_max/λ_min
theta_next, v_t, v_next, g_t = symbols(r"\theta_{t+1} v_t v_{t+1} g_t")

# η, β, θ_t, v_t, and the gradient or the curvature: what one step of the code is given
PLACES = ((0.3, 0.8, 1.7, -0.6, 2.5), (0.05, 0.5, -0.4, 1.3, 0.9), (1.1, 0.95, 0.8, 0.7, 3.0))


def step_of_code(rate, memory, place, velocity, gradient):
    """θ and v after one step of the code on one parameter."""
    theta, v = np.array([place]), np.array([velocity])
    momentum(rate, memory).update([theta], [np.array([gradient])], MomentumState(0, [v]))
    return {theta_next: theta.item(), v_next: v.item()}


def row_by_row(lines, values):
    """What the left sides are, each row computed from the values and the rows above it."""
    for letter, formula in lines:
        values = values | {letter: evaluate(formula, values)}
    return values


def _worst(found, values):
    return max(relative_error(found[letter], values[letter]) for letter in found)


def _one_step(equation):
    def error(rate, memory, place, velocity, gradient):
        given = {eta: rate, beta: memory, theta_t: place, v_t: velocity, g_t: gradient}
        return _worst(step_of_code(rate, memory, place, velocity, gradient), row_by_row(zip(equation.lhs, equation.rhs), given))

    return max(error(*place) for place in PLACES)


def _one_step_on_a_bowl(equation):
    def error(rate, memory, place, velocity, curvature):
        given = {eta: rate, beta: memory, theta_t: place, v_t: velocity, lam: curvature}
        found = step_of_code(rate, memory, place, velocity, curvature * place)
        return _worst(found, row_by_row(zip(equation.lhs, equation.rhs.doit()), given))

    return max(error(*place) for place in PLACES)


def matrix_of_code(rate, memory, curvature):
    """The matrix of one step of the code on a bowl: what becomes of (θ, v) = (1, 0), and of (0, 1)."""
    columns = (step_of_code(rate, memory, place, velocity, curvature * place) for place, velocity in ((1.0, 0.0), (0.0, 1.0)))
    return np.array([[column[theta_next], column[v_next]] for column in columns]).T


def _double_roots(equation):
    """Half the trace of the matrix is the mean of its eigenvalues, the determinant their product: r and r², then −r and r²."""
    def error(low, high):
        rate, memory = (evaluate(formula, {lam_min: low, lam_max: high, kappa: high / low}) for formula in equation.rhs)
        flat, steep = (matrix_of_code(rate, memory, curvature) for curvature in (low, high))
        means = [np.trace(matrix) / 2 for matrix in (flat, steep)]
        products = [np.linalg.det(matrix) for matrix in (flat, steep)]
        return max(relative_error(means[0], -means[1]), *map(relative_error, np.square(means), products))

    return max(error(1.0, 25.0), error(0.3, 4.0))


M1 = Statement(
    "M1", Equation(Matrix([v_next, theta_next]), Matrix([beta * v_t + g_t, theta_t - eta * v_next])),
    "A step of momentum",
    "The velocity remembers the gradients of earlier steps, each one less; the parameter moves against it.",
    code=momentum, tests=(RECURRENCE,),
    measure=_one_step,
    compared="the two formulas from three places with a velocity, and one step of the code from there")

M2 = Statement(
    "M2", Equation(Matrix([theta_next, v_next]),
                   MatMul(Matrix([[1 - eta * lam, -eta * beta], [lam, beta]]), Matrix([theta_t, v_t]))),
    "Momentum on a bowl",
    "One step is the product with a 2 by 2 matrix, and its eigenvalues decide whether and how fast it converges.",
    code=momentum,
    measure=_one_step_on_a_bowl,
    compared="the product from three places with a velocity, and one step of the code on a bowl from there")

M3 = Statement(
    "M3", Equation(Matrix([eta, beta]), Matrix([(2 / (sqrt(lam_max) + sqrt(lam_min))) ** 2,
                                                ((sqrt(kappa) - 1) / (sqrt(kappa) + 1)) ** 2])),
    "The best learning rate and β on a bowl",
    "The steepest and the flattest direction then both have a double eigenvalue, and in the long run they shrink equally fast.",
    code=momentum, tests=(BEST,),
    measure=_double_roots,
    compared="the eigenvalues of one step of the code with the pair of the formula: double at both ends of two valleys, "
             "and the one minus the other")
