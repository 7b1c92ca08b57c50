"""Checks at the public door: name the argument, say what was expected, show what came.

Shapes are written as in the text: columns are examples, so x is (n₁, m).
A string in an expected shape stands for any length, an int for exactly that length.
"""

import functools
import inspect
import numbers
from collections.abc import Iterable

import numpy as np

from bplib.entries import brief, is_finite, is_number_or_symbol, is_symbolic, show


def unchecked(function):
    """`function` without the checks of its door, for loops that have checked their arguments once.

    A function without a door is returned as it is: what somebody else wrapped around one stays.
    """
    owner, behind = getattr(function, "door", (None, None))     # functools.wraps copies attributes
    return behind if owner is function else function


def door(check):
    """Decorator: check(*arguments) is called first; it raises TypeError or ValueError.

    An argument that holds objects that cannot be computed with is named too, in a TypeError.
    """
    def decorate(function):
        @functools.wraps(function)
        def checked(*args, **kwargs):
            check(*args, **kwargs)
            return compute(function, *args, **kwargs)

        checked.door = checked, function
        return checked
    return decorate


def compute(function, *args, **kwargs):
    """function(*arguments); TypeError, naming it, for one that holds objects it cannot take."""
    try:
        return function(*args, **kwargs)
    except (TypeError, AttributeError, ArithmeticError) as error:
        for name, value in inspect.signature(function).bind(*args, **kwargs).arguments.items():
            for array in getattr(value, "parameters", [value]):
                if isinstance(array, np.ndarray) and is_symbolic(array):
                    raise TypeError(f"{name} holds objects that cannot be computed with here "
                                    f"(numbers: write {name}.astype(float)): {error}") from error
        raise


def shapes(finite=False, **expected):
    """Decorator: the shapes of the arguments, written as in the formula.

        @shapes(w="n_l, n_{l-1}", a="n_{l-1}, m")

    The arguments are looked at in this order. A letter stands for any length where it is first met,
    and for that length from there on: nothing is broadcast. With `finite`, nan and inf are refused.
    Raises TypeError for a shape that is no string.
    """
    for name, shape in expected.items():
        if not isinstance(shape, str):
            raise TypeError(f'the shape of {name} must be a string such as "n_l, m"; got {shape!r}')
    expected = {name: shape.split(", ") for name, shape in expected.items()}

    def decorate(function):
        signature = inspect.signature(function)

        def check(*args, **kwargs):
            arguments, lengths = signature.bind(*args, **kwargs).arguments, {}
            for name, letters in expected.items():
                wanted = [lengths.get(letter, letter) for letter in letters]
                value = expect_array(name, arguments[name], wanted)
                if finite:
                    expect_finite(name, value)
                lengths |= dict(zip(letters, value.shape))

        return door(check)(function)
    return decorate


def expect_array(name, value, shape):
    """Return `value` if it is a float, complex or symbol array of the given shape.

    `shape` is for example (30, "m"). Raises TypeError for anything but an array of floats, complex
    numbers or symbols, for a matrix (its * is another product) and a masked array (a mask would get
    lost), and ValueError for another shape.
    """
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array of shape {show(shape)}; "
                        f"got {type(value).__name__}")
    if type(value) is not np.ndarray:
        expect_plain(name, value)
    if not (value.dtype.kind in "fc"
            or is_symbolic(value) and all(map(is_number_or_symbol, value.flat))):
        raise TypeError(f"{name} must hold floats (write {name}.astype(float)); "
                        f"got dtype {value.dtype}")
    if value.ndim != len(shape):
        raise ValueError(f"{name} must have shape {show(shape)}; got {value.shape}")
    for want, got in zip(shape, value.shape):
        if want != got and not isinstance(want, str):
            raise ValueError(f"{name} must have shape {show(shape)}; got {value.shape}")
    if value.size == 0:
        raise ValueError(f"{name} must not be empty; got shape {value.shape}")
    return value


def expect_plain(name, value):
    """Raise TypeError for a matrix or a masked array, which calculate by rules of their own."""
    if isinstance(value, (np.matrix, np.ma.MaskedArray)):
        instead = "np.asarray" if isinstance(value, np.matrix) else "np.ma.filled, or leave out"
        raise TypeError(f"{name} must be a plain NumPy array ({instead}); "
                        f"got {type(value).__name__}")


