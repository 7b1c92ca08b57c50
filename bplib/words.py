"""Every word that stands inside a figure, in one place, so that an edition can replace them.

Formulas (z, δˡ) are not words and are written where they are used.
"""

WORDS = {
    "accuracy": "accuracy",
    "all weights, backpropagation": "all weights, backpropagation",
    "backpropagation": "backpropagation",
    "backward pass": "backward pass",
    "central difference": "central difference",
    "central difference, float32": "central difference, float32",
    "complex step": "complex step",
    "cost": "cost",
    "count": "number of examples",
    "cross-entropy": "cross-entropy",
    "digit": "digit",
    "epoch": "epoch",
    "error": "relative error",
    "example": "example",
    "examples": "examples",
    "extrapolated": "extrapolated",
    "finite differences": "finite differences",
    "formula": "formula",
    "forward difference": "forward difference",
    "forward pass": "forward pass",
    "gradient descent": "gradient descent",
    "input": "input",
    "layer": "layer",
    "learning rate": "learning rate",
    "left to right": "left to right",
    "measured": "measured",
    "multiplications": "multiplications",
    "number of layers": "number of layers",
    "number of parameters": "number of parameters",
    "one weight, path by path": "one weight, path by path",
    "output": "output",
    "predicted": "predicted",
    "quadratic cost": "quadratic cost",
    "right to left": "right to left",
    "step": "step",
    "test": "test",
    "time of a gradient": "time of one gradient (s)",
    "time ratio": "backward time / forward time",
    "training": "training",
    "true": "true",
    "validation": "validation",
}


def word(key):
    """The word for `key` in this edition. Raises KeyError for a key that WORDS does not have."""
    return WORDS[key]
