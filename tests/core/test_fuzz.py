"""Every public function with odd values: a right result, or a TypeError or ValueError that names the argument. Nothing else.

The list of functions is read from the modules: a new public function without a line in CALLS fails. A result is right if the same
call with the plain float64 array (or int, or float) that the odd value stands for has it too.
"""

import importlib
import os
import pkgutil
import re
import warnings
from collections import Counter
from numbers import Number
from unittest import mock

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import bplib
from bplib import costs, data, gradients, initialise, optimise, train
from bplib.activations import ACTIVATIONS
from bplib.backprop import Gradient, backprop
from bplib.expect import unchecked
from bplib.instruments import path_sums
from bplib.instruments.counting import Count, CountedArray
from bplib.instruments.landscapes import iterates
from bplib.layers import Dense
from bplib.network import Layer, Network
from bplib.optimise import schedules
from bplib.symbolic import Equation, Given, a, delta, i, j, k, l, n, p, sigma, w, z
from bplib.symbolic.matrices import Slopes, Whole
from bplib.symbolic.path_sums import InOrder
from bplib.words import word
from odd_values import in_plain, instead_of
from strategies import case

C = case((2, 3, 2), ("tanh", "identity"), m=3)
NET, X, Y, COST = C
THETA = C.theta
MOMENTUM, FOUND = optimise.momentum(0.1), path_sums.derivatives(NET, X[:, :1], Y[:, :1], COST)
EYE, ONES = np.eye(2), np.ones((2, 1))
LAYER, DENSE = Layer(EYE, ONES, "tanh"), Dense(EYE, ONES)
TOTAL = sympy.Sum(w[l, j, k] * a[l, k], (k, 1, n[l] + 1))
ARRAYS, LABELS = [EYE, ONES], np.arange(30) % 3


def rng():
    return np.random.default_rng(0)


def square(theta):
    return (theta**2).sum()


def double(theta):
    return 2 * theta


def task(**more):
    return {"net": NET, "x": X, "y": Y, "cost": COST, **more}


def training(**more):
    return task(optimiser=MOMENTUM, batch_size=2, rng=rng(), gradient=backprop, **more)


def of_theta(f):
    return f(THETA)


def steps(schedule):
    return [schedule(t) for t in range(4)]


def walk(optimiser):
    return iterates(optimiser, double, [1.0, -2.0], 3)


def first(generator):
    return next(generator)


def on_the_task(gradient):
    return gradient(*C)


def word_as_readers_have_it(text):
    with mock.patch.dict("os.environ"):
        os.environ.pop("BOOK_STRICT_WORDS", None)        # which asks for words that are in the catalogue
        return word(text)


# name: (function, right arguments, what to make of the result)
CALLS = {}


def call(name, arguments, then=None, function=None):
    CALLS[name] = function or named(name), arguments, then or (lambda result: result)


def named(name):
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(f"bplib.{module}"), attribute)


