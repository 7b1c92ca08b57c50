"""What all optimisers share: how a gradient becomes a step, and clipping.

An Optimiser is a pair of functions with explicit state:

    state = optimiser.init(parameters)
    state = optimiser.update(parameters, gradients, state)

`parameters` and `gradients` are lists of arrays of the same shapes, such as net.parameters and
gradient.arrays. `update` changes the parameter arrays IN PLACE, and the arrays in `state` too: go
on with the state it returns. Every `init` makes new arrays, so two runs never share any.

`rate` is a number above 0, or a schedule: a function of t, the number of steps taken so far
(bplib.optimise.schedules).
"""

import math
from fractions import Fraction
from functools import partial
from typing import Callable, NamedTuple

import numpy as np

from bplib.expect import (door, expect_array, expect_kind, expect_list, expect_plain, expect_real,
                          expect_same_shape, is_symbolic, unchecked)

PLAIN = (int, float, complex, Fraction, np.number)      # numbers that know no square root
BLOCK = 2**15       # entries: a block and its intermediate results stay in the processor's cache


class Optimiser(NamedTuple):
    """init(parameters) -> state; update(parameters, gradients, state) -> next state."""

    name: str
    init: Callable
    update: Callable


def clip_norm(optimiser, limit):
    """g ← g · c/‖g‖ where ‖g‖ > c = `limit`, and then the step of `optimiser`.

    ‖g‖ is the Euclidean norm over all arrays together, so the direction of the gradient is kept.
    The given gradients are not changed. A norm that is not finite is not clipped: the run then
    diverges, and fit says so. Pascanu, Mikolov and Bengio (2013), Algorithm 1.
    Raises TypeError unless optimiser is an Optimiser, ValueError for a limit that is not positive
    and finite.
    """
    expect_kind("optimiser", optimiser, Optimiser, "momentum(0.1)")
    limit = expect_real("limit", limit, above=0)
    return Optimiser(f"clip_norm({optimiser.name})", optimiser.init,
                     partial(_clipped, optimiser.update, limit))


def _clipped(update, limit, parameters, gradients, state):
    expect_matching(parameters, gradients, "gradients")
    norm = unchecked(global_norm)(gradients)
    if limit < norm < np.inf:
        gradients = [g * (limit / norm) for g in gradients]         # g ← g · c/‖g‖
    return update(parameters, gradients, state)


def expect_gradients(gradients):
    """Raise unless `gradients` is a sequence of arrays of real floats."""
    for i, g in enumerate(expect_list("gradients", gradients, "arrays, such as gradient.arrays")):
        _expect_floats(f"gradients[{i}]", g)


@door(expect_gradients)
def global_norm(gradients):
    """‖g‖ = √(Σ g²) over all entries of all arrays, summed in float64."""
    flat = (np.ravel(g) for g in gradients)
    return math.sqrt(sum(np.einsum("i,i", g, g, dtype=float, casting="same_kind") for g in flat))


def zeros(parameters):
    """One new array of zeros for each of parameters. Raises as `expect_matching`."""
    expect_matching(parameters, parameters, "parameters")
    return [np.zeros_like(theta) for theta in parameters]


def blocks(parameters, gradients, *state):
    """Walk through all entries, up to BLOCK at a time: yields (θ, g, ...), which write through.

    `state` holds lists of arrays, one array for each of parameters. Only g is not written to.
    All shapes are checked before the first block.
    """
    expect_matching(parameters, gradients, "gradients")
    for arrays in state:
        expect_matching(parameters, arrays, "state")
    modes = [["readwrite"], ["readonly"]] + [["readwrite"]] * len(state)
    for arrays in zip(parameters, gradients, *state):
        if arrays[0].size <= BLOCK:
            yield arrays
        else:  # nditer finds the blocks for any memory layout: a transposed array is copied
            flags = ["external_loop", "buffered", "copy_if_overlap", "refs_ok"]
            with np.nditer(arrays, flags, modes, buffersize=BLOCK) as entries:
                yield from entries


def expect_matching(parameters, arrays, name):
    """Raise unless parameters are arrays of real floats (or symbols), and `arrays` fit them.

    The parameters are written to; float16 is refused, for ε = 1e−8 and small squares are 0 in it.
    """
    for what, value in (("parameters", parameters), (name, arrays)):
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"{what} must be a list of arrays; got {type(value).__name__}")
    if len(arrays) != len(parameters):
        raise ValueError(f"{name} must hold {len(parameters)} arrays, one for each of parameters; "
                         f"got {len(arrays)}")
    for i, (theta, array) in enumerate(zip(parameters, arrays)):
        if (type(theta) is type(array) is np.ndarray and theta.shape == array.shape
                and theta.dtype == array.dtype == float and theta.flags.writeable):
            continue                            # in a loop: the checks below would find nothing
        if not isinstance(theta, np.ndarray):
            raise TypeError(f"parameters[{i}] must be a NumPy array, to be changed in place; "
                            f"got {type(theta).__name__}")
        _expect_floats(f"parameters[{i}]", theta)
        if not theta.flags.writeable:
            raise ValueError(f"parameters[{i}] must be writable, to be changed in place; "
                             "got a read-only array")
        _expect_floats(f"{name}[{i}]", array, zeros=name == "state")
        expect_same_shape(f"{name}[{i}]", array, f"parameters[{i}]", theta)
        if is_symbolic(array) and not is_symbolic(theta):
            raise TypeError(f"{name}[{i}] must hold real floats, as parameters[{i}] does; "
                            f"got dtype {array.dtype}")


def _expect_floats(name, array, zeros=False):
    """Raise unless `array` holds real floats, or symbols; with `zeros` symbols may still be 0."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array; got {type(array).__name__}")
    expect_plain(name, array)
    if is_symbolic(array) and array.size:
        expect_array(name, array, array.shape)
        if not zeros and any(isinstance(entry, PLAIN) for entry in array.flat):
            raise TypeError(f"{name} must hold real floats (write .astype(float)); "
                            f"got dtype {array.dtype}")
    elif array.dtype.kind != "f" or array.dtype == np.float16:
        short = ": float16 has no room for steps" if array.dtype == np.float16 else ""
        raise TypeError(f"{name} must hold real floats; got dtype {array.dtype}{short}")


def expect_state(state, kind):
    """Raise TypeError unless `state` is one that this optimiser made."""
    if not isinstance(state, kind):
        raise TypeError(f"state must be what optimiser.init returns, a {kind.__name__}; "
                        f"got {type(state).__name__}")
