"""What the figure valley shows, by bplib: the race of the chapter, in all valleys at the same time."""

import numpy as np

from bplib import optimise
from bplib.instruments.landscapes import iterates

KNOWN = {}          # the race takes seconds, and does not depend on the state


def race(data):
    """{name: for each angle its lowest end and the rate that has it}."""
    by = np.deg2rad(np.arange(data.most + 1))
    turns = np.array([[np.cos(by), -np.sin(by)], [np.sin(by), np.cos(by)]]).transpose(2, 0, 1)

    def along(theta):
        """In the axes of each valley."""
        return np.einsum("aji,...aj->...ai", turns, theta.reshape(*theta.shape[:-1], -1, 2))

    def gradient(theta):
        return np.einsum("aij,aj->ai", turns, data.curvatures * along(theta)).ravel()

    methods = {"momentum": lambda rate: optimise.momentum(rate, data.momentum), "adagrad": optimise.adagrad,
               "rmsprop": lambda rate: optimise.rmsprop(rate, data.rho),
               "nesterov": lambda rate: optimise.nesterov(rate, data.nesterov), "gradient_descent": optimise.gradient_descent}
    with np.errstate(over="ignore", invalid="ignore"):          # some diverge
        ends = {name: np.array([(along(iterates(make(rate), gradient, (turns @ data.start).ravel(), data.steps)[-data.last:])**2
                                 @ data.curvatures / 2).max(axis=0) for rate in data.rates]) for name, make in methods.items()}
    return {name: (np.nanmin(each, axis=0), data.rates[np.nanargmin(each, axis=0)]) for name, each in ends.items()}


def numbers(data, state):
    if not KNOWN:
        KNOWN.update(race(data))
    found = {"steps": data.steps, "last": data.last, "count": len(data.rates)}
    for name, (ends, rates) in KNOWN.items():
        found |= {f"end_{name}": ends[state["angle"]], f"rate_{name}": rates[state["angle"]]}
    return found
