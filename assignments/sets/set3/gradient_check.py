"""Questions 7 to 9: difference quotients, the relative error, and the check."""

import random

import numpy as np

from bplib.activations import Activation
from bplib.backprop import backprop as right_backprop
from bplib.costs import categorical_cross_entropy, quadratic
from bplib.differences import (central_differences as right_differences,
                               relative_error as right_error)
from bplib.network import forward, Layer, Network
from bplib.wrong import VARIANTS
from bplib.words import word
from checks.answers import call, keeps, refuses, score
from checks.arrays import Wrong, kind_of
from checks.chance import generator
from checks.compare import Case, judge, same_as
from checks.gradients import GradientCase, gradient_case
from checks.mistakes import own, sentence

GRADIENT_CHECK = "equations/gradient_check"


# Question 7

def _f(theta):
    return float(np.sin(theta) @ np.arange(1.0, theta.size + 1) + theta[0] * theta[-1] ** 3)


def _differences_case(h):
    theta = generator("differences", h).normal(size=4)
    right, unit = right_differences(_f, theta, h), h * np.eye(4)
    forward_quotient = np.array([(_f(theta + e) - _f(theta)) / h for e in unit])
    backward_quotient = np.array([(_f(theta) - _f(theta - e)) / h for e in unit])
    along_all = np.full(4, (_f(theta + h) - _f(theta - h)) / (2 * h))
    return Case((_f, theta, h), right, {
        own("This is the forward difference, whose error falls with h and not with h².",
            GRADIENT_CHECK): forward_quotient,
        own("This is the backward difference, whose error falls with h and not with h².",
            GRADIENT_CHECK): backward_quotient,
        own("The two points are 2h apart, and the difference is divided by h.", GRADIENT_CHECK):
        2 * right,
        own("f(θ − h) comes before f(θ + h): the sign is wrong.", GRADIENT_CHECK): -right,
        own("All entries of θ are moved at once; each must be moved alone.",
            GRADIENT_CHECK): along_all})


DIFFERENCES = _differences_case(0.1), _differences_case(0.3)


def central_differences(names):
    """(f(θ + h e) − f(θ − h e))/2h, entry by entry."""
    return score(names, (2, word("The difference quotient of every entry"),
                         lambda names: judge(names, "central_differences", *DIFFERENCES)),
                 (1, word("θ stays as it is"),
                  lambda names: keeps(names, "central_differences", *DIFFERENCES[0].arguments)))


# Question 8

def _error_cases():
    one, other = np.array([3.0, -4.0, 0.5]), np.array([3.1, -5.0, 0.25])
    absolute = own("The difference is not divided by the size of the entries.", GRADIENT_CHECK)
    signed = own("A difference may be negative: take |a − b|.", GRADIENT_CHECK)
    yield Case((one, other), np.array(0.2), {absolute: np.array(1.0)})
    yield Case((other, one), np.array(0.2), {absolute: np.array(1.0), signed: np.array(0.05)})
    yield Case((-one, one), np.array(2.0), {signed: np.array(8 / 4), absolute: np.array(8.0)})


ERRORS = tuple(_error_cases())
ZEROS = Case((np.zeros(3), np.zeros(3)), np.array(0.0), {
    own("For two arrays of zeros it is 0/0. They are equal, so the error is 0.", GRADIENT_CHECK):
    np.array(np.nan)})


def _zeros(names):
    if same_as(call(names, "relative_error", *ERRORS[0].arguments), np.array(0.0)):
        raise Wrong("It is 0 for arrays that differ, too.")
    judge(names, "relative_error", ZEROS)


def _refuses_other_shapes(names):
    b = np.array([[1.0], [2.0], [3.0]])
    refuses(names, "relative_error", (b, b), (b, np.tile(b, 4)), lambda result: Wrong(
        "An array (3, 1) is compared with an array (3, 4), and the error is {result}. {sentence}",
        result=result, sentence=sentence("comparison broadcast")))


def relative_error(names):
    """max|a − b| / max(max|a|, max|b|)."""
    return score(names, (1, word("The relative error"),
                         lambda names: judge(names, "relative_error", *ERRORS)),
                 (1, word("Two arrays of zeros"), _zeros),
                 (1, word("Arrays of different shapes are refused"), _refuses_other_shapes))


