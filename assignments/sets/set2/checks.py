"""Questions 1 to 4: a chain of three neurons, BP1, softmax, BP2."""

import math

import numpy as np
from sympy import Integer, KroneckerDelta, Sum

from bplib.activations import sigmoid
from bplib.costs import softmax as right_softmax
from bplib.symbolic import a, C, delta, j, k, L, l, n, p, Partial, sigma_prime, w, y, z
from bplib.words import word
from checks.answers import score
from checks.chance import generator
from checks.formulas import Formula, World, formula_part, world
from checks.mistakes import own, sentence

BP1, BP2 = "equations/bp1", "equations/bp2"


def _tanh_prime(t):
    return 1 - math.tanh(t) ** 2


def _sigmoid_prime(t):
    s = float(sigmoid.f(np.float64(t)))
    return s * (1 - s)


TANH = math.tanh, _tanh_prime
SIGMOID = (lambda t: float(sigmoid.f(np.float64(t)))), _sigmoid_prime


# Question 1: a chain of three neurons

CHAINS = (world((1, 1, 1), "tanh", generator("chain", 1), quadratic=True, functions=TANH),
          world((1, 1, 1), "sigmoid", generator("chain", 2), quadratic=True, functions=SIGMOID))
_error_3 = (a[3] - y[1]) * sigma_prime(z[3])
_error_2 = _error_3 * w[3] * sigma_prime(z[2])
CHAIN_WRONG = {"no slope in BP1": (a[3] - y[1]) * w[3] * sigma_prime(z[2]),
               "no slope in BP2": _error_3 * w[3],
               "weights of the own layer": _error_3 * w[2] * sigma_prime(z[2]),
               "slope at a": (a[3] - y[1]) * sigma_prime(a[3]) * w[3] * sigma_prime(a[2])}


def _chain_formula(right, factor, more=()):
    wrong = {sentence(name): factor * expr for name, expr in CHAIN_WRONG.items()} | dict(more)
    missing = own("The weight w³ on the way from layer 2 to layer 3 is missing.",
                  "foundations/chain_rule")
    wrong[missing] = factor * _error_3 * sigma_prime(z[2])
    return Formula(right, CHAINS, ({},), (), "w z a y sigma_prime",
                   (("delta", 2), ("delta", 3)), wrong)


CHAIN = (_chain_formula(_error_2 * a[1], a[1], {
    sentence("output for input in BP4"): _error_2 * a[2],
    own("The factor a¹, the activation that the weight multiplies, is missing.", "equations/bp4"):
    _error_2}),
    _chain_formula(_error_2, Integer(1), {
        own("A bias is multiplied by nothing: a¹ belongs to the weight.", "equations/bp3"):
        _error_2 * a[1]}))


def chain(names):
    """∂C/∂w² and ∂C/∂b² in a chain."""
    return score(names, formula_part(3, word("The weight of layer 2"), "chain_w", CHAIN[0]),
                 formula_part(1, word("The bias of layer 2"), "chain_b", CHAIN[1]))


# Question 2: BP1

SIZES, EQUAL = (2, 3, 4, 2), (3, 3, 3, 3)
ANY_COST = (world(SIZES, "tanh", generator("any cost", 1), functions=TANH),
            world(EQUAL, "sigmoid", generator("any cost", 2), functions=SIGMOID))
BY_TANH = (world(SIZES, "tanh", generator("tanh", 1), quadratic=True, functions=TANH),
           world(EQUAL, "tanh", generator("tanh", 2), quadratic=True, functions=TANH))
BY_SIGMOID = (world(SIZES, "sigmoid", generator("sigmoid", 1), functions=SIGMOID),
              world(EQUAL, "sigmoid", generator("sigmoid", 2), functions=SIGMOID))
OUTPUT = ({L: 4},), ((j, 1, n[L]),)
gradient = Partial(C, a[L, j])

GENERAL = Formula(gradient * sigma_prime(z[L, j]), ANY_COST, *OUTPUT, "grad_a z sigma_prime a",
                  (("delta", L),), {
    sentence("no slope in BP1"): gradient, sentence("slope at a"): gradient * sigma_prime(a[L, j]),
    own("No sum is needed: the activation of neuron j depends on its own z alone.", BP1):
    Sum(Partial(C, a[L, k]) * sigma_prime(z[L, k]), (k, 1, n[L]))})
QUADRATIC = Formula((a[L, j] - y[j]) * (1 - a[L, j]**2), BY_TANH, *OUTPUT, "a y", (("delta", L),), {
    sentence("no slope in BP1"): a[L, j] - y[j],
    own("a(1 − a) is the slope of the sigmoid. Here σ is the tanh.", BP1):
    (a[L, j] - y[j]) * a[L, j] * (1 - a[L, j]),
    own("The square in the slope 1 − a² is missing.", BP1): (a[L, j] - y[j]) * (1 - a[L, j])})
