"""The statements about adaptive steps: AdaGrad, Adam, its bias correction, its longest step."""

from itertools import product

import numpy as np
from sympy import Abs, Sum, Symbol, sqrt, symbols
from sympy import ImmutableMatrix as Matrix

from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.optimise import adagrad, adam
from bplib.symbolic import Equation, evaluate
from bplib.symbolic.notation import E, eta, g, i, t, theta_t

PAPER = "tests/core/test_optimise.py::test_the_recurrence_of_the_paper_at_50_digits"

# The gradient of step t is g[t], with t = 1 in the first step, which leads from θ₀ to θ₁.
eps, q = symbols("varepsilon q", positive=True)
beta_1, beta_2 = symbols("beta_1 beta_2", positive=True)
theta_before = Symbol(r"\theta_{t-1}")
m_t, m_before, v_t, v_before = symbols(r"m_t m_{t-1} v_t v_{t-1}")
any_gradient = Symbol("g")                      # the gradient of any step, under E

# For the measurements: far from the usual values, so that every one of them counts.
VALUES = {eta: 0.3, eps: 0.05, beta_1: 0.8, beta_2: 0.9}


def _run(optimiser, gradients):
    """[(θ, state) after 0, 1, 2, … steps] from θ = 1; gradients is (steps, parameters)."""
    theta = np.ones(gradients.shape[1])
    state = optimiser.init([theta])
    path = [_copy(theta, state)]
    for gradient in gradients:
        state = optimiser.update([theta], [gradient], state)
        path.append(_copy(theta, state))
    return path


def _copy(theta, state):
    """The optimiser changes its arrays in place: those of every step are kept here."""
    return theta.copy(), [array[0].copy() for array in state[1:]]


def _adam(values=VALUES):
    return adam(*map(values.get, (eta, beta_1, beta_2, eps)))


def _adagrad_step(equation):
    gradients = np.random.default_rng(21).normal(size=(5, 4))
    path = np.array([theta for theta, _ in _run(adagrad(VALUES[eta], VALUES[eps]), gradients)])

    def formula(step, p):
        values = VALUES | {g: gradients[:, [p]], theta_before: path[step - 1, p]}
        return evaluate(equation.rhs, values, at={t: step})

    steps = [[formula(step, p) for p in range(4)] for step in range(1, 6)]
    return relative_error(np.array(steps), path[1:])


A1 = Statement(
    "A1", Equation(theta_t, theta_before - eta * g[t] / (sqrt(Sum(g[i] ** 2, (i, 1, t))) + eps)),
    "A step of AdaGrad",
    "Each parameter divides its step by the root of the sum of its own squared gradients so far.",
    code=adagrad, tests=(PAPER,),
    measure=_adagrad_step,
    compared="the formula and the code, for each of five steps of four parameters with random "
             "gradients")


def _adam_step(equation):
    gradients = np.random.default_rng(22).normal(size=(5, 4))
    path, errors = _run(_adam(), gradients), []
    for step, p in product(range(1, 6), range(4)):
        (theta, (m, v)), (new_theta, (new_m, new_v)) = path[step - 1], path[step]
        values = VALUES | {g: gradients[:, [p]]}
        values |= {theta_before: theta[p], m_before: m[p], v_before: v[p]}
        for name, row in zip(equation.lhs, equation.rhs):            # from top to bottom
            values[name] = evaluate(row, values, at={t: step})
        by_code = {m_t: new_m[p], v_t: new_v[p], theta_t: new_theta[p]}
        errors += [relative_error(values[name], by_code[name]) for name in equation.lhs]
    return max(errors)


A2 = Statement(
    "A2", Equation(
        Matrix([m_t, v_t, theta_t]),
        Matrix([beta_1 * m_before + (1 - beta_1) * g[t],
                beta_2 * v_before + (1 - beta_2) * g[t] ** 2,
                theta_before - eta * m_t / (1 - beta_1**t) / (sqrt(v_t / (1 - beta_2**t)) + eps)])),
    "A step of Adam",
    "The running mean of the gradients over the root of the running mean of their squares, "
    "both corrected for their start at 0.",
    code=adam, tests=(PAPER,),
    measure=_adam_step,
    compared="the formulas and the code, for each of five steps of four parameters with random "
             "gradients; the two means and the parameter each by itself")


def _mean_of_all_sequences(equation):
    """The gradient is −0.2 or 0.5, equally probable: each parameter has one of the 2⁶ sequences."""
    gradients = np.array(list(product((-0.2, 0.5), repeat=6))).T
    path = _run(_adam(), gradients)
    measured = [means[0].mean() for _, means in path]
    mean = Symbol("mean")
    expected = equation.rhs.xreplace({E(any_gradient): mean})
    formula = [evaluate(expected, VALUES | {mean: 0.15}, at={t: step}) for step in range(7)]
    return relative_error(np.array(formula), np.array(measured))


A3 = Statement(
    "A3", Equation(E(m_t), (1 - beta_1**t) * E(any_gradient)),
    "Bias correction",
    "A running mean that starts at 0 is too small by a factor that is known, and that tends to 1.",
    code=adam,
    measure=_mean_of_all_sequences,
    compared="the formula after 0 to 6 steps, for gradients that are −0.2 or 0.5 with equal "
             "probability, and the mean of the code's m over all 64 sequences of them")


def _longest_step(equation):
    """The gradients (β₁/β₂)^(t − i) reach the bound in step t; ε is negligible."""
    errors = []
    for beta1, beta2, steps in product((0.8, 0.5), (0.9, 0.7), (1, 2, 5, 40)):
        values = VALUES | {beta_1: beta1, beta_2: beta2, q: beta1**2 / beta2}
        gradients = (beta1 / beta2) ** np.arange(steps)[::-1, None]
        (before, _), (after, _) = _run(_adam(values | {eps: 1e-30}), gradients)[-2:]
        formula = evaluate(equation.rhs, values, at={t: steps})
        errors.append(relative_error(formula, abs(after - before).item()))
    return max(errors)


A4 = Statement(
    "A4", Equation(Abs(theta_t - theta_before),
                   eta * (1 - beta_1) / sqrt(1 - beta_2) * sqrt((1 - q**t) / (1 - q))
                   * sqrt(1 - beta_2**t) / (1 - beta_1**t), sign="≤"),
    "The longest step of Adam",
    "It depends on the learning rate, on the two β and on t, but not on the scale of the gradient.",
    code=adam,
    measure=_longest_step,
    compared="the bound, for four pairs of β and up to 40 steps, and the last step of the code "
             "with the gradients that reach it")
