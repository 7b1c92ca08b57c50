"""Question 1: one neuron by hand, numbers rounded to four decimals."""

import numpy as np

from bplib.activations import sigmoid
from bplib.words import word
from checks.answers import score, value_of
from checks.arrays import Wrong, numbers
from checks.compare import Named
from checks.mistakes import own, sentence

FORWARD, ACTIVATIONS = "foundations/forward", "foundations/activations"
# A number with four decimals may be off by 1 in the last, and by what rounding adds.
ROUNDED = 1.01e-4


def _prime(z):
    return float(sigmoid.prime(z, sigmoid.f(z)))


def _number(names, name, right, wrong):
    """Raise Wrong unless a number is right up to its rounding; wrong is {sentence: number}."""
    got = float(numbers(name, value_of(names, name), ()))
    if abs(got - right) <= ROUNDED:
        return
    for text, value in wrong.items():
        if abs(got - value) <= ROUNDED:
            raise Named("{name}: {text}", name=name, text=text)
    raise Wrong("{name} is {got:.6g}; with your numbers of the lines before, right is {right:.4f}.",
                name=name, got=got, right=right)


Z = np.array(1.4)


def _z(names):
    _number(names, "z_1", float(Z), {own("The bias is missing.", FORWARD): 1.7,
                                     own("The bias has the wrong sign.", FORWARD): 2.0})


def _own(names, name, right):
    """The student's own number; the right one where that is none, so that it costs nothing here."""
    try:
        return np.array(numbers(name, value_of(names, name), ()))
    except Wrong:
        return np.array(right)


def _is_near(names, name, *right):
    """True if a number is one of these up to its rounding."""
    got = float(numbers(name, value_of(names, name), ()))
    return any(abs(got - one) <= ROUNDED for one in right)


def _a(names):
    z = _own(names, "z_1", Z)
    if _is_near(names, "a_1", float(sigmoid.f(Z))):
        return
    _number(names, "a_1", float(sigmoid.f(z)), {
        own("The exponent has the wrong sign.", ACTIVATIONS): float(sigmoid.f(-z)),
        own("This is the tanh.", ACTIVATIONS): float(np.tanh(z))})


def _slope(names):
    z = _own(names, "z_1", Z)
    a = _own(names, "a_1", float(sigmoid.f(z)))
    if _is_near(names, "slope_1", _prime(z), _prime(Z)):
        return
    _number(names, "slope_1", float(a * (1 - a)), {
        sentence("slope at a"): _prime(a),
        sentence("slope formula fed with z"): float(z * (1 - z))})


def neuron(names):
    """One neuron by hand."""
    return score(names, (1, word("The weighted input"), _z), (1, word("The activation"), _a),
                 (2, word("The slope"), _slope))
