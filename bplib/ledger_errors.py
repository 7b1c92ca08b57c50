"""The error of each labelled equation: the printed formula on one side, the code on the other.

Measured anew whenever a function is called, on small random networks with fixed seeds.
"""

import math
from functools import cache
from types import SimpleNamespace

import numpy as np
from scipy.optimize import minimize_scalar

from bplib import backprop, check, costs, initialise, network, optim, paths
from bplib.counting import Count, watch
from bplib.misconceptions import VARIANTS
from bplib.symbolic import L, Partial, a, b, delta, equations, evaluate, j, k, l, m, n, sigma, sigma_prime, w, y, z


@cache
def random_case(sizes=(4, 3, 5, 2), m=1):
    """A random tanh network with m examples, its trace and gradient, and its values for `evaluate`."""
    rng = np.random.default_rng(10)
    net = network.build(sizes, ("tanh",) * (len(sizes) - 1), rng, initialise.xavier)
    x, target = rng.normal(size=(sizes[0], m)), rng.uniform(-1, 1, size=(sizes[-1], m))
    trace, gradient = network.forward(net, x), backprop.backprop(net, x, target, costs.quadratic)
    values = {n: dict(enumerate(sizes, 1)), w: {i: net[i].w for i in range(2, net.L + 1)},
              b: {i: net[i].b for i in range(2, net.L + 1)}, a: trace.a, z: trace.z, delta: gradient.delta,
              y: target, globals()["m"]: m, L: net.L, sigma: math.tanh, sigma_prime: lambda t: 1 - math.tanh(t) ** 2}
    return SimpleNamespace(net=net, x=x, y=target, trace=trace, gradient=gradient, values=values)


def formula_error(formula, code, *, layer=3, neurons=(j,), m=1):
    """The relative error between a formula, evaluated for all neurons of a layer, and the code's array."""
    example = random_case(m=m)
    widths = {j: (j, 1, n[layer]), k: (k, 1, n[layer - 1])}
    value = evaluate(formula, example.values, at={l: layer, L: layer}, over=[widths[index] for index in neurons])
    return check.relative_error(value, code(example).reshape(value.shape))


def bp1():
    in_numbers = equations.BP1.rhs.xreplace({Partial(equations.C, a[L, j]): equations.COST_QUADRATIC.rhs})
    return formula_error(in_numbers, lambda e: e.gradient.delta[4], layer=4)


def cost_error(formula, cost):
    """∂C/∂a by the formula, passed on to the logits, against the cost's gradient by the logits."""
    rng = np.random.default_rng(11)
    logits, target = rng.normal(size=(3, 1)), np.array([[0.0], [1.0], [0.0]])
    output = {"quadratic": lambda t: t, "binary_cross_entropy": lambda t: 1 / (1 + np.exp(-t)),
              "categorical_cross_entropy": costs.softmax}[cost.name]
    by_output = evaluate(formula, {n: {2: 3}, a: {2: output(logits)}, y: target}, at={L: 2}, over=[(j, 1, n[2])])
    jacobian = np.array([output(logits + 1e-20j * e[:, None]).imag.ravel() / 1e-20 for e in np.eye(3)])
    return check.relative_error(jacobian @ by_output, cost.grad(logits, target).ravel())


def chain():
    example = random_case(sizes=(1, 1, 1, 1, 1))
    formula = evaluate(equations.CHAIN.rhs, example.values, at={L: 5})
    step = network.forward(example.net, example.x + 1e-20j).a[5].imag / 1e-20
    return check.relative_error(formula, step.item())


def _one_step(rate=1e-6):
    """The example, and its parameters before and after one step of gradient descent."""
    example, rule = random_case(), optim.gradient_descent(rate)
    moved = network.copy(example.net)
    rule.update(moved.parameters, example.gradient.arrays, rule.init(moved.parameters))
    return example, network.to_vector(example.net.parameters), network.to_vector(moved.parameters)


def fall_of_cost(rate=1e-6):
    """(GD1) In one step the cost falls by η‖∇C‖², to first order."""
    example, start, moved = _one_step(rate)
    gradient = network.to_vector(example.gradient.arrays)
    cost = backprop.cost_function(example.net, example.x, example.y, costs.quadratic)
    return check.relative_error(cost(moved) - cost(start), -rate * gradient @ gradient)


