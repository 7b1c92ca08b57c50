"""epochs and fit: what they return, what they leave alone, and what stops fit."""

import warnings
from functools import wraps
from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest

from bplib.backprop import backprop, cost_of
from bplib.costs import categorical_cross_entropy, quadratic
from bplib.data import digits
from bplib.initialise import he, xavier
from bplib.network import Network, build, copy, forward, to_vector
from bplib.optimise import Optimiser, gradient_descent
from bplib.train import Diverged, History, accuracy, epochs, fit, patience
from strategies import case

EXAMPLE = case((3, 4, 2), ("tanh", "identity"), m=10)
HELD_OUT = case((3, 4, 2), ("tanh", "identity"), m=7, seed=1)[1:3]


def train(seed=0, rate=0.1, **options):
    options = {"epochs": 5, "batch_size": 4, "validation": HELD_OUT} | options
    return fit(*EXAMPLE, gradient_descent(rate), rng=np.random.default_rng(seed), **options)


def theta(net):
    return to_vector(net.parameters)


def recorder():
    """An optimiser that changes nothing and notes the number of steps and the gradients it was given."""
    seen = []
    return Optimiser("recorder", lambda parameters: 0, lambda parameters, gradients, t: seen.append(gradients) or t + 1), seen


def test_the_callers_network_and_data_are_not_changed():
    before = [array.copy() for array in (*EXAMPLE.net.parameters, *EXAMPLE[1:3], *HELD_OUT)]
    result = train()
    for array, kept in zip((*EXAMPLE.net.parameters, *EXAMPLE[1:3], *HELD_OUT), before):
        np.testing.assert_array_equal(array, kept)
    assert (theta(result.network) != theta(EXAMPLE.net)).all()


def test_the_same_seed_gives_the_same_run_bit_for_bit():
    one, same, other = train(seed=3), train(seed=3), train(seed=4)
    assert one.history == same.history != other.history
    np.testing.assert_array_equal(theta(one.network), theta(same.network))
    assert (theta(one.network) != theta(other.network)).any()


def test_a_full_batch_is_plain_gradient_descent():
    net, x, y, cost = EXAMPLE
    by_hand = copy(net)
    for _ in range(3):
        for parameter, gradient in zip(by_hand.parameters, backprop(by_hand, x, y, cost).arrays):
            parameter -= 0.1 * gradient
    result = train(epochs=3, batch_size=10)
    np.testing.assert_allclose(theta(result.network), theta(by_hand), rtol=1e-12)
    assert result.history.cost[-1] == pytest.approx(cost_of(by_hand, x, y, cost), rel=1e-12)


@pytest.mark.parametrize("batch_size, sizes", ((4, [4, 4, 2]), (10, [10]), (3, [3, 3, 3, 1]), (1, [1] * 10)))
def test_every_example_is_used_once_per_epoch_and_the_last_batch_is_what_is_left(batch_size, sizes):
    net, x, y, cost = EXAMPLE
    optimiser, seen = recorder()
    fit(net, x, y, cost, optimiser, epochs=2, batch_size=batch_size, rng=np.random.default_rng(0))
    assert len(seen) == 2 * len(sizes)
    full = backprop(net, x, y, cost).arrays
    for epoch in (seen[:len(sizes)], seen[len(sizes):]):
        # the network stands still: batch gradients, weighted by the batch sizes, add up to that of all examples
        for i, whole in enumerate(full):
            total = sum(size / 10 * gradients[i] for size, gradients in zip(sizes, epoch))
            np.testing.assert_allclose(total, whole, rtol=1e-10, atol=1e-14)


def test_batches_are_shuffled_anew_in_every_epoch():
    optimiser, seen = recorder()
    fit(*EXAMPLE, optimiser, epochs=2, batch_size=1, rng=np.random.default_rng(0))
    first, second = ([gradients[0] for gradients in half] for half in (seen[:10], seen[10:]))
    assert not np.array_equal(first, second)
    in_order = [backprop(EXAMPLE.net, EXAMPLE.x[:, [i]], EXAMPLE.y[:, [i]], quadratic).w[2] for i in range(10)]
    assert not np.array_equal(first, in_order)


