"""The feedback: every well-known mistake that a student can hand in gets its name."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy
from sympy import Eq, KroneckerDelta, Piecewise, Sum
from told import feedback

from bplib import costs
from bplib.activations import sigmoid
from bplib.backprop import backprop, cost_function
from bplib.differences import central_differences, relative_error
from bplib.network import forward, to_vector, with_vector
from bplib.symbolic import C, L, Partial, a, b, delta, j, k, l, n, w, y, z
from bplib.wrong import VARIANTS
from bplib.wrong.functions import FUNCTIONS

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

from checks.answers import Wrong  # noqa: E402
from checks.formulas import Formula, judge_formula  # noqa: E402
from sets import set1, set2, set3  # noqa: E402


def names_in(text):
    """The names of wrong versions in a feedback."""
    return set(re.findall("“(.*?)”", text))


# Set 1

NAIVE = {"naive sigmoid": ("sigmoids", "sigmoid"), "np.where guard": ("sigmoids", "sigmoid"),
         "naive softmax": ("softmax", "softmax"), "log of a probability": ("cross_entropy", "cross_entropy"),
         "cost broadcast": ("quadratic_cost", "quadratic_cost")}


def log_of_a_probability(z, y):
    with np.errstate(all="ignore"):
        return -np.sum(np.where(y > 0, y, 0) * np.log(costs.softmax(z))) / z.shape[1]


@pytest.mark.parametrize("name", NAIVE)
def test_a_function_that_is_right_for_small_numbers_gets_its_name(name, capsys):
    check, function = NAIVE[name]
    answer = log_of_a_probability if "log" in name else FUNCTIONS[name].function
    text, points = feedback(getattr(set1, check), capsys, {function: lambda *arrays: answer(*arrays)})
    assert points in (2, 3)
    if name != "np.where guard":                 # the name of that one is read from its own code
        assert names_in(text) == {name}


def test_a_guard_with_np_where_gets_its_name(capsys):
    def guarded(z):
        return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

    text, points = feedback(set1.sigmoids, capsys, {"sigmoid": guarded, "sigmoid_prime": guarded})
    assert names_in(text) == {"np.where guard"} and "This is σ itself" in text and points == 2


@pytest.mark.parametrize("factor, said", ((7, "m = 7 times"), (-1, "wrong sign"), (2, "factor 2 of the square"),
                                          (1 / 2, "1/2 times"), (1 / 7, "1/m twice"), (-3, "−(n_L = 3) times"),
                                          (1.3, "1.3 times")))
def test_a_constant_factor_is_named(factor, said, capsys):
    def answer(a, y):
        return factor * (a - y) / a.shape[1]

    case = set1.costs.GRADS[0]
    with pytest.raises(Wrong) as reason:
        set1.costs.judge({"quadratic_grad": answer}, "quadratic_grad", case)
    assert said in str(reason.value) or factor == 7 and "sum for mean" in str(reason.value)


def test_a_wrong_function_of_another_question_costs_nothing(capsys):
    code = "def weighted_input(w, a, b):\n    return w @ a\n" \
           "def forward(w, b, x):\n    z, a = {}, {1: x}\n    for l in range(2, max(w) + 1):\n" \
           "        z[l] = weighted_input(w[l], a[l - 1], b[l]); a[l] = f(z[l])\n    return z, a\n"
    names = {"f": sigmoid.f}
    exec(code, names)
    text, points = feedback(set1.forward, capsys, names)
    assert points == 6 and "forward itself is right" in text and "The biases are missing" in text


# Set 2

FORMULAS = {f"{module.__name__}.{name}{i}": formula for module in (set2.checks, set2.gradients)
            for name, value in vars(module).items()
            for i, formula in enumerate([value] if isinstance(value, Formula) else
                                        value if isinstance(value, tuple) else ())
            if isinstance(formula, Formula)}


def judged(answer, formula):
    """The reason against an answer; nothing if it is right."""
    try:
        judge_formula({"answer": answer}, "answer", formula)
    except Wrong as reason:
        return str(reason)


@pytest.mark.parametrize("name", FORMULAS)
def test_an_equal_formula_is_right_however_it_is_written(name):
    right = FORMULAS[name].right
    renamed = right.replace(lambda node: isinstance(node, Sum),
                            lambda node: node.xreplace({node.limits[0][0]: sympy.Symbol(f"new_{node.limits[0][0]}")}))
    one = sympy.sin(w[2, 1, 1]) ** 2 + sympy.cos(w[2, 1, 1]) ** 2
    for answer in (right, sympy.expand(right), renamed, right + sympy.Integer(0), sympy.factor(right),
                   *([right * one] if "w" in FORMULAS[name].uses and w in FORMULAS[name].worlds[0].values else [])):
        assert judged(answer, FORMULAS[name]) is None


@pytest.mark.parametrize("answer", (
    Piecewise((a[L, k] * (1 - a[L, k]), Eq(j, k)), (-a[L, j] * a[L, k], True)),
    a[L, j] * KroneckerDelta(k, j) - a[L, k] * a[L, j]))
def test_the_jacobian_may_be_a_case_distinction(answer):
    assert judged(answer, set2.checks.JACOBIAN) is None
    error = Sum(-y[k] / a[L, k] * answer, (k, 1, n[L]))
    assert judged(error, set2.checks.SOFTMAX) is None


@pytest.mark.parametrize("name", FORMULAS)
def test_a_wrong_formula_gets_its_name(name):
    formula = FORMULAS[name]
    for sentence, wrong in formula.wrong.items():
        assert sentence in judged(wrong, formula), sentence
    for factor, said in ((-1, "−1"), (2, "2"), (sympy.Rational(1, 2), "1/2"), (sympy.Rational(13, 10), "1.3")):
        reason = judged(factor * formula.right, formula)
        assert f"{said} times the right one" in reason or reason[8:] in formula.wrong, reason


@pytest.mark.parametrize("answer, said", (
    (w[l + 1, k, 1] * delta[l + 1, k], "contains k. The question does not define this"),
    (b[l, 1] * z[l, 1], "contains b; the question asks for a formula in w, δ, z, σ′, a"),
    (delta[l, sympy.Symbol("j", integer=True, positive=True)], "contains the quantity that is asked for"),
    ("w * delta", "must be a SymPy expression; it is of type str"),
    (Partial(C, w[l, 1, 1]), "a derivative that is not worked out yet"),
    (z[l, 1], "It lacks w of layer l + 1, δ of layer l + 1, σ′"),
    (sympy.Integer(3), "It lacks"), (Sum(w[l + 9, k, 1], (k, 1, n[l + 1])), "has no value")), ids=str)
def test_what_is_missing_or_unknown_is_said(answer, said):
    assert said in judged(answer, set2.checks.ONE_BACK)


# Set 3: every misconception by its name

@pytest.mark.parametrize("name", VARIANTS)
def test_a_wrong_backprop_gets_its_name(name, capsys):
    def answer(*case):
        gradient = VARIANTS[name].backprop(*case)
        return gradient.w, gradient.b

    text, points = feedback(set3.backprop, capsys, {"backprop": answer})
    first_parts = text.split("Networks of 2 and of 5 layers")[0]         # there, a network is too small for some names
    named = re.findall("“(.*?)”", first_parts) or re.findall("“(.*?)”", text)
    assert set(named) == {name} and points < 8
    assert VARIANTS[name].wrong in text


SLOPE = {"slope at a": lambda net, t: {l: net[l].activation.prime(t.a[l], net[l].activation.f(t.a[l])) for l in t.z},
         "slope formula fed with z": lambda net, t: {l: net[l].activation.prime(t.z[l], t.z[l]) for l in t.z},
         "slope of the next layer": lambda net, t: {
             l: net[n].activation.prime(t.z[n], t.a[n]) for l in t.z for n in [min(l + 1, net.L)]}}
OUTPUT = {"no slope in BP1": lambda a, y, s: (a - y) / a.shape[1], "sum for mean": lambda a, y, s: (a - y) * s,
          "1/m twice": lambda a, y, s: (a - y) * s / a.shape[1] ** 2,
          "wrong sign": lambda a, y, s: (y - a) * s / a.shape[1],
          "factor n_L": lambda a, y, s: len(a) * (a - y) * s / a.shape[1],
          "target broadcast": lambda a, y, s: (a - y.mean(axis=1, keepdims=True)) * s / a.shape[1]}
BP2 = {"no transpose in BP2": lambda w, d, s: w @ d * s, "transpose on the wrong factor": lambda w, d, s: d.T @ w * s,
       "no slope in BP2": lambda w, d, s: w.T @ d, "neurons overwritten": lambda w, d, s: w[-1:].T @ d[-1:] * s}
BP3 = {"bias not summed": lambda d: d, "bias summed over neurons": lambda d: d.sum(axis=0)[:, None],
       "mean for sum in BP3": lambda d: d.mean(axis=1, keepdims=True),
       "one sum for all biases": lambda d: np.full((len(d), 1), d.sum())}
BP4 = {"BP4 turned round": lambda a, d: a @ d.T, "examples overwritten": lambda a, d: d[:, -1:] @ a[:, -1:].T}
QUESTIONS = {"slopes": SLOPE, "output_error": OUTPUT, "bp2": BP2, "bp3": BP3, "bp4": BP4}


@pytest.mark.parametrize("question, name", [(question, name) for question in QUESTIONS for name in QUESTIONS[question]])
def test_a_wrong_rule_gets_its_name(question, name, capsys):
    text, points = feedback(getattr(set3, question), capsys, {question: QUESTIONS[question][name]})
    assert set(re.findall("“(.*?)”", text)) == {name} and points <= 1


def as_answer(error_of):
    """A gradient check made of a function that returns the error of bplib's gradient against its own differences."""
    def gradient_is_right(backpropagate, net, x, y, cost):
        parts = backpropagate(net, x, y, cost)
        gradient = to_vector([part[l] for l in range(2, net.L + 1) for part in parts])
        return bool(relative_error(gradient, error_of(net, x, y, cost)) < 1e-6)

    return gradient_is_right


