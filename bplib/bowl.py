"""An optimiser on a function of one vector, such as a quadratic bowl: where theory predicts every iterate."""

import numpy as np

from bplib.shapes import expect_array, expect_int, expect_rng


def iterates(optimiser, gradient, start, steps):
    """θ₀ = `start`, θ₁, …, one in each row, (steps + 1, N), with gradient(θ) = ∇C(θ) of the shape (N,).

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
    """A = Q diag(λ) Qᵀ (N, N) and Q: the bowl C = ½ θᵀAθ with the given curvatures λ in random directions.

    The columns of Q are the directions, in the order of the curvatures. The gradient is Aθ.
    """
    expect_rng(rng)
    Q = np.linalg.qr(rng.normal(size=(len(curvatures),) * 2))[0]
    return Q @ np.diag(curvatures) @ Q.T, Q