def test_history_has_the_start_and_one_entry_per_epoch():
    result = train(metric=accuracy)
    assert [len(entries) for entries in result.history] == [6, 6, 6, 6]
    assert result.history.cost[0] == cost_of(*EXAMPLE)
    assert result.history.cost[-1] == cost_of(result.network, *EXAMPLE[1:])
    assert result.history.validation_cost[-1] == cost_of(result.network, *HELD_OUT, quadratic)
    assert result.history.validation_metric[-1] == accuracy(forward(result.network, HELD_OUT[0]).a[3], HELD_OUT[1])
    assert all(type(entry) is float for entries in result.history for entry in entries)
    bare = train(validation=None)
    assert [len(entries) for entries in bare.history] == [6, 0, 0, 0] and bare.best is None


def test_best_is_the_network_of_the_lowest_validation_cost():
    result = train(epochs=60, rate=0.3)
    costs = result.history.validation_cost
    assert 0 < int(np.argmin(costs)) < 60                            # the case is worth testing
    assert cost_of(result.best, *HELD_OUT, quadratic) == min(costs) < costs[-1]
    assert isinstance(result.best, Network)


def test_best_is_the_start_where_training_only_makes_it_worse():
    net, x, y, cost = EXAMPLE
    perfect = (x, forward(net, x).a[3])
    result = train(validation=perfect, epochs=2)
    assert result.history.validation_cost[0] == 0 < min(result.history.validation_cost[1:])
    np.testing.assert_array_equal(theta(result.best), theta(net))


def test_patience_stops_after_so_many_epochs_without_a_new_minimum():
    stop = patience(3)

    def after(costs):
        return stop(History([], costs, [], []))

    assert not after([5.0]) and not after([5.0, 4.0]) and not after([5.0, 4.0, 4.5, 4.5])
    assert after([5.0, 4.0, 4.5, 4.5, 4.0])                          # an equal cost is no new minimum
    assert not after([5.0, 4.0, 4.5, 4.5, 3.9])
    result = train(epochs=500, rate=0.3, stop=patience(4))
    costs = result.history.validation_cost
    assert len(costs) < 501 and len(costs) - 1 - int(np.argmin(costs)) == 4


def test_stop_sees_the_history_after_every_epoch():
    lengths = []
    train(stop=lambda history: lengths.append(len(history.cost)) or len(lengths) == 3)
    assert lengths == [2, 3, 4]


def test_diverged_loses_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged, match=r"the cost is no longer finite after epoch \d+ of 900 \(gradient_descent\); "
                                           r"the last finite cost was .*smaller rate.*history and .network up to epoch \d+"
                           ) as failure:
            train(rate=5.0, epochs=900)
    history, net = failure.value.history, failure.value.network
    assert len(history.cost) == len(history.validation_cost) >= 2
    assert np.isfinite(history.cost).all() and np.isfinite(history.validation_cost).all()
    assert f"after epoch {len(history.cost)} of 900" in str(failure.value)
    assert f"up to epoch {len(history.cost) - 1}" in str(failure.value)
    assert np.isfinite(theta(net)).all()
    with np.errstate(over="ignore"):
        assert cost_of(net, *EXAMPLE[1:]) == history.cost[-1]
    assert isinstance(failure.value, ArithmeticError)


def test_divergence_in_a_relu_layer_is_not_hidden():
    """A nan in a hidden ReLU must reach the cost; max(nan, 0) = 0 would hide it."""
    example = case((3, 8, 2), ("relu", "identity"), m=10)
    with pytest.raises(Diverged):
        fit(*example, gradient_descent(1e3), epochs=500, batch_size=5, rng=np.random.default_rng(0))
    spoil = Optimiser("spoil", lambda parameters: 0, lambda parameters, *rest: parameters[0].fill(np.nan))
    with pytest.raises(Diverged, match="after epoch 1 of 9 .spoil."):
        fit(*example, spoil, epochs=9, batch_size=5, rng=np.random.default_rng(0))


def test_accuracy_counts_the_columns_with_the_same_largest_entry():
    a = np.array([[0.9, 0.1, 0.3, 5.0], [0.0, 0.8, 0.4, 4.0]])
    y = np.array([[1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 0.0]])
    assert accuracy(a, y) == 0.75


def test_the_progress_bar_is_shown_when_asked_for(capsys):
    train(progress=True, epochs=2)
    assert "epoch: 100%" in capsys.readouterr().err
    for progress in (False, None):
        train(progress=progress, epochs=2)
        assert capsys.readouterr() == ("", "")


