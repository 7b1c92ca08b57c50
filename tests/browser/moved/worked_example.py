"""What the figure worked_example shows, by bplib."""

import numpy as np

from bplib import Layer, Network, backprop, cost_of, costs, forward

PARAMETERS = "w_11 w_12 w_21 w_22 b_1 b_2 w_31 w_32 b_3".split()       # in the order of bplib


def numbers(data, state):
    def array(*rows):
        return np.array([[float(state[name]) for name in row.split()] for row in rows])

    net = Network([Layer(array("w_11 w_12", "w_21 w_22"), array("b_1", "b_2"), state["activation"]),
                   Layer(array("w_31 w_32"), array("b_3"), "identity")])
    x, y = array("x_1", "x_2"), array("y")
    trace, gradient = forward(net, x), backprop(net, x, y, costs.quadratic)
    delta, slope = gradient.delta, net.slope(trace, 2)
    return {"a_1": trace.a[2][0, 0], "a_2": trace.a[2][1, 0], "output": trace.a[3].item(), "cost": cost_of(net, x, y, costs.quadratic),
            "delta_1": delta[2][0, 0], "delta_2": delta[2][1, 0], "delta_3": delta[3].item(),
            "slope_1": slope[0, 0], "slope_2": slope[1, 0]} | {
        f"d{name}": value for name, value in zip(PARAMETERS, gradient.vector)}
