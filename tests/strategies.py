"""What the tests of bplib share: random networks with data that suit a cost."""

import numpy as np
from hypothesis import strategies as st

from bplib.activations import ACTIVATIONS
from bplib.costs import COSTS
from bplib.network import random_network
from bplib.wrong.checks import Case

seeds = st.integers(0, 2**32 - 1)
weighted_inputs = st.floats(-700, 700)           # where eᶻ neither overflows nor vanishes


def random_target(cost, shape, rng):
    """A target that the cost can have: any number, a probability, or a distribution per column."""
    if cost.name == "quadratic":
        return rng.normal(size=shape)
    y = rng.uniform(0.05, 1, size=shape)
    return y / y.sum(axis=0) if cost.name == "categorical_cross_entropy" else y


@st.composite
def cases(draw, least_m=1, most_m=6):
    """2 to 5 layers of width 1 to 7; every activation, cost and batch size."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=2, max_size=5))
    cost = draw(st.sampled_from(list(COSTS.values())))
    activations = [draw(st.sampled_from(list(ACTIVATIONS))) for _ in sizes[1:]]
    if cost.logits:
        activations[-1] = "identity"
    m, rng = draw(st.integers(least_m, most_m)), np.random.default_rng(draw(seeds))
    net = random_network(sizes, activations, rng)
    return Case(net, rng.normal(size=(sizes[0], m)), random_target(cost, (sizes[-1], m), rng), cost)


def case(sizes=(3, 4, 2), activations=("tanh", "identity"), cost=COSTS["quadratic"], m=5, seed=0):
    """One fixed Case."""
    rng = np.random.default_rng(seed)
    net = random_network(sizes, activations, rng)
    return Case(net, rng.normal(size=(sizes[0], m)), random_target(cost, (sizes[-1], m), rng), cost)