def descent_step(rate=1e-6):
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


def bowl():
    values = {"theta_0": 1.0, "eta": 0.3, "lambda": 2.5, "t": 20}
    formula = equations.BOWL.rhs
    number = evaluate(formula, {s: values[s.name] for s in formula.free_symbols})
    return check.relative_error(_run_on_bowl(np.array([2.5]), 0.3, 20)[0], number)


def best_rate():
    """The learning rate at which the run ends closest to 0, found by search, against the formula."""
    curvatures = np.array([1.0, 10.0])
    found = minimize_scalar(lambda rate: np.abs(_run_on_bowl(curvatures, rate, 50)).max(), bounds=(0.1, 0.2),
                            method="bounded", options={"xatol": 1e-10}).x
    best = equations.BEST_RATE.rhs.subs({equations.lam_min: 1, equations.lam_max: 10})
    return check.relative_error(found, float(best))


def one_product(layer):
    """(33) to (35): the error of a layer as the product of diagonal matrices and transposed weights."""
    net, trace, gradient = (e := random_case()).net, e.trace, e.gradient

    def slopes(i):
        return np.diagflat(net[i].activation.prime(trace.z[i], trace.a[i]))

    product = slopes(net.L) @ costs.quadratic.grad(trace.a[net.L], e.y)
    for i in range(net.L - 1, layer - 1, -1):
        product = slopes(i) @ net[i + 1].w.T @ product
    return check.relative_error(product, gradient.delta[layer])


def forward_difference(epsilon=1e-7):
    example = random_case()
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


def rate_error(product, read, sizes=(4, 3, 5, 2)):
    """The factor of Δw²₁₁ in (47) to (52), a product or sum of rates, against the derivative by w²₁₁."""
    example = random_case(sizes=sizes)
    rate = paths.rates(example.net, example.x, example.y, costs.quadratic)
    return check.relative_error(product(rate, example), _by_weight(lambda trace: read(trace, example), example))


def cost_of_trace(trace, example):
    return costs.quadratic.value(trace.a[example.net.L], example.y)


def path_sum(rate, example):
    return sum(paths.path_products(rate, example.net.sizes, 2, 1, 1).values())


def wrong_step(rate=1e-6):
    """A small step along a wrong gradient g: the cost changes by −η⟨g, ∇C⟩."""
    example = random_case()
    case = example.net, example.x, example.y, costs.quadratic
    wrong = network.to_vector(VARIANTS["no slope in BP2"].backprop(*case).arrays)
    cost, start = backprop.cost_function(*case), network.to_vector(example.net.parameters)
    change = cost(start - rate * wrong) - cost(start)
    return check.relative_error(change, -rate * wrong @ network.to_vector(example.gradient.arrays))


def missed(tolerance=0.03):
    """(W2) How often one of 300,000 random directions misses an error of the gradient: counted, against the formula.

    The standard deviation of the count is 1.2 % of it. The formula is a first term: the next one is below 0.1 % of it.
    """
    example, rng = random_case(), np.random.default_rng(12)
    true = network.to_vector(example.gradient.arrays)
    error = rng.normal(size=true.size) * np.linalg.norm(true) / np.sqrt(true.size)
    directions = rng.normal(size=(300_000, true.size))
    counted = np.mean(np.abs(directions @ error) <= tolerance * np.abs(directions @ true))
    length = np.linalg.norm(error) / np.linalg.norm(true)
    angle = np.arccos(error @ true / np.linalg.norm(error) / np.linalg.norm(true))
    values = {equations.epsilon: tolerance, equations.rho: length, equations.psi: angle}
    return check.relative_error(counted, float(equations.MISSED.rhs.subs(values)))


def entry_share(width=7, layers=5, batch=4):
    """(SP1) Entries of the layers 2 to L against multiplications in matrix products, counted."""
    rng, count = np.random.default_rng(12), Count()
    net = network.build((width,) * layers, ("tanh",) * (layers - 1), rng, initialise.xavier)
    x, target = rng.normal(size=(2, width, batch))
    gradient = backprop.backprop(watch(net, count), x, target, costs.quadratic)
    entries = sum(delta.size for delta in gradient.delta.values())
    return check.relative_error(entries / count.matrix, (layers - 1) / (width * (3 * layers - 4)))
