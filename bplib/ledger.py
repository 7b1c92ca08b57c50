"""The equation ledger: where each labelled equation is derived, which object, function and test it has, and its error.

The error is measured anew whenever it is asked for: the printed formula on one side, the code on the
other, on small random networks with fixed seeds.
"""

import math
from functools import cache
from types import SimpleNamespace
from typing import Callable, NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar

from bplib import backprop, check, costs, initialise, network, optim, paths
from bplib.misconceptions import VARIANTS
from bplib.symbolic import (L, Partial, a, b, delta, equations, evaluate, j, k, l, m, n, sigma, sigma_prime, w, y, z)


class Row(NamedTuple):
    """One labelled equation.

    tag       the name readers know it by, as printed beside it
    target    where it is derived: the label `eq-…` in the chapter
    formula   the SymPy object, or the chapter's own if it is built there
    function  what computes it in bplib
    test      the test that fails if it is wrong
    error     error() = the relative error between formula and code, measured now
    tolerance what the error must stay below: rounding, or the error of an equation that says ≈
    """

    tag: str
    target: str
    formula: str
    function: str
    test: str
    error: Callable
    tolerance: float = 1e-13


@cache
def _example(sizes=(4, 3, 5, 2), m=1):
    """A random tanh network with m examples, its trace and gradient, and its values for `evaluate`."""
    rng = np.random.default_rng(10)
    net = network.build(sizes, ("tanh",) * (len(sizes) - 1), rng, initialise.xavier)
    x, target = rng.normal(size=(sizes[0], m)), rng.uniform(-1, 1, size=(sizes[-1], m))
    trace, gradient = network.forward(net, x), backprop.backprop(net, x, target, costs.quadratic)
    values = {n: dict(enumerate(sizes, 1)), w: {i: net[i].w for i in range(2, net.L + 1)},
              b: {i: net[i].b for i in range(2, net.L + 1)}, a: trace.a, z: trace.z, delta: gradient.delta,
              y: target, globals()["m"]: m, L: net.L, sigma: math.tanh, sigma_prime: lambda t: 1 - math.tanh(t) ** 2}
    return SimpleNamespace(net=net, x=x, y=target, trace=trace, gradient=gradient, values=values)


def _formula(formula, code, *, layer=3, neurons=(j,), m=1):
    """The relative error between a formula, evaluated for all neurons of a layer, and the code's array."""
    example = _example(m=m)
    widths = {j: (j, 1, n[layer]), k: (k, 1, n[layer - 1])}
    value = evaluate(formula, example.values, at={l: layer, L: layer}, over=[widths[index] for index in neurons])
    return check.relative_error(value, code(example).reshape(value.shape))


def _bp1():
    in_numbers = equations.BP1.rhs.xreplace({Partial(equations.C, a[L, j]): equations.COST_QUADRATIC.rhs})
    return _formula(in_numbers, lambda e: e.gradient.delta[4], layer=4)


def _cost(formula, cost):
    """∂C/∂a by the formula, passed on to the logits, against the cost's gradient by the logits."""
    rng = np.random.default_rng(11)
    logits, target = rng.normal(size=(3, 1)), np.array([[0.0], [1.0], [0.0]])
    output = {"quadratic": lambda t: t, "binary_cross_entropy": lambda t: 1 / (1 + np.exp(-t)),
              "categorical_cross_entropy": costs.softmax}[cost.name]
    by_output = evaluate(formula, {n: {2: 3}, a: {2: output(logits)}, y: target}, at={L: 2}, over=[(j, 1, n[2])])
    jacobian = np.array([output(logits + 1e-20j * e[:, None]).imag.ravel() / 1e-20 for e in np.eye(3)])
    return check.relative_error(jacobian @ by_output, cost.grad(logits, target).ravel())


def _chain():
    example = _example(sizes=(1, 1, 1, 1, 1))
    formula = evaluate(equations.CHAIN.rhs, example.values, at={L: 5})
    step = network.forward(example.net, example.x + 1e-20j).a[5].imag / 1e-20
    return check.relative_error(formula, step.item())


