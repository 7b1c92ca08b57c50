"""Questions 1 to 6: the four equations and the algorithm."""

from functools import partial

import numpy as np

from bplib.costs import categorical_cross_entropy, quadratic
from bplib.four_equations import bp2 as right_bp2, bp3 as right_bp3, bp4 as right_bp4
from bplib.network import forward, random_network
from bplib.words import word
from checks.answers import call, keeps, refuses, score
from checks.arrays import Wrong, kind_of
from checks.chance import generator
from checks.compare import Case, Named, compare, judge
from checks.gradients import gradient_case, judge_gradient
from checks.mistakes import named, own, sentence

ACTIVATIONS = "foundations/activations"


# Question 1

def right_slopes(net, trace):
    """{l: σ′(zˡ)}."""
    return {l: net[l].activation.prime(trace.z[l], trace.a[l]) for l in range(2, net.L + 1)}


def _slopes_case(sizes, activations, m):
    rng = generator("slopes", sizes)
    net = random_network(sizes, activations, rng)
    trace = forward(net, rng.normal(size=(net.sizes[0], m)))
    z, a, L = trace.z, trace.a, net.L
    right = right_slopes(net, trace)
    at_a = {l: net[l].activation.prime(a[l], net[l].activation.f(a[l])) for l in right}
    wrong = {"slope at a": at_a,
             "slope formula fed with z": {l: net[l].activation.prime(z[l], z[l]) for l in right},
             "slope of the next layer": {l: right[min(l + 1, L)] for l in right},
             "no slope in BP2": {l: np.ones_like(z[l]) for l in right}}
    return Case((net, trace), right, wrong)


SLOPES = _slopes_case((3, 5, 4, 2), ("sigmoid", "tanh", "sigmoid"), 7)


def _slopes(names):
    got = call(names, "slopes", *SLOPES.arguments)
    if not isinstance(got, dict) or set(got) != set(SLOPES.right):
        raise Wrong("slopes must return a dictionary with the keys {keys}, one for each layer that "
                    "has weights; it returns {got}.", keys=sorted(SLOPES.right),
                    got=sorted(got) if isinstance(got, dict) else kind_of(got))
    for l, right in SLOPES.right.items():
        wrong = named({name: arrays[l] for name, arrays in SLOPES.wrong.items()})
        a = SLOPES.arguments[1].a[l]
        other = own("a(1 − a) is the slope of the sigmoid; this layer has another σ.", ACTIVATIONS)
        wrong[other] = a * (1 - a)
        compare(f"slopes, layer {l}", got[l], right, wrong)


def slopes(names):
    """σ′(zˡ) of every layer."""
    return score(names, (3, word("The slope of every layer"), _slopes))


# Question 2

def _output_case(n_L, m):
    a, y = generator("output", n_L, m).uniform(0.1, 0.9, size=(2, n_L, m))
    slope = a * (1 - a)
    right = (a - y) / m * slope
    wrong = named({"no slope in BP1": (a - y) / m, "sum for mean": (a - y) * slope,
                   "1/m twice": right / m,
                   "factor n_L": n_L * right, "wrong sign": -right,
                   "target broadcast": (a - y.mean(axis=1, keepdims=True)) / m * slope,
                   "slope kept under cross-entropy": right * slope})
    product = own("A matrix product stands where ⊙, the product entry by entry, belongs.",
                  "equations/bp1")
    wrong[product] = (a - y) @ slope.T / m
    return Case((a, y, slope), right, wrong, {"m": m, "n_L": n_L})


OUTPUT = _output_case(3, 7), _output_case(1, 5)


def _refuses_a_column(names):
    a, y = OUTPUT[1].arguments[:2]
    refuses(names, "output_error", (a, y, a), (a, y.T, a), lambda result: Wrong(
        "With a target of the shape (5, 1) and an output of the shape (1, 5) it returns an array "
        "of the shape {shape} in place of a ValueError. {sentence}", shape=np.shape(result),
        sentence=own("NumPy broadcasts.", "equations/bp3")))


def output_error(names):
    """BP1 for the quadratic cost."""
    return score(names, (3, word("The error of the output layer"),
                         lambda names: judge(names, "output_error", *OUTPUT)),
                 (1, word("A target of the wrong shape is refused"), _refuses_a_column))


# Questions 3 to 5

def _bp2_case(n_next, n_l, m):
    rng = generator("bp2", n_next, n_l, m)
    w, delta, slope = (rng.normal(size=shape) for shape in ((n_next, n_l), (n_next, m), (n_l, m)))
    right = right_bp2(w, delta, slope)
    wrong = {"no slope in BP2": w.T @ delta,
             "neurons overwritten": right_bp2(w[-1:], delta[-1:], slope)}
    if n_next == n_l == m:
        wrong |= {"no transpose in BP2": (w @ delta) * slope,
                  "transpose on the wrong factor": (delta.T @ w) * slope}
    return Case((w, delta, slope), right, named(wrong), {"m": m, "n_l": n_l})


