"""The bank of wrong versions: each one runs, is wrong, and is caught; the right code never is."""

from functools import cache

import numpy as np
import pytest
from strategies import random_network, random_target

from bplib.activations import ACTIVATIONS
from bplib.backprop import backprop
from bplib.book import misconceptions
from bplib.book.misconceptions import W1, W2
from bplib.costs import COSTS, quadratic
from bplib.differences import along_direction, relative_error
from bplib.network import copy
from bplib.symbolic import Partial
from bplib.wrong import REPORTED, VARIANTS, checking, diagnose
from bplib.wrong.checks import Case
from bplib.wrong.checks import CHECKS, catches, equal_widths, gradient_vector, other_widths
from bplib.wrong.exchange import backprop_with
from bplib.wrong.functions import FUNCTIONS, caught



def rng():
    return np.random.default_rng(0)


def saturated():
    """The second case of equal_widths with logits of some thousands."""
    case = equal_widths(rng())[1]
    net = copy(case.net)
    net[net.L].w[:] *= 1e4
    return case._replace(net=net)


def cases():
    return [*equal_widths(rng()), *other_widths(rng()), saturated()]


@cache
def table():
    """{(variant, check): caught}."""
    return {(variant.name, check.name): catches(check, variant.backprop, rng())
            for variant in VARIANTS.values() for check in CHECKS.values()}


def runs(backpropagate, case):
    """Its gradient, or None if it stumbles over a shape."""
    try:
        with np.errstate(all="ignore"):
            return backpropagate(*case)
    except ValueError:
        return None


def same(one, other):
    return all(np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-9, atol=1e-12)
               for a, b in zip(one.arrays, other.arrays))


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("sizes, m", (((4, 4, 4, 4), 4), ((3, 5, 2, 4), 6), ((2, 3), 1)))
def test_with_nothing_exchanged_it_is_backprop(name, cost, sizes, m):
    cost = COSTS[cost]
    names = [name] * (len(sizes) - 2) + ["identity" if cost.logits else name]
    net = random_network(sizes, names, rng())
    x, y = rng().normal(size=(sizes[0], m)), random_target(cost, (sizes[-1], m), rng())
    ours, right = backprop_with(net, x, y, cost), backprop(net, x, y, cost)
    assert list(ours.own) == list(right.own) and list(ours.delta) == list(right.delta)
    for array, right_array in zip([*ours.arrays, *ours.delta.values()], [*right.arrays, *right.delta.values()], strict=True):
        np.testing.assert_array_equal(array, right_array)


@pytest.mark.parametrize("piece, wrong", (
    ("bp1", lambda grad_a, sigma_prime: 2 * grad_a * sigma_prime),
    ("bp2", lambda w, delta, sigma_prime: 2 * w.T @ delta),
    ("bp3", lambda delta: 2 * delta.sum(axis=1, keepdims=True)), ("bp4", lambda a_prev, delta: 2 * delta @ a_prev.T),
    ("grad_a", lambda cost, trace, y: 2 * cost.grad(trace.a[4], y)),
    ("sigma_prime", lambda net, trace, l: 2 * np.ones_like(trace.z[l])),
    ("w_next", lambda net, l, w_gradient: 2 * net[l + 1].w), ("a_prev", lambda trace, l: 2 * trace.a[l - 1])))
def test_every_piece_can_be_exchanged(piece, wrong):
    case = other_widths(rng())[0]
    assert not same(backprop_with(*case, **{piece: wrong}), backprop(*case))


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_runs_where_all_widths_are_equal_and_changes_nothing(name):
    for case in equal_widths(rng()):
        before = [array.copy() for array in (*case.net.parameters, case.x, case.y)]
        gradient = VARIANTS[name].backprop(*case)
        assert len(gradient.arrays) == 6
        assert all((one == other).all() for one, other in zip(before, (*case.net.parameters, case.x, case.y)))


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_is_wrong(name):
    results = [(runs(VARIANTS[name].backprop, case), backprop(*case)) for case in cases()]
    assert any(wrong is not None and not same(wrong, right) for wrong, right in results)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_is_caught(name):
    assert any(table()[name, check] for check in CHECKS), f"no check catches {name}"


def test_no_two_variants_are_the_same():
    results = {name: [runs(variant.backprop, case) for case in cases()] for name, variant in VARIANTS.items()}
    for one in VARIANTS:
        for other in VARIANTS:
            assert one == other or any(
                (a is None) != (b is None) or a is not None and not same(a, b)
                for a, b in zip(results[one], results[other])), f"{one} is {other}"


