"""The labelled equations of gradient descent against the run of the optimiser."""

import numpy as np
import pytest
from sympy import simplify

from bplib.optimise import gradient_descent
from bplib.symbolic import Partial, p
from bplib.symbolic.equations import (BEST_RATE, BOWL, C, DESCENT, DESCENT_STEP, eta, lam, lam_max,
                                      lam_min, t, theta, theta_0)

CURVATURES, START = np.array([0.5, 2.0, 8.0]), np.array([3.0, -1.0, 2.0])


def run(rate, steps):
    parameters, optimiser = [START.copy()], gradient_descent(rate)
    state = optimiser.init(parameters)
    for _ in range(steps):
        state = optimiser.update(parameters, [CURVATURES * parameters[0]], state)
    return parameters[0]


def test_the_step_explains_the_fall_of_the_cost():
    (limits,) = DESCENT.rhs.limits
    assert DESCENT.rhs.function - DESCENT_STEP.rhs * Partial(C, theta[p]) == 0 and limits[0] == p


def test_the_bowl_follows_the_step():
    assert BOWL.rhs.subs(t, 0) == theta_0
    assert simplify(BOWL.rhs.subs(t, t + 1) / BOWL.rhs) == 1 - eta * lam


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.26])
def test_the_bowl_predicts_the_iterates(rate):
    predicted = [float(BOWL.rhs.subs({theta_0: start, lam: curvature, eta: rate, t: 40}))
                 for start, curvature in zip(START, CURVATURES)]
    np.testing.assert_allclose(run(rate, 40), predicted, rtol=1e-13)


def test_no_learning_rate_beats_the_best_one():
    def slowest(rate):
        return np.abs(1 - rate * CURVATURES).max()

    best = float(BEST_RATE.rhs.subs({lam_min: CURVATURES.min(), lam_max: CURVATURES.max()}))
    assert slowest(best) == pytest.approx(15 / 17)                       # (κ − 1)/(κ + 1) with κ = 16
    assert all(slowest(rate) > slowest(best) for rate in np.linspace(0.01, 0.3, 400) if abs(rate - best) > 1e-9)
