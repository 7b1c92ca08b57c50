"""An optimiser on a function of one vector: a bowl, whose theory is known, and a double well."""

from typing import Callable, NamedTuple

import numpy as np

from bplib.expect import expect_array, expect_int, expect_rng


def iterates(optimiser, gradient, start, steps):
    """θ₀ = `start`, θ₁, …, one in each row, (steps + 1, N), with gradient(θ) = ∇C(θ), shape (N,).

    Raises ValueError or TypeError for a start that is no vector of numbers, or steps below 0.
    """
    theta = np.array(start, dtype=float)
    expect_array("start", theta, ("N",))
    state, path = optimiser.init([theta]), [theta.copy()]
    for _ in range(expect_int("steps", steps, least=0)):
        state = optimiser.update([theta], [gradient(theta)], state)
        path.append(theta.copy())
    return np.array(path)


def random_bowl(curvatures, rng):
    """A = Q diag(λ) Qᵀ (N, N) and Q: the bowl C = ½ θᵀAθ with curvatures λ in random directions.

    The columns of Q are the directions, in the order of the curvatures. The gradient is Aθ.
    """
    expect_rng(rng)
    Q = np.linalg.qr(rng.normal(size=(len(curvatures),) * 2))[0]
    return Q @ np.diag(curvatures) @ Q.T, Q


class Landscape(NamedTuple):
    """A cost of one parameter and its derivative: value(θ) and derivative(θ)."""

    value: Callable
    derivative: Callable


# C = θ⁴/4 − θ²/2 + θ/5: a shallow minimum near 0.88 and a deep one near −1.09, a hill near 0.21
double_well = Landscape(lambda theta: theta**4 / 4 - theta**2 / 2 + theta / 5,
                        lambda theta: theta**3 - theta + 1 / 5)
