"""Inputs that people really pass: each gets the right value, or a message that names the argument."""

import copy
import pickle

import numpy as np
import pytest

from bplib import costs, data, optimise
from bplib.activations import ACTIVATIONS, gelu, relu, sigmoid
from bplib.agreement import relative_error
from bplib.backprop import backprop, cost_function, cost_of, cost_of_weighted_input
from bplib.differences import (CENTRAL_STEP, along_direction, central_differences, complex_step, directional_derivative,
                               hessian)
from bplib.gradients import in_parts, penalised
from bplib.initialise import he, xavier
from bplib.instruments.counting import Count, CountedArray, CountedNumber, watch
from bplib.instruments.landscapes import iterates
from bplib.layers import Chain, Dense, Parallel, Residual
from bplib.network import Layer, Network, build, forward, to_vector, with_vector
from bplib.optimise import schedules
from bplib.train import Diverged, History, accuracy, epochs, fit, patience
from bplib.wrong.checks import CHECKS, Case
from strategies import case

C = case((3, 4, 2), ("tanh", "identity"), m=5)
RNG = np.random.default_rng


def train(c=C, **options):
    options = {"epochs": 1, "batch_size": 2, "rng": RNG(0), "optimiser": optimise.adam(0.01), **options}
    return fit(options.pop("net", c.net), c.x, c.y, c.cost, **options)


# arrays with rules of their own

@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("wrap", (np.matrix, np.ma.masked_array), ids=("matrix", "masked"))
@pytest.mark.parametrize("name, call", [
    ("x", lambda wrap: forward(C.net, wrap(C.x))), ("y", lambda wrap: cost_of(C.net, C.x, wrap(C.y), C.cost)),
    (r"w\[2\]", lambda wrap: Network([Layer(wrap(np.eye(2)), np.zeros((2, 1)), "tanh")])),
    ("w", lambda wrap: Dense(wrap(np.eye(2)), np.zeros((2, 1)))), ("a", lambda wrap: costs.quadratic.value(wrap(C.y), C.y)),
    (r"arrays\[1\]", lambda wrap: to_vector([C.x, wrap(C.y)])), ("z", lambda wrap: sigmoid.f(wrap(C.x))),
    ("b", lambda wrap: relative_error(C.x, wrap(C.x))), ("labels", lambda wrap: data.one_hot(wrap([0, 1]), 2)),
    ("labels", lambda wrap: data.split(C.x, wrap([0, 1, 0, 1, 0]), RNG(0))), ("x", lambda wrap: train(C._replace(x=wrap(C.x)))),
    (r"parameters\[0\]", lambda wrap: optimise.adam(0.1).init([wrap(C.x)])),
    (r"gradients\[0\]", lambda wrap: optimise.momentum(0.1).update([C.x.copy()], [wrap(C.x)], optimise.momentum(0.1).init([C.x.copy()]))),
    ("start", lambda wrap: iterates(optimise.momentum(0.1), lambda v: v, wrap([1.0]), 2))], ids=map(str, range(14)))
def test_a_matrix_and_a_masked_array_are_refused_by_name(name, call, wrap):
    with pytest.raises(TypeError, match=rf"^{name} must be a plain NumPy array \(.*\); got (matrix|MaskedArray)$"):
        call(wrap)


def test_arrays_on_disk_and_arrays_that_count_are_welcome(tmp_path):
    mapped = np.memmap(tmp_path / "x", float, "w+", shape=C.x.shape)
    mapped[:] = C.x
    assert cost_of(C.net, mapped, C.y, C.cost) == cost_of(C.net, CountedArray(C.x, Count()), C.y, C.cost) == cost_of(*C)


# accuracy

def test_accuracy_of_one_output_is_refused():
    with pytest.raises(ValueError, match=r"^a must have two rows or more, one for each class; got \(1, 3\)\. Compare"):
        accuracy(np.array([[0.1, 0.9, 0.8]]), np.array([[1.0, 0.0, 0.0]]))


# steps

