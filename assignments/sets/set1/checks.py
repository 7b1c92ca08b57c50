"""Questions 2 to 5: forward propagation."""

import numpy as np

from bplib.activations import LEAK, leaky_relu, sigmoid, tanh
from bplib.network import forward as right_forward, Layer, Network
from bplib.words import word
from checks.answers import call, refuses, score, warnings_of
from checks.arrays import Wrong, kind_of, numbers, same
from checks.chance import generator
from checks.compare import Case, Named, compare, judge, or_with_right_ones
from checks.mistakes import named, own, see, sentence

FORWARD, ACTIVATIONS = "foundations/forward", "foundations/activations"


# Questions 2 and 3

GRID = np.array([[-3.0, -0.5, 0.0, 0.25], [1.0, 2.0, -1.5, 4.0]])
OFF_KINK = GRID + 0.125
FAR = np.array([[-1e4, 1e4, 0.5]])


def _sigmoid_case(z):
    return Case((z,), sigmoid.f(z), {
        own("The exponent has the wrong sign.", ACTIVATIONS): sigmoid.f(-z),
        own("This is the tanh.", ACTIVATIONS): np.tanh(z)})


def _prime_case(z):
    a = sigmoid.f(z)
    return Case((z,), a * (1 - a), named({"slope at a": sigmoid.prime(a, sigmoid.f(a)),
                                          "slope formula fed with z": z * (1 - z)})
                | {own("This is σ itself, not its slope.", ACTIVATIONS): a})


def _safe(names):
    got = numbers("sigmoid", call(names, "sigmoid", FAR), FAR.shape)
    if not np.isfinite(got).all():
        raise Named("For z = −10⁴ or 10⁴ the result is not finite. {sentence}",
                    sentence=sentence("naive sigmoid"))
    # A mistake that the first part names costs nothing here.
    if not same(got, sigmoid.f(-FAR)) and not same(got, np.tanh(FAR)):
        compare("sigmoid at |z| = 10⁴", got, sigmoid.f(FAR))
    if said := warnings_of(names, "sigmoid", FAR):
        # np.where computes both forms; the one that it leaves out is inf/inf there.
        where = any("invalid" in text for text in said)
        raise Named("NumPy warns for z = −10⁴ or 10⁴. {sentence}",
                    sentence=sentence("np.where guard" if where else "naive sigmoid"))


def sigmoids(names):
    """The sigmoid and its slope."""
    return score(names, (2, word("The sigmoid"),
                         lambda names: judge(names, "sigmoid", _sigmoid_case(GRID))),
                 (2, word("No overflow, and no warning"), _safe),
                 (2, word("The slope of the sigmoid"),
                  lambda names: judge(names, "sigmoid_prime", _prime_case(GRID),
                                      sigmoid=sigmoid.f)))


def other_slopes(names):
    """tanh and leaky ReLU."""
    z, a = GRID, np.tanh(GRID)
    tanh_case = Case((z,), tanh.prime(z, a), named({"slope formula fed with z": 1 - z * z,
                                                    "slope at a": 1 - np.tanh(a) ** 2})
                     | {own("The square is missing.", ACTIVATIONS): 1 - a})
    z = OFF_KINK
    leaky_case = Case((z,), leaky_relu.f(z), {
        own("This is the ReLU: the leak is missing.", ACTIVATIONS): np.maximum(z, 0)})
    slope = leaky_relu.prime(z, None)
    slope_case = Case((z,), slope, {
        own("This is the slope of the ReLU.", ACTIVATIONS): (z > 0) * 1.0,
        own("On the negative side the slope is the number 0.01, not 0.01 z.", ACTIVATIONS):
        np.where(z > 0, 1.0, LEAK * z)})
    return score(names, (1, word("The slope of the tanh"),
                         lambda names: judge(names, "tanh_prime", tanh_case)),
                 (1, word("The leaky ReLU"), lambda names: judge(names, "leaky_relu", leaky_case)),
                 (1, word("The slope of the leaky ReLU"),
                  lambda names: judge(names, "leaky_relu_prime", slope_case)))


# Question 4

def right_weighted_input(w, a_prev, b):
    """zˡ = wˡ aˡ⁻¹ + bˡ."""
    return w @ a_prev + b


