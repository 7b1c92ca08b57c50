"""Derivations for any width: symbols, sums, display, and the way from a formula to numbers.

Nothing here imports bplib.backprop: the formulas and the code are two independent witnesses.
"""

from bplib.symbolic.collapse import collapse, difference, pull_out, split_last
from bplib.symbolic.display import Equation, to_latex
from bplib.symbolic.evaluate import evaluate
from bplib.symbolic.notation import (C, L, LayerSymbol, Partial, a, b, delta, j, k, l, n, p, q,
                                     sigma, sigma_prime, w, y, z)

__all__ = ["C", "Equation", "L", "LayerSymbol", "Partial", "a", "b", "collapse", "delta", "difference",
           "evaluate", "j", "k", "l", "n", "p", "pull_out", "q", "sigma", "sigma_prime", "split_last", "to_latex",
           "w", "y", "z"]
