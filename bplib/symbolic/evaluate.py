"""The value of a symbolic formula on arrays: the bridge from SymPy to numbers.

    evaluate(BP2.rhs, {n: {…}, w: {…}, delta: {…}, z: {…}, sigma_prime: f},
             at={l: 2}, over=[(j, 1, n[l])])

is δ² computed from the printed formula alone, in floats or with as many digits as asked.
"""

import itertools
import math
import numbers
from functools import reduce
from operator import mul

import mpmath
import numpy as np
from sympy import Add, Expr, Function, KroneckerDelta, Mul, Pow, Product, Sum, Symbol
from sympy.tensor.indexed import Indexed

from bplib.expect import brief, expect_array, expect_callable, expect_int, show
from bplib.symbolic.formulas import expect_formula, expect_ranges
from bplib.symbolic.notation import OF_EXAMPLES, LayerEntry, m, n


def evaluate(expr, values, at=None, over=(), digits=None):
    """The value of `expr`, or the array of its values with one axis for each range in `over`.

    expr    a formula in the symbols of bplib.symbolic.notation
    values  what each symbol stands for: {n: {layer: width}, w: {layer: array}, …}. z, a, b and
            delta are columns (n_l, 1) of one example, y is (n_L, 1); in the formulas of a batch
            z[l, j, i], a, delta and y[j, i] are (n_l, m), with m given too; functions are given
            as {sigma: f} and act on one number (of mpmath, if `digits` is given)
    at      numbers for the free indices: {l: 2}
    over    ranges of free indices, written as in a Sum: (j, 1, n[l])
    digits  None for float64, else the number of decimal digits to compute with; the float64
            entries of the arrays are then taken as exact

    Raises ValueError naming the symbol that has no value, or whose array holds nan or inf or does
    not have the shape that the widths n say; for an index that is no integer; and, showing the
    formula, where its value is not a real number. TypeError for arguments of another kind.
    """
    expr, over = expect_formula("expr", expr), expect_ranges("over", over)
    at = {} if at is None else at
    for name, value in (("values", values), ("at", at)):
        if not isinstance(value, dict):
            raise TypeError(f"{name} must be a dictionary {{symbol: value}}; got {brief(value)}")
    at = {index: _integer(f"at[{index}]", value) for index, value in at.items()}
    if digits is None:
        return _table(expr, _Context(values, float, math), at, over)
    with mpmath.workdps(expect_int("digits", digits, least=1, most=100_000)):
        return _table(expr, _Context(values, mpmath.mpf, mpmath.mp), at, over)


class _Context:
    """The values of the symbols, the kind of number, and the module of its exp, log, …"""

    def __init__(self, values, number, functions):
        self.values, self.number, self.functions = values, number, functions

    def read(self, name, value, place=""):
        """A value that was given, as a number of this kind; `place` says where it stands."""
        real = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))
        if not real and not (isinstance(value, Expr) and value.is_number):
            raise TypeError(f"values: {name} must be a real number; got {brief(value)}")
        try:
            if isinstance(value, numbers.Rational):
                found = self.number(int(value.numerator)) / int(value.denominator)
            else:
                found = self.number(value)
        except (TypeError, OverflowError):               # √−1, 10⁴⁰⁰
            found = mpmath.nan
        if not mpmath.isfinite(found):
            raise ValueError(f"{name} must be finite; got {str(value)[:40]}{place}")
        return found

    def call(self, function, expr, arguments):
        """function(*arguments), if that is one number."""
        name = expr.func.__name__
        expect_callable(f"values of {name}", function, "math.tanh")
        try:
            value = function(*arguments)
        except ArithmeticError:
            raise
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"expr must have a finite real value; got {error} "
                             f"for {expr}, which is {name}({', '.join(map(str, arguments))})"
                             ) from error
        if np.shape(value) != () or not isinstance(value, (numbers.Number, np.ndarray)):
            raise ValueError(f"values of {name} must return one number; got {brief(value)}")
        return value

    def look_up(self, key, name):
        if key not in self.values:
            known = ", ".join(map(str, self.values)) or "nothing"
            raise ValueError(f"values must say what {name} is; got only {known}")
        return self.values[key]


def _table(expr, context, at, over):
    ranges = [_range(limits, context, at) for limits in over]
    result = np.empty([len(r) for r in ranges], dtype=float if context.number is float else object)
    for place in itertools.product(*map(range, result.shape)):
        here = at | {limits[0]: r[i] for limits, r, i in zip(over, ranges, place)}
        result[place] = _finite(expr, context, here)
    return result if over else result[()]


def _finite(expr, context, at):
    try:
        value = _value(expr, context, at)
        if mpmath.isfinite(value) and not isinstance(value, (complex, mpmath.mpc)):
            return value
    except ArithmeticError as error:                     # division by 0, overflow
        value = f"{type(error).__name__} ({error})" if str(error) else type(error).__name__
    raise ValueError(f"expr must have a finite real value; got {value} for {expr}")


