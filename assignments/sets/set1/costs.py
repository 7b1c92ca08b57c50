"""Questions 6 to 9: costs, softmax, and shapes."""

import numpy as np

from bplib import costs
from bplib.words import later, word
from checks.answers import call, refuses, score, value_of, warnings_of
from checks.arrays import Wrong, numbers, same
from checks.chance import generator
from checks.compare import Case, Named, judge
from checks.mistakes import named, own, sentence

COSTS, FORWARD = "foundations/costs", "foundations/forward"


# Questions 6 and 7

def _outputs(question, n_L, m):
    return generator(question, n_L, m).uniform(size=(2, n_L, m))


def _cost_case(n_L, m):
    a, y = _outputs("cost", n_L, m)
    right = costs.quadratic.value(a, y)
    return Case((a, y), np.array(right), {
        own("This is the sum over the batch. The cost is the mean.", COSTS): np.array(right * m),
        own("The factor 1/2 is missing.", COSTS): np.array(2 * right),
        own("The factor 1/2 and the factor 1/m are missing.", COSTS): np.array(2 * m * right),
        own("This is the mean over examples and outputs. The cost has a sum over the outputs.",
            COSTS): np.array(right / n_L),
        own("np.mean divides by all entries, and the factor 1/2 is missing.", COSTS):
        np.array(2 * right / n_L),
        own("The differences are not squared.", COSTS): np.array((a - y).sum() / (2 * m)),
    }, {"m": m, "n_L": n_L})


COST = _cost_case(3, 7), _cost_case(1, 5)


def _refuses_a_column(names):
    a, y = COST[1].arguments
    refuses(names, "quadratic_cost", (a, y), (a, y.T), lambda result: Named(
        "With a target of the shape (5, 1) it returns {result} in place of a ValueError. "
        "{sentence}",
        result=result, sentence=sentence("cost broadcast")))


def quadratic_cost(names):
    """The quadratic cost."""
    return score(names, (3, word("The quadratic cost of a batch"),
                         lambda names: judge(names, "quadratic_cost", *COST)),
                 (1, word("A target of the wrong shape is refused"), _refuses_a_column))


def _grad_case(n_L, m):
    a, y = _outputs("gradient", n_L, m)
    right = (a - y) / m
    return Case((a, y), right, named({
        "sum for mean": a - y, "wrong sign": -right, "1/m twice": right / m}) | {
            own("The factor 2 of the square does not cancel with the 1/2 of the cost.", COSTS):
            2 * right,
            own("It is divided by the number of outputs too.", COSTS): right / n_L,
        }, {"m": m, "n_L": n_L})


GRADS = _grad_case(3, 7), _grad_case(5, 5)


def quadratic_grad(names):
    """∇ₐC of the quadratic cost."""
    return score(names, (3, word("The gradient by the outputs"),
                         lambda names: judge(names, "quadratic_grad", *GRADS)))


# Question 8

FAR = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1.0], [0.0, 0.0, -1e4]])
FAR_Y = np.eye(3)


def _softmax_case(n_L, m):
    z = generator("softmax", n_L, m).normal(size=(n_L, m))
    e = np.exp(z)
    return Case((z,), costs.softmax(z), {
        own("The sum runs over the examples. It must run down each column.", COSTS):
        e / e.sum(axis=1, keepdims=True),
        own("The sum runs over the whole array. It must run down each column.", COSTS): e / e.sum(),
        own("The exponential is missing.", COSTS): z / z.sum(axis=0),
        own("The exponent has the wrong sign.", COSTS): costs.softmax(-z),
        own("This is the sigmoid.", COSTS): 1 / (1 + 1 / e)})


SOFTMAX = _softmax_case(3, 7), _softmax_case(4, 4)


def _safe(name, arguments, right, mistake, named_before):
    """The part for large |z|; a mistake that another part names costs nothing here.

    named_before  what such mistakes give
    """
    def part(names):
        got = numbers(name, call(names, name, *arguments), np.shape(right))
        if not np.isfinite(got).all():
            raise Named("For |z| = 10⁴ the result is not finite. {sentence}",
                        sentence=sentence(mistake))
        if not any(same(got, array) for array in named_before):
            judge(names, name, Case(arguments, right))
        if warnings_of(names, name, *arguments):
            raise Named("NumPy warns for |z| = 10⁴. {sentence}", sentence=sentence(mistake))

    return part