ENTROPY = Formula(a[L, j] - y[j], BY_SIGMOID, *OUTPUT, "a y", (("delta", L),), {
    sentence("slope kept under cross-entropy"): (a[L, j] - y[j]) * a[L, j] * (1 - a[L, j]),
    own("This is ∂C/∂a. The slope σ′(z) of BP1 is missing.", BP1):
    (a[L, j] - y[j]) / (a[L, j] * (1 - a[L, j])),
    own("This is the term with y alone. The term with 1 − y is missing.", BP1):
    -y[j] * (1 - a[L, j])})


def bp1(names):
    """The error of the output layer, three times."""
    return score(names, formula_part(2, word("For any cost and any σ"), "bp1_general", GENERAL),
                 formula_part(2, word("The quadratic cost with tanh"), "bp1_quadratic", QUADRATIC),
                 formula_part(2, word("The binary cross-entropy with the sigmoid"), "bp1_entropy",
                              ENTROPY))


# Question 3: softmax

def _distributions(size):
    rng = generator("distributions", size)
    values = {n: {4: size}, a: {4: right_softmax(rng.normal(size=(size, 1)))},
              y: right_softmax(rng.normal(size=(size, 1)))}
    return World(values, {})


CLASSES = _distributions(3), _distributions(5)
JACOBIAN = Formula(
    a[L, k] * (KroneckerDelta(j, k) - a[L, j]), CLASSES, ({L: 4},), ((k, 1, n[L]), (j, 1, n[L])),
    "a", (), {
        sentence("softmax Jacobian diagonal"): a[L, k] * (1 - a[L, k]) * KroneckerDelta(j, k),
        own("This holds for k = j alone. For k ≠ j there is no 1.", BP1): a[L, k] * (1 - a[L, j]),
        own("This holds for k ≠ j alone. For k = j a term is added.", BP1): -a[L, k] * a[L, j]})
SOFTMAX = Formula(a[L, j] - y[j], CLASSES, *OUTPUT, "a y", (("delta", L),), {
    sentence("slope kept under cross-entropy"): (a[L, j] - y[j]) * a[L, j] * (1 - a[L, j]),
    sentence("softmax Jacobian diagonal"): -y[j] * (1 - a[L, j]),
    own("This is ∂C/∂a, not ∂C/∂z.", BP1): -y[j] / a[L, j]})


def softmax(names):
    """The Jacobian of softmax, and the error of the output under the categorical cross-entropy."""
    return score(names, formula_part(3, word("The Jacobian of softmax"), "softmax_jacobian",
                                     JACOBIAN),
                 formula_part(2, word("The error of the output layer"), "softmax_error", SOFTMAX))


# Question 4: BP2

HIDDEN = ((j, 1, n[l]),)
_sum = Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1]))
ONE_BACK = Formula(
    _sum * sigma_prime(z[l, j]), ANY_COST, ({l: 2}, {l: 3}), HIDDEN, "w delta z sigma_prime a",
    (("delta", l),), {
        sentence("no transpose in BP2"):
        Sum(w[l + 1, j, k] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j]),
        sentence("no slope in BP2"): _sum, sentence("slope at a"): _sum * sigma_prime(a[l, j]),
        sentence("slope of the next layer"): _sum * sigma_prime(z[l + 1, j]),
        own("The slope is that of neuron j in layer l, not of the neurons k in layer l + 1.", BP2):
        Sum(w[l + 1, k, j] * delta[l + 1, k] * sigma_prime(z[l + 1, k]), (k, 1, n[l + 1])),
        sentence("weights of the own layer"):
        Sum(w[l, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j]),
        sentence("neurons overwritten"):
        w[l + 1, n[l + 1], j] * delta[l + 1, n[l + 1]] * sigma_prime(z[l, j]),
        own("The sum runs over the neurons of layer l + 1, so to the number n of layer l + 1.",
            BP2): Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l])) * sigma_prime(z[l, j])})


def _two_back(inner_slope, outer_slope):
    inner = Sum(w[l + 2, p, k] * delta[l + 2, p], (p, 1, n[l + 2]))
    return Sum(w[l + 1, k, j] * inner * inner_slope, (k, 1, n[l + 1])) * outer_slope


TWO_BACK = Formula(
    _two_back(sigma_prime(z[l + 1, k]), sigma_prime(z[l, j])), ANY_COST, ({l: 2},), HIDDEN,
    "w delta z sigma_prime a", (("delta", l), ("delta", l + 1)), {
        own("The slope of layer l + 1 is missing. Each step back has one.", BP2):
        _two_back(1, sigma_prime(z[l, j])),
        own("The slope of layer l is missing. Each step back has one.", BP2):
        _two_back(sigma_prime(z[l + 1, k]), 1),
        sentence("slope at a"): _two_back(sigma_prime(a[l + 1, k]), sigma_prime(a[l, j]))})


def bp2(names):
    """The error passed back by one layer and by two."""
    return score(names, formula_part(3, word("One layer back"), "bp2_answer", ONE_BACK),
                 formula_part(2, word("Two layers back"), "bp2_twice", TWO_BACK))
