"""What the judge asks and what a notebook answers: plain data both ways, and nothing else."""

import functools
import json
import math
import socket
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import sympy

from bplib import activations, costs, optimise
from bplib.network import forward, random_network
from bplib.symbolic import C, Equation, Partial, a, delta, j, k, l, n, sigma_prime, w

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

from checks import answers as checks  # noqa: E402
from checks.answers import refuses  # noqa: E402
from checks.arrays import Wrong  # noqa: E402
from sets import set1, set3  # noqa: E402
from wire import frames  # noqa: E402
from wire.answering import serve, time_limit, TimeUp, undisturbed  # noqa: E402
from wire.asking import Answers, Kept, Late, Missing, Raised, beside, over  # noqa: E402
from wire.frames import Closed, Malformed  # noqa: E402
from wire.plain import Plain  # noqa: E402

NET = random_network((3, 4, 2), ("tanh", "sigmoid"), np.random.default_rng(1))
X = np.random.default_rng(2).normal(size=(3, 5))


def sent(value):
    """A value after the way to the other side."""
    return Plain(Kept).decode(json.loads(json.dumps(Plain(Kept).encode(value))))


# Values

@pytest.mark.parametrize("value", (
    None, True, Ellipsis, 0, -(2**80), 1.5, math.inf, "δ", 1 + 2j, [1, [2.0]], (30, 784), {"A": ["w[2]"]}, {2: (1,)},
    [], {}, frozenset({1, 2}), {(1, 2): None}), ids=repr)
def test_a_value_arrives_as_it_was(value):
    assert sent(value) == value and type(sent(value)) is type(value)


@pytest.mark.parametrize("array", (
    np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.float32([[1.5]]), np.array(2.0), np.zeros((0, 3)),
    np.array([True]), np.arange(3), np.array([1j]), np.array([np.nan, np.inf, -0.0]), np.arange(3.0).astype(">f8"),
    np.arange(9.0)[::2], np.array([[1.0]]).view(np.matrix), np.array([1, 2.5], dtype=object), np.longdouble([0.5])), ids=range(14))
def test_an_array_arrives_with_shape_and_numbers(array):
    got = sent(array)
    assert type(got) is np.ndarray and got.shape == array.shape and got.flags.writeable
    assert np.array_equal(got, np.asarray(array).astype(got.dtype), equal_nan=got.dtype.kind == "f")
    assert got.dtype == array.dtype or array.dtype.kind == "O" or array.dtype.char in "g" or array.dtype.str[0] == ">"


def test_numbers_of_numpy_and_classes_of_their_own_arrive():
    assert type(sent(np.float64(1.5))) is np.float64 and sent(np.bool_(True)) == np.True_
    assert sent(np.str_("e")) == "e" and sent({1: 2}.keys()) == [1] and sent(range(2)) == [0, 1]


def test_what_bplib_makes_is_made_again():
    net, trace = sent(NET), sent(forward(NET, X))
    assert net.sizes == NET.sizes and net[2].activation is activations.tanh
    assert all(map(np.array_equal, net.parameters, NET.parameters))
    assert np.array_equal(trace.z[3], forward(NET, X).z[3]) and np.array_equal(trace.a[1], X)
    assert sent(costs.quadratic) is costs.quadratic
    rng = np.random.default_rng(3)
    rng.random()
    assert np.array_equal(sent(rng).permutation(9), rng.permutation(9))


@pytest.mark.parametrize("formula", (
    sympy.Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(a[l, j]) / 3, Partial(C, a[l, j]),
    sympy.Piecewise((a[l, 1], sympy.Eq(j, k)), (sympy.exp(-sympy.pi), True)), sympy.Float("0.1"), sympy.Symbol("x"),
    sympy.Function("f")(sympy.Symbol("x", positive=True)), sympy.sqrt(2), sympy.oo, sympy.Max(j, k)), ids=str)
def test_a_formula_arrives_as_it_was(formula):
    assert sent(formula) == formula
    assert sent(Equation(a[l, j], formula)).rhs == formula


@pytest.mark.parametrize("value", (object(), len, Exception, sympy.Matrix([1]), np.array(["a"]), sympy.factorial(j),
                                   [[]] and (lambda: 1)), ids=range(7))
def test_anything_else_stays_where_it_is(value):
    assert isinstance(sent(value), Kept) and sent(value).callable == callable(value)


