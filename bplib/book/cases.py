"""Small networks for the wrong answers of questions: wrong versions run there, also on symbols."""

import numpy as np
from sympy import Symbol

from bplib import costs
from bplib.activations import Activation
from bplib.network import Layer, Network
from bplib.symbolic import sigma, sigma_prime

ANY = Activation("sigma", np.vectorize(sigma, otypes=[object]),
                 lambda z, a: np.vectorize(sigma_prime, otypes=[object])(z))


def case_of(x, *weights, y=None, activation=ANY):
    """(net, x, y, cost) of one example: numbers if `activation` is a name, or else symbols.

    x, y     columns, as lists of rows; the cost is quadratic. Without y, ∂C/∂a is c_1, c_2, …
    weights  one matrix for each layer, as lists of rows; the biases are 0
    """
    kind = object if activation is ANY else float
    net = Network(Layer(np.array(w, dtype=kind), np.zeros((len(w), 1), dtype=kind), activation)
                  for w in weights)
    if y is not None:
        return net, np.array(x, dtype=kind), np.array(y, dtype=kind), costs.quadratic
    by_a = np.array([[Symbol(f"c_{j}")] for j in range(1, len(weights[-1]) + 1)])
    given = costs.Cost("given", None, lambda a, y: by_a, False, lambda y: None)
    return net, np.array(x, dtype=kind), by_a, given