def test_every_row_of_the_bank_has_a_wrong_version():
    assert {wrong.row for wrong in (*VARIANTS.values(), *FUNCTIONS.values())} == set(range(1, 18)) == set(REPORTED)


def test_codes_are_unique_and_say_where_they_come_from():
    codes = [wrong.code for wrong in (*VARIANTS.values(), *FUNCTIONS.values())]
    assert len(set(codes)) == len(codes) == 47
    for wrong in (*VARIANTS.values(), *FUNCTIONS.values()):
        assert wrong.reported == REPORTED[wrong.row] and wrong.wrong.endswith(".") and wrong.why.endswith(".")


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_catches_something(name):
    assert any(table()[variant, name] for variant in VARIANTS)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", CHECKS)
def test_a_check_raises_no_false_alarm(name, seed):
    assert not catches(CHECKS[name], backprop, np.random.default_rng(seed))


@pytest.mark.parametrize("activation", ("sigmoid", "tanh", "relu", "leaky_relu", "softplus", "gelu"))
@pytest.mark.parametrize("name", CHECKS)
def test_a_check_passes_the_right_code_with_every_activation_and_cost(name, activation):
    for cost in COSTS.values():
        net = random_network((3, 5, 4, 2), (activation, "tanh", "identity"), rng())
        case = Case(net, rng().normal(size=(3, 6)), random_target(cost, (2, 6), rng()), cost)
        assert CHECKS[name].passes(backprop, case, rng()), f"{name} with {cost.name}"


def test_the_checks_that_compare_with_the_cost_see_every_wrong_formula():
    for check in ("first order", "one direction", "central differences", "complex step", "on symbols"):
        assert [name for name in VARIANTS if not table()[name, check]] == ["0/0 when saturated"]


# What the weak checks see, by code; 6b has the wrong shape, which stops every check.
WEAK = {
    "shapes, equal widths": "6b",
    "shapes, other widths": "3a 3b 4a 6a 6b 8a 8b 8c 8d 8e 15b",
    "cost falls": "1b 6b 15a 15b",
    "batch is the mean": "3b 5a 5b 5d 6a 6b 7a 9b 17a",
    "finite at 10^4": "6b 12a",
}


@pytest.mark.parametrize("check", WEAK)
def test_a_weak_check_sees_this_much_and_no_more(check):
    assert " ".join(variant.code for name, variant in VARIANTS.items() if table()[name, check]) == WEAK[check]


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_of_the_batch_does_not_see_the_rounding_of_a_gradient_that_is_0(seed):
    # With softmax the sum of all output errors is 0, up to rounding that depends on the processor.
    variant = VARIANTS["one sum for all biases"]
    assert not catches(CHECKS["batch is the mean"], variant.backprop, np.random.default_rng(seed))


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "bias not summed"])
def test_a_step_along_a_wrong_gradient_changes_the_cost_as_w1_says(name):
    N = 60
    slope = W1.rhs.subs(misconceptions.N, N).doit()
    for case in equal_widths(rng()):
        wrong, true = (gradient_vector(code, case) for code in (VARIANTS[name].backprop, backprop))
        f = case.cost_function
        values = {misconceptions.g[place]: wrong[place - 1] for place in range(1, N + 1)}
        values |= {term: true[term.args[1].indices[0] - 1] for term in slope.atoms(Partial)}
        change = (f(case.theta - 1e-6 * wrong) - f(case.theta + 1e-6 * wrong)) / 2e-6
        assert abs(float(slope.xreplace(values)) - change) < 1e-6 * abs(change)


@pytest.mark.parametrize("length, angle", ((0.5, 1.0), (2.0, 0.4), (1.0, 2.5)))
def test_a_random_direction_misses_as_often_as_w2_says(length, angle):
    tolerance, true = 0.01, np.eye(10)[0]
    error = length * (np.cos(angle) * np.eye(10)[0] + np.sin(angle) * np.eye(10)[7])
    directions = rng().normal(size=(500_000, 10))
    missed = misconceptions.errors_seen(true + error, true, directions) <= tolerance
    said = float(W2.rhs.subs({misconceptions.epsilon: tolerance, misconceptions.rho: length, misconceptions.psi: angle}))
    assert abs(missed.mean() - said) < 5 * np.sqrt(said / len(directions))


