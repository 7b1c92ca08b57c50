"""What the figure paths shows, by bplib: every path is walked."""

import numpy as np

from bplib import Network, backprop, costs
from bplib.instruments import path_sums


def steps_of(paths, L, merged):
    """The lines between neurons: a layer that is not merged has a neuron for each beginning of a path."""
    def node(path, i):
        return path[i - 2] if i > L - merged else path[:i - 1]

    return len({(i, node(path, i - 1), node(path, i)) for path in paths for i in range(3, L + 1)})


def numbers(data, state):
    L = state["layers"]
    net = Network(data.net.layers[:L - 1])
    paths = path_sums.paths(net.sizes, 2, 1)
    found = path_sums.derivatives(net, data.x, data.target, costs.quadratic)
    products = path_sums.path_products(found, net.sizes, 2, 1, 1)
    gradient = backprop(net, data.x, data.target, costs.quadratic)
    np.testing.assert_allclose(sum(products.values()), gradient.w[2][0, 0], rtol=1e-12)
    by_activation = {L: found.end} | {i: net[i + 1].w.T @ gradient.delta[i + 1] for i in range(2, L)}
    own = paths[min(state["path"], len(paths)) - 1]
    return {"paths": path_sums.number_of_paths(net.sizes, 2), "steps": steps_of(paths, L, int(state["merge"] + 1e-9)),
            "least": steps_of(paths, L, L), "product": products[own], "derivative": gradient.w[2][0, 0]} | {
        f"S{i}_{j + 1}": column[j, 0] for i, column in by_activation.items() for j in range(len(column))}