def _one_step(rate=1e-6):
    """The example, and its parameters before and after one step of gradient descent."""
    example, rule = _example(), optim.gradient_descent(rate)
    moved = network.copy(example.net)
    rule.update(moved.parameters, example.gradient.arrays, rule.init(moved.parameters))
    return example, network.to_vector(example.net.parameters), network.to_vector(moved.parameters)


def _fall_of_cost(rate=1e-6):
    """(GD1) In one step the cost falls by η‖∇C‖², to first order."""
    example, start, moved = _one_step(rate)
    gradient = network.to_vector(example.gradient.arrays)
    cost = backprop.cost_function(example.net, example.x, example.y, costs.quadratic)
    return check.relative_error(cost(moved) - cost(start), -rate * gradient @ gradient)


def _descent_step(rate=1e-6):
    """(GD2) In one step the parameters move by −η∇C."""
    example, start, moved = _one_step(rate)
    return check.relative_error(moved, start - rate * network.to_vector(example.gradient.arrays))


def _run_on_bowl(curvatures, rate, steps):
    """Where gradient descent on ½ Σ λ θ² is after some steps from θ = 1."""
    theta, rule = np.ones(len(curvatures)), optim.gradient_descent(rate)
    state = rule.init([theta])
    for _ in range(steps):
        state = rule.update([theta], [curvatures * theta], state)
    return theta


def _bowl():
    values = {"theta_0": 1.0, "eta": 0.3, "lambda": 2.5, "t": 20}
    formula = equations.BOWL.rhs
    number = evaluate(formula, {s: values[s.name] for s in formula.free_symbols})
    return check.relative_error(_run_on_bowl(np.array([2.5]), 0.3, 20)[0], number)


def _best_rate():
    """The learning rate at which the run ends closest to 0, found by search, against the formula."""
    curvatures = np.array([1.0, 10.0])
    found = minimize_scalar(lambda rate: np.abs(_run_on_bowl(curvatures, rate, 50)).max(), bounds=(0.1, 0.2),
                            method="bounded", options={"xatol": 1e-10}).x
    best = equations.BEST_RATE.rhs.subs({equations.lam_min: 1, equations.lam_max: 10})
    return check.relative_error(found, float(best))


def _one_product(layer):
    """(33) to (35): the error of a layer as the product of diagonal matrices and transposed weights."""
    net, trace, gradient = (e := _example()).net, e.trace, e.gradient

    def slopes(i):
        return np.diagflat(net[i].activation.prime(trace.z[i], trace.a[i]))

    product = slopes(net.L) @ costs.quadratic.grad(trace.a[net.L], e.y)
    for i in range(net.L - 1, layer - 1, -1):
        product = slopes(i) @ net[i + 1].w.T @ product
    return check.relative_error(product, gradient.delta[layer])


def _forward_difference(epsilon=1e-7):
    example = _example()
    cost = backprop.cost_function(example.net, example.x, example.y, costs.quadratic)
    theta = network.to_vector(example.net.parameters)
    quotients = [(cost(theta + epsilon * e) - cost(theta)) / epsilon for e in np.eye(theta.size)]
    return check.relative_error(np.array(quotients), network.to_vector(example.gradient.arrays))


def _by_weight(read, example):
    """∂read/∂w²₁₁ by a complex step of that one weight."""
    first, *rest = example.net.layers
    bent = first.w.astype(complex)
    bent[0, 0] += 1e-20j
    trace = network.forward(network.Network([first._replace(w=bent), *rest]), example.x)
    return read(trace).imag / 1e-20


def _rate(product, read, sizes=(4, 3, 5, 2)):
    """A product of rate factors of a path against the derivative by w²₁₁."""
    example = _example(sizes=sizes)
    rate = paths.rates(example.net, example.x, example.y, costs.quadratic)
    return check.relative_error(product(rate, example), _by_weight(lambda trace: read(trace, example), example))


def _cost_of_trace(trace, example):
    return costs.quadratic.value(trace.a[example.net.L], example.y)


