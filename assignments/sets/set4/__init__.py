"""Set 4: gradient descent, momentum, Adam.

A check for each question; the notebook calls them by these names.
"""

from sets.set4.checks import adam_step, bowl, effective_rate, gd_step, momentum_step
from sets.set4.training import train

__all__ = ["adam_step", "bowl", "effective_rate", "gd_step", "momentum_step", "train"]
