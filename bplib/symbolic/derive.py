"""The four equations derived for symbolic layer and widths.

Each function starts from the definitions z^l = w^l a^{l−1} + b^l, a^l = σ(z^l), δ^l = ∂C/∂z^l and
the chain rule, which is the one step that is assumed, and returns the derived Equation.
"""

from sympy import Sum, diff

from bplib.symbolic.collapse import collapse, pull_out
from bplib.symbolic.display import Equation
from bplib.symbolic.definitions import weighted_input
from bplib.symbolic.notation import C, L, Partial, a, b, delta, j, k, l, n, p, sigma, w, z


def bp1():
    """∂C/∂z^L_j = Σ_k ∂C/∂a^L_k ∂a^L_k/∂z^L_j, with a^L_k = σ(z^L_k)."""
    inner = diff(sigma(z[L, k]), z[L, j])
    total = Sum(Partial(C, a[L, k]) * inner, (k, 1, n[L]))
    return Equation(delta[L, j], collapse(total, (j, 1, n[L])))


def bp2():
    """∂C/∂z^l_j = Σ_k ∂C/∂z^{l+1}_k ∂z^{l+1}_k/∂z^l_j, with a^l_p = σ(z^l_p) put into z^{l+1}_k."""
    z_next = weighted_input(l + 1, k, p, inputs=lambda i: sigma(z[l, i]))
    inner = collapse(diff(z_next, z[l, j]), (j, 1, n[l]))
    return Equation(delta[l, j], pull_out(Sum(delta[l + 1, k] * inner, (k, 1, n[l + 1]))))


def bp3():
    """∂C/∂b^l_j = Σ_p ∂C/∂z^l_p ∂z^l_p/∂b^l_j."""
    inner = collapse(diff(weighted_input(l, p), b[l, j]))
    return Equation(Partial(C, b[l, j]),
                    collapse(Sum(delta[l, p] * inner, (p, 1, n[l])), (j, 1, n[l])))


def bp4():
    """∂C/∂w^l_{jk} = Σ_p ∂C/∂z^l_p ∂z^l_p/∂w^l_{jk}."""
    inner = collapse(diff(weighted_input(l, p), w[l, j, k]), (k, 1, n[l - 1]))
    return Equation(Partial(C, w[l, j, k]),
                    collapse(Sum(delta[l, p] * inner, (p, 1, n[l])), (j, 1, n[l])))
