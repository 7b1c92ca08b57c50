"""The equation ledger: what each labelled equation says, and its derivation, object, function, test and error."""

import math
from dataclasses import replace
from typing import Callable, NamedTuple

from IPython.display import Markdown

from bplib import backprop, check, costs, paths
from bplib import ledger_descent as descent
from bplib import ledger_errors as errors
from bplib.symbolic import equations, j, k


class Row(NamedTuple):
    """One labelled equation.

    tag       the name readers know it by, as printed beside it
    target    where it is derived: the label `eq-…` in the chapter
    title     what it is about, in a few words
    meaning   what it says, in one sentence
    formula   the SymPy object, or the chapter's own if it is built there
    function  what computes it in bplib
    test      the test that fails if it is wrong
    error     error() = the relative error between formula and code, measured now
    tolerance what the error must stay below: rounding, or the error of an equation that says ≈
    agreement what agrees to the tolerance, as the card says it
    """

    tag: str
    target: str
    title: str
    meaning: str
    formula: str
    function: str
    test: str
    error: Callable
    tolerance: float = 1e-13
    agreement: str = "Formula and code agree"


FLAGSHIP = "tests/test_flagship.py::test_backprop_is_the_derivative_of_the_cost"
DERIVED = "tests/test_derivations.py::test_derived_is_stated"
BATCH = "tests/test_symbolic_batch.py::test_the_batch_forms_follow_from_the_definition_of_z"
FORWARD = "tests/test_network.py::test_forward_is_the_definition_index_by_index"
COST = "tests/test_costs.py::test_grad_is_the_gradient_of_value"
PATHS = "tests/test_paths.py"
ALL_BATCHES = "tests/test_minibatch.py::test_mean_and_variance_over_all_batches"
HERE = "tests/test_ledger.py::test_formula_and_code_agree"
RATE = ("It is an approximation, for a small change. The factor of the change, computed by this code, and the derivative, "
        "by a complex step, agree")