def core():
    for name in ("backprop", "input_gradient", "cost_of", "expect_task"):
        call(f"backprop.{name}", task)
    call("backprop.cost_function", task, of_theta)
    call("backprop.cost_of_weighted_input", lambda: {"net": NET, "l": 2, "y": Y, "cost": COST}, lambda f: f(np.ones(9)))
    for name, s in ACTIVATIONS.items():
        call(f"activations.{name}.f", lambda: {"*z": (X,)}, function=s.f)
        call(f"activations.{name}.prime", lambda s=s: {"*z": (X, s.f(X))}, function=s.prime)
    call("activations.exp_minus_abs", lambda: {"*z": (X,)})
    call("activations.get_activation", lambda: {"activation": "tanh"})
    for name, cost in costs.COSTS.items():
        for part in ("value", "grad"):
            call(f"costs.{name}.{part}", lambda name=name: {"*a": (X, Y)}, function=getattr(cost, part))
    call("costs.softmax", lambda: {"z": X})
    call("agreement.relative_error", lambda: {"a": X, "b": X + 0.5, "floor": 0.1})
    call("agreement.agree", lambda: {"a": X, "b": X + 1e-9, "tolerance": 1e-6})
    call("four_equations.bp1", lambda: {"grad_a": X, "sigma_prime": X})
    call("four_equations.bp2", lambda: {"w_next": np.ones((4, 2)), "delta_next": np.ones((4, 3)), "sigma_prime": X})
    call("four_equations.bp3", lambda: {"delta": X})
    call("four_equations.bp4", lambda: {"a_prev": X, "delta": Y})
    call("gradients.penalised", lambda: {"gradient": backprop, "decay": 0.5}, on_the_task)
    call("gradients.in_parts", lambda: {"gradient": backprop, "parts": 2, "map": map}, on_the_task)
    call("data.one_hot", lambda: {"labels": LABELS, "classes": 3})
    call("data.digits", lambda: {"rng": rng()})
    call("data.split", lambda: {"x": np.arange(60.0).reshape(2, 30), "labels": LABELS, "rng": rng()})
    for name in ("xavier", "he", "normal", "expect_widths"):
        call(f"initialise.{name}", lambda: {"n_out": 2, "n_in": 3, "rng": rng()})
    call("differences.central_differences", lambda: {"f": square, "theta": THETA, "h": 1e-5})
    call("differences.complex_step", lambda: {"f": square, "theta": THETA, "h": 1e-20})
    call("differences.hessian", lambda: {"gradient": double, "theta": THETA[:3], "h": 1e-5})
    call("differences.directional_derivative", lambda: {"f": square, "theta": THETA, "v": THETA + 1, "h": 1e-5})
    call("differences.along_direction", lambda: {"f": square, "theta": THETA, "gradient": 2 * THETA, "rng": rng()})
    call("differences.confirm", lambda: {"what": "it", "a": X, "b": X + 1e-9, "tolerance": 1e-3})
    call("differences.same", lambda: {"a": X, "b": X.copy()})
    call("differences.refuses", lambda: {"f": lambda: int("a")})
    call("words.word", lambda: {"text": "accuracy"}, function=word_as_readers_have_it)


def networks():
    call("network.Network", lambda: {"layers": [LAYER, LAYER]})
    built = {"sizes": (2, 3, 1), "activations": ("tanh", "relu"), "scheme": initialise.he}
    call("network.build", lambda: built | {"rng": rng(), "dtype": np.float64})
    call("network.random_network", lambda: built | {"rng": rng()})
    for name in ("forward", "expect_input"):
        call(f"network.{name}", lambda: {"net": NET, "x": X})
    for name in ("copy", "expect_net"):
        call(f"network.{name}", lambda: {"net": NET})
    call("network.to_vector", lambda: {"arrays": [X, Y]})
    call("network.with_vector", lambda: {"net": NET, "theta": THETA})
    call("layers.dense.Dense", lambda: {"w": EYE, "b": ONES, "before": "tanh"})
    for name in ("Chain", "Residual", "Parallel"):
        call(f"layers.compose.{name}", lambda: {"*layers": (DENSE, DENSE)})


