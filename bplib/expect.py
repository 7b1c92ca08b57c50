"""Checks at the public door: name the argument, say what was expected, show what came.

Shapes are written as in the text: columns are examples, so x is (n₁, m).
A string in an expected shape stands for any length, an int for exactly that length.
"""

import functools
import inspect
import numbers

import numpy as np


def unchecked(function):
    """`function` without the checks of its door, for loops that have checked their arguments once.

    A function without a door is returned as it is: what somebody else wrapped around one stays.
    """
    owner, behind = getattr(function, "door", (None, None))     # functools.wraps copies attributes
    return behind if owner is function else function


def door(check):
    """Decorator: check(*arguments) is called first; it raises TypeError or ValueError."""
    def decorate(function):
        @functools.wraps(function)
        def checked(*args, **kwargs):
            check(*args, **kwargs)
            return function(*args, **kwargs)

        checked.door = checked, function
        return checked
    return decorate


def shapes(**expected):
    """Decorator: the shapes of the arguments, written as in the formula.

        @shapes(w="n_l, n_{l-1}", a="n_{l-1}, m")

    The arguments are looked at in this order. A letter stands for any length where it is first met,
    and for that length from there on: nothing is broadcast.
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
                lengths |= dict(zip(letters, value.shape))

        return door(check)(function)
    return decorate


def is_symbolic(value):
    """True for an object array (SymPy symbols, exact or 50-digit numbers)."""
    return value.dtype == object


def expect_array(name, value, shape):
    """Return `value` if it is a float, complex or symbol array of the given shape.

    `shape` is for example (30, "m"). Raises TypeError for anything but an array
    of floats, complex numbers or symbols, and ValueError for another shape.
    """
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array of shape {show(shape)}; "
                        f"got {type(value).__name__}")
    if not (value.dtype.kind in "fc"
            or is_symbolic(value) and all(map(_is_number_or_symbol, value.flat))):
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


def expect_finite(name, value):
    """Raise ValueError if a float or complex array holds nan or inf; name the first place."""
    if not is_symbolic(value) and not np.isfinite(value).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(value))[0])
        raise ValueError(f"{name} must be finite; got {value[place]} at index {place}")


def expect_same_shape(name, value, like_name, like):
    """Raise ValueError unless two arrays have the same shape: nothing is broadcast."""
    if np.shape(value) != np.shape(like):
        raise ValueError(f"{name} must have the shape of {like_name}, {np.shape(like)}; "
                         f"got {np.shape(value)}")


def expect_real(name, value, above=-np.inf, below=np.inf):
    """Return `value` if it is one finite real number with above < value < below."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a real number; got {value!r}")
    if not (np.isfinite(value) and above < value < below):
        raise ValueError(f"{name} must be a finite number{_limits(above, below)}; got {value!r}")
    return value


def expect_not_negative(name, value, below=np.inf):
    """Return `value` as a float if it is one finite real number with 0 ≤ value < below."""
    if expect_real(name, value, below=below) < 0:
        raise ValueError(f"{name} must not be below 0; got {value!r}")
    return float(value)


def expect_int(name, value, least, most=None):
    """Return `value` if it is an int with least ≤ value ≤ most."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be an integer; got {value!r}")
    if value < least or (most is not None and value > most):
        limits = f"at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be {limits}; got {value}")
    return value


def expect_rng(rng):
    """Return `rng` if it is a numpy.random.Generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator (numpy.random.default_rng(seed)); "
                        f"got {type(rng).__name__}")
    return rng


def show(shape):
    """(30, 'm') as the text "(30, m)"."""
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def _is_number_or_symbol(entry):
    return isinstance(entry, numbers.Number) or hasattr(entry, "free_symbols")


def _limits(above, below):
    words = [f"above {above:g}"] * (above > -np.inf) + [f"below {below:g}"] * (below < np.inf)
    return " " + " and ".join(words) if words else ""