ROWS = (
    Row("F1", "eq-forward-z",
        "The weighted input",
        "Each neuron weighs the activations of the layer before, adds them up, and adds its bias.",
        "equations.FORWARD_Z", "network.forward", FORWARD,
        lambda: errors.formula_error(equations.FORWARD_Z.rhs, lambda e: e.trace.z[3])),
    Row("F2", "eq-forward-a",
        "The activation",
        "The activation function turns the weighted input into what the neuron passes on.",
        "equations.FORWARD_A", "network.forward", FORWARD,
        lambda: errors.formula_error(equations.FORWARD_A.rhs, lambda e: e.trace.a[3])),
    Row("C1", "eq-cost-quadratic",
        "The slope of the quadratic cost",
        "The slope is the output minus its target: it is 0 where the two agree.",
        "equations.COST_QUADRATIC", "costs.quadratic", COST,
        lambda: errors.cost_error(equations.COST_QUADRATIC.rhs, costs.quadratic)),
    Row("C2", "eq-cost-binary",
        "The slope of the binary cross-entropy",
        "The slope grows without limit as a wrong output becomes certain.",
        "equations.COST_BINARY", "costs.binary_cross_entropy", COST,
        lambda: errors.cost_error(equations.COST_BINARY.rhs, costs.binary_cross_entropy)),
    Row("C3", "eq-cost-categorical",
        "The slope of the categorical cross-entropy",
        "Only the output of the true class has a slope, and it grows as that output goes to 0.",
        "equations.COST_CATEGORICAL", "costs.categorical_cross_entropy", COST,
        lambda: errors.cost_error(equations.COST_CATEGORICAL.rhs, costs.categorical_cross_entropy)),
    Row("CR", "eq-chain-product",
        "A chain of neurons",
        "How fast the end of a chain follows its start: one weight and one slope for each neuron, multiplied.",
        "equations.CHAIN", "network.forward", HERE, errors.chain),
    Row("BP1", "eq-bp1",
        "The error of the output layer",
        "The error is how fast the cost changes with the output, times the slope of the output neuron.",
        "equations.BP1", "backprop.bp1", f"{DERIVED} {FLAGSHIP}", errors.bp1),
    Row("BP2", "eq-bp2",
        "The error passed back",
        "Weigh the errors of the next layer with the connections to them, add up, and multiply by the slope of the neuron itself.",
        "equations.BP2", "backprop.bp2", f"{DERIVED} {FLAGSHIP}",
        lambda: errors.formula_error(equations.BP2.rhs, lambda e: e.gradient.delta[3])),
    Row("BP3", "eq-bp3",
        "The gradient of a bias",
        "It is the error of the neuron, because the weighted input moves by as much as its bias.",
        "equations.BP3", "backprop.bp3", f"{DERIVED} {FLAGSHIP}",
        lambda: errors.formula_error(equations.BP3.rhs, lambda e: e.gradient.b[3])),
    Row("BP4", "eq-bp4",
        "The gradient of a weight",
        "It is the activation that enters the weight, times the error of the neuron behind it.",
        "equations.BP4", "backprop.bp4", f"{DERIVED} {FLAGSHIP}",
        lambda: errors.formula_error(equations.BP4.rhs, lambda e: e.gradient.w[3], neurons=(j, k))),
    Row("BP3, batch", "eq-bp3-batch",
        "The gradient of a bias over a batch",
        "The errors of the neuron, added up over the examples.",
        "equations.BP3_BATCH", "backprop.bp3", BATCH,
        lambda: errors.formula_error(equations.BP3_BATCH.rhs, lambda e: e.gradient.b[3], m=4)),
    Row("BP4, batch", "eq-bp4-batch",
        "The gradient of a weight over a batch",
        "Activation times error for each example, added up over the examples.",
        "equations.BP4_BATCH", "backprop.bp4", BATCH,
        lambda: errors.formula_error(equations.BP4_BATCH.rhs, lambda e: e.gradient.w[3], neurons=(j, k), m=4)),
    Row("33", "eq-33",
        "BP1 with a diagonal matrix",
        "The product entry by entry is a product with the diagonal matrix of the slopes.",
        "chapter", "backprop.bp1", HERE, lambda: errors.one_product(4)),
    Row("34", "eq-34",
        "BP2 with a diagonal matrix",
        "One step back is one multiplication with a matrix: transposed weights, then slopes.",
        "chapter", "backprop.bp2", HERE, lambda: errors.one_product(3)),
    Row("35", "eq-35",
        "All steps back as one product",
        "The error of any layer is one product of matrices, applied to the slopes of the cost.",
        "chapter", "backprop.backward_pass", HERE, lambda: errors.one_product(2)),
    Row("46", "eq-46",
        "The forward difference",
        "Move one weight a little, compute the cost again: one more forward pass for every weight.",
        "chapter", "backprop.cost_function", HERE, errors.forward_difference, tolerance=1e-5),
    Row("47", "eq-47",
        "A small change of one weight",
        "The cost changes by the derivative times the change, to first order.",
        "chapter", "backprop.backprop", HERE,
        lambda: errors.rate_error(lambda rate, e: e.gradient.w[2][0, 0].item(), errors.cost_of_trace),
        agreement=RATE),
    Row("48", "eq-48",
        "The change reaches one neuron",
        "A weight first changes the activation of the neuron that it leads to.",
        "chapter", "paths.rates", HERE,
        lambda: errors.rate_error(lambda rate, e: rate.start[2][0, 0].item(), lambda trace, e: trace.a[2][0, 0]),
        agreement=RATE),
    Row("49", "eq-49",
        "The change goes on to the next layer",
        "The change of one activation reaches each neuron of the next layer.",
        "chapter", "paths.rates", HERE,
        lambda: errors.rate_error(lambda rate, e: (rate.edge[3][1, 0] * rate.start[2][0, 0]).item(),
                      lambda trace, e: trace.a[3][1, 0]),
        agreement=RATE),
    Row("50", "eq-50",
        "Two rates multiplied",
        "The rate from a weight to the next layer is the product of the two rates.",
        "chapter", "paths.rates", HERE,
        lambda: errors.rate_error(lambda rate, e: (rate.edge[3][0, 0] * rate.start[2][0, 0]).item(),
                      lambda trace, e: trace.a[3][0, 0]),
        agreement=RATE),
    Row("51", "eq-51",
        "The product along one path",
        "A path from the weight to the cost contributes the product of the rates along it.",
        "chapter", "paths.factors", HERE,
        lambda: errors.rate_error(lambda rate, e: math.prod(paths.factors(rate, 2, 1, 1, (1, 1, 1, 1))), errors.cost_of_trace,
                      sizes=(1, 1, 1, 1, 1)),
        agreement=RATE),
    Row("52", "eq-52",
        "The sum over all paths",
        "The cost changes through every path at once, so their contributions add up.",
        "chapter", "paths.path_products", HERE, lambda: errors.rate_error(errors.path_sum, errors.cost_of_trace),
        agreement=RATE),
    Row("53", "eq-53",
        "The gradient as a sum over paths",
        "Backpropagation computes this sum without visiting the paths one by one.",
        "chapter", "paths.path_products", HERE,
        lambda: check.relative_error(errors.path_sum(paths.rates((e := errors.random_case()).net, e.x, e.y, costs.quadratic), e),
                                     e.gradient.w[2][0, 0])),
    Row("GD1", "eq-first-order-drop",
        "How far the cost falls",
        "A small step against the gradient lowers the cost by the learning rate times the squared length of the gradient.",
        "equations.DESCENT", "optim.gradient_descent",
        "tests/test_optim.py::test_a_small_step_lowers_the_cost_by_rate_times_the_squared_gradient",
        errors.fall_of_cost, tolerance=1e-4),
    Row("GD2", "eq-descent-step",
        "The step of gradient descent",
        "Every parameter moves against its derivative, in proportion to the learning rate.",
        "equations.DESCENT_STEP", "optim.gradient_descent",
        "tests/test_optim.py::test_one_step_is_theta_minus_rate_times_gradient",
        errors.descent_step),
    Row("GD3", "eq-bowl",
        "Descent on a bowl",
        "Each step multiplies the distance from the minimum by the same factor.",
        "equations.BOWL", "optim.gradient_descent",
        "tests/test_optim.py::test_a_quadratic_is_descended_by_a_constant_factor", errors.bowl),
    Row("GD4", "eq-best-rate",
        "The best learning rate on a bowl",
        "The steepest and the flattest direction then shrink equally fast.",
        "equations.BEST_RATE", "optim.gradient_descent", HERE, errors.best_rate, tolerance=1e-7),
    Row("MB1", "eq-minibatch-mean",
        "The gradient of a batch is unbiased",
        "Averaged over all batches that can be drawn, the gradient of a batch is the gradient of all examples.",
        "equations.MINIBATCH_MEAN", "backprop.backprop", ALL_BATCHES, descent.minibatch_mean),
    Row("MB2", "eq-minibatch-variance",
        "The noise of a batch",
        "The variance falls like 1 over the batch size, and it is 0 when the batch is the whole data set.",
        "equations.MINIBATCH_VARIANCE", "backprop.backprop", ALL_BATCHES, descent.minibatch_variance),
    Row("M1", "eq-heavy-ball",
        "A step of momentum",
        "The velocity remembers the gradients of earlier steps, each one less; the parameter moves against it.",
        "chapter", "optim.momentum",
        "tests/test_optim.py::test_the_recurrence_of_the_paper_at_50_digits", descent.momentum_step),
    Row("M2", "eq-momentum-matrix",
        "Momentum on a bowl",
        "One step is the product with a 2 by 2 matrix, and its eigenvalues decide whether and how fast it converges.",
        "chapter", "optim.momentum", HERE, descent.momentum_matrix),
    Row("M3", "eq-momentum-best",
        "The best learning rate and β on a bowl",
        "The steepest and the flattest direction then both have a double eigenvalue, and shrink equally fast.",
        "chapter", "optim.momentum", HERE, descent.momentum_best),
    Row("A1", "eq-adagrad",
        "A step of AdaGrad",
        "Each parameter divides its step by the root of the sum of its own squared gradients so far.",
        "chapter", "adaptive.adagrad",
        "tests/test_optim.py::test_the_recurrence_of_the_paper_at_50_digits", descent.adagrad_step),
    Row("A2", "eq-adam",
        "A step of Adam",
        "The running mean of the gradients over the root of the running mean of their squares, both corrected for their start at 0.",
        "chapter", "adaptive.adam",
        "tests/test_optim.py::test_the_recurrence_of_the_paper_at_50_digits", descent.adam_step),
    Row("A3", "eq-bias-correction",
        "Bias correction",
        "A running mean that starts at 0 is too small by a factor that is known, and that tends to 1.",
        "chapter", "adaptive.adam", HERE, descent.bias_correction),
    Row("A4", "eq-adam-bound",
        "The longest step of Adam",
        "It depends on the learning rate, on the two β and on t, but not on the scale of the gradient.",
        "chapter", "adaptive.adam", HERE, descent.longest_adam_step),
    Row("S1", "eq-noise-floor",
        "The noise floor of a constant learning rate",
        "The noise of the gradient keeps the parameter moving: its variance goes to a level, and half the rate is about half the level.",
        "chapter", "optim.gradient_descent", HERE, descent.noise_floor),
    Row("S2", "eq-one-over-t",
        "The learning rate 1/t",
        "The parameter is the mean of the noisy targets so far, so its variance falls like one over the number of steps.",
        "chapter", "schedules.one_over_t", HERE, descent.one_over_t),
    Row("S3", "eq-any-schedule",
        "Any schedule on a noisy bowl",
        "The expected squared distance is what is left of the start plus what is left of the noise of each step.",
        "chapter", "schedules.cosine", HERE, descent.any_schedule),
    Row("LS1", "eq-second-order",
        "The cost near a stationary point",
        "Where the gradient is 0 the second derivatives decide: along an eigenvector the cost changes by half the eigenvalue times the squared step.",
        "chapter", "check.hessian", HERE, descent.second_order, tolerance=1e-4),
    Row("LS2", "eq-permutation",
        "Exchanged neurons",
        "Two hidden neurons that change places, with all their weights, change nothing in the next layer.",
        "chapter", "network.forward", HERE, descent.exchanged_neurons),
    Row("SP1", "eq-entry-share",
        "The share of the single entries",
        "In layers of equal width, there are fewer entries for each multiplication of the matrix products, the wider they are.",
        "chapter", "backprop.backprop", HERE, errors.entry_share),
    Row("W1", "eq-wrong-step",
        "A step along a wrong gradient",
        "The rate at which the cost changes is minus the inner product of the wrong gradient and the true one. "
        "Where that product is positive, the cost falls all the same.",
        "equations.WRONG_STEP", "gradient_checks.first_order",
        "tests/test_misconceptions.py::test_a_step_along_a_wrong_gradient_changes_the_cost_as_w1_says",
        errors.wrong_step, tolerance=1e-4),
    Row("W2", "eq-wrong-missed",
        "How often one direction misses",
        "The probability that a random direction does not see an error of the gradient, for a small tolerance.",
        "equations.MISSED", "gradient_checks.one_direction",
        "tests/test_misconceptions.py::test_a_random_direction_misses_as_often_as_w2_says",
        errors.missed, tolerance=0.05,
        agreement="The misses are counted among 300,000 random directions, so the count has an error of chance. "
                  "Formula and count agree"),
)


def card(tag, equation=None):
    """The card of one labelled equation: statement, meaning, and where it is derived, computed and checked.

    equation  the Equation itself, where it is built in the chapter and is not in symbolic.equations

    Raises KeyError for a tag that has no row.
    """
    row = {row.tag: row for row in ROWS}[tag]
    equation = equation or getattr(equations, row.formula.removeprefix("equations."))
    tests = ", ".join(f"`{test}`" for test in dict.fromkeys(test.split("::")[0] for test in row.test.split()))
    tolerance = f"{row.tolerance:g}".replace("-", "\N{NON-BREAKING HYPHEN}")       # a page may not break the number
    return Markdown("\n\n".join([
        f"**[{row.tag}](#{row.target}): {row.title}**",
        replace(equation, tag="")._repr_latex_(),
        row.meaning,
        f"Code: `bplib.{row.function}`. Check: {tests}. {row.agreement} to {tolerance}.",
    ]))