def test_the_step_grows_with_an_entry_above_1():
    theta = np.array([1e12, 3.0, 0.5, -1e5])
    found = central_differences(lambda v: (v[0] / 1e12) ** 2 + v[1] ** 2 + v[2] ** 2 + (v[3] / 1e5) ** 2, theta)
    np.testing.assert_allclose(found, [2e-12, 6, 1, -2e-5], rtol=1e-9)
    H = hessian(lambda v: np.array([v[0] / 1e12, v[1]]), np.array([1e12, 1.0]))
    np.testing.assert_allclose(H, [[1e-12, 0], [0, 1]], atol=1e-22, rtol=1e-9)


def test_at_small_entries_and_with_a_given_step_nothing_grows():
    seen = []
    central_differences(lambda v: seen.append(v[0]) or v[0], np.array([0.5]))
    central_differences(lambda v: seen.append(v[0]) or v[0], np.array([8.0]), 0.25)
    central_differences(lambda v: seen.append(v[0]) or v[0], np.array([8.0]))
    assert seen == [0.5 + CENTRAL_STEP, 0.5 - CENTRAL_STEP, 8.25, 7.75, 8 + 8 * CENTRAL_STEP, 8 - 8 * CENTRAL_STEP]


@pytest.mark.parametrize("measure", (lambda f, theta: central_differences(f, theta, 1e-6), lambda f, theta: hessian(lambda v: v, theta, 1e-6),
                                     lambda f, theta: directional_derivative(f, theta, np.ones(2)),
                                     lambda f, theta: along_direction(f, theta, np.ones(2), RNG(0))),
                         ids=("central", "hessian", "direction", "random"))
def test_a_step_that_rounds_away_is_refused(measure):
    with pytest.raises(ValueError, match=r"^theta\[0\] = 1e\+12 is too large for the step h = .*: theta \+ h rounds to theta"):
        measure(lambda v: (v**2).sum(), np.array([1e12, 1.0]))
    measure(lambda v: v.sum(), np.ones(2))


# checks, array by array

def deep(H=12):
    net = build((4,) + (5,) * H + (3,), ("sigmoid",) * H + ("identity",), RNG(0), xavier)
    return Case(net, RNG(1).normal(size=(4, 6)), np.eye(3)[:, np.arange(6) % 3], costs.categorical_cross_entropy)


def without_layer_2(net, x, y, cost):
    gradient = backprop(net, x, y, cost)
    for array in gradient.own[2]:
        array[:] = 0
    return gradient


def test_a_missing_layer_is_seen_behind_twelve_sigmoid_layers():
    c = deep()
    found = complex_step(c.cost_function, c.theta)
    by_array = with_vector(c.net, found).parameters
    assert relative_error(backprop(*c).arrays, by_array) < 1e-12
    assert relative_error(without_layer_2(*c).arrays, by_array) == 1
    assert relative_error(without_layer_2(*c).vector, found) < 1e-6                # one vector hides it


@pytest.mark.parametrize("name", ("complex step", "batch is the mean"))
def test_the_checks_of_the_bank_see_it_too(name):
    check = CHECKS[name]
    assert check.passes(backprop, deep(), RNG(0))
    assert not check.passes(lambda net, x, y, cost: without_layer_2(net, x, y, cost) if x.shape[1] > 1 else backprop(net, x, y, cost),
                            deep(), RNG(0))


def test_two_lists_of_arrays():
    one = [np.ones((2, 1)), np.full(3, 1e-9)]
    assert relative_error(one, [np.ones((2, 1)), np.full(3, 2e-9)]) == 0.5
    assert relative_error(one, [np.full((2, 1), 4.0), np.full(3, 1e-9)]) == 0.75
    with pytest.raises(ValueError, match=r"^b must hold as many arrays as a, 2; got 1$"):
        relative_error(one, one[:1])
    with pytest.raises(ValueError, match=r"^b\[1\] must have the shape of a\[1\], \(3,\); got \(2,\)$"):
        relative_error(one, [np.ones((2, 1)), np.ones(2)])


def test_a_floor_for_an_exact_minimum():
    rounding = np.array([1e-11, -2e-11])
    assert relative_error(np.zeros(2), rounding) == 1
    assert relative_error(np.zeros(2), rounding, floor=1e-3) == pytest.approx(2e-8)
    assert relative_error(np.array([1.0]), np.array([1.5]), floor=1e-3) == 1 / 3
    assert relative_error(np.array([1e308]), np.array([-1e308])) == 2
    assert relative_error(np.uint8(3), np.uint8(5)) == pytest.approx(0.4)