def test_a_list_in_itself_and_an_object_that_cannot_be_looked_at_do_no_harm():
    made = []
    made.append(made)

    class Odd(dict):
        def items(self):
            raise KeyError

    assert json.dumps(Plain(Kept).encode(made)) and isinstance(sent(Odd()), Kept)


# What is no answer

TEN = ["Rational", "0xa", "0x1"]
BAD = [{"array": ["|O8", [1], "gASV"]}, {"array": ["<U1", [1], "YQAAAA=="]}, {"array": ["<f8", [2], "AAAAAAAA8D8="]}, {"array": ["<f8", [-1], ""]},
       {"array": ["<f8", [10**6, 10**6], ""]}, {"array": "text"}, {"tag": 1}, {"list": 5}, {"int": "x"}, [1],
       {"list": [], "set": []}, {"set": [{"list": []}]}, {"dict": [[1]]}, {"dict": [[{"list": []}, 1]]}, {"there": 0},
       {"there": "0"}, {"there": -1}, {"here": [0]}, {"here": [10**9, "f", True, ""]}, {"cost": "free"}, {"network": [[1]]},
       {"network": []}, {"activation": ["os"]}, {"activation": [{}]}, {"trace": [1, 2]}, {"generator": {}},
       {"generator": {"bit_generator": "MT19937"}}, {"complex": ["a", 1]}, {"formula": "1+1"}, {"formula": []},
       {"formula": ["sympify", TEN]}, {"formula": ["Symbol", "x" * 1000]}, {"formula": ["Symbol", "x", "evil", True]},
       {"formula": ["Rational", "10**9", "1"]}, {"formula": ["Rational", "0x1"]}, {"formula": ["Float", "nan()"]},
       {"formula": ["Pow", TEN, ["Pow", TEN, TEN]]}, {"formula": ["Pow", TEN]}, {"formula": ["LayerEntry", TEN, TEN]},
       {"formula": ["apply", "__import__('os')"] + [["Sum"]]}]


@pytest.mark.parametrize("data", BAD, ids=range(len(BAD)))
def test_what_is_no_value_is_malformed(data):
    plain = Plain(Kept)
    plain.keep(len)             # {"there": 0} is known
    with pytest.raises(Malformed):
        plain.decode({"there": 1} if data == {"there": 0} else data)


def nested(open_, close, depth):
    return json.loads(open_ * depth + "1" + close * depth)


@pytest.mark.parametrize("data", (
    nested('{"list": [', "]}", 100), {"list": [1] * 300_000}, {"formula": nested('["Not", ', "]", 300)},
    {"formula": ["Add", *[["Symbol", "x"]] * 30_000]}), ids=range(4))
def test_what_is_too_deep_or_too_much_is_malformed(data):
    with pytest.raises(Malformed):
        Plain(Kept).decode(data)


@pytest.mark.parametrize("text", (b"", b"3", b"[1]", b"[" * 100_000, b"{", b"\xff", b'"' + b"9" * 10))
def test_a_frame_is_an_object(text):
    with pytest.raises(Malformed):
        frames.read(text)


@pytest.mark.parametrize("reply", ({}, {"result": {"tag": 1}}, {"result": 1, "after": 5}, {"raised": 5, "text": 7},
                                   {"result": {"there": 0}}))
def test_a_reply_that_is_none_gives_a_reason_and_a_remark(reply):
    answers = Answers(lambda frame, called, end: {"value": {"here": [0, "function", True, ""]}}
                      if frame["ask"] == "value" else reply)
    with pytest.raises(Wrong):
        checks.call(answers, "f", 1.0)
    assert answers.remarks or "raised" in reply


# Calls

def test_a_function_of_the_judge_is_called_and_calls_back():
    def through(f, x):
        return f(lambda y: 10 * y, x)

    answers = beside({"through": through})
    reply = answers.call("through", (lambda g, x: g(x) + 1, 2.0))
    assert reply.result == 21


