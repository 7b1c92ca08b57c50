"""The visible tests of sets 2 and 3: an equal answer passes; a wrong one is told what was expected and what came."""

import ast
import json
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import sympy
from sympy import Eq, KroneckerDelta, Piecewise, Sum

from bplib.backprop import backprop
from bplib.costs import quadratic
from bplib.symbolic import L, a, delta, j, k, l, n, p, sigma_prime, w, y, z
from bplib.wrong import VARIANTS
from bplib.wrong.exchange import backprop_with, right_sigma_prime

ROOT = Path(__file__).parents[2]
SETS = ROOT / "assignments" / "sets"
sys.path.insert(0, str(ROOT / "assignments"))
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS", re.DOTALL)


@cache
def cells(name):
    """{id: source} of the code cells, without hidden checks."""
    notebook = json.loads((SETS / name / "source" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: HIDDEN.sub("", "".join(cell["source"])) for cell in notebook["cells"]
            if cell["cell_type"] == "code"}


def run(name, question, **answers):
    """The visible tests of one question, after every cell before them, with some answers exchanged."""
    names = {}
    for cell, source in cells(name).items():
        if cell == f"{name}-{question}-visible":
            exec(source, names | answers)
            return
        if not cell.endswith(("-visible", "-check")) or cell == "set3-check":
            exec(source, names)
    raise AssertionError(f"{question} has no visible tests")


@pytest.mark.parametrize("name", ("set2", "set3"))
def test_every_visible_test_says_what_it_wants(name):
    for cell, source in cells(name).items():
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, ast.Assert) or node.msg is not None, (cell, ast.unparse(node))


# Set 2

ANSWERS = {"chain": ("chain_w", "chain_b"), "bp1": ("bp1_general", "bp1_quadratic", "bp1_entropy"),
           "softmax": ("softmax_jacobian", "softmax_error"), "bp2": ("bp2_answer", "bp2_twice"),
           "bp3": ("bp3_answer", "bp3_batch", "bp3_shared"), "bp4": ("bp4_answer", "bp4_batch", "bp4_decay"),
           "net": ("net_w3", "net_w2", "net_b2"), "other": ("fourth_answer", "scaled_answer")}
BY_NAME = [(question, answer) for question, answers in ANSWERS.items() for answer in answers]


@cache
def solutions():
    names = {}
    for cell, source in cells("set2").items():
        if not cell.endswith(("-visible", "-check")):
            exec(source, names)
    return names


@pytest.mark.parametrize("question, answer", BY_NAME)
def test_a_formula_in_any_form_raises_nothing(question, answer):
    right = solutions()[answer]
    for same in (right, sympy.expand(right), sympy.factor(right), -(-right).expand()):
        run("set2", question, **{answer: same})


CASES = Piecewise((a[L, k] * (1 - a[L, k]), Eq(j, k)), (-a[L, j] * a[L, k], True))


@pytest.mark.parametrize("question, answer, same", (
    ("other", "fourth_answer", 2 * z[L, j] * (z[L, j] ** 2 - y[j]) ** 3),
    ("other", "fourth_answer", 2 * z[L, j] * (z[L, j] ** 2 - y[j]) * (a[L, j] - y[j]) ** 2),
    ("softmax", "softmax_jacobian", CASES),
    ("softmax", "softmax_error", Sum(-y[k] / a[L, k] * CASES, (k, 1, n[L]))),
    ("softmax", "softmax_error", Sum(y[k] * (a[L, j] - KroneckerDelta(k, j)), (k, 1, n[L]))),
    ("net", "net_w3", a[3, 1] * a[2, 2] - y[1] * a[2, 2]),
    ("bp1", "bp1_entropy", (-y[j] / a[L, j] + (1 - y[j]) / (1 - a[L, j])) * a[L, j] * (1 - a[L, j])),
    ("bp2", "bp2_twice", Sum(w[l + 1, k, j] * sigma_prime(z[l + 1, k]) * w[l + 2, p, k] * delta[l + 2, p]
                             * sigma_prime(z[l, j]), (p, 1, n[l + 2]), (k, 1, n[l + 1])))), ids=range(8))
def test_an_answer_in_another_form_raises_nothing(question, answer, same):
    run("set2", question, **{answer: same})


@pytest.mark.parametrize("change", (lambda right: 2 * right, lambda right: -right, lambda right: right + 1),
                         ids=("twice", "negative", "one more"))
@pytest.mark.parametrize("question, answer", BY_NAME)
def test_a_wrong_formula_is_told_both_numbers(question, answer, change):
    with pytest.raises(AssertionError, match=rf"^{answer}.*: expected -?[\d.]+, got -?[\d.]+$"):
        run("set2", question, **{answer: change(solutions()[answer])})


def back(**other):
    """BP2 with a part exchanged."""
    part = {"slope": sigma_prime(z[l, j]), "last": n[l + 1], "weight": w[l + 1, k, j]} | other
    return Sum(part["weight"] * delta[l + 1, k], (k, 1, part["last"])) * part["slope"]


