"""Networks: neurons as nodes, weights as lines, each colour with its role (style.COLOURS)."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.nodes import RADIUS, draw_node
from bplib.draw.sizes import drawn_anew, on_a_phone
from bplib.draw.style import COLOURS, GREYS
from bplib.words import word

# The room of numbers around a neuron: its radius, from row to row, from its centre to a number.
WINDOW, ON_A_PHONE = (RADIUS, 1.0, 0.35), (0.36, 1.6, 0.52)


def indices(sizes, *, weights=(), neuron=None, ax=None):
    """The network as nodes and lines, layer 1 at the left; rows counted from the top, as j is.

    weights  indices (l, j, k): these lines are drawn in the weight's colour and named w^l_jk
    neuron   (l, j), or a list of such pairs: these nodes are drawn in the error's colour and
             named δ^l_j
    """
    ax, places = _layers(sizes, ax, apart=1.6)               # room for the names of weights
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, named=indices in weights)
    _name_weights(ax, places, weights)
    errors = neuron if isinstance(neuron, list) else [neuron]
    for (l, j), place in places.items():
        role, name = ("backward", r"\delta") if (l, j) in errors else ("forward", "a")
        draw_node(ax, place, rf"${name}^{{{l}}}_{{{j}}}$", role, fontsize=13)
    return ax


def numbers(sizes, activations, errors, *, weights=None, weighted_inputs=None, slopes=None,
            biases=None, cost=None, ax=None):
    """The network with its numbers for one example: activations in the nodes, errors below them.

    activations and errors are {layer: (n_l, 1) array}, such as trace.a and gradient.delta. So are
    weighted_inputs and slopes, which stand above the nodes, and biases, below them; weights are
    {layer: (n_l, n_{l−1}) array}, each on its line, and cost stands behind the last neuron.
    """
    above = (("z", weighted_inputs, "forward"), (r"\sigma'", slopes, "backward"))
    below = (("b", biases, "weight"), (r"\delta", errors, "backward"))
    drawn = (sizes, activations, weights or {}, above, below, cost)
    if ax is not None:
        return _draw_numbers(ax, WINDOW, *drawn)
    ax = _draw_numbers(None, WINDOW, *drawn)
    _draw_numbers(drawn_anew(ax, height=1.35 * max(sizes) + 0.6), ON_A_PHONE, *drawn)
    return ax


def _draw_numbers(ax, room, sizes, activations, weights, above, below, cost):
    radius, row, away = room
    # So far apart, no error lies on the line from a lower neuron.
    ax, places = _layers(sizes, ax, apart=1.8, row=row)
    for (l, j, k), (start, end) in _connections(places):
        _draw_weight(ax, start, end, named=False)
        if l in weights:
            _write(ax, _third(start, end), f"${weights[l][j - 1, k - 1]:.4g}$", "weight", zorder=2)
    for (l, j), (x, y) in places.items():
        draw_node(ax, (x, y), f"{activations[l][j - 1, 0]:.4g}", "forward", 8.5, radius=radius)
        # Away from the lines that come from the left, where the cost behind leaves room.
        aside = 0.45 if row > 1 and l == len(sizes) and cost is not None else 0
        for up, quantities in ((away, above), (-away - 0.01, below)):
            for name, columns, role in quantities:
                if l in (columns or {}):
                    number = f"${name} = {columns[l][j - 1, 0]:.4g}$"
                    _write(ax, (x + aside, y + up), number, role, zorder=5)
    if cost is not None:
        _point_behind(ax, (x, y), f"C = {cost:.4g}", "cost", radius)
    return ax


def names(neurons, weights, biases, output, *, ax=None):
    """The network with the names of its parts, as a hand-out would draw it; all names are LaTeX.

    neurons {(l, j): name} in the nodes, weights {(l, j, k): name} on the lines, biases
    {(l, j): name} below the neurons; output stands behind the last neuron.
    """
    sizes = [sum(layer == l for layer, _ in neurons) for l in range(1, max(neurons)[0] + 1)]
    ax, places = _layers(sizes, ax, apart=1.8)
    for (l, j, k), (start, end) in _connections(places):
        _draw_weight(ax, start, end, named=False)
        _write(ax, _third(start, end), f"${weights[l, j, k]}$", "weight", zorder=2, fontsize=13,
               pad=1)
    for (l, j), (x, y) in places.items():
        draw_node(ax, (x, y), f"${neurons[l, j]}$", "forward", fontsize=13)
        if (l, j) in biases:
            ax.text(x, y - 0.3, f"${biases[l, j]}$", ha="center", va="top", fontsize=13,
                    color=COLOURS["weight"])
    _point_behind(ax, (x, y), output, "forward")
    return ax


def one_path(sizes, weight, path, *, ax=None):
    """One path from a weight to the cost.

    It is the weight (l, j, k), then the neurons (r_l = j, …, r_L) of the path.
    """
    ax, places = _layers(sizes, ax)
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, named=False)
    l, j, k = weight
    L, cost = len(sizes), (len(sizes) + 1, 0)
    for neuron in range(1, sizes[-1] + 1):
        _draw_weight(ax, places[L, neuron], cost, named=False)
    on_path = [places[i, neuron] for i, neuron in enumerate(path, start=l)]
    for line, role in (((places[l - 1, k], places[l, j]), "weight"), (on_path, "forward"),
                       ((on_path[-1], cost), "cost")):
        ax.plot(*zip(*line), "-", color=COLOURS[role], linewidth=3, zorder=2)
    for (_, neuron), place in places.items():
        draw_node(ax, place, f"{neuron}", "forward" if place in on_path else "quiet", fontsize=9)
    draw_node(ax, cost, "$C$", "cost", fontsize=12)
    ax.set(xlim=(0.6, L + 1.4))
    return ax


def every_path(sizes, weight, products, derivative):
    """All paths of a weight (l, j, k), each with its product; above them their sum, the derivative.

    products  {(r_l, …, r_L): product}
    """
    columns = 3
    rows = -(-len(products) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(8.6, 2.65 * rows), squeeze=False)
    for ax, (path, product) in zip(axes.flat, products.items()):
        one_path(sizes, weight, path, ax=ax)
        ax.set_title(f"${product:+.6f}$", y=0.93)
    for ax in axes.flat[len(products):]:
        ax.axis("off")
    l, j, k = weight
    figure.suptitle(rf"$\partial C / \partial w^{{{l}}}_{{{j}{k}}} = {derivative:+.6f}$",
                    color=COLOURS["backward"])
    on_a_phone(axes.flat, columns=2, height=1.5)
    return axes


def _layers(sizes, ax, apart=1.0, row=1.0):
    """An Axes with the layers' names, and {(l, j): place of that neuron}.

    Layers are `apart`, neurons of a layer a `row`.
    """
    larger = 1.25 if apart > 1 else 1
    ax = ax or plt.subplots(figsize=(larger * 1.9 * len(sizes),
                                     larger * (0.75 * max(sizes) + 0.9)))[1]
    columns = {l: 1 + apart * (l - 1) for l in range(1, len(sizes) + 1)}
    for l, x in columns.items():
        name, side = f"{word('layer')} {l}", "center"
        if apart == 1:              # no room for the word but beside the first number
            name, side, x = (name, "right", x + 0.14) if l == 1 else (f"{l}", "center", x)
        ax.text(x, -row * max(sizes) / 2 - 0.15, name, ha=side, va="top", fontsize=10)
    ax.set(xlim=(0.6, columns[len(sizes)] + 0.4), aspect="equal",
           ylim=(-row * max(sizes) / 2 - 0.5, row * max(sizes) / 2 + 0.1))
    ax.axis("off")
    return ax, {(l, j): (columns[l], row * ((size + 1) / 2 - j))
                for l, size in enumerate(sizes, 1) for j in range(1, size + 1)}


def _connections(places):
    """((l, j, k), (start, end)) for every weight.

    The line goes from the place of neuron k of layer l − 1 to that of neuron j of layer l.
    """
    for l, j in places:
        for k in (k for before, k in places if before == l - 1):
            yield (l, j, k), (places[l - 1, k], places[l, j])


def _draw_weight(ax, start, end, named):
    ax.plot(*zip(start, end), "-", color=COLOURS["weight"] if named else GREYS["line"],
            linewidth=2.6 if named else 1.0, zorder=2 if named else 1)


def _third(start, end):
    """The place after a third of a line: there the lines to one neuron are apart."""
    return (2 * np.array(start) + end) / 3


def _write(ax, place, text, role, *, zorder, fontsize=12, pad=0.8):
    """A text on white, so that no line runs through it."""
    ax.text(*place, text, ha="center", va="center", fontsize=fontsize, color=COLOURS[role],
            zorder=zorder, bbox={"facecolor": "white", "edgecolor": "none", "pad": pad})


def _point_behind(ax, place, formula, role, radius=RADIUS):
    """An arrow from the last neuron to the formula behind it."""
    x, y = place
    ax.annotate(f"${formula}$", (x + radius, y), (x + 0.62, y), ha="left", va="center",
                fontsize=14, color=COLOURS[role],
                arrowprops={"arrowstyle": "<-", "color": COLOURS[role], "linewidth": 1.5})
    ax.set(xlim=(0.6, x + 1.0))


def _name_weights(ax, places, weights):
    """The name of each of these weights beside its line.

    It stands where the other lines, nodes and names leave most room.
    """
    turns = np.linspace(0, 2 * np.pi, 60)
    disc = np.vstack([RADIUS * np.column_stack([np.cos(turns), np.sin(turns)]), [0, 0]])
    lines = {indices: np.linspace(*ends, 60) for indices, ends in _connections(places)}
    taken = [disc + place for place in places.values()]
    taken += [lines[key] for key in lines if key not in weights]
    for l, j, k in weights:
        named = [lines[key] for key in weights if key != (l, j, k)]
        at = _most_room(*np.array([places[l - 1, k], places[l, j]]), taken, named)
        ax.text(*at, rf"$w^{{{l}}}_{{{j}{k}}}$", fontsize=14, color=COLOURS["weight"],
                ha="center", va="center", zorder=5)
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

    # Rounded: of equals the first, on every processor.
    return max(offered, key=lambda at: round(room(at), 6))
