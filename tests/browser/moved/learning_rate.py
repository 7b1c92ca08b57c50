"""What the figure learning_rate shows, by bplib: the optimiser walks, and one step from 1 gives its factor."""

import numpy as np

from bplib import optimise
from bplib.book import descent
from bplib.instruments.landscapes import iterates
from bplib.symbolic.notation import lam_max, lam_min


def numbers(data, state):
    flat, steep = data.curvatures

    def walk(start, steps):
        return iterates(optimise.gradient_descent(state["rate"]), lambda theta: data.curvatures * theta, start, steps)[-1]

    (one, other), (q1, q2) = walk(data.start, state["step"]), walk([1.0, 1.0], 1)
    return {"theta1": one, "theta2": other, "q1": q1, "q2": q2, "worst": np.abs([q1, q2]).max(),
            "cost": data.curvatures @ np.square([one, other]) / 2, "limit": 2 / steep,
            "best": float(descent.GD4.rhs.subs({lam_min: flat, lam_max: steep}))}
