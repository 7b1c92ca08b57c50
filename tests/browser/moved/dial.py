"""What the figure dial shows, by bplib: δ of layer 2 by the whole network with a bias that turns the dial."""

import numpy as np

from bplib import Network, backprop, cost_of, costs, forward


def numbers(data, state):
    def turned(turn):
        """The network with the weighted input of the neuron moved by `turn`: by its bias."""
        b = data.net[2].b.copy()
        b[state["neuron"] - 1] += turn
        return Network([data.net[2]._replace(b=b), *data.net.layers[1:]])

    def at(turn):
        net, j = turned(turn), state["neuron"] - 1
        return (forward(net, data.x).z[2][j, 0], cost_of(net, data.x, data.target, costs.quadratic),
                backprop(net, data.x, data.target, costs.quadratic).delta[2][j, 0])

    (z, cost, delta), (_, cost_before, begin) = at(state["turn"]), at(0.0)
    return {"z": z, "cost": cost, "delta": delta, "begin": begin, "predicted": begin * state["turn"],
            "actual": np.float64(cost) - cost_before}