@pytest.mark.parametrize("question, answer, wrong, said", (
    ("chain", "chain_w", (a[3] - y[1]) * w[3] * a[1] * sigma_prime(z[2]), "expected 1.875, got 7.5"),
    ("chain", "chain_b", (a[3] - y[1]) * w[2] * sigma_prime(z[3]) * sigma_prime(z[2]), r"symbols: .*w\[2\]"),
    ("bp2", "bp2_answer", back(last=n[l]), "expected 0.044, got 0.028"),
    ("bp2", "bp2_answer", back(slope=1), "expected 0.044, got 0.275"),
    ("bp2", "bp2_answer", back(slope=sigma_prime(a[l, j])), "expected 0.044, got 1.925"),
    ("bp2", "bp2_twice", Sum(w[l + 1, k, j] * sigma_prime(z[l + 1, k]) * Sum(
        w[l + 2, k, k] * delta[l + 2, k], (k, 1, n[l + 2])), (k, 1, n[l + 1])) * sigma_prime(z[l, j]),
     "expected 0.044, got 0.012"),
    ("bp2", "bp2_twice", back(), "the errors of layer l . 1 do not occur"),
    ("bp4", "bp4_answer", a[l - 1, j] * delta[l, k], "expected 15, got 14"),
    ("other", "fourth_answer", 2 * a[L, j] * (a[L, j] - y[j]) ** 3, "expected 32, got 64"),
    ("other", "scaled_answer", a[l - 1, k] * delta[l, j], "expected 150, got 15")), ids=range(10))
def test_a_known_mistake_is_seen(question, answer, wrong, said):
    with pytest.raises(AssertionError, match=said):
        run("set2", question, **{answer: wrong})


def test_an_index_that_is_missing_is_named():
    with pytest.raises(ValueError, match=r"delta\[2\] must have shape \(1, 1\); got \(2, 1\)"):
        run("set2", "bp3", bp3_answer=delta[l])


# Set 3

def differing(function):
    """The function with a result that is off by 1 per cent of 1."""
    def other(*arguments):
        result = function(*arguments)
        if isinstance(result, tuple):
            return tuple({l: array + 0.01 for l, array in part.items()} for part in result)
        return {l: array + 0.01 for l, array in result.items()} if isinstance(result, dict) else result + 0.01

    return other


def flat(function):
    """The function with a result that has lost its axes."""
    def other(*arguments):
        result = function(*arguments)
        if isinstance(result, tuple):
            return tuple({l: array.ravel() for l, array in part.items()} for part in result)
        return {l: array.ravel() for l, array in result.items()} if isinstance(result, dict) else np.ravel(result)

    return other


@cache
def functions():
    names = {}
    for cell, source in cells("set3").items():
        if not cell.endswith("-visible") and cell not in ("set3-find", "set3-steps"):
            exec(source, names)
    return names


FUNCTIONS = {"slopes": "slopes", "bp1": "output_error", "bp2": "bp2", "bp3": "bp3", "bp4": "bp4",
             "backprop": "backprop", "differences": "central_differences", "error": "relative_error"}


@pytest.mark.parametrize("question", FUNCTIONS)
def test_the_right_function_raises_nothing(question):
    run("set3", question)


@pytest.mark.parametrize("question", FUNCTIONS)
def test_a_wrong_number_is_shown(question):
    name = FUNCTIONS[question]
    with pytest.raises(AssertionError, match=r": expected [\[\d-].*, got [\[\d-]"):
        run("set3", question, **{name: differing(functions()[name])})


@pytest.mark.parametrize("question", [question for question in FUNCTIONS if question != "differences"])
def test_a_wrong_shape_is_shown(question):
    name = FUNCTIONS[question]
    with pytest.raises(AssertionError, match=r": expected the shape \(.*, got \("):
        run("set3", question, **{name: flat(functions()[name])})


@pytest.mark.parametrize("answer, said", (
    (lambda *_: True, r"gradient_is_right\(all_zeros, ...\): expected False, got True"),
    (lambda *_: np.False_, r"gradient_is_right\(from_bplib, ...\): expected True, got np.False_"),
    (lambda given, net, x, y, cost: bool(abs(given(net, x, y, cost)[0][2]).max() > 0),
     r"gradient_is_right\(two_per_cent_too_large, ...\): expected False, got True")), ids=range(3))
def test_a_check_is_told_what_it_missed(answer, said):
    with pytest.raises(AssertionError, match=said):
        run("set3", "check", gradient_is_right=answer)


RIGHT_ARRAYS = {"A": ["w[2]", "b[2]"], "B": ["b[2]", "b[3]"], "C": ["w[3]"]}


@pytest.mark.parametrize("answers, said", (
    ({"mistakes": {"A": "e", "B": "b", "C": "h"}}, "mistakes, C: expected one letter from a to g, got 'h'"),
    ({"wrong_arrays": {"A": ["w[2]"], "B": ["b[2]"]}}, r"wrong_arrays: expected the keys A, B and C, got \['A', 'B'\]"),
    ({"wrong_arrays": RIGHT_ARRAYS | {"A": ["w2"]}}, r"wrong_arrays, A: expected some of .*, got \['w2'\]"),
    ({"wrong_arrays": RIGHT_ARRAYS | {"B": ["w[2]"]}}, r"B and C give the same w\[2\]")), ids=range(4))
