"""Questions 5 to 8: BP3 and BP4, a network written out, and rules that are not in the book."""

import math

from sympy import Sum, symbols

from bplib.symbolic import a, delta, i, j, k, L, l, m, n, w, y, z
from bplib.words import word
from checks.answers import score
from checks.chance import generator
from checks.formulas import Formula, World, formula_part, world
from checks.mistakes import own, sentence

BP1, BP2, BP3, BP4 = "equations/bp1", "equations/bp2", "equations/bp3", "equations/bp4"
lam, c = symbols("lambda c", positive=True)
TANH = math.tanh, lambda t: 1 - math.tanh(t) ** 2
SIZES, EQUAL = (2, 3, 4, 2), (3, 3, 3, 3)


def _worlds(examples):
    return tuple(world(sizes, "tanh", generator(sizes, examples), examples=examples, functions=TANH)
                 for sizes in (SIZES, EQUAL))


SINGLE, BATCH = _worlds(1), _worlds(5)
LAYERS = {l: 2}, {l: 3}, {l: 4}
FOR_BIAS, FOR_WEIGHT = ((j, 1, n[l]),), ((j, 1, n[l]), (k, 1, n[l - 1]))


# Question 5

_sum = Sum(delta[l, j, i], (i, 1, m))
BIAS = Formula(delta[l, j], SINGLE, LAYERS, FOR_BIAS, "delta a", (), {
    own("The factor a belongs to a weight. A bias is multiplied by nothing.", BP3):
    delta[l, j] * a[l - 1, j],
    sentence("one sum for all biases"): Sum(delta[l, k], (k, 1, n[l]))})
BIAS_BATCH = Formula(_sum, BATCH, LAYERS, FOR_BIAS, "delta a", (), {
    sentence("mean for sum in BP3"): _sum / m,
    sentence("one sum for all biases"): Sum(delta[l, k, i], (i, 1, m), (k, 1, n[l])),
    sentence("bias summed over neurons"): Sum(delta[l, k, j], (k, 1, n[l])),
    own("This is the term of the last example alone.", BP3): delta[l, j, m]})
SHARED = Formula(Sum(delta[l, j], (j, 1, n[l])), SINGLE, LAYERS, (), "delta a", (), {
    own("This is the mean over the neurons. Every neuron adds its own share.", BP3):
    Sum(delta[l, j], (j, 1, n[l])) / n[l],
    own("This is the share of the last neuron alone. The shares are added.", BP3): delta[l, n[l]]})


def bp3(names):
    """The gradient of a bias: one example, a batch, a shared bias."""
    return score(names, formula_part(1, word("One example"), "bp3_answer", BIAS),
                 formula_part(2, word("A batch"), "bp3_batch", BIAS_BATCH),
                 formula_part(2, word("One bias for all neurons of a layer"), "bp3_shared", SHARED))


# Question 6

def _weight_wrong(right):
    return {sentence("BP4 turned round"): right(a[l - 1, j], delta[l, k]),
            sentence("output for input in BP4"): right(a[l, k], delta[l, j]),
            own("The activation is missing.", BP4): right(1, delta[l, j])}


WEIGHT = Formula(a[l - 1, k] * delta[l, j], SINGLE, LAYERS, FOR_WEIGHT, "a delta z", (),
                 _weight_wrong(lambda activation, error: activation * error) | {
                     sentence("z for a in BP4"): z[l - 1, k] * delta[l, j]})
_product = Sum(a[l - 1, k, i] * delta[l, j, i], (i, 1, m))
WEIGHT_BATCH = Formula(_product, BATCH, LAYERS, FOR_WEIGHT, "a delta z", (), {
    own("This is the mean over the examples, though δ contains 1/m already.", BP4): _product / m,
    sentence("BP4 turned round"): Sum(a[l - 1, j, i] * delta[l, k, i], (i, 1, m)),
    sentence("output for input in BP4"): Sum(a[l, k, i] * delta[l, j, i], (i, 1, m)),
    sentence("examples overwritten"): a[l - 1, k, m] * delta[l, j, m],
    own("The sums over a and over δ are taken apart. Sum the products.", BP4):
    Sum(a[l - 1, k, i], (i, 1, m)) * Sum(delta[l, j, i], (i, 1, m))})
DECAYING = tuple(World(values | {lam: 0.3}, {}) for values, _ in SINGLE)
DECAY = Formula(a[l - 1, k] * delta[l, j] + lam * w[l, j, k], DECAYING, LAYERS, FOR_WEIGHT,
                "a delta w", (), {
    own("The derivative of ½λw² is λw: the 2 and the ½ cancel.", BP4):
    a[l - 1, k] * delta[l, j] + 2 * lam * w[l, j, k],
    own("The derivative of ½λw² is λw: the 2 and the ½ cancel once.", BP4):
    a[l - 1, k] * delta[l, j] + lam * w[l, j, k] / 2,
    own("The derivative of the second term has the wrong sign.", BP4):
    a[l - 1, k] * delta[l, j] - lam * w[l, j, k],
    own("The second term is not differentiated.", BP4):
    a[l - 1, k] * delta[l, j] + lam * w[l, j, k] ** 2 / 2,
    own("The derivative of the second term is missing.", BP4): a[l - 1, k] * delta[l, j],
    own("The derivative of the first term is missing.", BP4): lam * w[l, j, k]})