def _layer_case(n_l, n_before, m):
    rng = generator("layer", n_l, n_before, m)
    w, a, b = (rng.normal(size=shape) for shape in ((n_l, n_before), (n_before, m), (n_l, 1)))
    wrong = {own("The bias is missing.", FORWARD): w @ a,
             own("The bias has the wrong sign.", FORWARD): w @ a - b}
    if n_l == n_before == m:
        wrong |= {
            own("The weights are transposed. w_jk goes to j from k, so no transpose is needed.",
                FORWARD): w.T @ a + b,
            own("The bias is added as a row: one bias for each example.", "equations/bp3"):
            w @ a + b.T,
            own("A product entry by entry stands where the matrix product belongs.", FORWARD):
            w * a + b}
    return Case((w, a, b), w @ a + b, wrong)


LAYERS = _layer_case(4, 3, 6), _layer_case(5, 5, 5)


def _refuses_one_axis(names):
    w, a, b = LAYERS[1].arguments
    broadcast = own("NumPy takes them for a row and broadcasts: a silent mistake where m = n_l.",
                    "equations/bp3")
    refuses(names, "weighted_input", (w, a, b), (w, a, b[:, 0]), lambda result: Wrong(
        "With biases of the shape (5,) it raises no ValueError. {sentence}", sentence=broadcast))


def weighted_input(names):
    """The weighted input of one layer."""
    return score(names, (3, word("The weighted input of a batch"),
                         lambda names: judge(names, "weighted_input", *LAYERS)),
                 (1, word("Biases with one axis are refused"), _refuses_one_axis))


# Question 5

def _network_case(sizes, m):
    """A random network and a batch."""
    rng = generator("forward", sizes)
    net = Network(Layer(rng.normal(size=(n, before)), rng.normal(size=(n, 1)), "sigmoid")
                  for before, n in zip(sizes, sizes[1:]))
    return net, rng.normal(size=(sizes[0], m))


NETWORKS = [_network_case((3, 4, 2), 6), _network_case((2, 5, 3, 4, 1), 3)]


def _parameters(net):
    """{l: wˡ} and {l: bˡ}."""
    return tuple({l: getattr(net[l], part) for l in range(2, net.L + 1)} for part in ("w", "b"))


def _wrong_forward(net, x):
    """{sentence: {l: a}} for the well-known mistakes."""
    def walk(weigh, activate, start=x):
        a = {1: start}
        for l in range(2, net.L + 1):
            a[l] = activate(l, weigh(l, a))
        return a

    (w, b), s = _parameters(net), sigmoid.f
    right = walk(lambda l, a: w[l] @ a[l - 1] + b[l], lambda l, z: s(z))
    return right, {
        own("The output layer has no activation function.", FORWARD):
        walk(lambda l, a: w[l] @ a[l - 1] + b[l], lambda l, z: z if l == net.L else s(z)),
        own("No layer has an activation function: aˡ is zˡ.", FORWARD):
        walk(lambda l, a: w[l] @ a[l - 1] + b[l], lambda l, z: z),
        own("The biases are missing.", FORWARD):
        walk(lambda l, a: w[l] @ a[l - 1], lambda l, z: s(z)),
        own("The input goes through σ. It must not: a¹ = x.", FORWARD):
        walk(lambda l, a: w[l] @ a[l - 1] + b[l], lambda l, z: s(z), s(x)),
    }


def _forward_on(net, x):
    right, wrong = _wrong_forward(net, x)
    trace = right_forward(net, x)
    w, b = _parameters(net)

    def judge_with(names, replaced):
        got = call(names, "forward", w, b, x, **replaced)
        is_pair = isinstance(got, (tuple, list)) and len(got) == 2
        if not is_pair or not all(isinstance(part, dict) for part in got):
            raise Wrong("forward must return two dictionaries, z and a; it returns {kind}.",
                        kind=kind_of(got))
        for part, arrays, layers in zip("za", got, (range(2, net.L + 1), range(1, net.L + 1))):
            if set(arrays) != set(layers):
                raise Wrong("{part} must have the keys {layers}; it has {keys}. The input is layer "
                            "1, and z begins at layer 2. {see}", part=part, layers=list(layers),
                            keys=list(arrays), see=see("reference/notation"))
        for l in range(net.L, 0, -1):
            compare(f"a[{l}]", got[1][l], right[l], {text: a[l] for text, a in wrong.items()})
        for l in range(net.L, 1, -1):
            compare(f"z[{l}]", got[0][l], trace.z[l])

    return lambda names: or_with_right_ones(lambda replaced: judge_with(names, replaced),
                                            {"weighted_input": right_weighted_input}, "forward")


def forward(names):
    """The forward pass."""
    return score(names, (4, word("A network of 3 layers"), _forward_on(*NETWORKS[0])),
                 (2, word("A network of 5 layers"), _forward_on(*NETWORKS[1])))