BP2 = _bp2_case(5, 3, 7), _bp2_case(4, 4, 4)


def bp2(names):
    """The error passed back by one layer."""
    return score(names, (3, word("The error of the layer before"),
                         lambda names: judge(names, "bp2", *BP2)),
                 (1, word("The arguments stay as they are"),
                  lambda names: keeps(names, "bp2", *BP2[0].arguments)))


def _bp3_case(n_l, m):
    delta = generator("bp3", n_l, m).normal(size=(n_l, m))
    return Case((delta,), right_bp3(delta), named({
        "mean for sum in BP3": delta.mean(axis=1, keepdims=True), "bias not summed": delta,
        "bias summed over neurons": delta.sum(axis=0)[:, None],
        "one sum for all biases": np.full((n_l, 1), delta.sum())})
        | {own("It holds one number for each example: the sum runs over the neurons.",
               "equations/bp3"): delta.sum(axis=0, keepdims=True),
           own("It is one number, the sum over neurons and examples.", "equations/bp3"):
           delta.sum(),
           own("The numbers are right, but an axis is missing: the shape must be that of b.",
               "equations/bp3"): delta.sum(axis=1)}, {"m": m})


BP3 = _bp3_case(5, 7), _bp3_case(4, 4)


def bp3(names):
    """The gradient of the biases."""
    return score(names, (3, word("The sum over the examples"),
                         lambda names: judge(names, "bp3", *BP3)))


def _bp4_case(n_before, n_l, m):
    rng = generator("bp4", n_before, n_l, m)
    a, delta = rng.normal(size=(n_before, m)), rng.normal(size=(n_l, m))
    return Case((a, delta), right_bp4(a, delta), named({
        "BP4 turned round": a @ delta.T,
        "examples overwritten": right_bp4(a[:, -1:], delta[:, -1:])})
        | {own("It is the mean over the examples, though δ contains 1/m already.", "equations/bp4"):
           right_bp4(a, delta) / m}, {"m": m})


BP4 = _bp4_case(3, 5, 7), _bp4_case(4, 4, 4)


def bp4(names):
    """The gradient of the weights."""
    return score(names, (3, word("The outer products, summed over the examples"),
                         lambda names: judge(names, "bp4", *BP4)))


# Question 6

def _gradient_case(sizes, activations, cost, m, scale=1.0):
    return gradient_case(sizes, activations, cost, m, generator(sizes, cost.name), scale)


QUADRATIC = [_gradient_case((5, 4, 6, 3), ("tanh", "sigmoid", "sigmoid"), quadratic, 7),
             _gradient_case((4, 4, 4, 4), ("tanh", "sigmoid", "sigmoid"), quadratic, 4)]
ENTROPY = [_gradient_case((5, 4, 6, 3), ("tanh", "sigmoid", "identity"),
                          categorical_cross_entropy, 7),
           _gradient_case((4, 4, 4, 4), ("tanh", "sigmoid", "identity"),
                          categorical_cross_entropy, 4)]
OTHER_DEPTHS = [_gradient_case(sizes, ("tanh",) * (len(sizes) - 1), quadratic, 3)
                for sizes in ((2, 3, 4, 3, 2), (3, 2))]
SATURATED = [_gradient_case((3, 4, 4, 2), ("tanh", "tanh", "identity"),
                            categorical_cross_entropy, 5, scale=1e4)]
RULES = {"slopes": right_slopes, "bp2": right_bp2, "bp3": right_bp3, "bp4": right_bp4}


def _keeps_the_network(names):
    try:
        keeps(names, "backprop", *QUADRATIC[0].arguments, **RULES)
    except Wrong as reason:
        hint = own("BP2 needs the weights before their update.", "equations/algorithm")
        raise Wrong("{reason} {hint}", reason=reason, hint=hint) from None


def on(cases):
    """The part for the gradient of some cases."""
    return partial(judge_gradient, name="backprop", cases=cases, rules=RULES)


def _finite_where_saturated(names):
    """A mistake that another part names costs nothing here, where its numbers are finite."""
    try:
        on(SATURATED)(names)
    except Named as reason:
        endless = [name for case in SATURATED for name, gradient in case.wrong.items()
                   if not all(np.isfinite(array).all() for array in gradient.arrays)]
        if any(sentence(name) in str(reason) for name in endless):
            raise


def backprop(names):
    """The whole gradient."""
    return score(names, (4, word("The gradient of the quadratic cost"), on(QUADRATIC)),
                 (2, word("The gradient of the categorical cross-entropy"), on(ENTROPY)),
                 (1, word("Networks of 2 and of 5 layers"), on(OTHER_DEPTHS)),
                 (1, word("Finite numbers where the output is saturated, and the network stays as "
                          "it is"),
                  lambda names: (_finite_where_saturated(names), _keeps_the_network(names))))
