"""Checks of formulas at the public door: the argument's name, what was expected, what came."""

import numbers

from sympy import Expr, Integer, Rational, Symbol, Tuple, sympify
from sympy.matrices.matrixbase import MatrixBase

from bplib.expect import brief


def expect_formula(name, value):
    """`value` as a SymPy formula: an expression, a matrix or a number.

    Raises TypeError for a text, an array, anything else, and an equation, of which one side is one.
    """
    if isinstance(value, (Expr, MatrixBase)):
        return value
    if isinstance(value, numbers.Number) and not isinstance(value, bool):
        return Rational(value) if isinstance(value, numbers.Rational) else sympify(value)
    if hasattr(value, "rhs"):
        given = getattr(value, "tag", "") or "the equation"
        raise TypeError(f"{name} must be one formula; got an equation: give {given}.rhs")
    raise TypeError(f"{name} must be a formula of SymPy or a number; got {brief(value)}")


def expect_ranges(name, ranges):
    """`ranges` as a list of triples (index, first, last), written as in a Sum: (j, 1, n[l])."""
    if not isinstance(ranges, (tuple, list, Tuple)):
        raise TypeError(f"{name} must hold ranges such as (j, 1, n[l]); got {brief(ranges)}")
    triples = []
    for i, limits in enumerate(ranges):
        if not (isinstance(limits, (tuple, list, Tuple)) and len(limits) == 3
                and isinstance(limits[0], Symbol)):
            raise TypeError(f"{name}[{i}] must be a range such as (j, 1, n[l]); "
                            f"got {brief(limits)}")
        index, *ends = limits
        triples.append((index, *(expect_formula(f"{name}[{i}]", end) for end in ends)))
    return triples


def expect_index(name, value):
    """`value` as a formula that may be an integer: a layer, a neuron, an example."""
    value = Integer(value) if isinstance(value, numbers.Integral) else expect_formula(name, value)
    if value.is_integer is False or value.is_number and not value.is_integer:
        raise TypeError(f"{name} must be an integer, or made of symbols of bplib.symbolic; "
                        f"got {brief(value)}")
    return value


def expect_symbol(name, value):
    """Return `value` if it is one symbol of SymPy, such as j."""
    if not isinstance(value, Symbol):
        raise TypeError(f"{name} must be a symbol, such as j; got {brief(value)}")
    return value
