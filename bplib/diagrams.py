"""Diagrams of networks: neurons as nodes, weights as lines, each colour with its role (plot.COLOURS)."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.plot import COLOURS
from bplib.words import word

RADIUS = 0.24                                                # of a neuron; the rows are 1 apart


def network_diagram(sizes, *, weights=(), neuron=None, ax=None):
    """The network as nodes and lines, layer 1 at the left; rows counted from the top, as j is.

    weights  indices (l, j, k): these lines are drawn in the weight's colour and named w^l_jk
    neuron   (l, j), or a list of such pairs: these nodes are drawn in the error's colour and named δ^l_j
    """
    ax, places = _layers(sizes, ax, apart=1.6)               # room for the names of weights
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, named=indices in weights)
    _name_weights(ax, places, weights)
    errors = neuron if isinstance(neuron, list) else [neuron]
    for (l, j), place in places.items():
        role, name = ("backward", r"\delta") if (l, j) in errors else ("forward", "a")
        _draw_node(ax, place, rf"${name}^{{{l}}}_{{{j}}}$", role, fontsize=13)
    return ax


def network_values(sizes, activations, errors, *, ax=None):
    """The network with its numbers for one example: activations in the nodes, errors below them.

    activations and errors are {layer: (n_l, 1) array}, such as trace.a and gradient.delta.
    """
    ax, places = _layers(sizes, ax, apart=1.8)              # so that no error lies on the line from a lower neuron
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, named=False)
    for (l, j), (x, y) in places.items():
        _draw_node(ax, (x, y), f"{activations[l][j - 1, 0]:.4g}", "forward", fontsize=8.5)
        if l in errors:
            ax.text(x, y - 0.3, rf"$\delta = {errors[l][j - 1, 0]:.4g}$", ha="center", va="top", fontsize=12,
                    color=COLOURS["backward"], zorder=5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    return ax


def named_network(neurons, weights, biases, output, *, ax=None):
    """The network with the names of its parts, as a hand-out would draw it; all names are LaTeX.

    neurons {(l, j): name} in the nodes, weights {(l, j, k): name} on the lines, biases {(l, j): name} below the neurons;
    output stands behind the last neuron.
    """
    sizes = [sum(layer == l for layer, _ in neurons) for l in range(1, max(neurons)[0] + 1)]
    ax, places = _layers(sizes, ax, apart=1.8)
    for (l, j, k), (start, end) in _connections(places):
        _draw_weight(ax, start, end, named=False)
        ax.text(*(2 * np.array(start) + end) / 3, f"${weights[l, j, k]}$", fontsize=13, color=COLOURS["weight"],
                ha="center", va="center", zorder=2, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    for (l, j), (x, y) in places.items():
        _draw_node(ax, (x, y), f"${neurons[l, j]}$", "forward", fontsize=13)
        if (l, j) in biases:
            ax.text(x, y - 0.3, f"${biases[l, j]}$", ha="center", va="top", fontsize=13, color=COLOURS["weight"])
    ax.annotate(f"${output}$", (x + RADIUS, y), (x + 0.62, y), ha="left", va="center", fontsize=14, color=COLOURS["forward"],
                arrowprops={"arrowstyle": "<-", "color": COLOURS["forward"], "linewidth": 1.5})
    ax.set(xlim=(0.6, x + 1.0))
    return ax


def two_passes(L, *, ax=None):
    """What is computed from what: a¹ to aᴸ and C forward, δᴸ to δ² backward, the gradients from both."""
    ax = ax or plt.subplots(figsize=(1.45 * L + 1.6, 3.6))[1]
    a, delta = ({l: (1.7 * l, row) for l in range(1, L + 1)} for row in (0, -1))
    cost = (1.7 * L + 1.2, -0.5)
    for l in range(2, L + 1):
        _draw_arrow(ax, a[l - 1], a[l], "forward", rf"$w^{{{l}}}\!, b^{{{l}}}$", "weight")
        after, name = (delta[l + 1], "BP2") if l < L else (cost, "BP1")
        _draw_arrow(ax, after, delta[l], "backward", name)
        _draw_node(ax, delta[l], rf"$\delta^{{{l}}}$", "backward", fontsize=13)
        _draw_gradients(ax, l, a[l - 1], delta[l])
    _draw_arrow(ax, a[L], cost, "forward")
    for l, place in a.items():
        _draw_node(ax, place, rf"$a^{{{l}}}$", "forward", fontsize=13)
    _draw_node(ax, cost, "$C$", "cost", fontsize=13)
    ax.text(1.46, 0.5, rf"{word('forward pass')}  $\rightarrow$", color=COLOURS["forward"])
    ax.text(cost[0] + 0.3, -1.35, rf"$\leftarrow$  {word('backward pass')}", color=COLOURS["backward"], ha="right")
    ax.set(xlim=(1.3, cost[0] + 0.4), ylim=(-2.4, 0.7), aspect="equal")
    ax.axis("off")
    return ax


def four_equations():
    """Where the four equations of backpropagation stand: forward above, back below, the gradients at the bottom."""
    ax = plt.subplots(figsize=(8.2, 4.3))[1]
    columns = {"l-1": 0.0, "l": 2.4, "l+1": 5.4, "L": 8.4}
    a, delta = ({name: (x, y) for name, x in columns.items()} for y in (0.0, -1.6))
    cost = 10.2, -0.8
    for before, after in (("l-1", "l"), ("l", "l+1")):
        _draw_arrow(ax, a[before], a[after], "forward", f"$w^{{{after}}}\\!, b^{{{after}}}$", "weight")
    for row, role in ((a, "forward"), (delta, "backward")):
        start, end = (row["l+1"], row["L"])[::1 if role == "forward" else -1]
        _draw_arrow(ax, start, end, role, r"$\;\cdots\;$")
    _draw_arrow(ax, a["L"], cost, "forward")
    _draw_arrow(ax, cost, delta["L"], "backward", "BP1")
    _draw_arrow(ax, delta["l+1"], delta["l"], "backward", "BP2")
    for place, name in ((a["l-1"], "BP4"), (delta["l"], "BP4"), (delta["l"], "BP3")):
        _draw_arrow(ax, place, (0.6 if name == "BP4" else 2.4, -3.2), "forward" if place == a["l-1"] else "backward",
                    name if place == delta["l"] else "")
    for row, name in ((a, "a"), (delta, r"\delta")):
        for index, place in list(row.items())[name != "a":]:
            _draw_node(ax, place, f"${name}^{{{index}}}$", "forward" if name == "a" else "backward", 13, radius=0.36)
    _draw_node(ax, cost, "$C$", "cost", 13, radius=0.36)
    for place, formula in (((8.6, -2.4), r"$\delta^L = \nabla_a C \odot \sigma'(z^L)$"),
                           ((4.95, -2.4), r"$\delta^l = (w^{l+1})^T \delta^{l+1} \odot \sigma'(z^l)$"),
                           ((2.7, -3.55), r"$\dfrac{\partial C}{\partial b^l} = \delta^l$"),
                           ((0.2, -3.55), r"$\dfrac{\partial C}{\partial w^l} = \delta^l (a^{l-1})^T$")):
        ax.text(*place, formula, ha="center", va="center", fontsize=14)
    ax.text(-0.3, 0.62, rf"{word('forward pass')}  $\rightarrow$", color=COLOURS["forward"])
    ax.text(10.5, -3.0, rf"$\leftarrow$  {word('backward pass')}", color=COLOURS["backward"], ha="right")
    ax.set(xlim=(-1.0, 10.6), ylim=(-4.1, 0.9), aspect="equal")
    ax.axis("off")
    return ax


def _draw_gradients(ax, l, activation, error):
    """∂C/∂wˡ below and between the places of aˡ⁻¹ and δˡ, ∂C/∂bˡ below δˡ, with the arrows to them."""
    weights, biases = (error[0] - 0.85, -2), (error[0], -2)
    _draw_arrow(ax, activation, weights, "forward")
    _draw_arrow(ax, error, weights, "backward", "BP4")
    _draw_arrow(ax, error, biases, "backward", "BP3")
    for name, place in (("w", weights), ("b", biases)):
        ax.text(*place, rf"$\dfrac{{\partial C}}{{\partial {name}^{{{l}}}}}$", ha="center", va="center",
                fontsize=13, color=COLOURS["backward"])


def _draw_arrow(ax, start, end, role, text="", text_role=None):
    """An arrow from node to node with a text on its middle."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": COLOURS[role], "linewidth": 1.5,
                                            "shrinkA": 16, "shrinkB": 16})
    ax.text(*(np.array(start) + end) / 2, text, ha="center", va="center", fontsize=10,
            color=COLOURS[text_role or role],
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if text else None)


