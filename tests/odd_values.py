"""Values of every kind, most of them wrong: what a fuzz hands to one argument in place of the right one."""

import datetime
import tempfile
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Number, Real

import numpy as np
import sympy
from hypothesis import strategies as st

from bplib.instruments.counting import Count, CountedArray
from bplib.symbolic import a, j, l
from strategies import case

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">f8", "g", "F", "D", "O", "U4", "M8[D]")


class Plain(np.ndarray):
    """A subclass that does nothing of its own."""


def nothing(*args, **kwargs):
    """A function that returns nothing."""


NUMBERS = (0, 1, 2, 3, -1, 10**400, 2**63, np.int8(2), np.uint8(2), np.int64(1), np.uint64(3), True, np.bool_(True), 0.5, 2.0, -0.5, 0.0, 1e-300,
           np.nan, np.inf, -np.inf, np.float16(0.5), np.float32(0.25), np.float64(0.5), np.longdouble(0.5), Fraction(1, 2), Fraction(2),
           Fraction(1, 10**400), Decimal("0.5"), Decimal("nan"), 0.5j, 1 + 0j, np.complex64(0.5), sympy.Rational(1, 2), sympy.Integer(2),
           sympy.Float(0.5), sympy.nan, sympy.zoo, sympy.I)
OTHERS = (None, "", "abc", "tanh", b"x", [], [1.0], [1.0, 2.0], [[1.0], [2.0]], [[1.0], [1.0, 2.0]], [None], ["a"], (), (1, 2), (2, 3), (1, 2, 3), {},
          {1: 2}, set(), range(2, 4), object(), nothing, sympy.Symbol("s"), l, j, a[l, j], sympy.Eq(l, j), slice(None), datetime.date(2020, 1, 1),
          np.datetime64("2020-01-01"), case().net, case().cost, np.random.default_rng(0), np.random.RandomState(0), np.dtype(float), ...)
values = st.sampled_from(NUMBERS) | st.sampled_from(OTHERS)


def of_dtype(content, dtype):
    if dtype == "M8[D]":
        return np.abs(content).astype("i8").astype(dtype)
    if dtype in ("?", "u1", "u2", "u4", "u8"):
        return np.abs(content).round().astype(dtype)
    return content.astype(dtype)


def laid_out(array, layout):
    """The same entries in another memory order."""
    array = np.asarray(array)
    if layout == "F":
        return np.asfortranarray(array)
    if layout == "backwards" and array.ndim:
        return array[::-1].copy()[::-1]
    if layout == "every second" and array.ndim:
        return np.repeat(array, 2, axis=-1)[..., ::2]
    if layout == "read-only":
        array.flags.writeable = False
    return array


def of_class(array, kind):
    if kind == "matrix" and array.ndim == 2:
        return array.view(np.matrix)
    if kind == "masked":
        return np.ma.masked_array(array, mask=np.zeros(array.shape, bool))
    if kind == "memmap" and array.size and array.dtype != object:
        mapped = np.memmap(tempfile.TemporaryFile(), array.dtype, "w+", shape=array.shape)
        mapped[...] = array
        return mapped
    if kind == "subclass":
        return array.view(Plain)
    if kind == "counted" and array.size and array.dtype.kind in "fc":
        return CountedArray(array, Count())
    return array.tolist() if kind == "list" else array


@st.composite
def arrays(draw, valid):
    """Arrays like the valid one, of any dtype, class and memory order; some of another shape, some with nan or inf."""
    like = draw(st.integers(0, 3))
    shape = valid.shape if like else tuple(draw(st.lists(st.integers(0, 3), max_size=4)))
    content = np.resize(valid.astype(float), shape) if valid.size and 0 not in shape else np.zeros(shape)
    if content.size and draw(st.integers(0, 7)) == 0:
        content = content.copy()
        content.flat[draw(st.integers(0, content.size - 1))] = draw(st.sampled_from((np.nan, np.inf, -np.inf)))
        dtype = draw(st.sampled_from(("f2", "f4", "f8", "g", "F", "D", "O")))
    else:
        dtype = draw(st.sampled_from(DTYPES))
    if dtype == "O" and content.size and draw(st.booleans()):
        entry = draw(st.sampled_from(NUMBERS + (None, "a", sympy.Symbol("s"), a[l, j])))
        content = content.astype(object)
        content.flat[0] = entry
    array = laid_out(of_dtype(content, dtype), draw(st.sampled_from(("C", "F", "backwards", "every second", "read-only"))))
    return of_class(array, draw(st.sampled_from(("plain", "plain", "plain", "matrix", "masked", "memmap", "subclass", "counted", "list"))))


def instead_of(valid):
    """What to hand over in place of this right value."""
    if isinstance(valid, np.ndarray):
        return arrays(valid) | values
    if isinstance(valid, Number):
        return st.sampled_from(NUMBERS) | values
    return values


def in_plain(valid, odd):
    """What `odd` stands for as a plain float64 (or complex128) array, an int or a float; None if it stands for nothing."""
    try:
        if isinstance(valid, np.ndarray):
            array = np.array(odd)
            if valid.dtype.kind == "i":
                return array.astype(int) if array.dtype.kind in "iu" else None
            real = array.dtype.kind in "iuf" or array.dtype.kind == "O" and all(isinstance(entry, Real) for entry in array.flat)
            whole = array.dtype.kind == "c" or array.dtype.kind == "O" and all(isinstance(entry, Number) for entry in array.flat)
            return array.astype(float) if real else array.astype(complex) if whole else None
        if isinstance(odd, (bool, np.bool_)):
            return None
        if isinstance(valid, int):
            return int(odd) if isinstance(odd, Integral) else None
        return float(odd) if isinstance(odd, Real) else None
    except (TypeError, ValueError, OverflowError):
        return None
