"""Random numbers for the cases that answers are tried on."""

from numpy.random import default_rng


def generator(*name):
    """A generator that depends on its name alone: a new case with its own changes no other."""
    return default_rng(list(repr(name).encode()))