def training_and_optimisers():
    call("train.accuracy", lambda: {"a": X, "y": Y})
    call("train.patience", lambda: {"epochs": 2})
    call("train.epochs", training, lambda epochs: [next(epochs) for _ in range(2)])
    call("train.fit", lambda: training(epochs=2, validation=(X, Y), metric=train.accuracy, stop=train.patience(1), progress=False))
    for name in ("batches", "expect_batches"):
        call(f"train.{name}", lambda: {"x": X, "y": Y, "batch_size": 2, "rng": rng()}, lambda pairs: pairs and next(pairs))
    for name, numbers in {"adagrad": ("rate", "eps"), "rmsprop": ("rate", "rho", "eps"), "adam": ("rate", "beta1", "beta2", "eps"),
                          "adamw": ("rate", "beta1", "beta2", "eps", "decay"), "gradient_descent": ("rate",), "momentum": ("rate", "beta"),
                          "nesterov": ("rate", "beta")}.items():
        make = getattr(optimise, name)
        call(f"optimise.{make.__module__.split('.')[-1]}.{name}", lambda numbers=numbers: dict.fromkeys(numbers, 0.25), walk)
        call(f"optimise.{name}(0.1).init", lambda: {"*parameters": (ARRAYS,)}, lambda state: state[1:], make(0.1).init)
        call(f"optimise.{name}(0.1).update", lambda make=make: {"parameters": [X.copy()], "gradients": [Y], "state": make(0.1).init([X])},
             None, make(0.1).update)
        call(f"optimise.{name}(0.1).update of g", lambda: {"*gradients": (Y,)}, None, updated(make))
        call(f"optimise.{name}(0.1).update of theta", lambda: {"*parameters": (X.copy(),)}, None, updated(make, of_theta=True))
    call("optimise.base.clip_norm", lambda: {"optimiser": MOMENTUM, "limit": 0.5}, walk)
    call("optimise.base.global_norm", lambda: {"gradients": [X, Y]})
    call("optimise.base.expect_gradients", lambda: {"gradients": [X, Y]})
    call("optimise.base.zeros", lambda: {"parameters": [X, Y]})
    for name, numbers in {"constant": {}, "step": {"factor": 0.5, "steps": 2}, "exponential": {"factor": 0.5, "steps": 2},
                          "one_over_t": {"steps": 2}, "cosine": {"steps": 3}}.items():
        call(f"optimise.schedules.{name}", lambda numbers=numbers: {"rate": 0.5} | numbers, steps)
        call(f"optimise.schedules.{name} at t", lambda: {"*t": (2,)}, None, getattr(schedules, name)(0.5, **numbers))
    call("optimise.schedules.warmup", lambda: {"steps": 2, "then": 0.5}, steps)
    call("optimise.schedules.chain", lambda: {"*parts": ((0.5, 1), (0.2, 1), 0.1)}, steps)
    call("optimise.schedules.as_schedule", lambda: {"name": "rate", "rate": 0.5}, steps)


def updated(make, of_theta=False):
    """θ after one step from an array of gradients, or of parameters, that is changed in place."""
    def function(array):
        optimiser, theta, g = make(0.1), X.copy(), Y
        theta, g = (array, g) if of_theta else (theta, array)
        state = optimiser.init([theta if isinstance(theta, np.ndarray) else X])
        optimiser.update([theta], [g], state)
        return theta
    return function


