"""Training: `epochs` never ends; `fit` takes from it, keeps a History and knows when to stop."""

from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from bplib.backprop import backprop
from bplib.costs import expect_target
from bplib.expect import expect_array, expect_finite, expect_int, expect_rng, unchecked
from bplib.network import copy, forward


class History(NamedTuple):
    """One entry per epoch, measured at its end; entry 0 is the start, before any step.

    The validation and metric lists stay empty where fit was given none.
    """

    cost: list
    validation_cost: list
    metric: list
    validation_metric: list


class Fit(NamedTuple):
    """What fit returns.

    network  after the last epoch
    history  a History
    best     the network of the epoch with the lowest validation cost; None without validation
    """

    network: object
    history: History
    best: object


class Diverged(ArithmeticError):
    """The cost is no longer finite. `history` and `network` are those of the last finite epoch."""

    def __init__(self, message, network, history):
        super().__init__(message)
        self.network, self.history = network, history


def accuracy(a, y):
    """The share of columns whose largest entry is at the same place in a and y, both (n_L, m)."""
    expect_array("a", a, ("n_L", "m"))
    expect_array("y", y, a.shape)
    return float(np.mean(a.argmax(axis=0) == y.argmax(axis=0)))


def patience(epochs):
    """A `stop` for fit: when the validation cost has had no new minimum for `epochs` epochs."""
    expect_int("epochs", epochs, least=1)

    def stop(history):
        costs = history.validation_cost
        if not costs:
            raise ValueError("stop=patience(...) needs validation=(x, y); got none")
        return len(costs) - 1 - int(np.argmin(costs)) >= epochs

    return stop


def epochs(net, x, y, cost, optimiser, *, batch_size, rng, gradient=backprop):
    """The network after 0, 1, 2, … epochs, without end: who takes them decides when to stop.

    Each epoch shuffles the m examples of x (n₁, m) and y (n_L, m) with `rng` and takes one step of
    `optimiser` per batch of `batch_size` columns; the last batch holds what is left over.
    `gradient` is a gradient function (net, x, y, cost) -> Gradient. Every network that is yielded
    has arrays of its own, and `net` is not changed. Arguments are checked at the call.

    Raises TypeError or ValueError for arguments that do not fit together, and ValueError where
    `gradient` does not return one array for each of net.parameters, of its shape.
    """
    return _start(net, x, y, cost, optimiser, batch_size, rng, gradient)


def _start(net, x, y, cost, optimiser, batch_size, rng, gradient):
    """The checks of `epochs`, and then its generator."""
    _check_data(net, x, y, cost, "")
    expect_int("batch_size", batch_size, least=1, most=x.shape[1])
    expect_rng(rng)
    if not callable(gradient):
        raise TypeError(f"gradient must be a function such as bplib.backprop; got {gradient!r}")
    # One copy where it pays: examples that lie together in memory are shuffled many times faster.
    x, y = np.asfortranarray(x), np.asfortranarray(y)
    return _epochs(copy(net), x, y, cost, optimiser, batch_size, rng, unchecked(gradient))


def _epochs(net, x, y, cost, optimiser, batch_size, rng, gradient):
    parameters, state = net.parameters, optimiser.init(net.parameters)
    expect = _expect_gradient                 # what another gradient function returns, seen once
    while True:
        yield copy(net)
        with np.errstate(over="ignore", invalid="ignore"):      # fit says what is no longer finite
            for batch_x, batch_y in batches(x, y, batch_size, rng):
                arrays = gradient(net, batch_x, batch_y, cost).arrays
                expect = expect and expect(gradient, arrays, parameters)
                state = optimiser.update(parameters, arrays, state)


def batches(x, y, batch_size, rng):
    """The columns of x and y, in an order that `rng` draws, as pairs of `batch_size` columns.

    The last pair may be smaller.
    """
    order = rng.permutation(x.shape[1])
    x, y = x[:, order], y[:, order]
    for start in range(0, x.shape[1], batch_size):
        yield x[:, start:start + batch_size], y[:, start:start + batch_size]


