"""The statements of gradient descent and momentum against runs of the optimisers."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import simplify

from bplib.book import descent
from bplib.book.descent import GD2, GD3, GD4, MB2, MINIBATCH_SPREAD
from bplib.book.foundations import GD1
from bplib.book.momentum import M3, kappa, matrix_of_code
from bplib.instruments.landscapes import iterates
from bplib.optimise import gradient_descent
from bplib.symbolic import C, Partial, p
from bplib.symbolic.notation import eta, lam, lam_max, lam_min, t, theta, theta_0

CURVATURES, START = np.array([0.5, 2.0, 8.0]), np.array([3.0, -1.0, 2.0])


def test_the_step_explains_the_fall_of_the_cost():
    (limits,) = GD1.rhs.limits
    assert GD1.rhs.function - GD2.rhs * Partial(C, theta[p]) == 0 and limits[0] == p


def test_the_bowl_follows_the_step():
    assert GD3.rhs.subs(t, 0) == theta_0
    assert simplify(GD3.rhs.subs(t, t + 1) / GD3.rhs) == 1 - eta * lam


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.26])
def test_the_bowl_predicts_the_iterates(rate):
    predicted = [float(GD3.rhs.subs({theta_0: start, lam: curvature, eta: rate, t: 40}))
                 for start, curvature in zip(START, CURVATURES)]
    run = iterates(gradient_descent(rate), lambda place: CURVATURES * place, START, 40)
    np.testing.assert_allclose(run[-1], predicted, rtol=1e-13)


def test_no_learning_rate_beats_the_best_one():
    def slowest(rate):
        return np.abs(1 - rate * CURVATURES).max()

    best = float(GD4.rhs.subs({lam_min: CURVATURES.min(), lam_max: CURVATURES.max()}))
    assert slowest(best) == pytest.approx(15 / 17)                       # (κ − 1)/(κ + 1) with κ = 16
    rates = np.linspace(0.01, 0.3, 400)
    assert all(slowest(rate) > slowest(best) for rate in rates if abs(rate - best) > 1e-9)


def test_no_pair_beats_the_best_one():
    """The largest modulus of the eigenvalues of one step of momentum, over a grid of learning rates and β."""
    low, high = CURVATURES.min(), CURVATURES.max()

    def factor(rate, beta):
        return max(np.abs(np.linalg.eigvals(matrix_of_code(rate, beta, end))).max() for end in (low, high))

    best = [float(entry.subs({lam_min: low, lam_max: high, kappa: high / low})) for entry in M3.rhs]
    assert factor(*best) == pytest.approx(3 / 5, abs=1e-6)               # (√κ − 1)/(√κ + 1) with κ = 16
    grid = [(rate, beta) for rate in np.linspace(0.02, 0.6, 60) for beta in np.linspace(0, 0.98, 50)]
    near = [(best[0] + by, best[1] + aside) for by in (-1e-3, 0, 1e-3) for aside in (-1e-3, 0, 1e-3) if by or aside]
    assert all(factor(*pair) > 3 / 5 + 1e-5 for pair in grid + near)


@pytest.mark.parametrize("wrong", [
    MINIBATCH_SPREAD.rhs.xreplace({Partial(C, theta[p]): -Partial(C, theta[p])}), 2 * MINIBATCH_SPREAD.rhs])
def test_a_wrong_definition_of_the_spread_is_seen(wrong, monkeypatch):
    monkeypatch.setattr(descent, "MINIBATCH_SPREAD", replace(MINIBATCH_SPREAD, rhs=wrong))
    assert MB2.error > 1e-3