def test_an_error_goes_both_ways_by_its_name():
    class Own(ValueError):
        pass

    def raises(x):
        raise Own("no")

    def passes_on(f):
        try:
            f(1)
        except ZeroDivisionError as error:
            return str(error)

    answers = beside({"raises": raises, "passes_on": passes_on})
    with pytest.raises(Raised) as error:
        answers.call("raises", (1,))
    assert error.value.classes[:2] == ["Own", "ValueError"] and error.value.text == "no"
    assert answers.call("passes_on", (lambda x: x / 0,)).result == "division by zero"
    assert refuses({"refuses_0": lambda x: x if x else raises(x)}, "refuses_0", (1,), (0,), None) is None
    with pytest.raises(Wrong, match="for arguments of the right shapes too"):
        refuses({"raises": raises}, "raises", (1,), (0,), None)


def test_an_object_with_state_stays_and_is_given_back():
    class Descent:
        def __init__(self, rate):
            self.rate, self.steps = rate, 0

    def step(optimiser, theta):
        optimiser.steps += 1
        return theta - optimiser.rate * optimiser.steps

    answers = beside({"make": Descent, "step": step, "optimiser": optimise.momentum(0.1, 0.5)})
    made = answers.call("make", (0.1,)).result
    assert isinstance(made, Kept) and made.kind == "Descent"
    theta = answers.call("step", (made, np.zeros(1))).result
    theta = answers.call("step", (made, theta)).result
    assert theta == pytest.approx(-0.1 - 0.2)
    assert isinstance(answers.value("optimiser"), Kept)


def test_warnings_and_changed_arguments_are_told():
    def f(x):
        x[0] = 1 / x[0]

    reply = beside({"f": f}).call("f", (np.zeros(1),), warn=True, after=True)
    assert "divide by zero" in reply.warnings[0] and reply.after[0][0] == np.inf
    with np.errstate(all="raise"):
        assert beside({"f": f}).call("f", (np.zeros(1),)).warnings == []


def test_what_is_not_there_is_missing_and_an_endless_call_is_late():
    def endless():
        while True:
            pass

    answers = beside({"endless": endless})
    with pytest.raises(Missing):
        answers.value("x")
    with pytest.raises(Late):
        answers.call("endless", (), seconds=0.3)


def test_a_call_that_is_late_leaves_the_socket_in_order():
    here, there = socket.socketpair()
    answers = Answers(over(here))
    names = {"twice": lambda x: 2 * x}

    def endless(f):
        while True:
            f(lambda y: y + 1, np.zeros(1000))

    def ask():
        for _ in range(3):
            with pytest.raises(Late):
                answers.call("endless", (lambda g, x: g(x),), seconds=0.2)
            assert answers.call("twice", (21,)).result == 42
        done.append(True)
        here.close()

    names["endless"], done = endless, []
    judge = threading.Thread(target=ask)
    judge.start()
    serve(there, names, [])              # in the main thread, where the alarm rings
    judge.join()
    assert done and not answers.remarks


def test_a_notebook_that_is_silent_or_gone_is_closed_and_not_asked_again():
    here, there = socket.socketpair()
    answers = Answers(over(here), time.monotonic() + 0.2)
    with pytest.raises(Closed):
        answers.value("x")
    there.setblocking(False)
    asked = len(there.recv(10_000))
    with pytest.raises(Closed):
        answers.value("y")
    assert answers.gone and asked
    with pytest.raises(BlockingIOError):        # nothing more was sent
        there.recv(1)


# An error is carried forward once

WRONG = "def weighted_input(w, a, b):\n    return w @ a\n"
FORWARD = "def forward(w, b, x):\n    z, a = {}, {1: x}\n    for l in range(2, max(w) + 1):\n" \
          "        z[l] = LAYER(w[l], a[l - 1], b[l]); a[l] = f(z[l])\n    return z, a\n"
