"""fit: mini-batch gradient descent, its History, and what can stop it."""

from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from bplib.backprop import backward_pass, check_target
from bplib.network import copy, forward_pass
from bplib.shapes import expect_array, expect_finite, expect_int, expect_rng


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
    """A `stop` for fit: stop when the validation cost has had no new minimum for `epochs` epochs."""
    expect_int("epochs", epochs, least=1)

    def stop(history):
        costs = history.validation_cost
        if not costs:
            raise ValueError("stop=patience(...) needs validation=(x, y); got none")
        return len(costs) - 1 - int(np.argmin(costs)) >= epochs

    return stop


def fit(net, x, y, cost, optimiser, *, epochs, batch_size, rng,
        validation=None, metric=None, stop=None, progress=None):
    """Train a copy of `net` on the examples x (n₁, m) with targets y (n_L, m).

    Each epoch shuffles the m examples with `rng` and takes one step of `optimiser` per batch of
    `batch_size` columns; the last batch holds what is left over.

    validation  (x, y) held out: its cost is recorded, and `best` kept
    metric      metric(a, y) -> number, recorded too, such as `accuracy`
    stop        stop(history) -> True ends training after an epoch, such as `patience(5)`
    progress    True or False: a progress bar on stderr; None: only in a terminal

    Returns a Fit; `net` itself is not changed. Raises Diverged, which carries the history so
    far, when the cost is no longer finite, and TypeError or ValueError for arguments that do
    not fit together.
    """
    _check_data(net, x, y, cost, "")
    if validation is not None:
        if len(validation) != 2:
            raise ValueError(f"validation must be the pair (x, y); got {len(validation)} entries")
        _check_data(net, *validation, cost, "validation ")
    expect_int("epochs", epochs, least=1)
    expect_int("batch_size", batch_size, least=1, most=x.shape[1])
    expect_rng(rng)

    net, history = copy(net), History([], [], [], [])
    parameters, state = net.parameters, optimiser.init(net.parameters)
    if not _record(history, net, x, y, cost, metric, validation):
        raise ValueError("net must have a finite cost before the first step; its parameters are nan, inf or too large")
    last = copy(net)
    best = None if validation is None else last
    for epoch in tqdm(range(1, epochs + 1), desc="epoch", disable=None if progress is None else not progress):
        with np.errstate(over="ignore", invalid="ignore"):   # an overflow is reported as Diverged
            for batch_x, batch_y in _batches(x, y, batch_size, rng):
                gradient = backward_pass(net, forward_pass(net, batch_x), batch_y, cost)
                state = optimiser.update(parameters, gradient.arrays, state)
            finite = _record(history, net, x, y, cost, metric, validation)
        if not finite:
            raise Diverged(f"the cost is no longer finite after epoch {epoch} of {epochs} "
                           f"({optimiser.name}); the last finite cost was {history.cost[-1]:.6g}. "
                           f"A smaller rate is the first thing to try. This exception carries "
                           f".history and .network up to epoch {epoch - 1}.", last, history)
        last = copy(net)
        if validation is not None and history.validation_cost[-1] == min(history.validation_cost):
            best = last
        if stop is not None and stop(history):
            break
    return Fit(net, history, best)


def _batches(x, y, batch_size, rng):
    order = rng.permutation(x.shape[1])
    x, y = x[:, order], y[:, order]
    for start in range(0, x.shape[1], batch_size):
        yield x[:, start:start + batch_size], y[:, start:start + batch_size]


def _record(history, net, x, y, cost, metric, validation):
    """Append this epoch's figures; if a cost is not finite, append nothing and return False."""
    rows = [_measure(net, *pair, cost, metric) for pair in ((x, y), validation) if pair is not None]
    if not np.isfinite([row[0] for row in rows]).all():
        return False
    for (value, score), costs, scores in zip(rows, (history.cost, history.validation_cost),
                                             (history.metric, history.validation_metric)):
        costs.append(value)
        if metric is not None:
            scores.append(score)
    return True


def _measure(net, x, y, cost, metric):
    a = forward_pass(net, x).a[net.L]
    return float(cost.value(a, y)), None if metric is None else metric(a, y)


def _check_data(net, x, y, cost, which):
    for name, array, width in (("x", x, net.sizes[0]), ("y", y, net.sizes[-1])):
        expect_array(which + name, array, (width, "m"))
        if array.dtype.kind != "f":
            raise TypeError(f"{which}{name} must hold real floats to train on; got dtype {array.dtype}")
        expect_finite(which + name, array)
    check_target(net, x, y, cost)