def _range(limits, context, at):
    index, first, last = limits
    first, last = (_integer(f"the limit {end} of {index}", _value(end, context, at))
                   for end in (first, last))
    return range(first, last + 1)


def _integer(name, value):
    """`value` as an int; ValueError if it is a number that is none."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Number):
        raise TypeError(f"{name} must be an integer; got {brief(value)}")
    try:
        whole = None if isinstance(value, (complex, np.complexfloating)) else int(value)
    except (ValueError, OverflowError, TypeError):       # nan, inf
        whole = None
    if whole is None or whole != value:
        raise ValueError(f"{name} must be an integer; got {brief(value)}")
    return whole


def _value(expr, context, at):
    """The number that `expr` is, with the indices in `at`."""
    if expr.is_Integer:
        return int(expr)
    if expr.is_Rational:
        return context.number(expr.p) / expr.q
    if expr.is_real and expr.is_number and not expr.args:        # a decimal fraction, π, e
        return context.number(expr.n(mpmath.mp.dps + 5))
    if isinstance(expr, Symbol):
        return at[expr] if expr in at else context.read(expr, context.look_up(expr, expr))
    if isinstance(expr, Indexed):
        return _entry(expr, context, [_integer(f"the index {i} of {expr.base}",
                                               _value(i, context, at)) for i in expr.indices])
    if isinstance(expr, (Sum, Product)):
        return _fold(expr, context, at)
    return _combined(expr, context, [_value(arg, context, at) for arg in expr.args])


def _combined(expr, context, arguments):
    """The number that a sum, product, power or function of the numbers `arguments` is."""
    if isinstance(expr, Add):
        return sum(arguments)
    if isinstance(expr, Mul):
        return reduce(mul, arguments)
    if isinstance(expr, Pow):
        return _power(context.number(arguments[0]), arguments[1])
    if isinstance(expr, KroneckerDelta):
        return int(arguments[0] == arguments[1])
    if isinstance(expr, Function):
        name = expr.func.__name__
        function = context.values.get(expr.func) or getattr(context.functions, name, None)
        return context.call(function or context.look_up(expr.func, name), expr, arguments)
    raise ValueError("expr must be made of sums, products, powers, indexed symbols and functions; "
                     f"got {expr}")


def _power(base, exponent):
    if base < 0 and exponent != int(exponent):
        raise ValueError("expr: a power must be real; "
                         f"got the base {base} with the exponent {exponent}")
    return base ** exponent


def _fold(expr, context, at):
    """The sum or product over the last index of `expr`; inner indices are folded by recursion."""
    *inner, (index, first, last) = expr.limits
    body = expr.func(expr.function, *inner) if inner else expr.function
    terms = [_value(body, context, at | {index: i})
             for i in _range((index, first, last), context, at)]
    return sum(terms) if isinstance(expr, Sum) else reduce(mul, terms, 1)


def _entry(entry, context, indices):
    """The number in the array of `entry`, after its shape is checked against the widths."""
    name, given = str(entry.base.label), context.look_up(entry.base, entry.base.label)
    if not isinstance(entry, LayerEntry):
        if entry.base == n:
            return expect_int(f"n[{indices[0]}]", _at_layer(name, given, indices[0]), least=1)
        shape = ("n_L", *_batch(name, indices, context), 1)[:2]
        return _element(name, given, shape, (*indices, 1)[:2], context)
    layer, *neurons = indices
    array, widths = _at_layer(name, given, layer), context.look_up(n, "n")
    batch = _batch(name, neurons, context)
    shape = [_at_layer("n", widths, layer - back) for back in range(len(neurons) - len(batch))]
    return _element(f"{name}[{layer}]", array, (*shape, *batch, 1, 1)[:2], (*neurons, 1, 1)[:2],
                    context)


def _batch(name, indices, context):
    """[m] where the second lower index counts examples, as in z[l, j, i], else []."""
    if name in OF_EXAMPLES and len(indices) == 2:
        return [expect_int("m", context.look_up(m, "m"), least=1)]
    return []


def _at_layer(name, given, layer):
    if not isinstance(given, dict):                              # a list would count from 0
        raise ValueError(f"values of {name} must be {{layer: value}}; got {type(given).__name__}")
    if layer not in given:
        raise ValueError(f"values of {name} must include layer {layer}; "
                         f"got layers {', '.join(map(str, given))}")
    return given[layer]


def _element(name, array, shape, indices, context):
    expect_array(name, array, shape)
    if array.dtype.kind == "c":                          # float() would leave out a part of it
        raise TypeError(f"{name} must hold real numbers; got dtype {array.dtype}")
    if not all(1 <= i <= length for i, length in zip(indices, array.shape)):
        raise ValueError(f"{name} has no entry {show(indices)}; its shape is {array.shape}")
    return context.read(name, array[indices[0] - 1, indices[1] - 1], f" at {show(indices)}")
