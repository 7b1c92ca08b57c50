"""The four equations, each with its form for a batch, and as products of whole matrices."""

from sympy import Sum

from bplib.backprop import backprop
from bplib.book.examples import on_a_network, random_example
from bplib.book.foundations import C1
from bplib.book.statement import DERIVED, FLAGSHIP, Statement
from bplib.differences import relative_error
from bplib.four_equations import bp1, bp2, bp3, bp4
from bplib.symbolic import (C, Equation, L, Partial, a, b, delta, evaluate, i, j, k, l, m, n, p,
                            sigma_prime, w, z)
from bplib.symbolic.matrices import CostGradient, OrderedProduct, Slopes, Whole, matrix_value

BATCH = "tests/symbolic/test_batch.py::test_the_batch_forms_follow_from_the_definition_of_z"

BP1 = Statement(
    "BP1", Equation(delta[L, j], Partial(C, a[L, j]) * sigma_prime(z[L, j])),
    "The error of the output layer",
    "The error is how fast the cost changes with the output, times the slope of the output neuron.",
    code=bp1, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(layer=4,
                         prepare=lambda formula: formula.xreplace({Partial(C, a[L, j]): C1.rhs})),
    compared="the formula with the quadratic cost, evaluated on a random network, and the errors "
             "of the code")

BP2 = Statement(
    "BP2", Equation(delta[l, j], Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1]))
                    * sigma_prime(z[l, j])),
    "The error passed back",
    "Weigh the errors of the next layer with the connections to them, add up, and multiply by the "
    "slope of the neuron itself.",
    code=bp2, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(),
    compared="the formula, evaluated on a random network, and the errors of the code")

BP3 = Statement(
    "BP3", Equation(Partial(C, b[l, j]), delta[l, j]),
    "The gradient of a bias",
    "It is the error of the neuron, because the weighted input moves by as much as its bias.",
    code=bp3, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(),
    compared="the formula, evaluated on a random network, and the gradient of the code")

BP4 = Statement(
    "BP4", Equation(Partial(C, w[l, j, k]), a[l - 1, k] * delta[l, j]),
    "The gradient of a weight",
    "It is the activation that enters the weight, times the error of the neuron behind it.",
    code=bp4, tests=(DERIVED, FLAGSHIP),
    measure=on_a_network(neurons=(j, k)),
    compared="the formula, evaluated on a random network, and the gradient of the code")

# In a batch of m examples δ carries the 1/m of the cost, and the sums carry none.
BP3_BATCH = Statement(
    "BP3, batch", Equation(Partial(C, b[l, j]), Sum(delta[l, j, i], (i, 1, m))),
    "The gradient of a bias over a batch",
    "The errors of the neuron, added up over the examples.",
    code=bp3, tests=(BATCH,),
    measure=on_a_network(examples=4),
    compared="the formula, evaluated for a batch of four, and the gradient of the code")

BP4_BATCH = Statement(
    "BP4, batch", Equation(Partial(C, w[l, j, k]), Sum(a[l - 1, k, i] * delta[l, j, i], (i, 1, m))),
    "The gradient of a weight over a batch",
    "Activation times error for each example, added up over the examples.",
    code=bp4, tests=(BATCH,),
    measure=on_a_network(neurons=(j, k), examples=4),
    compared="the formula, evaluated for a batch of four, and the gradient of the code")


def by_matrices(*layers, sizes=(4, 3, 5, 2)):
    """A `measure`: both sides as matrices, in each of `layers`.

    Σ′ and ∇ₐC are by their definitions, δ from the code.
    """
    def measure(equation):
        example = random_example(sizes=sizes)
        slope_of_cost = evaluate(C1.rhs, example.values, at={L: example.net.L}, over=[(j, 1, n[L])])
        values = example.values | {CostGradient: slope_of_cost[:, None]}
        return max(relative_error(*(matrix_value(side.subs({l: layer, L: example.net.L}), values)
                                    for side in (equation.rhs, equation.lhs))) for layer in layers)

    return measure


PRODUCT = ("tests/symbolic/test_matrices.py::"
           "test_each_entry_of_the_product_is_the_equation_of_one_neuron")

UNFOLDED = ("tests/symbolic/test_matrices.py::"
            "test_the_long_product_is_the_two_equations_put_into_each_other")

BP1_MATRICES = Statement(
    "33", Equation(Whole(delta, L), Slopes(L) * CostGradient()),
    "BP1 with a diagonal matrix",
    "The product entry by entry is a product with the diagonal matrix of the slopes.",
    code=bp1, tests=(PRODUCT,),
    measure=by_matrices(4),
    compared="the product of matrices with the quadratic cost, on a random network, and the errors "
             "of the code")

BP2_MATRICES = Statement(
    "34", Equation(Whole(delta, l), Slopes(l) * Whole(w, l + 1).T * Whole(delta, l + 1)),
    "BP2 with a diagonal matrix",
    "One step back is one multiplication with a matrix: transposed weights, then slopes.",
    code=bp2, tests=(PRODUCT,),
    measure=by_matrices(2, 3),
    compared="the product of matrices, on a random network, and the errors of the code in two "
             "layers")

# For every layer: the product is empty for l = L, and (35) is then (33).
ONE_PRODUCT = Statement(
    "35", Equation(Whole(delta, l), OrderedProduct(Slopes(p) * Whole(w, p + 1).T, (p, l, L - 1))
                   * Slopes(L) * CostGradient()),
    "All steps back as one product",
    "The error of any layer is one product of matrices, applied to the gradient of the cost with "
    "respect to the outputs.",
    code=backprop, tests=(PRODUCT, UNFOLDED),
    measure=by_matrices(2, 3, 4, 5, sizes=(4, 3, 5, 2, 3)),
    compared="the product of matrices with the quadratic cost, on a random network with five "
             "layers, and the errors of the code in all four")
