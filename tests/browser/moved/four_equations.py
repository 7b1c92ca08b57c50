"""What the figure four_equations shows, by bplib."""

import numpy as np

from bplib import backprop, cost_of, costs, forward


def each(letter, by_layer):
    """{"w3_12": …} for {3: matrix}, and {"a2_1": …} for {2: column}."""
    return {f"{letter}{l}_" + "".join(str(i + 1) for i in (place if array.shape[1] > 1 or letter in ("w", "dw") else place[:1])): array[place]
            for l, array in by_layer.items() for place in np.ndindex(array.shape)}


def numbers(data, state):
    net, target = data.net, data.target
    x = np.array([[state["x_1"]], [state["x_2"]]], float)
    trace, gradient = forward(net, x), backprop(net, x, target, costs.quadratic)
    layers = range(2, net.L + 1)
    return (each("a", trace.a) | each("slope", {l: net.slope(trace, l) for l in layers}) | each("delta", gradient.delta)
            | each("dw", gradient.w) | each("db", gradient.b) | each("w", {l: net[l].w for l in layers})
            | each("b", {l: net[l].b for l in layers}) | each("y", {net.L: target})
            | each("grad", {net.L: costs.quadratic.grad(trace.a[net.L], target)})
            | {"cost": cost_of(net, x, target, costs.quadratic)})
