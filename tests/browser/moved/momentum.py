"""What the figure momentum shows, by bplib: one step from (1, 0) and one from (0, 1) are its matrix, for each curvature."""

import numpy as np

from bplib import optimise
from bplib.instruments.landscapes import iterates


def modulus(curvature, rate, beta):
    """The largest modulus of the eigenvalues, by the trace and the determinant of the matrix."""
    optimiser, columns = optimise.momentum(rate, beta), []
    for theta, v in ((np.ones(1), np.zeros(1)), (np.zeros(1), np.ones(1))):
        optimiser.update([theta], [curvature * theta], optimise.MomentumState(0, [v]))
        columns.append((theta.item(), v.item()))
    (a, c), (b, d) = columns
    root = np.sqrt(complex((a + d) ** 2 - 4 * (a * d - b * c)))
    return max(abs(a + d + root), abs(a + d - root)) / 2


def numbers(data, state):
    rate, beta = state["rate"], state["beta"]
    path = iterates(optimise.momentum(rate, beta), lambda theta: data.curvatures * theta, data.start, state["step"])
    one, two = (modulus(curvature, rate, beta) for curvature in data.curvatures)
    return {"mu1": one, "mu2": two, "worst": max(one, two), "distance": np.linalg.norm(path[-1]),
            "limit": 2 * (1 + beta) / data.curvatures.max()}