def output_differences(net, x, y, cost):
    return central_differences(lambda theta: forward(with_vector(net, theta), x).a[net.L].sum(),
                               to_vector(net.parameters))


def float32_differences(net, x, y, cost):
    f = cost_function(net, x, y, cost)
    return central_differences(lambda theta: float(f(theta.astype(np.float32))), to_vector(net.parameters))


@pytest.mark.parametrize("name, differences", (("check of the output", output_differences),
                                               ("check in float32", float32_differences)))
def test_a_wrong_check_gets_its_name(name, differences, capsys):
    text, points = feedback(set3.gradient_is_right, capsys, {"gradient_is_right": as_answer(differences)})
    assert names_in(text) == {name} and points == 0


def test_a_check_that_is_too_generous_is_told_what_it_missed(capsys):
    def generous(backpropagate, net, x, y, cost):
        w, b = backpropagate(net, x, y, cost)
        right = backprop(net, x, y, cost)
        return all(np.shape(w[l]) == right.w[l].shape and np.allclose(w[l], right.w[l]) for l in w)

    text, points = feedback(set3.gradient_is_right, capsys, {"gradient_is_right": generous})
    assert points == 2 and "bias not summed, one sum for all biases" in text


def test_a_comparison_that_broadcasts_gets_its_name(capsys):
    def answer(a, b):
        size = max(abs(a).max(), abs(b).max())
        return 0.0 if size == 0 else abs(a - b).max() / size

    text, points = feedback(set3.relative_error, capsys, {"relative_error": answer})
    assert names_in(text) == {"comparison broadcast"} and points == 2


def test_two_mistakes_at_once_get_both_names(capsys):
    def answer(*case):
        return VARIANTS["BP4 turned round"].backprop(*case).w, VARIANTS["mean for sum in BP3"].backprop(*case).b

    text, _ = feedback(set3.backprop, capsys, {"backprop": answer})
    assert names_in(text) == {"BP4 turned round", "mean for sum in BP3"}


def test_an_unknown_mistake_is_placed(capsys):
    def answer(net, x, y, cost):
        right = backprop(net, x, y, cost)
        return right.w | {2: right.w[2] + 1}, right.b

    text, _ = feedback(set3.backprop, capsys, {"backprop": answer})
    assert "right: w[3], w[4], b[2], b[3], b[4]" in text and "look at BP4" in text