# dtypes

def test_float16_is_refused_where_it_cannot_train():
    h = build((3, 4, 2), ("relu", "identity"), RNG(1), he, np.float16)
    for start in (lambda: train(net=h), lambda: epochs(h, C.x, C.y, C.cost, optimise.adam(0.1), batch_size=1, rng=RNG(0))):
        with pytest.raises(TypeError, match=r"^net must hold float32 or float64 to train, .*got dtype float16 for i = 0$"):
            start()
    optimiser = optimise.adam(0.1)
    with pytest.raises(TypeError, match=r"^parameters\[0\] must hold real floats; got dtype float16: float16 has no room"):
        optimiser.init([np.zeros(2, np.float16)])
    assert forward(h, C.x.astype(np.float16)).a[3].dtype == np.float16


@pytest.mark.parametrize("s", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("dtype", (np.float16, np.float32, np.float64, np.longdouble, np.complex64, np.complex128))
def test_an_activation_keeps_the_dtype_or_refuses_it(s, dtype):
    z = np.array([-1e4, -30, -0.5, 0, 2, 1e4]).astype(dtype)
    if s is gelu and dtype is np.longdouble:
        with pytest.raises(TypeError, match="^z must be float64 or shorter for gelu: .* got dtype float128$"):
            s.f(z)
        return
    a = s.f(z)
    assert a.dtype == s.prime(z, a).dtype == dtype
    exact = np.clip(z.real.astype(float), -1e4, 1e4)
    np.testing.assert_allclose(a, s.f(exact), rtol=4 * np.finfo(dtype).eps, atol=1e-7)
    np.testing.assert_allclose(s.prime(z, a), s.prime(exact, s.f(exact)), rtol=0, atol=4 * np.finfo(dtype).eps + 1e-15)


def test_an_activation_of_numbers():
    assert relu.prime(0.5, 0.5) == 1 and sigmoid.f(0) == 0.5 and relu.f([-1, 2]).tolist() == [0, 2]
    with pytest.raises(TypeError, match="^z must be a number or hold numbers; got 'one'$"):
        sigmoid.f("one")
    with pytest.raises(ValueError, match=r"^a must have the shape of z, \(2,\); got \(\)$"):
        sigmoid.prime(np.ones(2), 0.5)


def test_labels_that_are_rounded():
    y = (np.ones((10, 2)) / 10).astype(np.float16)
    c = case((3, 10), ("identity",), costs.categorical_cross_entropy, m=2)
    assert np.isfinite(cost_of(c.net, c.x, y, c.cost))
    y[0, 1] = 0.2
    with pytest.raises(ValueError, match=r"column 1 sums to 1\.09\d+, the smallest entry is 0\.0999\d+$"):
        cost_of(c.net, c.x, y, c.cost)


# copies

def same_result(one, other):
    if isinstance(one, Network):
        return np.array_equal(to_vector(one.parameters), to_vector(other.parameters)) and repr(one) == repr(other)
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same_result(one[key], other[key]) for key in one)
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same_result, one, other))
    if isinstance(one, Diverged):
        return str(one) == str(other) and same_result((one.network, one.history), (other.network, other.history))
    return type(one) is type(other)


DIVERGED = Diverged("m", C.net, History([1.0], [], [], []))
LAYER = Dense(np.eye(2), np.ones((2, 1)), "tanh")
EVERYTHING = {
    "networks": C.net, "a network of layers": Network([LAYER, Chain(LAYER, Residual(LAYER)), Parallel(LAYER, LAYER)]),
    "activations": ACTIVATIONS, "costs": costs.COSTS, "a trace": forward(C.net, C.x), "a gradient": backprop(*C), "a case": C,
    "a fit": train(validation=(C.x, C.y)), "diverged": DIVERGED, "a cost function": cost_function(*C),
    "a cost of z": cost_of_weighted_input(C.net, 2, C.y, C.cost), "patience": patience(3),
    "a gradient with a penalty": penalised(in_parts(backprop, 2), 0.1), "a watched network": watch(C.net, Count()),
    "a number that counts": CountedNumber(1.5, Count()), "an array that counts": CountedArray(np.ones(2), Count())}
