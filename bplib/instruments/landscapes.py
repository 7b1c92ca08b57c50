"""An optimiser on a function of one vector: a bowl, whose theory is known, and a double well."""

from typing import Callable, NamedTuple

import numpy as np

from bplib.expect import (expect_array, expect_callable, expect_finite, expect_int, expect_kind,
                          expect_numbers, expect_rng)
from bplib.optimise.base import Optimiser


def iterates(optimiser, gradient, start, steps):
    """θ₀ = `start`, θ₁, …, one in each row, (steps + 1, N), with gradient(θ) = ∇C(θ), shape (N,).

    Raises ValueError or TypeError for a start that is no vector of numbers, steps below 0, and, as
    the optimiser does, where gradient(θ) is no array of the shape of θ.
    """
    expect_kind("optimiser", optimiser, Optimiser, "bplib.optimise.momentum(0.1)")
    expect_callable("gradient", gradient, "lambda theta: A @ theta")
    theta = _vector("start", start)
    state, path = optimiser.init([theta]), [theta.copy()]
    for _ in range(expect_int("steps", steps, least=0)):
        state = optimiser.update([theta], [gradient(theta)], state)
        path.append(theta.copy())
    return np.array(path)


def random_bowl(curvatures, rng):
    """A = Q diag(λ) Qᵀ (N, N) and Q: the bowl C = ½ θᵀAθ with curvatures λ in random directions.

    The columns of Q are the directions, in the order of the curvatures. The gradient is Aθ.
    Raises TypeError or ValueError for curvatures that are no vector of numbers.
    """
    expect_rng(rng)
    curvatures = _vector("curvatures", curvatures)
    Q = np.linalg.qr(rng.normal(size=(len(curvatures),) * 2))[0]
    return Q @ np.diag(curvatures) @ Q.T, Q


def _vector(name, value):
    """`value` as a new vector of finite float64."""
    array = expect_numbers(name, value)
    expect_finite(name, array)
    if array.dtype.kind != "f":
        raise TypeError(f"{name} must hold real numbers; got dtype {array.dtype}")
    return expect_array(name, np.array(array, dtype=float), ("N",))


class Landscape(NamedTuple):
    """A cost of one parameter and its derivative: value(θ) and derivative(θ)."""

    value: Callable
    derivative: Callable


# C = θ⁴/4 − θ²/2 + θ/5: a shallow minimum near 0.88 and a deep one near −1.09, a hill near 0.21
double_well = Landscape(lambda theta: theta**4 / 4 - theta**2 / 2 + theta / 5,
                        lambda theta: theta**3 - theta + 1 / 5)
