"""What the figure wrong_versions shows, by the bank: the checks run anew, and the versions are trained anew."""

from functools import cache

import numpy as np

from bplib import backprop, cost_of
from bplib.wrong import VARIANTS
from bplib.wrong.checks import CHECKS, catches, descend, equal_widths


@cache
def hits(name):
    """For each check: does it catch the version?"""
    return [catches(check, VARIANTS[name].backprop, np.random.default_rng(0)) for check in CHECKS.values()]


@cache
def costs(name):
    """The cost at each of 1,500 steps, divided by the cost at the start; nan where it has overflowed."""
    case = equal_widths(np.random.default_rng(0))[0]
    with np.errstate(all="ignore"):
        path = descend(VARIANTS[name].backprop if name else backprop, case, 1500, 1.0)
        return np.array([case.cost_function(theta) for theta in path]) / cost_of(*case)


def numbers(data, state):
    name, ends = list(VARIANTS)[int(state["version"])], (data.few, int(data.steps[-1]))
    found = {"checks": len(CHECKS), "hits": sum(hits(name)), "few": 20, "many": 1500}
    for which, prefix in ((name, ""), ("", "right_")):
        if which != "bias not summed":
            found |= {prefix + key: float(f"{costs(which)[step]:.3g}") for key, step in zip(("early", "late"), ends)}
    return found
