"""Points do not hang together: parts of a question, and errors that are carried forward; and what is asked for has a name."""

import importlib
import re

import mini
import nbformat
import numpy as np
import pytest
import sympy
from told import feedback

from bplib.activations import sigmoid
from bplib.symbolic import L, a, delta, j, k, l, sigma_prime, w, y, z
from sets import set1, set2, set3, set4  # (mini has put its folder on the path)


def refusing(wrong):
    """A cost that is `wrong`, and refuses a target of another shape."""
    def answer(a, y, *more):
        if a.shape != y.shape:
            raise ValueError
        return wrong(a, y)

    return answer


def crash(*arguments):
    raise TypeError("a crash")


@pytest.mark.parametrize("wrong", [lambda a, y: np.sum((a - y) ** 2) / 2, lambda a, y: crash()], ids=["value", "crash"])
def test_the_point_for_the_refusal_does_not_hang_on_the_value(wrong, capsys):
    for check, name in ((set1.quadratic_cost, "quadratic_cost"), (set3.output_error, "output_error")):
        text, points = feedback(check, capsys, {name: refusing(wrong)})
        assert points == 1 and "The reason is the same" not in text, text


def test_who_refuses_everything_gets_no_point(capsys):
    def refuse(*arguments):
        raise ValueError("no")

    def blank(*arguments):
        raise NotImplementedError

    for check, name in ((set1.quadratic_cost, "quadratic_cost"), (set1.weighted_input, "weighted_input"),
                        (set3.output_error, "output_error"), (set3.relative_error, "relative_error")):
        text, points = feedback(check, capsys, {name: refuse})
        assert points == 0 and "too." in text
        text, points = feedback(check, capsys, {name: blank})
        assert points == 0 and "not written yet" in text and "in place of" not in text


@pytest.mark.parametrize("check, answers, points", [
    ("sigmoids", {"sigmoid": lambda z: sigmoid.f(-z)}, 2),
    ("softmax", {"softmax": lambda z: np.exp(z - z.max(axis=1, keepdims=True))
                 / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)}, 1),
    ("cross_entropy", {"cross_entropy": lambda z, y: -np.sum(y * (z - z.max(axis=0) - np.log(
        np.exp(z - z.max(axis=0)).sum(axis=0))))}, 1),
    ("sigmoids", {"sigmoid": lambda z: z}, 0),
], ids=["sign", "axis", "sum", "no mistake with a name"])
def test_the_point_for_large_numbers_does_not_hang_on_a_mistake_with_a_name(check, answers, points, capsys):
    text, got = feedback(getattr(set1, check), capsys, answers)
    assert got == points, text


def adam(theta, m, v, t, g, rate, beta1, beta2, eps):
    """With the gradient itself in the second moment; what follows is right."""
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.abs(g)
    return [theta - rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v]


def test_a_wrong_moment_costs_the_step_of_adam_nothing(capsys):
    assert feedback(set4.adam_step, capsys, {"adam_step": adam})[1] == 3


# An error of one answer costs once