def test_digits_are_learnt():
    """A check of the whole chain on real data: at least 96 % of the held-out third are recognised."""
    rng = np.random.default_rng(0)
    data = digits(rng)
    net = build((64, 64, 10), ("relu", "identity"), rng, he)
    result = fit(net, data.train.x, data.train.y, categorical_cross_entropy, gradient_descent(0.5),
                 epochs=40, batch_size=20, rng=rng, validation=data.validation[:2], metric=accuracy)
    a = forward(result.best, data.test.x).a
    assert accuracy(a[3], data.test.y) >= 0.96
    assert accuracy(forward(net, data.test.x).a[3], data.test.y) < 0.3       # before training


# epochs

def task(m=12):
    net, x, y, cost = case(m=m)
    return (net, x, y, cost, gradient_descent(0.1)), {"batch_size": 5, "rng": np.random.default_rng(3)}


def test_epochs_yields_the_network_after_0_1_2_epochs():
    args, options = task()
    nets = list(islice(epochs(*args, **options), 4))
    np.testing.assert_array_equal(to_vector(nets[0].parameters), to_vector(args[0].parameters))
    args, options = task()
    np.testing.assert_array_equal(to_vector(nets[3].parameters), to_vector(fit(*args, **options, epochs=3).network.parameters))
    assert len({to_vector(net.parameters).tobytes() for net in nets}) == 4          # each has arrays of its own


def test_what_a_taker_does_to_a_network_does_not_reach_the_training():
    args, options = task()
    untouched = list(islice(epochs(*args, **options), 3))[-1]
    args, options = task()
    for net in islice(epochs(*args, **options), 3):
        result = to_vector(net.parameters)
        for array in net.parameters:
            array *= 0
    np.testing.assert_array_equal(result, to_vector(untouched.parameters))


def test_epochs_checks_at_the_call():
    args, options = task()
    with pytest.raises(ValueError, match="^batch_size must be from 1 to 12; got 13$"):
        epochs(*args, **options | {"batch_size": 13})


def test_another_gradient_function_is_used_for_every_batch():
    args, options = task()
    seen = []

    def halved(net, x, y, cost):
        seen.append(x.shape[1])
        return SimpleNamespace(arrays=[array / 2 for array in backprop(net, x, y, cost).arrays])

    after = list(islice(epochs(*args, **options, gradient=halved), 3))[-1]
    assert seen == [5, 5, 2, 5, 5, 2]
    args, options = task()
    slower = list(islice(epochs(*args[:4], gradient_descent(0.05), **options), 3))[-1]
    np.testing.assert_allclose(to_vector(after.parameters), to_vector(slower.parameters), rtol=1e-12)


@pytest.mark.parametrize("order", (np.ascontiguousarray, np.asfortranarray, lambda array: np.repeat(array, 2, axis=1)[:, ::2]))
def test_any_memory_order_trains_the_same_network(order):
    (net, x, y, cost, optimiser), options = task()
    expected = list(islice(epochs(net, x, y, cost, optimiser, **options), 3))[-1]
    _, options = task()
    got = list(islice(epochs(net, order(x), order(y), cost, optimiser, **options), 3))[-1]
    np.testing.assert_array_equal(to_vector(got.parameters), to_vector(expected.parameters))


def test_fit_takes_examples_as_they_come_from_data():
    d = digits(np.random.default_rng(0))
    net = build((64, 10), ("identity",), np.random.default_rng(0), xavier)
    result = fit(net, *d.train, categorical_cross_entropy, gradient_descent(0.5), epochs=2, batch_size=100,
                 rng=np.random.default_rng(0), validation=d.validation, metric=accuracy)
    assert result.history.validation_metric[-1] > 0.8


def test_what_is_wrapped_around_a_gradient_function_is_not_taken_off():
    @wraps(backprop)
    def none(net, x, y, cost):
        return SimpleNamespace(arrays=[0 * array for array in backprop(net, x, y, cost).arrays])

    args, options = task()
    after = list(islice(epochs(*args, **options, gradient=none), 2))[-1]
    np.testing.assert_array_equal(to_vector(after.parameters), to_vector(args[0].parameters))
