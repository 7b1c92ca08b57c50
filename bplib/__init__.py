"""The code behind The Four Equations: backpropagation, derived and verified.

    from bplib import build, forward, backprop, bp1, bp2, bp3, bp4, cost_of, fit      the verbs
    from bplib import activations, costs, initialise, layers, optimise, data          the families

Where things stand:

    four_equations   bp1, bp2, bp3, bp4
    backprop         the gradient of a network: BP1, then one line per layer
    network, steps   numbered layers, and the forward pass; layers/: one file per kind of layer
    gradients        gradient functions made of others: with a penalty, in parts
    train, history   epochs and fit; optimise/: what makes a step of a gradient, and learning rates
    activations, costs, initialise, data
    differences      numerical derivatives; agreement: how far two results are apart
    expect, entries  checks of arguments at the public door
    symbolic/        the letters of the book, and how a derivation is carried out in them
    book/            every labelled equation: statement, meaning, code, tests, measurement
    wrong/           the bank of misconceptions, and the checks that catch them
    instruments/     counting multiplications, sums over paths, landscapes
    draw/            the figures; words: the words in them

The numeric core, symbolic/ and draw/ never import each other; wrong/ and instruments/ use the core;
book/ is where all meet, and nothing here imports it. `import bplib` loads the core alone.
"""

import importlib

from bplib.backprop import backprop, cost_function, cost_of, input_gradient
from bplib.four_equations import bp1, bp2, bp3, bp4
from bplib.network import Layer, Network, build, forward
from bplib.train import accuracy, epochs, fit, patience

_LATER = {"book", "data", "draw", "gradients", "initialise", "instruments", "optimise", "symbolic",
          "wrong"}

__all__ = ["Layer", "Network", "accuracy", "activations", "backprop", "bp1", "bp2", "bp3", "bp4",
           "build", "cost_function", "cost_of", "costs", "data", "differences", "digits", "epochs",
           "fit", "forward", "initialise", "input_gradient", "layers", "optimise", "patience"]


def __getattr__(name):
    """Rooms are loaded when they are asked for: numbers need no SymPy and no matplotlib."""
    if name == "digits":
        return importlib.import_module("bplib.data").digits
    if name in _LATER or name in __all__:
        return importlib.import_module(f"bplib.{name}")
    raise AttributeError(f"module 'bplib' has no attribute {name!r}")