EVERYTHING |= {name: getattr(optimise, name)(0.1) for name in ("adagrad", "adam", "adamw", "gradient_descent", "momentum", "nesterov", "rmsprop")}
EVERYTHING["clipping"] = optimise.clip_norm(optimise.adam(0.1), 1.0)
EVERYTHING |= {f"schedule {i}": schedule for i, schedule in enumerate((
    schedules.constant(0.1), schedules.step(0.1, 0.5, 2), schedules.exponential(0.1, 0.5, 2), schedules.one_over_t(0.1, 2),
    schedules.cosine(0.1, 4), schedules.warmup(2, 0.1), schedules.chain((0.1, 2), schedules.cosine(0.1, 3))))}


@pytest.mark.parametrize("how", (lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy), ids=("pickle", "copy", "deepcopy"))
@pytest.mark.parametrize("name", EVERYTHING)
def test_everything_is_pickled_and_copied(name, how):
    one = EVERYTHING[name]
    other = how(one)
    assert same_result(one, other)
    if name.startswith("schedule"):
        assert [one(t) for t in range(6)] == [other(t) for t in range(6)]
    elif isinstance(one, optimise.Optimiser):
        assert same_result(*(iterates(each, lambda v: v, [1.0, 2.0], 3) for each in (one, other)))
    elif "gradient with" in name:
        assert same_result(one(*C).arrays, other(*C).arrays)
    elif "counts" in name or "watched" in name:
        assert getattr(other, "count", Count()) is not None


# the arguments of fit

def explode(*_):
    raise AssertionError("an epoch has begun")


@pytest.mark.parametrize("options, message", [
    ({"optimiser": optimise.adam}, r"^optimiser must be an Optimiser, such as bplib.optimise.adam\(0.01\); got <function adam"),
    ({"optimiser": "adam"}, r"^optimiser must be an Optimiser, .*; got 'adam'$"),
    ({"net": train(gradient=backprop)}, r"^net must be a Network, such as bplib.build\(...\); got Fit$"),
    ({"metric": "accuracy"}, r"^metric must be a function such as bplib.accuracy; got 'accuracy'$"),
    ({"stop": 5}, r"^stop must be a function such as bplib.patience\(5\); got 5$"),
    ({"validation": 5}, r"^validation must be the pair \(x, y\); got int$"),
    ({"progress": "yes"}, r"^progress must be True, False or None; got 'yes'$"),
    ({"gradient": None}, r"^gradient must be a function such as bplib.backprop; got None$"),
    ({"metric": lambda a, y: a}, r"^metric must return one number; got ndarray$")], ids=map(str, range(9)))
def test_fit_names_an_argument_of_the_wrong_kind(options, message):
    with pytest.raises(TypeError, match=message):
        train(**{"gradient": explode, **options})


@pytest.mark.parametrize("name", ("x", "y"))
def test_fit_says_which_entry_is_too_large(name):
    c = C._replace(**{name: getattr(C, name) * 1e160})
    with pytest.raises(ValueError, match=rf"^net, x and y must have a finite cost before the first step; the largest entry is .*e\+160, in {name}$"):
        train(c._replace(net=with_vector(C.net, C.theta)) if name == "y" else
              c._replace(net=Network([layer._replace(activation="identity") for layer in C.net.layers])))


def test_an_array_of_metric_is_not_asked_for_when_the_cost_is_not_finite():
    """accuracy refuses nan; a run that diverges still ends as Diverged."""
    with pytest.raises(Diverged):
        train(optimiser=optimise.gradient_descent(1e200), epochs=50, metric=accuracy)


# the rest

def test_too_few_examples_for_three_sets():
    with pytest.raises(ValueError, match=r"^labels must name enough examples of every class for three sets, about 8; got \[3, 3, 3\]$"):
        data.split(np.ones((2, 9)), np.arange(9) % 3, RNG(0))


def test_another_number_of_arrays():
    with pytest.raises(ValueError, match="^arrays must hold 4, one for each parameter; got 3$"):
        C.net.with_parameters(C.net.parameters[:3])


def test_widths_of_short_integers():
    assert xavier(np.uint8(200), np.uint8(100), RNG(0)).std() == pytest.approx((2 / 300) ** 0.5, rel=0.05)