def path_diagram(sizes, weight, path, *, ax=None):
    """One path from a weight to the cost: the weight (l, j, k), then the neurons (r_l = j, …, r_L) of the path."""
    ax, places = _layers(sizes, ax)
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, named=False)
    l, j, k = weight
    L, cost = len(sizes), (len(sizes) + 1, 0)
    for neuron in range(1, sizes[-1] + 1):
        _draw_weight(ax, places[L, neuron], cost, named=False)
    on_path = [places[i, neuron] for i, neuron in enumerate(path, start=l)]
    ax.plot(*zip(places[l - 1, k], places[l, j]), color=COLOURS["weight"], linewidth=3, zorder=2)
    ax.plot(*zip(*on_path), color=COLOURS["forward"], linewidth=3, zorder=2)
    ax.plot(*zip(on_path[-1], cost), color=COLOURS["cost"], linewidth=3, zorder=2)
    for (_, neuron), place in places.items():
        _draw_node(ax, place, f"{neuron}", "forward" if place in on_path else "quiet", fontsize=9)
    _draw_node(ax, cost, "$C$", "cost", fontsize=11)
    ax.set(xlim=(0.6, L + 1.4))
    return ax


def _layers(sizes, ax, apart=1.0):
    """An Axes with the layers' names, and {(l, j): place of that neuron}; from layer to layer it is `apart`."""
    larger = 1.25 if apart > 1 else 1
    ax = ax or plt.subplots(figsize=(larger * 1.9 * len(sizes), larger * (0.75 * max(sizes) + 0.9)))[1]
    columns = {l: 1 + apart * (l - 1) for l in range(1, len(sizes) + 1)}
    for l, x in columns.items():
        ax.text(x, -max(sizes) / 2 - 0.15, f"{word('layer')} {l}", ha="center", va="top", fontsize=10)
    ax.set(xlim=(0.6, columns[len(sizes)] + 0.4), ylim=(-max(sizes) / 2 - 0.5, max(sizes) / 2 + 0.1), aspect="equal")
    ax.axis("off")
    return ax, {(l, j): (columns[l], (size + 1) / 2 - j) for l, size in enumerate(sizes, 1) for j in range(1, size + 1)}


