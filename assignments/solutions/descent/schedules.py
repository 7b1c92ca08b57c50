"""Schedules: the exercise whose solution is not on the page.

ex-schedules-best

The derivative of (1 − λη)² Q + η² s² with respect to η is 2(λ² Q + s²)η − 2λQ. It is 0 at

    η = λQ/(λ² Q + s²),

a minimum, because the second derivative is positive. There 1 − λη = s²/(λ² Q + s²), so the new
value is (s⁴ Q + λ² Q² s²)/(λ² Q + s²)² = s² Q/(λ² Q + s²), and its inverse is 1/Q + λ²/s². So each
step adds λ²/s² to 1/Q: 1/Q(t) = 1/Q(0) + λ² t/s². Put this into η and divide by λ² Q:

    η_t = (1/λ)/(1 + s²/(λ² Q(t))) = (1/λ)/(k + t) = (1/(λk))/(1 + t/k),  k = 1 + s²/(λ² Q(0)).

So for one parameter on a bowl, with λ, s and Q(0) known, a schedule of the type 1/t is the best.
The further away the start is, the nearer k is to 1, that is the schedule to 1/(λ(t + 1)).

Nothing is won by giving up something before: for each η the new Q grows with the old one. So a
larger Q(t) cannot lead to a smaller Q(T), whatever the later learning rates are, and no schedule
has a smaller Q(T) for any T.
"""

import numpy as np
from sympy import diff, simplify, solve, symbols

from bplib.optimise.schedules import cosine, one_over_t

Q, lam, s, eta = symbols("Q lambda s eta", positive=True)
new_Q = (1 - lam * eta) ** 2 * Q + eta**2 * s**2
best, = solve(diff(new_Q, eta), eta)
assert simplify(best - lam * Q / (lam**2 * Q + s**2)) == 0 and diff(new_Q, eta, 2).is_positive
assert simplify(1 / new_Q.subs(eta, best) - 1 / Q - lam**2 / s**2) == 0


def expected_squares(schedule, steps, start, curvature=2.0, spread=3.0):
    """Q(1), …, Q(steps) by the rule."""
    squares = [start**2]
    for t in range(steps):
        rate = schedule(t)
        squares.append((1 - curvature * rate) ** 2 * squares[-1] + rate**2 * spread**2)
    return np.array(squares[1:])


k = 1 + 3**2 / (2**2 * 7**2)
of_best = expected_squares(lambda t: 1 / (2 * k) / (1 + t / k), 200, 7.0)
by_hand = 1 / (1 / 7**2 + 2**2 / 3**2 * np.arange(1, 201))
assert np.abs(of_best / by_hand - 1).max() < 1e-12
others = [one_over_t(1 / 2, 1), one_over_t(0.4, 5), cosine(0.4, 200), lambda t: 0.1]
assert all((of_best <= expected_squares(other, 200, 7.0)).all() for other in others)
assert of_best[49] < expected_squares(others[0], 50, 7.0)[-1]
