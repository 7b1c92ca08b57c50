"""The statements about schedules: descent with noise on a bowl, and the schedules as formulas."""

import numpy as np
from sympy import Function, IndexedBase, Piecewise, Product, Sum, Symbol, cos, floor, pi

from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.instruments.landscapes import iterates
from bplib.optimise import gradient_descent, schedules
from bplib.symbolic import Equation, evaluate
from bplib.symbolic.notation import eta, lam, t

VALUES_BY_HAND = "tests/core/test_schedules.py::test_values_by_hand"

# The bowl has the curvature λ; the noise of the gradient has the variance s². η_t belongs to the
# step from θ_t to θ_{t+1}, and t = 0 to the first step.
s = Symbol("s", positive=True)
T, tau = Symbol("T", integer=True, positive=True), Symbol("tau", integer=True)
rate, F, d_0 = IndexedBase("eta"), IndexedBase("F"), Symbol("d_0")
V, V_infinity, Q = Function("V"), Symbol(r"V_\infty"), Function("Q")

# The factor by which the steps t, …, T − 1 multiply a distance.
LEFT = Equation(F[t, T], Product(1 - lam * rate[tau], (tau, t, T - 1)))

# The schedules of bplib.optimise.schedules, with the highest learning rate η_max, the factor γ and
# k steps; warm-up is the one that a constant learning rate follows.
eta_max, decay = Symbol(r"\eta_{\max}"), Symbol("gamma")
k = Symbol("k", integer=True, positive=True)
FORMULAS = {
    "step": eta_max * decay ** floor(t / k),
    "exponential": eta_max * decay ** (t / k),
    "1/t": eta_max / (1 + t / k),
    "cosine": Piecewise((eta_max * (1 + cos(pi * t / k)) / 2, t < k), (0, True),
                        evaluate=False),
    "warm-up": Piecewise((eta_max * t / k, t < k), (eta_max, True), evaluate=False),
}


def descend(schedule, noise, start=0.0, curvature=2.0):
    """Distances d_0, …, d_T from the minimum of the noisy bowl, (T + 1, runs), by the code.

    noise      (T, runs), what is added to the gradient: a column for each run
    start      d_0, and `curvature` λ: one number, or one for each run
    """
    rows, starts = iter(noise), np.full(noise.shape[1], start)
    return iterates(gradient_descent(schedule), lambda d: curvature * d + next(rows), starts,
                    len(noise))


def expected_square(schedule, steps, start, curvature=2.0, spread=3.0):
    """S3 in numbers: the expectation of d_T² after T = `steps` steps; `spread` is s."""
    rates = np.array([schedule(i) for i in range(steps)])
    left = np.append(np.cumprod((1 - curvature * rates)[::-1])[::-1], 1)      # F(t, T)
    return start**2 * left[0] ** 2 + spread**2 * np.sum(rates**2 * left[1:] ** 2)


def _variance(schedule, steps, curvature, spread):
    """The variance of θ after `steps` steps of the code; the noise has the variance spread².

    One step is linear in the noise, so the variance is the sum of the squares of what remains of
    each noise value alone: in column t there is noise in step t only.
    """
    return np.sum(descend(schedule, spread * np.eye(steps), curvature=curvature)[-1] ** 2)


def _noise_floor(equation):
    def error(value, curvature, spread):
        formula = evaluate(equation.rhs, {eta: value, lam: curvature, s: spread})
        return relative_error(formula, _variance(value, 300, curvature, spread))

    return max(error(0.3, 2.5, 3.0), error(0.1, 4.0, 0.5), error(0.9, 0.5, 2.0))


S1 = Statement(
    "S1", Equation(V_infinity, eta * s**2 / (lam * (2 - eta * lam))),
    "The noise floor of a constant learning rate",
    "The noise of the gradient keeps the parameter moving: its variance goes to a level. "
    "Half the learning rate, if it is small, is about half the level.",
    code=gradient_descent,
    measure=_noise_floor,
    compared="the formula, for three learning rates, curvatures and levels of noise, and the "
             "variance of the code after 300 steps, which is the sum of the squares of what "
             "remains of the noise of each single step")


def _one_over_t(equation):
    def error(steps, curvature, spread):
        formula = evaluate(equation.rhs, {lam: curvature, s: spread}, at={t: steps})
        schedule = schedules.one_over_t(1 / curvature, 1)
        return relative_error(formula, _variance(schedule, steps, curvature, spread))

    return max(error(1, 2.5, 3.0), error(2, 0.5, 2.0), error(50, 4.0, 0.5))


S2 = Statement(
    "S2", Equation(V(t), s**2 / (lam**2 * t)),
    "The learning rate 1/t",
    "The parameter is the mean of the noisy targets so far, so its variance falls like one over "
    "the number of steps.",
    code=schedules.one_over_t, tests=(VALUES_BY_HAND,),
    measure=_one_over_t,
    compared="the formula after 1, 2 and 50 steps, and the variance of the code with this "
             "schedule, which is the sum of the squares of what remains of the noise of each "
             "single step")


def _any_schedule(equation, curvature=2.5, spread=3.0, start=7.0):
    """F is put in by its definition, and then the learning rates of the code."""
    def error(schedule, steps):
        formula = equation.rhs.subs(T, steps).doit()
        factors = {each: LEFT.rhs.subs(dict(zip(LEFT.lhs.indices, each.indices))).doit()
                   for each in formula.atoms(type(LEFT.lhs)) if each.base == F}
        numbers = {lam: curvature, s: spread, d_0: start}
        numbers |= {rate[step]: schedule(step) for step in range(steps)}
        path = iterates(gradient_descent(schedule), lambda d: curvature * d, [start], steps)
        measured = path[-1, 0] ** 2 + _variance(schedule, steps, curvature, spread)
        return relative_error(float(formula.xreplace(factors).subs(numbers)), measured)

    return max(error(schedules.cosine(0.3, 8), 5), error(schedules.step(0.9, 0.5, 3), 7),
               error(schedules.constant(0.1), 1))


S3 = Statement(
    "S3", Equation(Q(T), d_0**2 * F[0, T] ** 2
                   + Sum(s**2 * rate[t] ** 2 * F[t + 1, T] ** 2, (t, 0, T - 1))),
    "Any schedule on a noisy bowl",
    "The expected squared distance is what remains of the start plus what remains of the noise of "
    "each step.",
    code=gradient_descent,
    measure=_any_schedule,
    compared="the formula, for 5 steps with a cosine, 7 with a step schedule and 1 with a constant "
             "learning rate, and the code: the squares of what remains of the start and of the "
             "noise of each single step, added up")