def bp4(names):
    """The gradient of a weight: one example, a batch, a second term in the cost."""
    return score(names, formula_part(2, word("One example"), "bp4_answer", WEIGHT),
                 formula_part(2, word("A batch"), "bp4_batch", WEIGHT_BATCH),
                 formula_part(1, word("A cost with ½λ Σ w²"), "bp4_decay", DECAY))


# Question 7: 2, 2 and 1 neurons, tanh, then identity; C = ½(a³ − y)²

def _small(number):
    values = world((2, 2, 1), "tanh", generator("small", number)).values
    return World(values | {a: values[a] | {3: values[z][3]}}, {})


SMALL = _small(1), _small(2)
_e = a[3, 1] - y[1]
_slope = 1 - a[2, 1] ** 2


def _small_formula(right, wrong):
    return Formula(right, SMALL, ({},), (), "w a y", (), wrong)


OUTPUT_WEIGHT = _small_formula(_e * a[2, 2], {
    own("This is the derivative by w³₁₁. The second index names the neuron that the weight comes "
        "from.", BP4): _e * a[2, 1],
    sentence("z for a in BP4"): _e * (w[2, 2, 1] * a[1, 1] + w[2, 2, 2] * a[1, 2]),
    own("The output layer is linear: its slope is 1, not 1 − a².", BP1):
    _e * (1 - a[3, 1] ** 2) * a[2, 2],
    sentence("output for input in BP4"): _e * a[3, 1]})
HIDDEN_WEIGHT = _small_formula(_e * w[3, 1, 1] * _slope * a[1, 2], {
    own("This is the derivative by w²₁₁. The second index names the input that the weight comes "
        "from.", BP4): _e * w[3, 1, 1] * _slope * a[1, 1],
    own("This is the derivative by w²₂₂. The first index names the neuron that the weight goes "
        "to.", BP4): _e * w[3, 1, 2] * (1 - a[2, 2] ** 2) * a[1, 2],
    sentence("BP4 turned round"): _e * w[3, 1, 2] * (1 - a[2, 2] ** 2) * a[1, 1],
    own("The error comes back over w³₁₁, because w²₁₂ goes to neuron 1.", BP2):
    _e * w[3, 1, 2] * _slope * a[1, 2],
    own("The slope is that of neuron 1, the one that w²₁₂ goes to.", BP2):
    _e * w[3, 1, 1] * (1 - a[2, 2] ** 2) * a[1, 2],
    sentence("no slope in BP2"): _e * w[3, 1, 1] * a[1, 2],
    own("a(1 − a) is the slope of the sigmoid. Here σ is the tanh.", BP1):
    _e * w[3, 1, 1] * a[2, 1] * (1 - a[2, 1]) * a[1, 2],
    own("The output layer is linear: its slope is 1, not 1 − a².", BP1):
    _e * (1 - a[3, 1] ** 2) * w[3, 1, 1] * _slope * a[1, 2]})
HIDDEN_BIAS = _small_formula(_e * w[3, 1, 2] * (1 - a[2, 2] ** 2), {
    own("This is the derivative by b²₁.", BP3): _e * w[3, 1, 1] * _slope,
    sentence("no slope in BP2"): _e * w[3, 1, 2],
    own("The error comes back over w³₁₂, because b²₂ belongs to neuron 2.", BP2):
    _e * w[3, 1, 1] * (1 - a[2, 2] ** 2)})


def written_out(names):
    """Three derivatives in a network of 2, 2 and 1 neurons."""
    return score(names, formula_part(1, word("A weight of the output layer"), "net_w3",
                                     OUTPUT_WEIGHT),
                 formula_part(3, word("A weight of the hidden layer"), "net_w2", HIDDEN_WEIGHT),
                 formula_part(2, word("A bias of the hidden layer"), "net_b2", HIDDEN_BIAS))


# Question 8

def _squares(size):
    rng = generator("squares", size)
    t = rng.normal(size=(size, 1))
    return World({n: {4: size}, z: {4: t}, a: {4: t**2}, y: rng.normal(size=(size, 1))}, {})


FOURTH = Formula(2 * (a[L, j] - y[j]) ** 3 * z[L, j], (_squares(2), _squares(3)), ({L: 4},),
                 ((j, 1, n[L]),), "a y z", (("delta", L),), {
    sentence("no slope in BP1"): (a[L, j] - y[j]) ** 3,
    sentence("slope at a"): 2 * (a[L, j] - y[j]) ** 3 * a[L, j],
    own("The slope of z² is 2z.", BP1): (a[L, j] - y[j]) ** 3 * z[L, j],
    own("This is the error for the quadratic cost. Here the cost has fourth powers.", BP1):
    2 * (a[L, j] - y[j]) * z[L, j]})
SCALED = Formula(c * a[l - 1, k] * delta[l, j],
                 tuple(World(values | {c: 1.7}, {}) for values, _ in SINGLE), LAYERS, FOR_WEIGHT,
                 "a delta w", (), {
    own("The factor c is missing: it multiplies the weight in z.", BP4): a[l - 1, k] * delta[l, j],
    own("The weight itself is not a factor: z is linear in it.", BP4):
    c * w[l, j, k] * a[l - 1, k] * delta[l, j],
    sentence("BP4 turned round"): c * a[l - 1, j] * delta[l, k],
    sentence("output for input in BP4"): c * a[l, k] * delta[l, j]})


def other_rules(names):
    """Another activation function with another cost, and another weighted input."""
    return score(names, formula_part(2, word("σ(z) = z² and fourth powers"), "fourth_answer",
                                     FOURTH),
                 formula_part(2, word("z = c w a + b"), "scaled_answer", SCALED))
