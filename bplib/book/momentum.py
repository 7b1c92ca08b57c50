"""The statements of momentum: its step, the step on a bowl as a matrix, the best η and β."""

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

beta = Symbol("beta", nonnegative=True)                    # the part of the velocity that is kept
kappa = Symbol("kappa", positive=True)                     # condition number, λ_max/λ_min
theta_next, v_t, v_next, g_t = symbols(r"\theta_{t+1} v_t v_{t+1} g_t")

# η, β, θ_t, v_t, and the gradient or the curvature: what one step of the code is given
PLACES = ((0.3, 0.8, 1.7, -0.6, 2.5), (0.05, 0.5, -0.4, 1.3, 0.9), (1.1, 0.95, 0.8, 0.7, 3.0))


def step_of_code(rate, memory, place, velocity, gradient):
    """θ and v after one step of the code on one parameter."""
    theta, v = np.array([place]), np.array([velocity])
    momentum(rate, memory).update([theta], [np.array([gradient])], MomentumState(0, [v]))
    return {theta_next: theta.item(), v_next: v.item()}


def _against_code(found, lines, values):
    """The largest error of the pairs (letter, formula); each may use the letters before it."""
    for letter, formula in lines:
        values = values | {letter: evaluate(formula, values)}
    return max(relative_error(found[letter], values[letter]) for letter in found)


def _one_step(equation):
    def error(rate, memory, place, velocity, gradient):
        given = {eta: rate, beta: memory, theta_t: place, v_t: velocity, g_t: gradient}
        found = step_of_code(rate, memory, place, velocity, gradient)
        return _against_code(found, zip(equation.lhs, equation.rhs), given)

    return max(error(*place) for place in PLACES)


def _one_step_on_a_bowl(equation):
    def error(rate, memory, place, velocity, curvature):
        given = {eta: rate, beta: memory, theta_t: place, v_t: velocity, lam: curvature}
        found = step_of_code(rate, memory, place, velocity, curvature * place)
        return _against_code(found, zip(equation.lhs, equation.rhs.doit()), given)

    return max(error(*place) for place in PLACES)


def matrix_of_code(rate, memory, curvature):
    """The matrix of a step of the code on a bowl: what becomes of (θ, v) = (1, 0) and of (0, 1)."""
    columns = (step_of_code(rate, memory, place, velocity, curvature * place)
               for place, velocity in ((1.0, 0.0), (0.0, 1.0)))
    return np.array([[column[theta_next], column[v_next]] for column in columns]).T


def _double_roots(equation):
    """The eigenvalues are r, r at the flat end and −r, −r at the steep one.

    Half the trace of the matrix is their mean, the determinant their product.
    """
    def error(low, high):
        values = {lam_min: low, lam_max: high, kappa: high / low}
        rate, memory = (evaluate(formula, values) for formula in equation.rhs)
        matrices = [matrix_of_code(rate, memory, curvature) for curvature in (low, high)]
        means = [np.trace(matrix) / 2 for matrix in matrices]
        products = map(np.linalg.det, matrices)
        return max(relative_error(means[0], -means[1]),
                   *map(relative_error, np.square(means), products))

    return max(error(1.0, 25.0), error(0.3, 4.0))


M1 = Statement(
    "M1", Equation(Matrix([v_next, theta_next]),
                   Matrix([beta * v_t + g_t, theta_t - eta * v_next])),
    "A step of momentum",
    "The velocity remembers the gradients of earlier steps, the older the less; the parameter "
    "moves against it.",
    code=momentum, tests=(RECURRENCE,),
    measure=_one_step,
    compared="the two formulas from three places with a velocity, and one step of the code "
             "from there")

M2 = Statement(
    "M2", Equation(Matrix([theta_next, v_next]),
                   MatMul(Matrix([[1 - eta * lam, -eta * beta], [lam, beta]]),
                          Matrix([theta_t, v_t]))),
    "Momentum on a bowl",
    "One step is the product with a 2 by 2 matrix, and its eigenvalues decide whether and how fast "
    "it converges.",
    code=momentum,
    measure=_one_step_on_a_bowl,
    compared="the product from three places with a velocity, and one step of the code on a bowl "
             "from there")

M3 = Statement(
    "M3", Equation(Matrix([eta, beta]), Matrix([(2 / (sqrt(lam_max) + sqrt(lam_min))) ** 2,
                                                ((sqrt(kappa) - 1) / (sqrt(kappa) + 1)) ** 2])),
    "The best learning rate and β on a bowl",
    "The steepest and the flattest direction then both have a double eigenvalue, and in the long "
    "run they shrink equally fast.",
    code=momentum, tests=(BEST,),
    measure=_double_roots,
    compared="in two valleys, the eigenvalues of one step of the code with the pair of the "
             "formula: a double r at the flat end, a double −r at the steep end")
