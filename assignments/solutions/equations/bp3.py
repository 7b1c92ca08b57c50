"""BP3: the exercise without a solution on the page.

ex-bp3-column

Let ȳ be the mean of the targets and V = 1/m Σ_r (y_r − ȳ)² their variance. For each output,

    1/m Σ_r (a_i − y_r)² = 1/m Σ_r ((a_i − ȳ) − (y_r − ȳ))² = (a_i − ȳ)² + V,

because the deviations y_r − ȳ add up to 0, so that the mixed term is 0. The mean over i gives

    C = 1/(2m) Σ_i (a_i − ȳ)² + V/2.

The second term does not depend on the outputs. The first one is not negative, and 0 if and only if
every a_i is ȳ. So C is smallest where all outputs are the mean of the targets, and is V/2 there.

Then the output is the same for all m inputs: the network has learned nothing about them, and gives
the one number that is the best without any input. On the curve of the cost nothing is strange: it
falls in every step and then becomes level. Only the level is: it is half of the variance of the
targets, which is what the best constant output reaches.
"""

import numpy as np

from bplib import costs, fit, forward, initialise, optimise
from bplib.network import build

rng = np.random.default_rng(0)
x = np.sort(rng.uniform(-3, 3, size=(1, 40)))
y = np.sin(x) + 0.1 * rng.normal(size=x.shape)
start = build((1, 8, 1), ("tanh", "identity"), rng, initialise.xavier)


def train(cost):
    fitted = fit(start, x, y, cost, optimise.gradient_descent(0.1), epochs=2000,
                 batch_size=x.shape[1], rng=rng)
    return fitted.history.cost, forward(fitted.network, x).a[3]


# The derivative of the cost of all pairs is that of its first term, (a_i − ȳ)/m.
every_pair = costs.quadratic._replace(value=lambda a, y: np.mean((a - y.T) ** 2) / 2,
                                      grad=lambda a, y: (a - y.mean()) / a.shape[1])
a = rng.normal(size=x.shape)
assert abs(every_pair.value(a, y) - np.mean((a - y.mean()) ** 2) / 2 - y.var() / 2) < 1e-14

history, outputs = train(every_pair)
assert (np.diff(history) <= 1e-12).all()                  # nothing strange on the curve
assert abs(history[-1] - y.var() / 2) < 1e-3
assert np.abs(outputs - y.mean()).max() < 0.1

history, outputs = train(costs.quadratic)                 # as it was meant
assert history[-1] < 0.1 * y.var() / 2
assert np.ptp(outputs) > 1.5
