"""The definitions of a network and the four equations, as SymPy objects, for any width.

These are the statements. The chapters derive the right-hand sides from the definitions, and
`derive.py` does the same for the tests; neither takes a statement for granted.
"""

from sympy import Sum

from bplib.symbolic.display import Equation
from bplib.symbolic.notation import C, L, Partial, a, b, delta, j, k, l, n, q, sigma, sigma_prime, w, z


def weighted_input(layer, neuron, index=q, inputs=None):
    """z^l_j = Σ_q w^l_{jq} a^{l−1}_q + b^l_j; `inputs(q)` replaces a^{l−1}_q where given."""
    value = a[layer - 1, index] if inputs is None else inputs(index)
    return Sum(w[layer, neuron, index] * value, (index, 1, n[layer - 1])) + b[layer, neuron]


FORWARD_Z = Equation(z[l, j], weighted_input(l, j, k), "F1")
FORWARD_A = Equation(a[l, j], sigma(z[l, j]), "F2")

ERROR = Equation(delta[l, j], Partial(C, z[l, j]))

BP1 = Equation(delta[L, j], Partial(C, a[L, j]) * sigma_prime(z[L, j]), "BP1")
BP2 = Equation(delta[l, j],
               Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j]), "BP2")
BP3 = Equation(Partial(C, b[l, j]), delta[l, j], "BP3")
BP4 = Equation(Partial(C, w[l, j, k]), a[l - 1, k] * delta[l, j], "BP4")
