"""Set 2: the four equations on paper.

A check for each question; the notebook calls them by these names.
"""

from sets.set2.checks import bp1, bp2, chain, softmax
from sets.set2.gradients import bp3, bp4, other_rules, written_out

__all__ = ["bp1", "bp2", "bp3", "bp4", "chain", "other_rules", "softmax", "written_out"]