def _path_sum(rate, example):
    return sum(paths.path_products(rate, example.net.sizes, 2, 1, 1).values())


def _wrong_step(rate=1e-6):
    """A small step along a wrong gradient g: the cost changes by −η⟨g, ∇C⟩."""
    example = _example()
    case = example.net, example.x, example.y, costs.quadratic
    wrong = network.to_vector(VARIANTS["no slope in BP2"].backprop(*case).arrays)
    cost, start = backprop.cost_function(*case), network.to_vector(example.net.parameters)
    change = cost(start - rate * wrong) - cost(start)
    return check.relative_error(change, -rate * wrong @ network.to_vector(example.gradient.arrays))


def _missed(tolerance=0.01):
    """How often a random direction misses an error of the gradient: counted, against the formula."""
    example, rng = _example(), np.random.default_rng(12)
    true = network.to_vector(example.gradient.arrays)
    error = rng.normal(size=true.size) * np.linalg.norm(true) / np.sqrt(true.size)
    directions = rng.normal(size=(100_000, true.size))
    counted = np.mean(np.abs(directions @ error) <= tolerance * np.abs(directions @ true))
    length = np.linalg.norm(error) / np.linalg.norm(true)
    angle = np.arccos(error @ true / np.linalg.norm(error) / np.linalg.norm(true))
    values = {equations.epsilon: tolerance, equations.rho: length, equations.psi: angle}
    return check.relative_error(counted, float(equations.MISSED.rhs.subs(values)))


FLAGSHIP = "tests/test_flagship.py::test_backprop_is_the_derivative_of_the_cost"
DERIVED = "tests/test_derivations.py::test_derived_is_stated"
BATCH = "tests/test_symbolic_batch.py::test_the_batch_forms_follow_from_the_definition_of_z"
FORWARD = "tests/test_network.py::test_forward_is_the_definition_index_by_index"
COST = "tests/test_costs.py::test_grad_is_the_gradient_of_value"
PATHS = "tests/test_paths.py"
HERE = "tests/test_ledger.py::test_formula_and_code_agree"

