"""A cost of one parameter with a shallow and a deep minimum, to see what an optimiser does at a small hill."""

import numpy as np


def cost(theta):
    """C = θ⁴/4 − θ²/2 + θ/5: a shallow minimum near 0.88 and a deep one near −1.09, a hill near 0.21."""
    return theta**4 / 4 - theta**2 / 2 + theta / 5


def slope(theta):
    """dC/dθ = θ³ − θ + 1/5."""
    return theta**3 - theta + 1 / 5


def path(optimiser, start, steps):
    """The parameter θ after 0, 1, …, steps steps of `optimiser` on `cost`, as a vector."""
    theta = np.array([float(start)])
    state, values = optimiser.init([theta]), [float(start)]
    for _ in range(steps):
        state = optimiser.update([theta], [slope(theta)], state)
        values.append(theta.item())
    return np.array(values)
