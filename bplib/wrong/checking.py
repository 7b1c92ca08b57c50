"""Wrong ways of checking a gradient, and the right one. Each returns the relative error that
it sees in the gradient of bplib.

The table is bplib.wrong.functions.
"""

import numpy as np

from bplib.backprop import backprop, cost_function
from bplib.costs import quadratic
from bplib.differences import central_differences, relative_error
from bplib.initialise import xavier
from bplib.network import build, forward, to_vector, with_vector


def _error(net, x, y, cost, theta, f):
    gradient = backprop(with_vector(net, theta), x, y, cost)
    return relative_error(gradient.vector, central_differences(f, theta))


def _off_the_kinks(net):
    theta = to_vector(net.parameters)
    return theta + np.linspace(0.1, 0.2, theta.size)


def check_of_the_cost(net, x, y, cost):
    """Central differences of the cost in float64, at a place where no weighted input is 0."""
    return _error(net, x, y, cost, _off_the_kinks(net), cost_function(net, x, y, cost))


def check_of_the_output(net, x, y, cost):
    """Central differences of the sum of the outputs."""
    def output(theta):
        return forward(with_vector(net, theta), x).a[net.L].sum()

    return _error(net, x, y, cost, _off_the_kinks(net), output)


def check_at_a_kink(net, x, y, cost):
    """Central differences of the cost at the network as it is: biases 0, an example that is 0."""
    return _error(net, x, y, cost, to_vector(net.parameters), cost_function(net, x, y, cost))


def check_in_float32(net, x, y, cost):
    """Central differences of the cost in float32, with the step that suits float64."""
    f = cost_function(net, x.astype(np.float32), y.astype(np.float32), cost)
    return _error(net, x, y, cost, _off_the_kinks(net),
                  lambda theta: float(f(theta.astype(np.float32))))


def right_gradient_passes(error):
    """It reports an error below 1e-6 for the right gradient of a ReLU network at its start."""
    rng = np.random.default_rng(0)
    net = build((3, 4, 2), ("relu", "identity"), rng, xavier)
    x = rng.normal(size=(3, 4))
    x[:, 0] = 0.0                                # an empty example: z² = b² = 0, the kink of ReLU
    return error(net, x, rng.normal(size=(2, 4)), quadratic) < 1e-6