def expect_finite(name, value):
    """Raise ValueError if an array holds nan or inf; name the first place."""
    finite = np.isfinite(value) if value.dtype.kind != "O" else np.vectorize(is_finite)(value)
    if not np.logical_and.reduce(finite, axis=None):            # faster than .all() for small ones
        place = tuple(np.argwhere(~finite)[0].tolist())
        raise ValueError(f"{name} must be finite; got {value[place]} at index {place}")


def expect_numbers(name, value):
    """`value` as an array of any shape if it is a number or holds numbers; integers become float64.

    Raises TypeError for truth values, texts, dates and ragged lists, a matrix and a masked array,
    ValueError for nothing at all.
    """
    try:
        array = np.asanyarray(value)
        expect_plain(name, array)
        if array.dtype.kind in "iu" or is_symbolic(array) and all(
                isinstance(entry, numbers.Rational) for entry in array.flat):
            array = array.astype(float)                 # Fractions too, and integers of any length
    except (ValueError, OverflowError):
        array = np.array(None)                          # a ragged list, or 10⁴⁰⁰
    if not (array.dtype.kind in "fc"
            or is_symbolic(array) and all(map(is_number_or_symbol, array.flat))):
        raise TypeError(f"{name} must be a number or hold numbers; got {brief(value)}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty; got shape {array.shape}")
    return array


def expect_same_shape(name, value, like_name, like):
    """Raise ValueError unless two arrays have the same shape: nothing is broadcast."""
    if np.shape(value) != np.shape(like):
        raise ValueError(f"{name} must have the shape of {like_name}, {np.shape(like)}; "
                         f"got {np.shape(value)}")


def expect_real(name, value, above=-np.inf, below=np.inf):
    """`value` as a float if it is one finite real number with above < value < below."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a real number; got {brief(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = np.inf
    if not (np.isfinite(number) and above < number < below):
        raise ValueError(f"{name} must be a finite number{_limits(above, below)}; "
                         f"got {brief(value)}")
    return number


def expect_not_negative(name, value, below=np.inf):
    """`value` as a float if it is one finite real number with 0 ≤ value < below."""
    number = expect_real(name, value, below=below)
    if number < 0:
        raise ValueError(f"{name} must not be below 0; got {value!r}")
    return number


def expect_int(name, value, least, most=2**63 - 1):
    """`value` as an int if it is an integer with least ≤ value ≤ most."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be an integer; got {brief(value)}")
    if not least <= value <= most:
        bounded = value > most or most < 2**63 - 1
        limits = f"from {least} to {most}" if bounded else f"at least {least}"
        raise ValueError(f"{name} must be {limits}; got {brief(value)}")
    return int(value)


def expect_callable(name, value, such_as):
    """Return `value` if it can be called; `such_as` is an example for the message."""
    if not callable(value):
        raise TypeError(f"{name} must be a function such as {such_as}; got {brief(value)}")
    return value


def expect_kind(name, value, kind, such_as):
    """Return `value` if it is a `kind`; `such_as` says in the message how one is made."""
    if not isinstance(value, kind):
        a = "an" if kind.__name__[0] in "AEIOU" else "a"
        text = f"{name} must be {a} {kind.__name__}, such as {such_as}"
        raise TypeError(f"{text}; got {brief(value)}")
    return value


def expect_list(name, value, of):
    """`value` as a list; TypeError, which says that it must hold `of`, if it is no sequence."""
    if isinstance(value, (str, bytes, dict, set)) or not isinstance(value, Iterable):
        raise TypeError(f"{name} must be a sequence of {of}; got {brief(value)}")
    return list(value)


def expect_rng(rng):
    """Return `rng` if it is a numpy.random.Generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator (numpy.random.default_rng(seed)); "
                        f"got {type(rng).__name__}")
    return rng


def _limits(above, below):
    words = [f"above {above:g}"] * (above > -np.inf) + [f"below {below:g}"] * (below < np.inf)
    return " " + " and ".join(words) if words else ""
