"""The four equations, each with its form for a batch."""

from sympy import Sum

from bplib.book.examples import on_a_network
from bplib.book.foundations import C1
from bplib.book.statement import DERIVED, FLAGSHIP, Statement
from bplib.four_equations import bp1, bp2, bp3, bp4
from bplib.symbolic import C, Equation, L, Partial, a, b, delta, i, j, k, l, m, n, sigma_prime, w, z

BATCH = "tests/symbolic/test_batch.py::test_the_batch_forms_follow_from_the_definition_of_z"

BP1 = Statement(
    "BP1", Equation(delta[L, j], Partial(C, a[L, j]) * sigma_prime(z[L, j])),
    "The error of the output layer",
    "The error is how fast the cost changes with the output, times the slope of the output neuron.",
    code=bp1, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(lambda e: e.gradient.delta[4], layer=4,
                         prepare=lambda formula: formula.xreplace({Partial(C, a[L, j]): C1.rhs})),
    compared="the formula with the quadratic cost, evaluated on a random network, and the errors of the code")

BP2 = Statement(
    "BP2", Equation(delta[l, j], Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j])),
    "The error passed back",
    "Weigh the errors of the next layer with the connections to them, add up, and multiply by the slope of the neuron itself.",
    code=bp2, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(lambda e: e.gradient.delta[3]),
    compared="the formula, evaluated on a random network, and the errors of the code")

BP3 = Statement(
    "BP3", Equation(Partial(C, b[l, j]), delta[l, j]),
    "The gradient of a bias",
    "It is the error of the neuron, because the weighted input moves by as much as its bias.",
    code=bp3, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(lambda e: e.gradient.b[3]),
    compared="the formula, evaluated on a random network, and the gradient of the code")

BP4 = Statement(
    "BP4", Equation(Partial(C, w[l, j, k]), a[l - 1, k] * delta[l, j]),
    "The gradient of a weight",
    "It is the activation that enters the weight, times the error of the neuron behind it.",
    code=bp4, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(lambda e: e.gradient.w[3], neurons=(j, k)),
    compared="the formula, evaluated on a random network, and the gradient of the code")

# In a batch of m examples δ carries the 1/m of the cost, and the sums carry none.
BP3_BATCH = Statement(
    "BP3, batch", Equation(Partial(C, b[l, j]), Sum(delta[l, j, i], (i, 1, m))),
    "The gradient of a bias over a batch",
    "The errors of the neuron, added up over the examples.",
    code=bp3, tests=(BATCH,),
    measure=on_a_network(lambda e: e.gradient.b[3], examples=4),
    compared="the formula, evaluated for a batch of four, and the gradient of the code")

BP4_BATCH = Statement(
    "BP4, batch", Equation(Partial(C, w[l, j, k]), Sum(a[l - 1, k, i] * delta[l, j, i], (i, 1, m))),
    "The gradient of a weight over a batch",
    "Activation times error for each example, added up over the examples.",
    code=bp4, tests=(BATCH,),
    measure=on_a_network(lambda e: e.gradient.w[3], neurons=(j, k), examples=4),
    compared="the formula, evaluated for a batch of four, and the gradient of the code")
