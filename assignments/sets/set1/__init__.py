"""Set 1: forward propagation and costs.

A check for each question; the notebook calls them by these names.
"""

from sets.set1.by_hand import neuron
from sets.set1.checks import forward, other_slopes, sigmoids, weighted_input
from sets.set1.costs import cross_entropy, quadratic_cost, quadratic_grad, shapes, softmax

__all__ = ["cross_entropy", "forward", "neuron", "other_slopes", "quadratic_cost",
           "quadratic_grad", "shapes", "sigmoids", "softmax", "weighted_input"]