def test_the_errors_seen_in_many_directions_are_those_of_the_check():
    true, wrong = rng().normal(size=(2, 10))
    one_by_one = [along_direction(lambda theta: true @ theta, np.zeros(10), wrong, generator)
                  for generator in [rng()] for _ in range(50)]
    assert relative_error(misconceptions.errors_seen(wrong, true, rng().normal(size=(50, 10))), np.array(one_by_one)) < 1e-6


def test_three_checks_together_catch_everything():
    together = ("shapes, other widths", "one direction", "finite at 10^4")
    assert all(any(table()[name, check] for check in together) for name in VARIANTS)


def test_an_exception_is_a_catch_but_a_mistake_in_the_check_is_not():
    def refuses(*case):
        raise ValueError("shapes")

    def mistake(*case):
        raise AttributeError("no such name")

    assert catches(CHECKS["cost falls"], refuses, rng())
    with pytest.raises(AttributeError):
        catches(CHECKS["cost falls"], mistake, rng())


@pytest.mark.parametrize("name", VARIANTS)
def test_diagnose_names_a_variant(name):
    named = False
    for case in cases():
        gradient = runs(VARIANTS[name].backprop, case)
        if gradient is not None and not same(gradient, backprop(*case)):
            assert name in diagnose(*case, gradient)
            named = True
    assert named


def test_diagnose_names_one_variant_only_where_widths_differ():
    for case in other_widths(rng()):
        for name, variant in VARIANTS.items():
            gradient = runs(variant.backprop, case)
            if gradient is not None:
                assert diagnose(*case, gradient) == ([] if same(gradient, backprop(*case)) else [name])


def test_diagnose_says_nothing_about_the_right_gradient_or_an_unknown_one():
    for case in cases():
        right = backprop(*case)
        assert diagnose(*case, right) == []
        for change in (lambda own: own._replace(w=1.01 * own.w), lambda own: own._replace(b=own.b[:, 0])):
            assert diagnose(*case, right._replace(own={l: change(own) for l, own in right.own.items()})) == []


def test_diagnose_reads_a_gradient_that_is_nan():
    case = saturated()
    with np.errstate(all="ignore"):
        gradient = VARIANTS["0/0 when saturated"].backprop(*case)
    assert np.isnan(gradient.vector).any()
    assert diagnose(*case, gradient) == ["0/0 when saturated"]


def test_gradient_vector_refuses_a_wrong_shape():
    case = other_widths(rng())[0]
    assert relative_error(gradient_vector(backprop, case), backprop(*case).vector) == 0
    message = r"gradient\[1\] must have the shape of parameter\[1\], \(5, 1\); got \(5, 6\)"
    with pytest.raises(ValueError, match=message):
        gradient_vector(VARIANTS["bias not summed"].backprop, case)


def test_the_cases_of_equal_widths_are_square_and_the_others_are_not():
    for case in equal_widths(rng()):
        assert {*case.net.sizes, case.x.shape[1]} == {4}
    for case in other_widths(rng()):
        assert len({*case.net.sizes, case.x.shape[1]}) == len(case.net.sizes) + 1
    assert {case.cost.name for case in cases()} == {quadratic.name, "categorical_cross_entropy"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_function_is_caught_and_its_twin_is_not(name):
    wrong = FUNCTIONS[name]
    assert caught(wrong.function, wrong.passes)
    assert not caught(wrong.twin, wrong.passes)


def test_the_check_in_float32_has_float32_everywhere_in_the_cost():
    seen = set()

    def value(a, y):
        seen.update((a.dtype, y.dtype))
        return quadratic.value(a, y)

    net = random_network((3, 4, 2), ("relu", "identity"), rng())
    error = checking.check_in_float32(net, rng().normal(size=(3, 5)), rng().normal(size=(2, 5)), quadratic._replace(value=value))
    assert seen == {np.dtype(np.float32)} and error > 1e-4


@pytest.mark.parametrize("sizes, right", (((3, 5, 2), True), ((4, 4, 4), True), ((3, 4, 4, 4), False), ((3, 4, 4, 4, 4), False)))
def test_the_last_layers_weights_are_right_with_one_hidden_layer_only(sizes, right):
    net = random_network(sizes, ("tanh",) * (len(sizes) - 1), rng())
    case = Case(net, rng().normal(size=(sizes[0], 6)), rng().normal(size=(sizes[-1], 6)), quadratic)
    wrong = VARIANTS["last layer's weights everywhere"].backprop(*case)
    assert all((one == other).all() for one, other in zip(wrong.arrays, backprop(*case).arrays, strict=True)) == right