WRONG = "def weighted_input(w, a_prev, b):\n    return w @ a_prev - b\n"
FORWARD = """def forward(w, b, x):
    z, a = {}, {1: x}
    for l in range(2, max(w) + 1):
        z[l] = weighted_input(w[l], a[l - 1], b[l])
        a[l] = activations.sigmoid.f(z[l])
    return z, a
"""
WAYS = {
    "plain": FORWARD,
    "helper": FORWARD.replace("weighted_input(", "layer(") + "\ndef layer(*what):\n    return weighted_input(*what)\n",
    "helper before": "def layer(*what):\n    return weighted_input(*what)\n\n" + FORWARD.replace("weighted_input(", "layer("),
    "lambda": "layer = lambda *what: weighted_input(*what)\n" + FORWARD.replace("weighted_input(", "layer("),
    "other name": "layer = weighted_input\n" + FORWARD.replace("weighted_input(", "layer("),
    "partial": "import functools\n" + FORWARD.replace("forward(w", "inner(layer, w").replace("weighted_input(", "layer(")
               + "\nforward = functools.partial(inner, weighted_input)\n",
    "default": FORWARD.replace("x):", "x, layer=weighted_input):").replace("weighted_input(", "layer("),
    "decorator": "import functools\n\ndef shown(f):\n    @functools.wraps(f)\n    def inner(*what):\n        return f(*what)\n"
                 "    return inner\n\n@shown\n" + FORWARD,
    "both decorated": "def shown(f):\n    def inner(*what):\n        return f(*what)\n    return inner\n\n@shown\n" + FORWARD
                      + "\nweighted_input = shown(weighted_input)\n",
    "recursion": "def forward(w, b, x, l=2):\n    if l > max(w):\n        return {}, {l - 1: x}\n"
                 "    here = weighted_input(w[l], x, b[l])\n    z, a = forward(w, b, activations.sigmoid.f(here), l + 1)\n"
                 "    return {l: here, **z}, {l - 1: x, **a}\n",
    "class": "class Mine:\n    weighted_input = staticmethod(weighted_input)\n\n    def forward(self, w, b, x):\n        z, a = {}, {1: x}\n"
             "        for l in w:\n            z[l] = self.weighted_input(w[l], a[l - 1], b[l])\n"
             "            a[l] = activations.sigmoid.f(z[l])\n        return z, a\n\nforward = Mine().forward\n",
    "loop": "for _ in range(2):\n" + re.sub("^", "    ", FORWARD, flags=re.M) + "\n",
    "global": "def define():\n    global forward\n" + re.sub("^", "    ", FORWARD, flags=re.M) + "\ndefine()\n",
    "table": "table = {'layer': weighted_input}\n" + FORWARD.replace("weighted_input(", "table['layer']("),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_error_is_carried_forward_once(way, capsys):
    from bplib import activations
    names = {"np": np, "activations": activations, "__name__": "__main__"}
    exec(WRONG + "\n" + WAYS[way], names)
    own = names["weighted_input"]
    text, points = feedback(set1.forward, capsys, names)
    assert points == 6 and "forward itself is right" in text, text
    assert feedback(set1.weighted_input, capsys, names)[1] == 0
    w, b = np.ones((1, 1)), np.ones((1, 1))
    assert names["weighted_input"] is own and own(w, w, b) == 0, "the student's own function is back"


# A crash of a check

@pytest.mark.parametrize("name", mini.SETS)
def test_a_check_that_fails_does_not_say_not_written_yet(name, monkeypatch, capsys):
    from checks import answers
    module = importlib.import_module(f"sets.{name}")
    monkeypatch.setattr(answers.Answers, "value", crash)
    for check in module.__all__:
        text, points = feedback(getattr(module, check), capsys, {})
        assert points == 0 and "could not be checked" in text and "not written yet" not in text, check


# Symbols of their own

def test_a_symbol_of_their_own_gets_its_name(capsys):
    own = sympy.symbols("j", integer=True)
    text, points = feedback(set2.bp1, capsys, {"bp1_entropy": a[L, own] - y[own]})
    assert points == 0 and "bp1_entropy has a symbol of your own named j; use the one of bplib.symbolic." in text
    c = sympy.symbols("c")
    text, _ = feedback(set2.other_rules, capsys, {"scaled_answer": c * a[l - 1, k] * delta[l, j]})
    assert "scaled_answer has a symbol of your own named c; use the one that is given." in text
    text, _ = feedback(set2.bp2, capsys, {"bp2_answer": w[l + 1, k, j] * delta[l + 1, k] * sigma_prime(z[l, j])})
    assert "contains k. The question does not define this" in text


# What is asked for has a name (a variable that is graded stands in the text of its question)

class Asked(dict):
    """A notebook without names: it keeps those that are asked for."""

    def __init__(self):
        self.names = set()

    def __contains__(self, name):
        self.names.add(name)
        return False


@pytest.mark.parametrize("name", mini.SETS)
def test_every_name_that_a_check_asks_for_stands_in_its_question(name):
    cells = nbformat.read(mini.ASSIGNMENTS / "sets" / name / "release" / f"{name}.ipynb", as_version=4).cells
    source = nbformat.read(mini.ASSIGNMENTS / "sets" / name / "source" / f"{name}.ipynb", as_version=4).cells
    checks = {cell.metadata.nbgrader.grade_id: found[1] for cell in source if cell.cell_type == "code"
              and (found := re.search(rf"^{name}\.(\w+)\(globals\(\)\)", cell.source, flags=re.M))}
    module, text, seen = importlib.import_module(f"sets.{name}"), "", 0
    for cell in cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and cell.source.lstrip().startswith("## "):
            text = ""
        if cell.cell_type == "markdown" or mark.get("solution"):
            text += cell.source
        if mark.get("grade_id") in checks:
            asked = Asked()
            getattr(module, checks[mark["grade_id"]])(asked)
            assert asked.names, mark["grade_id"]
            seen += len(asked.names)
            missing = [one for one in asked.names if not re.search(rf"\b{one}\b", text)]
            assert not missing, (mark["grade_id"], missing)
    assert seen >= len(checks)