def symbols():
    call("symbolic.collapse.collapse", lambda: {"expr": TOTAL, "*ranges": ((j, 1, n[l]),)})
    for name in ("collapse.pull_out", "display.to_latex", "path_sums.multiply_out"):
        call(f"symbolic.{name}", lambda: {"expr": TOTAL})
    call("symbolic.collapse.difference", lambda: {"one": TOTAL, "other": TOTAL})
    call("symbolic.collapse.split_last", lambda: {"expr": TOTAL, "upto": n[l]})
    call("symbolic.definitions.weighted_input", lambda: {"layer": l, "neuron": j, "index": p, "inputs": lambda q: a[l - 1, q]})
    call("symbolic.derivation.Derivation", lambda: {"*rows": (Given(Equation(a[l, j], TOTAL), "F1"), (sympy.expand(TOTAL), "so"))},
         lambda derivation: derivation._repr_markdown_())
    call("symbolic.display.Equation", lambda: {"lhs": TOTAL, "rhs": a[l, j], "tag": "A", "sign": "="}, lambda e: e._repr_latex_())
    values = {n: {1: 2, 2: 2}, a: {1: ONES, 2: ONES}, w: {2: EYE}}
    call("symbolic.evaluate.evaluate", lambda: {"expr": w[2, j, 1] * a[2, k], "values": values, "at": {k: 2}, "over": [(j, 1, n[2])], "digits": 20})
    call("symbolic.evaluate.evaluate of an array", lambda: {"*a": (ONES,)}, None, lambda array: bplib.symbolic.evaluate(a[2, j], values | {a: {2: array}}, {j: 1}))
    call("symbolic.evaluate.evaluate at an index", lambda: {"*at": (1,)}, None, lambda index: bplib.symbolic.evaluate(a[2, j], values, {j: index}))
    call("symbolic.evaluate.evaluate of a number", lambda: {"*values": (0.5,)}, None, lambda number: bplib.symbolic.evaluate(sigma(i * bplib.symbolic.C), {i: 2, bplib.symbolic.C: number, sigma: abs}))
    call("symbolic.matrices.Whole", lambda: {"letter": w, "layer": l})
    call("symbolic.matrices.Slopes", lambda: {"layer": l})
    call("symbolic.matrices.OrderedProduct", lambda: {"factor": Slopes(p), "limits": (p, 1, l)})
    call("symbolic.matrices.entry", lambda: {"product": Whole(w, l) * Whole(delta, l - 1), "row": j, "column": 1, "*inner": (k,)})
    call("symbolic.matrices.matrix_value", lambda: {"expr": Whole(w, 2) * Whole(a, 2), "values": values})
    call("symbolic.notation.Partial", lambda: {"of": a[l, j], "by": z[l, j]})
    call("symbolic.notation.for_example", lambda: {"expr": TOTAL, "index": i})
    call("symbolic.path_sums.Change", lambda: {"of": a[l, j]})
    call("symbolic.path_sums.InOrder", lambda: {"*factors": (a[l, j], w[l, j, k])})
    call("symbolic.path_sums.PathSum", lambda: {"end": a[l, j], "edge": w[l, j, k], "first": l, "last": l + 2})
    call("symbolic.path_sums.bracket", lambda: {"total": sympy.Sum(InOrder(a[l, j], w[l, j, k]), (k, 1, n[l]))})
    for name in ("bp1", "bp2", "bp3", "bp4"):
        call(f"symbolic.derive.{name}", dict)
    for name, right in {"expect_formula": TOTAL, "expect_ranges": [(j, 1, n[l])], "expect_index": l + 1, "expect_symbol": j}.items():
        call(f"symbolic.formulas.{name}", lambda right=right: {"name": "value", "*value": (right,)})


def instruments():
    call("instruments.counting.CountedArray", lambda: {"array": X, "count": Count()}, np.asarray)
    call("instruments.counting.CountedNumber", lambda: {"value": 0.5, "count": Count()}, float)
    call("instruments.counting.counted_numbers", lambda: {"array": X, "count": Count()}, lambda array: array.astype(float))
    call("instruments.counting.watch", lambda: {"net": NET, "count": Count(), "kind": CountedArray})
    call("instruments.counting.expect_dense", lambda: {"net": NET})
    call("instruments.landscapes.iterates", lambda: {"optimiser": MOMENTUM, "gradient": double, "start": np.ones(2), "steps": 2})
    call("instruments.landscapes.random_bowl", lambda: {"curvatures": np.array([1.0, 2.0]), "rng": rng()})
    call("instruments.path_sums.paths", lambda: {"sizes": (2, 3, 2), "l": 1, "j": 1})
    call("instruments.path_sums.number_of_paths", lambda: {"sizes": (2, 3, 2), "l": 1})
    call("instruments.path_sums.derivatives", lambda: task(x=X[:, :1], y=Y[:, :1]))
    call("instruments.path_sums.factors", lambda: {"found": FOUND, "l": 2, "j": 1, "k": 1, "path": (1, 2)})
    call("instruments.path_sums.path_products", lambda: {"found": FOUND, "sizes": (2, 3, 2), "l": 2, "j": 1, "k": 1})


for room in (core, networks, training_and_optimisers, symbols, instruments):
    room()

for check, right in {"expect_numbers": X, "expect_rng": rng(), "expect_real": 0.5, "expect_not_negative": 0.5, "brief": X, "expect_list": (1, 2),
                     "expect_array": X, "expect_int": 2, "expect_callable": double}.items():
    more = {"expect_array": (("m", "n"),), "expect_int": (0,), "expect_callable": ("double",), "expect_list": ("numbers",)}.get(check, ())
    before = () if check in ("expect_rng", "brief") else ("value",)
    call(f"{'entries' if check == 'brief' else 'expect'}.{check}", lambda right=right, check=check: {"*rng" if check == "expect_rng" else "*value": (right,)}, None,
         lambda value, check=check, before=before, more=more: getattr(bplib.expect, check)(*before, value, *more))

