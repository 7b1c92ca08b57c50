"""How time and memory of a gradient grow with the number of weights, the batch and the depth.

Peak memory is what NumPy has allocated at most during backprop, as tracemalloc counts it, and the parameters. It is
compared with the bytes that must exist at the end: parameters, z, a, δ and the gradient.
"""

import tracemalloc
from typing import NamedTuple

import numpy as np

from bplib import backprop, costs, initialise, network

LAST = 4            # the exponent is fitted to this many of the largest cases: the small ones measure Python


class Case(NamedTuple):
    """A tanh network of L equal layers, and its batch."""

    width: int
    L: int
    m: int
    dtype: str = "float32"

    def build(self):
        """The network, x and y."""
        rng = np.random.default_rng(1)
        net = network.build((self.width,) * self.L, ["tanh"] * (self.L - 1), rng, initialise.xavier, self.dtype)
        x, y = rng.normal(size=(2, self.width, self.m)).astype(self.dtype)
        return net, x, y

    @property
    def weights(self):
        """The number of weights."""
        return self.width**2 * (self.L - 1)


def series(quick):
    """{what grows: its cases}"""
    decades = range(3, 7 if quick else 9)
    return {"weights": [Case(round((10**n / 3) ** 0.5), 4, 32) for n in decades],
            "batch": [Case(256, 4, 2**n) for n in range(0, 9 if quick else 13, 2)],
            "depth": [Case(256, L, 32) for L in (3, 5, 9, 17, 33, *(() if quick else (65, 129)))]}


def gradient(case):
    """A step of backprop, and its memory."""
    net, x, y = case.build()
    return lambda: backprop(net, x, y, costs.quadratic), memory(net, x, y)


def forward(case):
    """A step of the forward pass alone."""
    net, x, _ = case.build()
    return lambda: network.forward(net, x), None


def memory(net, x, y):
    """{"peak", "needed"} in bytes."""
    def size(arrays):
        return sum(array.nbytes for array in arrays)

    trace, result = network.forward(net, x), backprop(net, x, y, costs.quadratic)
    parameters = size(net.parameters)
    needed = parameters + size([*trace.z.values(), *trace.a.values(), *result.delta.values(), *result.arrays, y])
    del trace, result
    tracemalloc.start()
    backprop(net, x, y, costs.quadratic)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"peak": peak + parameters + size([x, y]), "needed": needed}


def run(team, present, quick):
    """A row for each case: what grows, its size, seconds, backward/forward, peak memory."""
    makers = {"bplib": ("growth", "gradient"), "forward": ("growth", "forward")}
    for what, cases in series(quick).items():
        for case in cases:
            answers = {}
            times = team.times(makers, case, 5, lambda name, answer, _: answers.update({name: answer}))
            whole, ahead = np.median(times["bplib"]), np.median(times["forward"])
            yield {"grows": what, **case._asdict(), "weights": case.weights, "seconds": float(whole),
                   "backward/forward": float((whole - ahead) / ahead), **answers["bplib"]}


def exponents(rows):
    """{what grows: p} for time ~ size^p, fitted to the LAST cases of each series; for depth, size is the weights."""
    size = {"weights": "weights", "batch": "m", "depth": "weights"}
    found = {}
    for what, column in size.items():
        last = [row for row in rows if row["grows"] == what][-LAST:]
        logs = np.log([[row[column], row["seconds"]] for row in last])
        found[what] = float(np.polyfit(*logs.T, 1)[0])
    return found
