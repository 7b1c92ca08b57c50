"""What the figure bp2 shows, by bplib."""

import numpy as np
from bplib import backprop, bp2, costs, forward


def numbers(data, state):
    net, x, target = data.net, data.x, data.target
    gradient, L, j = backprop(net, x, target, costs.quadratic), net.L, state["neuron"] - 1
    slope = net.slope(forward(net, x), L - 1)
    w, delta = net[L].w, gradient.delta[L]
    known = {f"w{L}_{k}{i}": w[k - 1, i - 1] for k in range(1, len(w) + 1) for i in range(1, w.shape[1] + 1)}
    known |= {f"delta{L}_{k}": error for k, error in enumerate(delta[:, 0], start=1)}
    known |= {"slope": slope[j, 0], "right": gradient.delta[L - 1][j, 0]}
    if state["forget"] and w.shape[0] != w.shape[1]:
        return known
    used = w.T if state["forget"] else w
    return known | {"sum": (used.T @ delta)[j, 0], "error": bp2(used, delta, slope)[j, 0]} | {
        f"term_{k}": term for k, term in enumerate(used[:, j] * delta[:, 0], start=1)}
