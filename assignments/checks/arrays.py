"""Read an array or a number that a notebook has sent, and say what is wrong with its form."""

from numpy import array as new_array
from numpy import iscomplexobj, isfinite, ndarray

from bplib.words import word
from wire.asking import Kept

TOLERANCE = 1e-9
NO_NUMBER = tuple, list, dict, frozenset, str, Kept


class Wrong(Exception):
    """What is wrong with an answer, for the student: a text, and the values it has places for."""

    def __init__(self, text, **values):
        super().__init__(word(text).format(**values))


def kind_of(value):
    """The name of the type that a value has in the notebook."""
    if isinstance(value, Kept):
        return value.kind
    return "set" if isinstance(value, frozenset) else type(value).__name__


def numbers(what, value, shape):
    """A float copy of an array of exactly that shape; Wrong says what came instead."""
    if shape == () and isinstance(value, NO_NUMBER):
        raise Wrong("{what} must be one number; it is of type {kind}.{hint}", what=what,
                    kind=kind_of(value), hint=comma_hint(value))
    if getattr(value, "kind", "") == "ndarray":         # an array that could not be sent
        raise Wrong("{what} must hold numbers.", what=what)
    if not hasattr(value, "dtype") and shape != ():
        raise Wrong("{what} must be a NumPy array of shape {shape}; it is of type {kind}.",
                    what=what, shape=shape, kind=kind_of(value))
    if iscomplexobj(value):
        raise Wrong("{what} must hold real numbers; it holds complex ones.", what=what)
    try:
        result = new_array(value, dtype=float)
    except (TypeError, ValueError):
        raise Wrong("{what} must hold numbers.", what=what) from None
    if result.shape != shape == ():
        raise Wrong("{what} must be one number; it is an array of the shape {got}.",
                    what=what, got=result.shape)
    if result.shape != shape:
        raise Wrong("{what} must have the shape {shape}; its shape is {got}.{hint}",
                    what=what, shape=shape, got=result.shape, hint=shape_hint(result.shape, shape))
    return result


def comma_hint(value):
    """A sentence for 1,4 in place of 1.4, or nothing."""
    if isinstance(value, tuple) and len(value) == 2:
        return word(" A decimal number has a point, not a comma.")
    return ""


def shape_hint(got, want):
    """A sentence on what a wrong shape tells, or nothing."""
    if len(want) == 2 and got == want[::-1]:
        return word(" Rows and columns have changed places.")
    if len(want) == 2 and len(got) == 1:
        return word(" One axis is missing: every array has two axes, and a sum keeps them with "
                    "keepdims=True.")
    if len(got) == len(want) and all(w in (1, g) for g, w in zip(got, want)):
        axis = [g == w for g, w in zip(got, want)].index(False)
        hint = word(" Axis {axis} must have the length 1 and has {length}: a sum over it is "
                    "missing, or NumPy has broadcast one array over the other.")
        return hint.format(axis=axis, length=got[axis])
    if got == ():
        return word(" It is one number: a sum over too many axes.")
    return ""


def same(one, other):
    """True if shapes, and places of nan and inf, are the same, and the rest up to rounding."""
    if one.shape != other.shape:
        return False
    finite = isfinite(one)
    if (finite != isfinite(other)).any():
        return False
    one, other = one[finite], other[finite]
    size = max(abs(one).max(initial=0.0), abs(other).max(initial=0.0))
    return bool(abs(one - other).max(initial=0.0) <= TOLERANCE * size)


def arrays_in(argument):
    """The arrays of an argument that is an array or a network; none for anything else."""
    if isinstance(argument, ndarray):
        return [argument]
    return list(getattr(argument, "parameters", ()))