# Without a door of their own: what stands behind one, and what makes one.
INSIDE = {"activations.of_numbers", "costs.expect_target", "history.check_data", "expect.unchecked", "expect.door", "expect.compute", "expect.shapes", "entries.is_symbolic", "expect.expect_plain",
          "expect.expect_finite", "expect.expect_same_shape", "expect.expect_kind", "entries.show", "entries.is_number_or_symbol", "entries.is_finite", "gradients.type_of",
          "history.expect_options", "history.largest", "history.measured", "history.record", "layers.compose.deal",
          "layers.compose.expect_layer", "layers.compose.expect_to_meet", "optimise.base.blocks", "optimise.base.expect_matching",
          "optimise.base.expect_state", "steps.activation_of", "steps.cut", "steps.sizes_of", "symbolic.notation.join_indices",
          "symbolic.mathjax.expect_mathjax", "symbolic.changed.changed", "symbolic.changed.with_marks", "words.later"}
INSIDE |= {f"symbolic.follow.{name}" for name in ("derivative", "equal", "in_terms", "renamed", "written_out")}
ROOMS = ("layers", "optimise", "symbolic", "instruments")


def public():
    """{name without "bplib.": what it is} of every function and class that has a meaning of its own when called."""
    for module in pkgutil.walk_packages(bplib.__path__, "bplib."):
        room = module.name.split(".")[1]
        if module.ispkg or room in ("book", "draw", "wrong"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if name[0] != "_" and callable(value) and getattr(unchecked(value), "__module__", "") == module.name and value.__name__ == name:
                yield f"{module.name.removeprefix('bplib.')}.{name}", value


def is_record(value):
    """A class that only keeps what it is given, or one of SymPy's own manners."""
    return isinstance(value, type) and (hasattr(value, "_fields") or issubclass(value, (dict, Exception, Count, sympy.Function, sympy.Indexed,
                                                                                     sympy.IndexedBase, sympy.printing.printer.Printer))
                                        or value.__name__ == "CostGradient")


PUBLIC = {name: value for name, value in public() if not is_record(value)}


def test_every_public_function_is_called_here():
    assert sorted(PUBLIC.keys() - CALLS.keys() - INSIDE) == []
    assert INSIDE <= PUBLIC.keys() and not INSIDE & CALLS.keys()


MAY_BE_NONE = {"h", "validation", "metric", "stop", "progress", "at", "digits", "inputs"}
ANYTHING = {("differences.confirm", "what"), ("differences.same", "a"), ("differences.same", "b"),
            ("entries.brief", "*value"), ("optimise.schedules.as_schedule", "name")} | {
                (f"symbolic.formulas.{check}", "name") for check in ("expect_formula", "expect_ranges", "expect_index", "expect_symbol")}
UNUSED = ("relu.prime", "leaky_relu.prime", "softplus.prime", "gelu.prime", "identity.prime")           # σ′ without need of a
ALSO = {"layers": r"layers?|w\[\d\]|b\[\d\]|inner", "sizes": "sizes", "kind": r"w\[\d\]|kind", "arrays": "arrays", "y": "y|x|labels", "x": "x|y", "z": "a|z|y",
        "a": "a|y|z", "activations": "activations?", "before": "activation", "path": "path|k|j", "gradient": "gradients?", "parts": "parts?", "at": r"at|a\[2\]", "values": "values|C", "rows": r"rows?"}
TOLERANCE = {2: 2e-2, 4: 1e-5}


def fits(name, which, right, odd):
    """True for a value of the kind that is expected there, so that a result is possible."""
    if (name, which) in ANYTHING or name.endswith(UNUSED) or odd is None and which in MAY_BE_NONE:
        return True
    if isinstance(right, (str, tuple, list, dict)):
        return isinstance(odd, (type(right), tuple, list, range)) and isinstance(odd, str) == isinstance(right, str)
    if isinstance(right, sympy.Basic):
        return isinstance(odd, (sympy.Basic, Number))
    if which == "dtype":
        return isinstance(odd, np.dtype)
    return callable(odd) if callable(right) else isinstance(odd, type(right))


def alike(one, other, tolerance):
    if isinstance(other, Network):
        return alike(one.parameters, other.parameters, tolerance)
    if isinstance(other, Gradient):
        return alike(one.arrays, other.arrays, tolerance)
    if isinstance(other, dict):
        return list(one) == list(other) and alike(list(one.values()), list(other.values()), tolerance)
    if isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(alike(*pair, tolerance) for pair in zip(one, other))
    if isinstance(other, (Number, np.ndarray)) and not isinstance(other, sympy.Basic):
        one, other = (np.asarray(side).astype(complex) for side in (one, other))
        size = np.abs(other[np.isfinite(other)]).max(initial=0)
        return one.shape == other.shape and np.allclose(one, other, rtol=tolerance, atol=tolerance * size + 1e-12, equal_nan=True)
    return one == other if isinstance(other, (str, type(None), sympy.Basic)) else type(one) is type(other)


def run(name, arguments):
    function, _, then = CALLS[name]
    star = next((which for which in arguments if which[0] == "*"), None)
    # As in fit, which says itself that a run diverges: an infinite gradient becomes nan without a word.
    diverging = np.errstate(invalid="ignore" if ".update" in name else None)
    with warnings.catch_warnings(), diverging:
        warnings.simplefilter("error")
        if star is None:
            return then(function(**arguments))
        before = [value for which, value in arguments.items() if which[0] != "*"]
        return then(function(*before, *arguments[star]))


def put(arguments, which, place, value):
    if which[0] == "*":
        value = (*arguments[which][:place], value, *arguments[which][place + 1:])
    return arguments | {which: value}


OUTCOMES = Counter()


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_a_right_result_or_an_error_that_names_the_argument(name, data):
    make = CALLS[name][1]
    arguments = make()
    if not arguments:
        assert run(name, {}) == run(name, {})
        return
    which = data.draw(st.sampled_from(list(arguments)), "argument")
    place = data.draw(st.integers(0, len(arguments[which]) - 1)) if which[0] == "*" else None
    right = arguments[which] if place is None else arguments[which][place]
    odd = data.draw(instead_of(right), "value")
    plain = in_plain(right, odd) if isinstance(right, (Number, np.ndarray)) else None     # before it is changed in place
    try:
        result = run(name, put(arguments, which, place, odd))
    except AssertionError:
        assert name in ("differences.confirm", "differences.same", "differences.refuses")
        return
    except (TypeError, ValueError) as error:
        known = which.lstrip("*")
        assert re.search(rf"(?<!\w)({known}|{ALSO.get(known, known)}|{'|'.join(a.lstrip('*') for a in arguments)})(?!\w)", str(error)), error
        OUTCOMES["error"] += 1
        return
    OUTCOMES["result"] += 1
    if name.endswith(UNUSED) and place == 1 or (name, which) in ANYTHING:
        return
    if name.endswith("at an index"):
        assert odd == int(odd)                           # 2.0 is one
        return
    if plain is None:
        assert fits(name, which, right, odd) and not isinstance(right, (Number, np.ndarray)) or (name, which) in ANYTHING \
            or odd is None and which in MAY_BE_NONE or holds_symbols(odd), f"accepted: {odd!r}"
        return
    with np.errstate(all="ignore"):
        expected = run(name, put(make(), which, place, plain))
    dtype = np.asarray(odd).dtype
    short = 2e-2 if dtype == object else TOLERANCE.get(dtype.itemsize // (2 if dtype.kind == "c" else 1), 1e-9) if dtype.kind in "fc" else 1e-9
    assert alike(result, expected, short), (result, expected)


def holds_symbols(odd):
    return isinstance(odd, (sympy.Basic, np.ndarray, list)) and any(isinstance(entry, sympy.Basic) for entry in np.ravel(np.asarray(odd, object)))
