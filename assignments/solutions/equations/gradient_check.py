"""The exercise of the chapter Checking a gradient that has no solution on its page.

ex-check-fourth

Let D(h) be the central difference. Its Taylor series has even powers only:
D(h) = f′ + h² f‴/6 + h⁴ f⁽⁵⁾/120 + …, and D(h/2) = f′ + h² f‴/24 + h⁴ f⁽⁵⁾/1920 + …
To keep f′, the weights of D(h/2) and D(h) must add up to 1; to cancel h², they must be 4/3 and
−1/3. So R(h) = (4 D(h/2) − D(h))/3 = f′ − h⁴ f⁽⁵⁾/480 + …

Rounding: D(h) is wrong by at most u|f|/h, D(h/2) by at most 2u|f|/h, so R(h) by at most
(4·2 + 1)/3 · u|f|/h = 3u|f|/h.

E(h) = |f⁽⁵⁾| h⁴/480 + 3u|f|/h is smallest at h⁵ = 360 u|f|/|f⁽⁵⁾|, and is there 15/4 · u|f|/h, so
proportional to u^(4/5). With |f| = |f⁽⁵⁾| = 1 in float64: h = 2e-3 and a total error of 3e-13,
so about 12 digits in the place of 10. R needs four values of the cost for each entry. It is
Richardson's extrapolation; the code below derives it and measures it.

To mark: the weights 4/3 and −1/3 with a reason; the power u^(4/5); the measured lowest point within
a factor of 10 of the predicted step.
"""

import numpy as np
from sympy import Symbol, diff, expand, factorial, solve, symbols

from bplib import backprop, cost_function, costs
from bplib.differences import central_differences, relative_error
from bplib.network import random_network, to_vector

h, u, f, f5 = symbols("h u f f5", positive=True)
derivatives = [Symbol(f"f_{order}") for order in range(6)]


def taylor(step):
    return sum(value * step**order / factorial(order) for order, value in enumerate(derivatives))


def central(step):
    return expand((taylor(step) - taylor(-step)) / (2 * step))


combined = expand((4 * central(h / 2) - central(h)) / 3)
assert expand(combined - derivatives[1] + h**4 * derivatives[5] / 480) == 0

E = f5 * h**4 / 480 + 3 * u * f / h
best, = solve(diff(E, h), h)
assert expand(best**5 - 360 * u * f / f5) == 0
assert (E - 15 * u * f / (4 * h)).subs(h, best).simplify() == 0
ones = {f: 1, f5: 1, u: np.finfo(float).eps}
step_of_ones, error_of_ones = float(best.subs(ones)), float(E.subs(h, best).subs(ones))
assert 2e-3 < step_of_ones < 3e-3 and 3e-13 < error_of_ones < 5e-13

rng = np.random.default_rng(2)
net = random_network((3, 4, 4, 2), ("tanh",) * 3, rng)
task = net, rng.normal(size=(3, 5)), rng.normal(size=(2, 5)), costs.quadratic
cost, theta, gradient = cost_function(*task), to_vector(net.parameters), backprop(*task).vector

steps = 10.0 ** np.arange(-7, -0.4, 0.25)
plain = np.array([relative_error(central_differences(cost, theta, step), gradient)
                  for step in steps])
better = np.array([relative_error((4 * central_differences(cost, theta, step / 2)
                                   - central_differences(cost, theta, step)) / 3, gradient)
                   for step in steps])
assert better.min() < plain.min() / 10
assert 0.1 < steps[better.argmin()] / step_of_ones < 10
large = steps > 0.03                                # there the truncation error is all that counts
power = np.polyfit(np.log(steps[large]), np.log(better[large]), 1)[0]
assert 3.5 < power < 4.5