WAYS = {
    "a call": FORWARD.replace("LAYER", "weighted_input"),
    "a helper": "def helper(w, a, b):\n    return weighted_input(w, a, b)\n" + FORWARD.replace("LAYER", "helper"),
    "a decorator": "def quiet(g):\n    def inner(*arguments):\n        return g(*arguments)\n    return inner\n@quiet\n"
                   + FORWARD.replace("LAYER", "weighted_input"),
    "a recursion": "def walk(l, w, b, z, a):\n    if l in w:\n        z[l] = weighted_input(w[l], a[l - 1], b[l])\n"
                   "        a[l] = f(z[l])\n        walk(l + 1, w, b, z, a)\n"
                   "def forward(w, b, x):\n    z, a = {}, {1: x}\n    walk(2, w, b, z, a)\n    return z, a\n",
    "a class": "class Net:\n    def __call__(self, w, b, x):\n        return inner(w, b, x)\n"
               + FORWARD.replace("LAYER", "weighted_input").replace("forward", "inner") + "forward = Net()\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_an_error_of_another_question_costs_nothing_through(way, capsys):
    names = {"f": activations.sigmoid.f}
    exec(WRONG + WAYS[way], names)
    own = names["weighted_input"]
    assert set1.forward(names) == 6 and "forward itself is right" in capsys.readouterr().out
    assert names["weighted_input"] is own


# Parts of a question do not depend on each other

def mean_cost(a_, y):
    if a_.shape != y.shape:
        raise ValueError
    return ((a_ - y) ** 2).mean()


def layer_without_bias(w_, a_, b):
    if b.shape != (len(w_), 1):
        raise ValueError
    return w_ @ a_


def absolute(one, other):
    if one.shape != other.shape:
        raise ValueError
    return abs(one - other).max()


PARTS = [(set1.quadratic_cost, {"quadratic_cost": mean_cost}, 1), (set1.weighted_input, {"weighted_input": layer_without_bias}, 1),
         (set3.relative_error, {"relative_error": absolute}, 2), (set1.neuron, {"a_1": 0.8022, "slope_1": 0.1587}, 3),
         (set1.neuron, {"z_1": (1, 4), "a_1": 0.8022, "slope_1": 0.1587}, 3), (set1.neuron, {"z_1": 2.0, "a_1": 0.8022}, 1),
         (set1.neuron, {"z_1": 2.0, "a_1": 0.8808, "slope_1": 0.105}, 3), (set1.neuron, {"slope_1": 0.1587}, 2),
         (set3.relative_error, {"relative_error": lambda one, other: 0.0}, 0)]


@pytest.mark.parametrize("check, names, points", PARTS, ids=range(len(PARTS)))
def test_a_part_costs_its_own_points_only(check, names, points, capsys):
    assert check(names) == points, capsys.readouterr().out


def stops(error):
    def f(*arguments):
        raise error

    return f


class StdinNotImplementedError(NotImplementedError):
    """What input() raises in a kernel."""


@pytest.mark.parametrize("error, said", (
    (NotImplementedError(), "is not written yet"), (StdinNotImplementedError("no input"), "stopped with StdinNot"),
    (NotImplementedError("later"), "stopped with NotImplementedError: later"), (SystemExit(3), "stopped with SystemExit: 3"),
    (AssertionError("shapes"), "stopped with AssertionError: shapes")), ids=range(5))
def test_only_what_is_not_written_is_not_written_yet(error, said, capsys):
    assert set1.quadratic_grad({"quadratic_grad": stops(error)}) == 0
    assert said in capsys.readouterr().out


def test_a_check_that_fails_is_no_fault_of_the_student_and_the_lecturer_is_told(capsys):
    def broken(names):
        raise KeyError("z")

    answers = beside({})
    assert checks.score(answers, (1, "One", broken), (2, "Two", lambda names: None)) == 2
    assert "could not be checked" in capsys.readouterr().out and answers.remarks == ["KeyError: 'z'"]


def test_a_text_is_no_number(capsys):
    assert set1.neuron({"z_1": "1.4", "a_1": "0.8022", "slope_1": "0.1587"}) == 0
    assert "must be one number; it is of type str" in capsys.readouterr().out


def test_other_kinds_of_functions_are_functions():
    sigmoid = np.vectorize(lambda z: 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z)))
    assert set1.sigmoids({"sigmoid": sigmoid, "sigmoid_prime": functools.partial(lambda one, z: one(z) * one(-z), sigmoid)}) == 6


def test_a_call_in_a_call_that_never_ends_makes_the_outer_one_late():
    def endless(x):
        while True:
            pass

    answers = beside({"outer": lambda f: f(endless)})
    with pytest.raises(Late):
        answers.call("outer", (lambda g: g(1),), seconds=0.3)


def test_an_alarm_waits_for_the_frame_that_is_on_its_way():
    reached = []
    with pytest.raises(TimeUp), time_limit(0.05):
        with undisturbed():
            time.sleep(0.1)
            reached.append("the end of the frame")
        reached.append("more")
    assert reached == ["the end of the frame"]
