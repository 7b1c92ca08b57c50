"""Training: `epochs` never ends; `fit` takes from it, keeps a History and knows when to stop."""

from functools import partial
from typing import NamedTuple

import numpy as np

from bplib.backprop import backprop
from bplib.expect import (brief, door, expect_array, expect_callable, expect_int, expect_kind,
                          expect_rng, shapes, unchecked)
from bplib.history import History, check_data, expect_options, largest, measured, record
from bplib.network import copy
from bplib.optimise.base import Optimiser


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

    def __reduce__(self):                        # an exception is copied by its arguments alone
        return type(self), (*self.args, self.network, self.history)


@shapes(a="n_L, m", y="n_L, m", finite=True)
def accuracy(a, y):
    """The share of columns whose largest entry is at the same place in a and y, both (n_L, m).

    Raises TypeError or ValueError for arrays of another kind or shape, for nan and inf, and for one
    row: its largest entry is always itself. Compare one output with a threshold, such as
    np.mean((a > 0.5) == (y > 0.5)).
    """
    for name, array in (("a", a), ("y", y)):
        if array.shape[0] == 1:
            raise ValueError(f"{name} must have two rows or more, one for each class; got "
                             f"{array.shape}. Compare one output with a threshold")
        if array.dtype.kind == "c":
            raise TypeError(f"{name} must hold real numbers; got dtype {array.dtype}")
    return float(np.mean(a.argmax(axis=0) == y.argmax(axis=0)))


def patience(epochs):
    """A `stop` for fit: when the validation cost has had no new minimum for `epochs` epochs."""
    return partial(_lost_patience, expect_int("epochs", epochs, least=1))


def _lost_patience(epochs, history):
    costs = history.validation_cost
    if not costs:
        raise ValueError("stop=patience(...) needs validation=(x, y); got none")
    return len(costs) - 1 - int(np.argmin(costs)) >= epochs


def epochs(net, x, y, cost, optimiser, *, batch_size, rng, gradient=backprop):
    """The network after 0, 1, 2, … epochs, without end: who takes them decides when to stop.

    Each epoch shuffles the m examples of x (n₁, m) and y (n_L, m) with `rng` and takes one step of
    `optimiser` per batch of `batch_size` columns; the last batch holds what is left over.
    `gradient` is a gradient function (net, x, y, cost) -> Gradient. Every network that is yielded
    has arrays of its own, and `net` is not changed. Arguments are checked at the call.

    Raises TypeError or ValueError for arguments that do not fit together, and ValueError where
    `gradient` does not return one array for each of net.parameters, of its shape. Parameters in
    float16 are refused: they have no room for a step of 1/2000 of their size, nor for ε = 1e−8.
    """
    return _start(net, x, y, cost, optimiser, batch_size, rng, gradient)


def _start(net, x, y, cost, optimiser, batch_size, rng, gradient):
    """The checks of `epochs`, and then its generator."""
    check_data(net, x, y, cost, "")
    for i, theta in enumerate(net.parameters):
        if theta.dtype == np.float16 or theta.dtype.kind != "f":
            raise TypeError("net must hold float32 or float64 to train, in net.parameters[i]; "
                            f"got dtype {theta.dtype} for i = {i}")
    expect_kind("optimiser", optimiser, Optimiser, "bplib.optimise.adam(0.01)")
    batch_size = expect_int("batch_size", batch_size, least=1, most=x.shape[1])
    expect_rng(rng)
    expect_callable("gradient", gradient, "bplib.backprop")
    # One copy where it pays: examples that lie together in memory are shuffled many times faster.
    x, y = np.asfortranarray(x), np.asfortranarray(y)
    return _epochs(copy(net), x, y, cost, optimiser, batch_size, rng, unchecked(gradient))


def _epochs(net, x, y, cost, optimiser, batch_size, rng, gradient):
    parameters, state = net.parameters, optimiser.init(net.parameters)
    expect = _expect_gradient                 # what another gradient function returns, seen once
    while True:
        yield copy(net)
        with np.errstate(over="ignore", invalid="ignore"):      # fit says what is no longer finite
            for batch_x, batch_y in unchecked(batches)(x, y, batch_size, rng):
                result = gradient(net, batch_x, batch_y, cost)
                expect = expect and expect(gradient, result, parameters)
                state = optimiser.update(parameters, result.arrays, state)


def expect_batches(x, y, batch_size, rng):
    """Raise unless x and y have as many columns, and batch_size and rng are of their kind."""
    expect_array("x", x, ("n_1", "m"))
    expect_array("y", y, ("n_L", x.shape[1]))
    expect_int("batch_size", batch_size, least=1)
    expect_rng(rng)


@door(expect_batches)
def batches(x, y, batch_size, rng):
    """The columns of x and y, in an order that `rng` draws, as pairs of `batch_size` columns.

    The last pair may be smaller.
    """
    order = rng.permutation(x.shape[1])
    x, y = x[:, order], y[:, order]
    for start in range(0, x.shape[1], batch_size):
        yield x[:, start:start + batch_size], y[:, start:start + batch_size]


def _expect_gradient(gradient, result, parameters):
    named = gradient.func if isinstance(gradient, partial) else gradient      # penalised, in_parts
    name = getattr(named, "__name__", repr(gradient)).lstrip("_")
    if not hasattr(result, "arrays"):
        raise TypeError(f"gradient {name} must return a Gradient, with its .arrays; "
                        f"got {brief(result)}")
    arrays = result.arrays
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
    epochs = expect_int("epochs", epochs, least=1)
    expect_options(metric, stop, progress)
    sets = measured(net, x, y, cost, validation)
    trained = _start(net, x, y, cost, optimiser, batch_size, rng, gradient)
    history = History([], [], [], [])
    last = best = next(trained)
    if not record(history, last, sets, cost, metric):
        raise ValueError(largest(net, x, y))
    for epoch in _counted(epochs, progress):
        now = next(trained)
        if not record(history, now, sets, cost, metric):
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


def _counted(epochs, progress):
    """The numbers 1 to `epochs`, with a progress bar; what draws it is loaded when it is needed."""
    from tqdm import tqdm
    silent = None if progress is None else not progress
    return tqdm(range(1, epochs + 1), desc="epoch", disable=silent)
