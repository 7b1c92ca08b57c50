"""What the figure noise_floor shows, by bplib: the optimiser walks with the batches of the draw, and MB2 is the variance."""

import numpy as np

from bplib import optimise
from bplib.book import descent
from bplib.instruments.landscapes import iterates
from bplib.symbolic.notation import M, m, p, spread


def numbers(data, state):
    count, size, rate = len(data.centers), state["size"], state["rate"]
    places = np.array([ord(sign) - ord("a") for sign in data.draws[state["draw"] - 1]]).reshape(-1, count)
    batches = iter(data.centers[places[:, :size]])
    path = iterates(optimise.gradient_descent(rate), lambda theta: theta - next(batches).mean(), [data.start], len(places))
    variance = float(descent.MB2.rhs.subs({M: count, m: size, spread[p]: data.centers.std()}))
    return {"variance": variance, "predicted": rate / (2 - rate) * variance / 2, "settled": data.settled + 1,
            "drawn": np.square(path[data.settled + 1:] - data.centers.mean()).mean() / 2}
