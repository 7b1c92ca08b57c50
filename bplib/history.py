"""What fit records after each epoch, and the checks of the data that it measures."""

from typing import NamedTuple

import numpy as np

from bplib.costs import expect_target
from bplib.expect import brief, expect_array, expect_callable, expect_finite, unchecked
from bplib.network import expect_net, forward, to_vector


class History(NamedTuple):
    """One entry per epoch, measured at its end; entry 0 is the start, before any step.

    The validation and metric lists stay empty where fit was given none.
    """

    cost: list
    validation_cost: list
    metric: list
    validation_metric: list


def expect_options(metric, stop, progress):
    """Raise TypeError, naming it, for an option of fit that is of the wrong kind."""
    if metric is not None:
        expect_callable("metric", metric, "bplib.accuracy")
    if stop is not None:
        expect_callable("stop", stop, "bplib.patience(5)")
    if progress is not None and not isinstance(progress, (bool, np.bool_)):
        raise TypeError(f"progress must be True, False or None; got {brief(progress)}")


def largest(net, x, y):
    """What to say of a cost that is not finite at the start: which is its largest entry, or nan."""
    arrays = {"net.parameters": to_vector(net.parameters), "x": x, "y": y}
    sizes = {name: np.abs(array).max() for name, array in arrays.items()}
    name = max(sizes, key=lambda name: np.inf if np.isnan(sizes[name]) else sizes[name])
    return ("net, x and y must have a finite cost before the first step; "
            f"the largest entry is {sizes[name]:.3g}, in {name}")


def measured(net, x, y, cost, validation):
    """The checked pairs (x, y) that are measured after each epoch: trained on, and held out."""
    check_data(net, x, y, cost, "")
    if validation is None:
        return [(x, y)]
    if not isinstance(validation, (tuple, list)):
        raise TypeError(f"validation must be the pair (x, y); got {type(validation).__name__}")
    if len(validation) != 2:
        raise ValueError(f"validation must be the pair (x, y); got {len(validation)} entries")
    check_data(net, *validation, cost, "validation ")
    return [(x, y), validation]


def record(history, net, sets, cost, metric):
    """Append this epoch's figures; if a cost is not finite, append nothing and return False."""
    rows = [_measure(net, x, y, cost, metric) for x, y in sets]
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
        value = float(unchecked(cost.value)(a, y))
        if metric is None or not np.isfinite(value):         # nan has no accuracy
            return value, None
        return value, _one_number(metric(a, y))


def _one_number(value):
    if np.shape(value) != () or not np.issubdtype(np.asarray(value).dtype, np.number):
        raise TypeError(f"metric must return one number; got {brief(value)}")
    return value


def check_data(net, x, y, cost, which):
    """Raise unless x and y are finite, real, of the shapes that `net` says, and suit the cost."""
    expect_net(net)
    for name, array, width in (("x", x, net.sizes[0]), ("y", y, net.sizes[-1])):
        expect_array(which + name, array, (width, "m"))
        if array.dtype.kind != "f":
            raise TypeError(f"{which}{name} must hold real floats to train on; "
                            f"got dtype {array.dtype}")
        expect_finite(which + name, array)
    expect_target(net, x, y, cost)
