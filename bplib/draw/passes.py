"""The two passes: what is computed from what, and where the four equations stand."""

import matplotlib.pyplot as plt

from bplib.draw.nodes import draw_arrow, draw_node
from bplib.draw.style import COLOURS
from bplib.words import word


def two_passes(L, *, ax=None):
    """What is computed from what.

    a¹ to aᴸ and C forward, δᴸ to δ² backward, the gradients from both. An arrow leads from what is
    needed; the weights of a step stand on its arrow, and σ′(zˡ) on the arrow from layer l to δˡ.
    """
    ax = ax or plt.subplots(figsize=(1.45 * L + 1.6, 4.0))[1]
    a, delta = ({l: (1.7 * l, row) for l in range(1, L + 1)} for row in (0, -1.5))
    cost = (1.7 * L + 1.2, -0.75)
    for l in range(2, L + 1):
        draw_arrow(ax, a[l - 1], a[l], "forward", rf"$w^{{{l}}}\!, b^{{{l}}}$", "weight")
        after, name = (delta[l + 1], "BP2") if l < L else (cost, "BP1")
        draw_arrow(ax, after, delta[l], "backward", name)
        draw_arrow(ax, a[l], delta[l], "forward", rf"$\sigma'(z^{{{l}}})$")
        if l < L:
            ax.text(1.7 * l + 0.85, -1.24, rf"$w^{{{l + 1}}}$", ha="center", va="center",
                    fontsize=10, color=COLOURS["weight"])
        draw_node(ax, delta[l], rf"$\delta^{{{l}}}$", "backward", fontsize=13)
        _draw_gradients(ax, l, a[l - 1], delta[l])
    draw_arrow(ax, a[L], cost, "forward")
    for l, place in a.items():
        draw_node(ax, place, rf"$a^{{{l}}}$", "forward", fontsize=13)
    draw_node(ax, cost, "$C$", "cost", fontsize=13)
    ax.text(1.46, 0.5, rf"{word('forward pass')}  $\rightarrow$", color=COLOURS["forward"])
    ax.text(cost[0] + 0.3, -1.85, rf"$\leftarrow$  {word('backward pass')}",
            color=COLOURS["backward"], ha="right")
    ax.set(xlim=(1.3, cost[0] + 0.4), ylim=(-3.0, 0.7), aspect="equal")
    ax.axis("off")
    return ax


def four_equations():
    """Where the four equations of backpropagation stand.

    Forward above, back below, the gradients at the bottom.
    """
    ax = plt.subplots(figsize=(8.2, 4.3))[1]
    columns = {"l-1": 0.0, "l": 2.4, "l+1": 5.4, "L": 8.4}
    a, delta = ({name: (x, y) for name, x in columns.items()} for y in (0.0, -1.6))
    _draw_arrows_and_nodes(ax, a, delta, (10.2, -0.8))
    for place, formula in (
            ((8.6, -2.4), r"$\delta^L = \nabla_a C \odot \sigma'(z^L)$"),
            ((4.95, -2.4), r"$\delta^l = (w^{l+1})^T \delta^{l+1} \odot \sigma'(z^l)$"),
            ((2.7, -3.55), r"$\dfrac{\partial C}{\partial b^l} = \delta^l$"),
            ((0.2, -3.55), r"$\dfrac{\partial C}{\partial w^l} = \delta^l (a^{l-1})^T$")):
        ax.text(*place, formula, ha="center", va="center", fontsize=14)
    ax.text(-0.3, 0.62, rf"{word('forward pass')}  $\rightarrow$", color=COLOURS["forward"])
    ax.text(10.5, -3.0, rf"$\leftarrow$  {word('backward pass')}", color=COLOURS["backward"],
            ha="right")
    ax.set(xlim=(-1.0, 10.6), ylim=(-4.1, 0.9), aspect="equal")
    ax.axis("off")
    return ax


def _draw_arrows_and_nodes(ax, a, delta, cost):
    """The arrows of both passes and of the gradients, then the nodes a, δ and C."""
    for before, after in (("l-1", "l"), ("l", "l+1")):
        draw_arrow(ax, a[before], a[after], "forward", f"$w^{{{after}}}\\!, b^{{{after}}}$",
                   "weight")
    for row, role in ((a, "forward"), (delta, "backward")):
        start, end = (row["l+1"], row["L"])[::1 if role == "forward" else -1]
        draw_arrow(ax, start, end, role, r"$\;\cdots\;$")
    draw_arrow(ax, a["L"], cost, "forward")
    draw_arrow(ax, cost, delta["L"], "backward", "BP1")
    draw_arrow(ax, delta["l+1"], delta["l"], "backward", "BP2")
    for place, name in ((a["l-1"], "BP4"), (delta["l"], "BP4"), (delta["l"], "BP3")):
        draw_arrow(ax, place, (0.6 if name == "BP4" else 2.4, -3.2),
                   "forward" if place == a["l-1"] else "backward",
                   name if place == delta["l"] else "")
    for row, name in ((a, "a"), (delta, r"\delta")):
        for index, place in list(row.items())[name != "a":]:
            draw_node(ax, place, f"${name}^{{{index}}}$", "forward" if name == "a" else "backward",
                      13, radius=0.36)
    draw_node(ax, cost, "$C$", "cost", 13, radius=0.36)


def _draw_gradients(ax, l, activation, error):
    """∂C/∂wˡ below and between the places of aˡ⁻¹ and δˡ, ∂C/∂bˡ below δˡ, with their arrows."""
    weights, biases = (error[0] - 0.85, -2.6), (error[0], -2.6)
    draw_arrow(ax, activation, weights, "forward")
    draw_arrow(ax, error, weights, "backward", "BP4")
    draw_arrow(ax, error, biases, "backward", "BP3")
    for name, place in (("w", weights), ("b", biases)):
        ax.text(*place, rf"$\dfrac{{\partial C}}{{\partial {name}^{{{l}}}}}$",
                ha="center", va="center", fontsize=13, color=COLOURS["backward"])
