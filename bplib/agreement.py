"""How far two results are apart: one number for two arrays, or for two lists of arrays."""

import numbers

import numpy as np

from bplib.expect import (expect_finite, expect_not_negative, expect_numbers, expect_real,
                          expect_same_shape, is_symbolic)


def relative_error(a, b, floor=0.0):
    """max|a − b| / max(max|a|, max|b|, floor), and 0 where all three are zero.

    a and b are two numbers, two arrays of one shape, or two lists of arrays: then it is the largest
    of the pairs. Small entries hide beside large ones in one array, so compare the gradient of a
    deep network array by array: backprop(…).arrays and with_vector(net, numerical).parameters.
    Where both are 0 but for rounding, at an exact minimum for example, the relative error is of
    size 1 for a right gradient too; `floor` is the size below which an array counts as 0.

    Nothing is broadcast. Raises TypeError for what holds no numbers, ValueError for different
    shapes, for nan and inf, and for nothing to compare.
    """
    floor = expect_not_negative("floor", floor)
    pairs = [(_numbers(f"a{place}", one), _numbers(f"b{place}", other), place)
             for one, other, place in _pairs(a, b)]
    return max(_relative_error(*pair, floor) for pair in pairs)


def _pairs(a, b):
    """(a, b, ""), or for lists of arrays the pairs in them with the place of each."""
    if not all(isinstance(side, (list, tuple)) and any(isinstance(one, np.ndarray) for one in side)
               for side in (a, b)):
        return [(a, b, "")]
    if len(a) != len(b):
        raise ValueError(f"b must hold as many arrays as a, {len(a)}; got {len(b)}")
    return [(one, other, f"[{i}]") for i, (one, other) in enumerate(zip(a, b))]


def _numbers(name, value):
    """`value` as an array of numbers that are finite, at least of the precision of float32."""
    array = expect_numbers(name, value)
    if is_symbolic(array) and not all(isinstance(entry, numbers.Number) for entry in array.flat):
        raise TypeError(f"{name} must hold numbers; got symbols")
    expect_finite(name, array)
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _relative_error(a, b, place, floor):
    expect_same_shape(f"b{place}", b, f"a{place}", a)
    size = max(np.abs(a).max(), np.abs(b).max(), floor)
    if size > 1e30:                                     # or a difference, a square could overflow
        a, b, size = a / size, b / size, 1.0
    return 0.0 if size == 0 else float(np.abs(a - b).max() / size)


def agree(a, b, tolerance):
    """True if two float arrays agree: one shape, the same nan, inf and −inf, and close elsewhere.

    Close is a relative error below `tolerance`. Raises TypeError for what holds no numbers.
    """
    a, b = expect_numbers("a", a), expect_numbers("b", b)
    expect_real("tolerance", tolerance, above=0)
    if a.shape != b.shape:
        return False
    if is_symbolic(a) or is_symbolic(b):
        return relative_error(a, b) < tolerance
    finite = np.isfinite(a)
    return bool(np.array_equal(a[~finite], b[~np.isfinite(b)], equal_nan=True)
                and np.array_equal(finite, np.isfinite(b))
                and (not finite.any() or relative_error(a[finite], b[finite]) < tolerance))