# Question 9

CASES = [gradient_case((4, 4, 4, 4), ("tanh", "sigmoid", "sigmoid"), quadratic, 4,
                       generator("check", 1)),
         gradient_case((4, 4, 4, 4), ("tanh", "sigmoid", "identity"), categorical_cross_entropy, 4,
                       generator("check", 2))]
TOOLS = {"central_differences": right_differences, "relative_error": right_error}
AGAIN = 3                                        # how often the right gradient comes, of each case
UNSEEN = {"0/0 when saturated"}                  # it is right wherever nothing is saturated


def _pair_of(backpropagate):
    def pair(net, x, y, cost):
        with np.errstate(all="ignore"):
            gradient = backpropagate(net, x, y, cost)
        return dict(gradient.w), dict(gradient.b)

    return pair


def _verdict(names, backpropagate, case):
    """True or False from the student's check, with right tools where the student's own fail."""
    try:
        verdict = call(names, "gradient_is_right", _pair_of(backpropagate), *case.arguments)
    except Wrong:
        verdict = None
    if verdict is None or backpropagate is right_backprop and not verdict:
        verdict = call(names, "gradient_is_right", _pair_of(backpropagate), *case.arguments,
                       **TOOLS)
    if not isinstance(verdict, (bool, np.bool_)):
        raise Wrong("gradient_is_right must return True or False; it returns {kind}.",
                    kind=kind_of(verdict))
    return bool(verdict)


def _trials(names):
    """(name, case) for the right gradient, whose name is "", and for wrong versions.

    The right one stands among the wrong ones, in an order that nobody can know: an answer that
    only counts how often it is called is none.
    """
    trials = [(name, case) for name in names for case in CASES]
    trials += [("", case) for case in CASES for _ in range(AGAIN)]
    return random.SystemRandom().sample(trials, len(trials))


def _passes(names, name, case):
    """The verdict on the version `name`; Wrong if it is False about the right gradient."""
    verdict = _verdict(names, VARIANTS[name].backprop if name else right_backprop, case)
    if not name and not verdict:
        raise Wrong("It says False about the right gradient. {why}", why=_why_false(names))
    return verdict


def _no_false_alarm(names):
    for name, case in _trials(["wrong sign"] * AGAIN):
        if _passes(names, name, case) and name:
            raise Wrong("It says True about every gradient, even about one with the wrong sign.")


def _why_false(names):
    """Why a check might reject the right gradient: it checks the output, or in float32."""
    net, x, _, cost = CASES[0].arguments
    # here every entry of ∇ₐC is 1
    like_output = (net, x, forward(net, x).a[net.L] - x.shape[1], cost)
    if _verdict(names, right_backprop, GradientCase(*like_output)):
        return sentence("check of the output")
    if _in_float32(names):
        return sentence("check in float32")
    return own("The step h may be too small, or the tolerance too strict.", GRADIENT_CHECK)


def _in_float32(names):
    """True if the check moves the parameters in float32.

    With w = b = 0 and x = 1, z is the step itself.
    """
    steps = []

    def spy(z):
        steps.append(float(z[0, 0]))
        return np.tanh(z)

    net = Network([Layer(np.zeros((1, 1)), np.zeros((1, 1)),
                         Activation("spy", spy, lambda z, a: 1 - a * a))])
    _verdict(names, right_backprop, GradientCase(net, np.ones((1, 1)), np.ones((1, 1)), quadratic))
    return any(steps) and all(step == float(np.float32(step)) for step in steps)


def _catches_all(names):
    _no_false_alarm(names)
    seen = set(UNSEEN)
    for name, case in _trials([name for name in VARIANTS if name not in UNSEEN]):
        if name not in seen and not _passes(names, name, case):
            seen.add(name)
    missed = [name for name in VARIANTS if name not in seen]
    if missed:
        raise Wrong("It says True about {number} of {all} wrong versions: {names}. "
                    "Compare every entry, with a tolerance well below 1e-2 and well above the "
                    "rounding error.",
                    number=len(missed), all=len(VARIANTS) - 1, names=", ".join(map(word, missed)))


def gradient_is_right(names):
    """The gradient check."""
    return score(names, (2, word("The right gradient passes"), _no_false_alarm),
                 (3, word("Every wrong version is seen"), _catches_all))