def _connections(places):
    """((l, j, k), (place of neuron k of layer l − 1, place of neuron j of layer l)) for every weight."""
    for l, j in places:
        for k in (k for before, k in places if before == l - 1):
            yield (l, j, k), (places[l - 1, k], places[l, j])


def _draw_node(ax, place, text, role, fontsize, radius=RADIUS):
    ax.add_patch(plt.Circle(place, radius, facecolor="white", edgecolor=COLOURS[role], linewidth=2, zorder=3))
    ax.text(*place, text, ha="center", va="center", fontsize=fontsize, color=COLOURS[role], zorder=4)


def _draw_weight(ax, start, end, named):
    ax.plot(*zip(start, end), color=COLOURS["weight"] if named else "#949494", linewidth=2.6 if named else 1.0,
            zorder=2 if named else 1)


def _name_weights(ax, places, weights):
    """The name of each of these weights beside its line, where the other lines, nodes and names leave most room."""
    turns = np.linspace(0, 2 * np.pi, 60)
    disc = np.vstack([RADIUS * np.column_stack([np.cos(turns), np.sin(turns)]), [0, 0]])
    lines = {indices: np.linspace(*ends, 60) for indices, ends in _connections(places)}
    taken = [disc + place for place in places.values()] + [lines[key] for key in lines if key not in weights]
    for l, j, k in weights:
        named = [lines[key] for key in weights if key != (l, j, k)]
        at = _most_room(*np.array([places[l - 1, k], places[l, j]]), taken, named)
        ax.text(*at, rf"$w^{{{l}}}_{{{j}{k}}}$", fontsize=14, color=COLOURS["weight"], ha="center", va="center", zorder=5)
        taken.append(disc + at)


def _most_room(start, end, taken, named, beside=0.25):
    """Of the places at the distance `beside` from the line, the one farthest from what is taken.

    The distance from another named line counts half, so that nobody takes the name for that one's.
    """
    across = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
    offered = [start + share * (end - start) + side * beside * across
               for share in np.linspace(0.26, 0.74, 13) for side in (1, -1)]

    def room(at):
        return min(np.hypot(*(points - at).T).min() / factor
                   for group, factor in ((taken, 1), (named, 2)) for points in group)

    return max(offered, key=lambda at: round(room(at), 6))      # of equals the first, on every processor
