"""What happens to a time when another library was at work just before: the others halted, and left to run.

The threads of a library wait for its next task for a while, and keep a core busy meanwhile.
"""

import gradients
import numpy as np
from side_by_side import Team

CASE = gradients.Case((784, 100, 10), 32, "float32", "sigmoid")


def run(team, present, quick):
    """A row for each library: the seconds of one gradient with the others halted, and with the others running."""
    makers = {name: gradients.MAKERS[name] for name in ("bplib", "torch") if name in present}
    halted = team.times(makers, CASE, 5 if quick else 15)
    with Team(halt=False) as running:
        beside = running.times(makers, CASE, 5 if quick else 15)
    for name in makers:
        yield {"library": name, "halted": float(np.median(halted[name])), "running": float(np.median(beside[name]))}
