"""The statements of Foundations that follow from one another, and the equations without a label."""

from dataclasses import replace

import pytest
from mutants import mutants
from sympy import diff, simplify, symbols

from bplib.book.foundations import (BINARY, C1, C2, C3, CATEGORICAL, CHAIN_ERROR, CR, QUADRATIC,
                                    UNLABELLED)
from bplib.symbolic import (C, L, Partial, a, b, collapse, i, j, l, n, sigma, sigma_prime, split_last,
                            w, z)


@pytest.mark.parametrize("cost, slope", [(QUADRATIC, C1), (BINARY, C2), (CATEGORICAL, C3)],
                         ids=("C1", "C2", "C3"))
def test_the_slope_of_a_cost_is_its_derivative(cost, slope):
    derived = collapse(diff(cost.rhs, a[L, j]), (j, 1, n[L]))
    assert simplify(derived - slope.rhs) == 0


def test_one_more_neuron_is_one_more_factor():
    N = symbols("N", integer=True, positive=True)
    z_next = w[N + 1] * a[N] + b[N + 1]
    link = diff(sigma(z_next), a[N]).subs(z_next, z[N + 1])                  # ∂aᴺ⁺¹/∂aᴺ
    claim = CR.rhs.subs(L, N)
    assert claim.subs(N, 1).doit() == 1
    assert split_last(claim.subs(N, N + 1), upto=N) == claim * link


def test_the_error_in_a_chain_starts_at_the_cost_and_follows_the_links():
    """∂C/∂zˡ = ∂C/∂aᴸ · ∂aᴸ/∂aˡ · σ′(zˡ), where ∂aᴸ/∂aˡ is CR from neuron l on."""
    (index, _, last), = CR.rhs.limits
    links = CR.rhs.func(CR.rhs.function.xreplace({index: i}), (i, l + 1, last))
    assert CHAIN_ERROR.rhs == Partial(C, a[L]) * links * sigma_prime(z[l])


@pytest.mark.parametrize("equation, measure", UNLABELLED)
def test_an_equation_without_a_label_and_the_code_agree(equation, measure):
    assert measure(equation) < 1e-14


@pytest.mark.parametrize("equation, measure", UNLABELLED)
def test_every_mutant_of_an_equation_without_a_label_is_seen(equation, measure):
    for what, mutant in mutants(equation.rhs).items():
        try:
            seen = measure(replace(equation, rhs=mutant)) > 1e-14
        except (TypeError, ValueError):                  # it cannot be evaluated at all
            seen = True
        assert seen or simplify(mutant - equation.rhs) == 0, what
