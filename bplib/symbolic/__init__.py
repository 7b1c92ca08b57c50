"""Derivations for any width: symbols, sums, display, and the way from a formula to numbers.

Nothing here imports bplib.backprop: the formulas and the code are two independent witnesses.
"""

from bplib.symbolic.collapse import collapse, difference, pull_out, split_last
from bplib.symbolic.derivation import Derivation, Given
from bplib.symbolic.display import Equation, to_latex
from bplib.symbolic.evaluate import evaluate
from bplib.symbolic.notation import (C, L, LayerSymbol, Partial, a, b, delta, example_cost,
                                     for_example, i, j, k, l, m, n, p, q, r, sigma, sigma_prime, w,
                                     y, z)

__all__ = ["C", "Derivation", "Equation", "Given", "L", "LayerSymbol", "Partial", "a", "b",
           "collapse", "delta", "difference", "evaluate", "example_cost", "for_example", "i", "j",
           "k", "l", "m", "n", "p", "pull_out", "q", "r", "sigma", "sigma_prime", "split_last",
           "to_latex", "w", "y", "z"]