ROWS = (
    Row("F1", "eq-forward-z", "equations.FORWARD_Z", "network.forward", FORWARD,
        lambda: _formula(equations.FORWARD_Z.rhs, lambda e: e.trace.z[3])),
    Row("F2", "eq-forward-a", "equations.FORWARD_A", "network.forward", FORWARD,
        lambda: _formula(equations.FORWARD_A.rhs, lambda e: e.trace.a[3])),
    Row("C1", "eq-cost-quadratic", "equations.COST_QUADRATIC", "costs.quadratic", COST,
        lambda: _cost(equations.COST_QUADRATIC.rhs, costs.quadratic)),
    Row("C2", "eq-cost-binary", "equations.COST_BINARY", "costs.binary_cross_entropy", COST,
        lambda: _cost(equations.COST_BINARY.rhs, costs.binary_cross_entropy)),
    Row("C3", "eq-cost-categorical", "equations.COST_CATEGORICAL", "costs.categorical_cross_entropy", COST,
        lambda: _cost(equations.COST_CATEGORICAL.rhs, costs.categorical_cross_entropy)),
    Row("CR", "eq-chain-product", "equations.CHAIN", "network.forward", HERE, _chain),
    Row("BP1", "eq-bp1", "equations.BP1", "backprop.bp1", f"{DERIVED} {FLAGSHIP}", _bp1),
    Row("BP2", "eq-bp2", "equations.BP2", "backprop.bp2", f"{DERIVED} {FLAGSHIP}",
        lambda: _formula(equations.BP2.rhs, lambda e: e.gradient.delta[3])),
    Row("BP3", "eq-bp3", "equations.BP3", "backprop.bp3", f"{DERIVED} {FLAGSHIP}",
        lambda: _formula(equations.BP3.rhs, lambda e: e.gradient.b[3])),
    Row("BP4", "eq-bp4", "equations.BP4", "backprop.bp4", f"{DERIVED} {FLAGSHIP}",
        lambda: _formula(equations.BP4.rhs, lambda e: e.gradient.w[3], neurons=(j, k))),
    Row("BP3, batch", "eq-bp3-batch", "equations.BP3_BATCH", "backprop.bp3", BATCH,
        lambda: _formula(equations.BP3_BATCH.rhs, lambda e: e.gradient.b[3], m=4)),
    Row("BP4, batch", "eq-bp4-batch", "equations.BP4_BATCH", "backprop.bp4", BATCH,
        lambda: _formula(equations.BP4_BATCH.rhs, lambda e: e.gradient.w[3], neurons=(j, k), m=4)),
    Row("33", "eq-33", "chapter", "backprop.bp1", HERE, lambda: _one_product(4)),
    Row("34", "eq-34", "chapter", "backprop.bp2", HERE, lambda: _one_product(3)),
    Row("35", "eq-35", "chapter", "backprop.backward_pass", HERE, lambda: _one_product(2)),
    Row("46", "eq-46", "chapter", "backprop.cost_function", HERE, _forward_difference, tolerance=1e-5),
    Row("47", "eq-47", "chapter", "backprop.backprop", HERE,
        lambda: _rate(lambda rate, e: e.gradient.w[2][0, 0].item(), _cost_of_trace)),
    Row("48", "eq-48", "chapter", "paths.rates", HERE,
        lambda: _rate(lambda rate, e: rate.start[2][0, 0].item(), lambda trace, e: trace.a[2][0, 0])),
    Row("49", "eq-49", "chapter", "paths.rates", HERE,
        lambda: _rate(lambda rate, e: (rate.edge[3][1, 0] * rate.start[2][0, 0]).item(),
                      lambda trace, e: trace.a[3][1, 0])),
    Row("50", "eq-50", "chapter", "paths.rates", HERE,
        lambda: _rate(lambda rate, e: (rate.edge[3][0, 0] * rate.start[2][0, 0]).item(),
                      lambda trace, e: trace.a[3][0, 0])),
    Row("51", "eq-51", "chapter", "paths.factors", HERE,
        lambda: _rate(lambda rate, e: math.prod(paths.factors(rate, 2, 1, 1, (1, 1, 1, 1))), _cost_of_trace,
                      sizes=(1, 1, 1, 1, 1))),
    Row("52", "eq-52", "chapter", "paths.path_products", HERE, lambda: _rate(_path_sum, _cost_of_trace)),
    Row("53", "eq-53", "chapter", "paths.path_products", HERE,
        lambda: check.relative_error(_path_sum(paths.rates((e := _example()).net, e.x, e.y, costs.quadratic), e),
                                     e.gradient.w[2][0, 0])),
    Row("GD1", "eq-first-order-drop", "equations.DESCENT", "optim.gradient_descent",
        "tests/test_optim.py::test_a_small_step_lowers_the_cost_by_rate_times_the_squared_gradient",
        _fall_of_cost, tolerance=1e-4),
    Row("GD2", "eq-descent-step", "equations.DESCENT_STEP", "optim.gradient_descent",
        "tests/test_optim.py::test_one_step_is_theta_minus_rate_times_gradient",
        _descent_step),
    Row("GD3", "eq-bowl", "equations.BOWL", "optim.gradient_descent",
        "tests/test_optim.py::test_a_quadratic_is_descended_by_a_constant_factor", _bowl),
    Row("GD4", "eq-best-rate", "equations.BEST_RATE", "optim.gradient_descent", HERE, _best_rate, tolerance=1e-7),
    Row("W1", "eq-wrong-step", "equations.WRONG_STEP", "gradient_checks.first_order",
        "tests/test_misconceptions.py::test_a_step_along_a_wrong_gradient_changes_the_cost_as_w1_says",
        _wrong_step, tolerance=1e-4),
    Row("W2", "eq-wrong-missed", "equations.MISSED", "gradient_checks.one_direction",
        "tests/test_misconceptions.py::test_a_random_direction_misses_as_often_as_w2_says",
        _missed, tolerance=0.1),
)
