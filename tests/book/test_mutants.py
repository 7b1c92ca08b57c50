"""A wrong sign, index, factor, exponent or limit in any statement is seen by its measurement."""

from dataclasses import replace

import numpy as np
import pytest
from mutants import mutants
from sympy import simplify

from bplib.book import STATEMENTS

# What is raised where a mutant cannot be evaluated at all: that is a failure too.
RAISED = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)


def survives(statement, mutant):
    """True if the measurement takes the mutant for the statement."""
    try:
        with np.errstate(all="ignore"):
            return statement.measure(replace(statement.equation, rhs=mutant)) < statement.tolerance
    except RAISED:
        return False


def equal(one, other):
    return simplify(one - other) == 0


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.tag)
def test_every_mutant_is_seen(statement):
    left = [what for what, mutant in mutants(statement.rhs).items()
            if survives(statement, mutant) and not equal(mutant, statement.rhs)]
    assert not left, "\n".join(left)


def test_there_are_many_mutants():
    assert sum(len(mutants(statement.rhs)) for statement in STATEMENTS) >= 150