def test_an_answer_that_cannot_be_is_told_why(answers, said):
    with pytest.raises(AssertionError, match=said):
        run("set3", "find", **answers)


@pytest.mark.parametrize("answers", ({"best_central": 5}, {"best_forward": 1e-7}, {"best_central": "-5"}), ids=range(3))
def test_an_exponent_out_of_range_is_shown(answers):
    (name, value), = answers.items()
    with pytest.raises(AssertionError, match=f"{name}: expected an integer from -12 to -1, got {value!r}"):
        run("set3", "steps", **answers)


# Question 10: what each letter of the table does

LETTERS = {
    "a": {"sigma_prime": lambda net, trace, l: right_sigma_prime(net, trace, l) if l == net.L else
          net[l].activation.prime(trace.a[l], net[l].activation.f(trace.a[l]))},
    "b": {"bp3": lambda delta: delta.mean(axis=1, keepdims=True)},
    "c": {"bp3": lambda delta: delta[:, -1:]},
    "d": {"grad_a": lambda cost, trace, y: y.shape[1] * cost.grad(trace.a[max(trace.a)], y)},
    "e": {"bp2": lambda w, delta, sigma_prime: w.T @ delta},
    "f": {"a_prev": lambda trace, l: 1 - trace.a[l - 1] ** 2 if l > 2 else trace.a[1]},      # layer 2 is a tanh layer
    "g": {"a_prev": lambda trace, l: trace.z[l - 1] if l > 2 else trace.a[1]}}
TOUCHES = {"a": {"w[2]", "b[2]"}, "b": {"b[2]", "b[3]"}, "c": {"b[2]", "b[3]"}, "d": {"w[2]", "b[2]", "w[3]", "b[3]"},
           "e": {"w[2]", "b[2]"}, "f": {"w[3]"}, "g": {"w[3]"}}


def named(gradient):
    return {f"{part}[{l}]": getattr(gradient, part)[l] for l in (2, 3) for part in "wb"}


def test_each_program_fits_one_letter_alone_though_others_touch_the_same_arrays():
    given = functions()
    problem = given["found"], given["found_x"], given["found_y"], quadratic
    right = named(backprop(*problem))
    for program, arrays in given["programs"].items():
        off = {name: np.abs(arrays[name] - right[name]).max() for name in right}
        wrong = {name for name in off if off[name] > 0.01}               # the limits that the question states
        assert wrong == set(RIGHT_ARRAYS[program]) and all(off[name] < 1e-6 for name in set(off) - wrong)
        fits, alike = [], []
        for letter, pieces in LETTERS.items():
            other = named(backprop_with(*problem, **pieces))
            assert {name for name in right if np.abs(other[name] - right[name]).max() > 0.01} == TOUCHES[letter]
            fits += [letter] * all(np.abs(other[name] - arrays[name]).max() < 1e-6 for name in right)
            alike += [letter] * (TOUCHES[letter] == wrong)
        assert fits == [{"A": "e", "B": "b", "C": "g"}[program]] and len(alike) == 2, (program, fits, alike)


def test_the_table_of_letters_is_the_one_that_is_tested():
    notebook = json.loads((SETS / "set3" / "source" / "set3.ipynb").read_text(encoding="utf-8"))
    text = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == "set3-find-text")
    assert re.findall(r"^\| ([a-z]) \|", text, flags=re.M) == list(LETTERS)


@pytest.mark.parametrize("name", ["set1", "set2", "set3", "set4"])
def test_what_a_question_names_of_bplib_is_there(name):
    notebook = json.loads((SETS / name / "source" / f"{name}.ipynb").read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    given = {}
    for line in re.findall(r"^(?:import bplib|from bplib import .*)$", "\n".join(code), flags=re.M):
        exec(line, given)
    called = re.findall(r"`([a-z]\w*)\.(\w+)(?:\.\w+)?(?:\(|` of)", text)
    missing = [f"{module}.{function}" for module, function in called if module not in ("cost", "np", "rng")
               and not hasattr(given.get(module), function)]
    assert not missing and (called or name == "set2")


def test_the_numbers_of_wrong_versions_in_question_9_are_those_of_the_check():
    from sets.set3.gradient_check import UNSEEN

    text = (SETS / "set3" / "source" / "set3.ipynb").read_text(encoding="utf-8")
    told = re.findall(r"with (\d+) wrong versions|All (\d+) must be seen", text)
    assert [int(one or other) for one, other in told] == [len(VARIANTS) - len(UNSEEN)] * 2


def test_the_student_guide_stands_alone():
    guide = (ROOT / "chapters" / "assignments" / "students.md").read_text(encoding="utf-8")
    assert not re.findall(r"\]\((?!https?:)", guide)                     # a student has this one file and a notebook
