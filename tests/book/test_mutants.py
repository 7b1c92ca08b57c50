"""A wrong sign, index, factor, exponent or limit in any statement is seen by its measurement."""

from dataclasses import replace

import numpy as np
import pytest
from mutants import mutants
from sympy import simplify
from sympy.tensor.indexed import Indexed

from bplib.book import STATEMENTS
from bplib.symbolic import Partial

# What is raised where a mutant cannot be evaluated at all: that is a failure too.
RAISED = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)


# Their left side is an array of the code, which is evaluated too.
ON_A_NETWORK = ("F1", "F2", "BP1", "BP2", "BP3", "BP4", "BP3, batch", "BP4, batch")


def survives(statement, mutant, side="rhs"):
    """True if the measurement takes the mutant of one side for the statement."""
    try:
        with np.errstate(all="ignore"):
            return statement.measure(replace(statement.equation, **{side: mutant})) < statement.tolerance
    except RAISED:
        return False


def equal(one, other):
    return simplify(one - other) == 0


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.tag)
def test_every_mutant_is_seen(statement):
    left = [what for what, mutant in mutants(statement.rhs).items()
            if survives(statement, mutant) and not equal(mutant, statement.rhs)]
    assert not left, "\n".join(left)


@pytest.mark.parametrize("statement", [one for one in STATEMENTS if one.tag in ON_A_NETWORK], ids=lambda one: one.tag)
def test_every_mutant_of_the_left_side_is_seen(statement):
    quantity = statement.lhs.args[1] if isinstance(statement.lhs, Partial) else statement.lhs
    for what, mutant in mutants(quantity).items():
        if isinstance(mutant, Indexed):                  # another index; a sign or a factor is seen on the right side
            left = Partial(statement.lhs.args[0], mutant) if isinstance(statement.lhs, Partial) else mutant
            assert not survives(statement, left, side="lhs"), what


def test_there_are_many_mutants():
    assert sum(len(mutants(statement.rhs)) for statement in STATEMENTS) >= 150