def softmax(names):
    """Softmax, down each column."""
    return score(names, (2, word("The softmax of a batch"),
                         lambda names: judge(names, "softmax", *SOFTMAX)),
                 (1, word("No overflow, and no warning"),
                  _safe("softmax", (FAR,), costs.softmax(FAR), "naive softmax",
                        (costs.softmax(FAR.T).T, costs.softmax(-FAR)))))


def _entropy_case(n_L, m):
    rng = generator("cross-entropy", n_L, m)
    z = rng.normal(size=(n_L, m))
    y = np.eye(n_L)[:, rng.permutation(np.arange(m) % n_L)]
    right, p = costs.categorical_cross_entropy.value(z, y), costs.softmax(z)
    binary = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum() / m
    return Case((z, y), np.array(right), {
        own("This is the sum over the batch. The cost is the mean.", COSTS): np.array(right * m),
        own("It is divided by the number of outputs too.", COSTS): np.array(right / n_L),
        own("The sign is wrong.", COSTS): np.array(-right),
        own("The terms (1 − y) log(1 − a) belong to the binary cross-entropy.", COSTS):
        np.array(binary),
        own("The logarithm is taken to the base 2.", COSTS): np.array(right / np.log(2)),
        own("The target and the probability have changed places.", COSTS):
        np.array(-(p * np.log(y + 1e-12)).sum() / m),
    }, {"m": m, "n_L": n_L})


ENTROPY = _entropy_case(3, 7), _entropy_case(4, 8)


def cross_entropy(names):
    """The categorical cross-entropy in the logits."""
    right = np.array(costs.categorical_cross_entropy.value(FAR, FAR_Y))
    return score(names, (2, word("The cross-entropy of a batch"),
                         lambda names: judge(names, "cross_entropy", *ENTROPY,
                                             softmax=costs.softmax)),
                 (1, word("No logarithm of 0, and no warning"),
                  _safe("cross_entropy", (FAR, FAR_Y), right, "log of a probability",
                        (3 * right, right / 3, -right, right / np.log(2)))))     # n_L = m = 3


# Question 9

SHAPES = {"w[2]": (30, 784), "b[2]": (30, 1), "z[2]": (30, 20), "a[1]": (784, 20),
          "w[3]": (10, 30), "a[3]": (10, 20)}
PARAMETERS = {784 * 30 + 30 * 10: later("The biases are missing."),
              (784 + 30 + 10) * 30: later("Each layer has the weights to the layer before, and one "
                                          "bias for each neuron.")}


def _shape(name):
    def part(names):
        answer = value_of(names, "shapes")
        if not isinstance(answer, dict) or name not in answer or answer[name] is None:
            raise Wrong('shapes["{name}"] is not filled in.', name=name)
        got, right = answer[name], SHAPES[name]
        if not isinstance(got, (tuple, list)):
            raise Wrong('shapes["{name}"] must be a tuple such as (2, 3).', name=name)
        if tuple(got) == right:
            return
        reason = later("Rows are neurons of the layer, columns are examples; w has a column for "
                       "each neuron of the layer before.")
        if len(got) != 2:
            reason = later("Every array has two axes.")
        raise Wrong("It is {right}; you say {said}. {sentence}", right=right, said=tuple(got),
                    sentence=own(reason, "reference/notation"))

    return part


def _parameters(names):
    got = numbers("number_of_parameters", value_of(names, "number_of_parameters"), ()).item()
    got = int(got) if got.is_integer() else got
    if got != 23860:
        raise Wrong("It is 784 · 30 + 30 + 30 · 10 + 10 = 23860; you say {said}. {hint}", said=got,
                    hint=word(PARAMETERS[got]) if got in PARAMETERS else "")


def shapes(names):
    """Shapes and the number of parameters."""
    parts = [(0.5, word("The shape of {name}").format(name=name), _shape(name)) for name in SHAPES]
    return score(names, *parts, (1, word("The number of parameters"), _parameters))