def _expect_gradient(gradient, arrays, parameters):
    name = getattr(gradient, "__name__", repr(gradient))
    if len(arrays) != len(parameters):
        raise ValueError(f"gradient {name} must return {len(parameters)} arrays, one for each of "
                         f"net.parameters; got {len(arrays)}")
    for i, (array, theta) in enumerate(zip(arrays, parameters)):
        if np.shape(array) != theta.shape:
            raise ValueError(f"gradient {name} must return arrays of the shapes of net.parameters: "
                             f"array {i} must have shape {theta.shape}; got {np.shape(array)}")


def fit(net, x, y, cost, optimiser, *, epochs, batch_size, rng, gradient=backprop,
        validation=None, metric=None, stop=None, progress=None):
    """Train a copy of `net` on the examples x (n₁, m) with targets y (n_L, m), over `epochs`.

    One epoch, with batch_size, rng and gradient, is that of bplib.train.epochs.

    validation  (x, y) held out: its cost is recorded, and `best` kept
    metric      metric(a, y) -> number, recorded too, such as `accuracy`
    stop        stop(history) -> True ends training after an epoch, such as `patience(5)`
    progress    True or False: a progress bar on stderr; None: only in a terminal

    Returns a Fit; `net` itself is not changed. Raises Diverged, which carries the history so
    far, when the cost is no longer finite, and TypeError or ValueError for arguments that do
    not fit together.
    """
    expect_int("epochs", epochs, least=1)
    measured = _measured(net, x, y, cost, validation)
    trained = _start(net, x, y, cost, optimiser, batch_size, rng, gradient)
    history = History([], [], [], [])
    last = best = next(trained)
    if not _record(history, last, measured, cost, metric):
        raise ValueError("net must have a finite cost before the first step; "
                         "its parameters are nan, inf or too large")
    silent = None if progress is None else not progress
    for epoch in tqdm(range(1, epochs + 1), desc="epoch", disable=silent):
        now = next(trained)
        if not _record(history, now, measured, cost, metric):
            raise Diverged(f"the cost is no longer finite after epoch {epoch} of {epochs} "
                           f"({optimiser.name}); the last finite cost was {history.cost[-1]:.6g}. "
                           f"A smaller rate is the first thing to try. This exception carries "
                           f".history and .network up to epoch {epoch - 1}.", last, history)
        last = now
        if validation is not None and history.validation_cost[-1] == min(history.validation_cost):
            best = last
        if stop is not None and stop(history):
            break
    return Fit(last, history, None if validation is None else best)


def _measured(net, x, y, cost, validation):
    """The checked pairs (x, y) that are measured after each epoch: trained on, and held out."""
    _check_data(net, x, y, cost, "")
    if validation is None:
        return [(x, y)]
    if len(validation) != 2:
        raise ValueError(f"validation must be the pair (x, y); got {len(validation)} entries")
    _check_data(net, *validation, cost, "validation ")
    return [(x, y), validation]


def _record(history, net, measured, cost, metric):
    """Append this epoch's figures; if a cost is not finite, append nothing and return False."""
    rows = [_measure(net, x, y, cost, metric) for x, y in measured]
    if not np.isfinite([row[0] for row in rows]).all():
        return False
    for (value, score), costs, scores in zip(rows, (history.cost, history.validation_cost),
                                             (history.metric, history.validation_metric)):
        costs.append(value)
        if metric is not None:
            scores.append(score)
    return True


def _measure(net, x, y, cost, metric):
    with np.errstate(over="ignore", invalid="ignore"):      # an overflow is reported as Diverged
        a = unchecked(forward)(net, x).a[net.L]
        return float(unchecked(cost.value)(a, y)), None if metric is None else metric(a, y)


def _check_data(net, x, y, cost, which):
    for name, array, width in (("x", x, net.sizes[0]), ("y", y, net.sizes[-1])):
        expect_array(which + name, array, (width, "m"))
        if array.dtype.kind != "f":
            raise TypeError(f"{which}{name} must hold real floats to train on; "
                            f"got dtype {array.dtype}")
        expect_finite(which + name, array)
    expect_target(net, x, y, cost)
