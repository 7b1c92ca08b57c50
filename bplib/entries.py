"""What an array may hold, and how a value is shown in a message."""

import cmath
import contextlib
import numbers
from decimal import Decimal

import numpy as np


def is_symbolic(value):
    """True for an object array (SymPy symbols, exact or 50-digit numbers)."""
    return value.dtype == object


def show(shape):
    """(30, 'm') as the text "(30, m)"."""
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def brief(value):
    """What came, for a message: its repr, or only its kind where that would be long."""
    with contextlib.suppress(ValueError):               # an integer of more than 4300 digits
        if len(text := repr(value)) <= 60:
            return text
    return type(value).__name__


def is_number_or_symbol(entry):
    """True for what an array of objects may hold: a number, but no Decimal, or a formula."""
    return (isinstance(entry, numbers.Number) and not isinstance(entry, Decimal)
            or hasattr(entry, "free_symbols"))


def is_finite(entry):
    """False for nan, inf and the like, of Python, NumPy, SymPy and mpmath."""
    if isinstance(entry, (complex, np.complexfloating)):
        return cmath.isfinite(entry)
    return (getattr(entry, "is_finite", None) is not False              # SymPy's oo and zoo
            and str(entry) not in ("nan", "inf", "-inf", "+inf"))
