"""The exercise of the chapter Adam whose solution is not printed.

ex-adam-rest

λ in the gradient: the step is 0 where the gradient g + λθ is 0, at θ = −g/λ. AdamW: the two means
of a constant gradient give m̂ = g and v̂ = g², so each step is −η(g/|g| + λθ). It is 0 at θ =
−1/λ, whatever g > 0 is. For 0 < ηλ < 1 the parameter approaches this place, because each step
multiplies the distance by 1 − ηλ.

With ten times the cost, g is ten times as large. The first place moves to −10g/λ, the second
stays. So a λ in the gradient must be found again when the cost is scaled (a sum for a mean over
the batch, for example), and the λ of AdamW need not be. The learning rate of AdamW in bplib
does not move the place of rest. It sets the time: after 1/(ηλ) steps the distance from it is
about 1/e of the first one.
"""

import numpy as np

from bplib import optimise
from bplib.instruments.landscapes import iterates

decay, derivative = 0.5, 0.2


def place_of_rest(optimiser, factor, in_gradient, steps):
    def gradient(theta):
        return factor * derivative + in_gradient * theta

    return iterates(optimiser, gradient, [0.0], steps)[-1].item()


def falling(taken):
    return 0.5 / (1 + taken / 50)


for factor in (1, 10):
    coupled = place_of_rest(optimise.adam(falling), factor, decay, 20_000)
    assert abs(coupled + factor * derivative / decay) < 1e-3
    decoupled = place_of_rest(optimise.adamw(0.01, eps=1e-30, decay=decay), factor, 0, 8000)
    assert abs(decoupled + 1 / decay) < 1e-9

# After 1/(ηλ) steps the distance is about 1/e of the first one.
after = place_of_rest(optimise.adamw(0.01, eps=1e-30, decay=decay), 1, 0, 200)
assert abs((after + 2) / 2 - np.exp(-1)) < 0.005
