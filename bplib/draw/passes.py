"""The two passes: what is computed from what, and where the four equations stand."""

from types import SimpleNamespace

import matplotlib.pyplot as plt

from bplib.draw.nodes import RADIUS, draw_arrow, draw_node
from bplib.draw.sizes import drawn_anew
from bplib.draw.style import COLOURS
from bplib.words import word

# Where things stand: the rows of the errors and of the gradients, the places on the arrows of their
# names, the radius of a node, and how far above its arrow a name stands if it has no room on it.
WINDOW = SimpleNamespace(errors=-1.5, gradients=-2.6, bp3=0.5, bp4=0.5, radius=RADIUS, up=0.0,
                         limits=(-3.0, 0.7), caption=(0.5, -1.85))
ON_A_PHONE = SimpleNamespace(errors=-3.0, gradients=-5.4, bp3=0.36, bp4=0.62, radius=0.3, up=0.42,
                             limits=(-6.7, 1.3), caption=(0.95, -6.5))


def two_passes(L, *, ax=None):
    """What is computed from what.

    a¹ to aᴸ and C forward, δᴸ to δ² backward, the gradients from both. An arrow leads from what is
    needed; the weights of a step stand on its arrow, and σ′(zˡ) on the arrow from layer l to δˡ.
    """
    if ax is not None:
        return _draw_passes(ax, L, WINDOW)
    ax = _draw_passes(plt.subplots(figsize=(1.45 * L + 1.8, 4.2))[1], L, WINDOW)
    _draw_passes(drawn_anew(ax, height=4.2), L, ON_A_PHONE)
    return ax


def _draw_passes(ax, L, look):
    a, delta = ({l: (1.7 * l, row) for l in range(1, L + 1)} for row in (0, look.errors))
    cost = (1.7 * L + 1.2, look.errors / 2)
    for l in range(2, L + 1):
        names = rf"$w^{{{l}}}\!, b^{{{l}}}$"
        draw_arrow(ax, a[l - 1], a[l], "forward", names, "weight", up=look.up)
        after, name = (delta[l + 1], "BP2") if l < L else (cost, "BP1")
        draw_arrow(ax, after, delta[l], "backward", name)
        draw_arrow(ax, a[l], delta[l], "forward", rf"$\sigma'(z^{{{l}}})$")
        if l < L:
            ax.text(1.7 * l + 0.85, look.errors + 0.28 + look.up / 4, rf"$w^{{{l + 1}}}$",
                    ha="center", va="center", color=COLOURS["weight"])
        draw_node(ax, delta[l], rf"$\delta^{{{l}}}$", "backward", 13, radius=look.radius)
        _draw_gradients(ax, l, a[l - 1], delta[l], look)
    draw_arrow(ax, a[L], cost, "forward")
    for l, place in a.items():
        draw_node(ax, place, rf"$a^{{{l}}}$", "forward", 13, radius=look.radius)
    draw_node(ax, cost, "$C$", "cost", 13, radius=look.radius)
    _name_passes(ax, 1.46, cost[0] + 0.3, look.caption)
    ax.set(xlim=(1.3, cost[0] + 0.4), ylim=look.limits, aspect="equal")
    ax.axis("off")
    return ax


def _name_passes(ax, left, right, rows):
    ax.text(left, rows[0], rf"{word('forward pass')}  $\rightarrow$", color=COLOURS["forward"])
    ax.text(right, rows[1], rf"$\leftarrow$  {word('backward pass')}", color=COLOURS["backward"],
            ha="right")


def _draw_gradients(ax, l, activation, error, look):
    """∂C/∂wˡ below and between the places of aˡ⁻¹ and δˡ, ∂C/∂bˡ below δˡ, with their arrows."""
    weights, biases = (error[0] - 0.85, look.gradients), (error[0], look.gradients)
    draw_arrow(ax, activation, weights, "forward")
    draw_arrow(ax, error, weights, "backward", "BP4", at=look.bp4)
    draw_arrow(ax, error, biases, "backward", "BP3", at=look.bp3)
    for name, place in (("w", weights), ("b", biases)):
        ax.text(*place, rf"$\dfrac{{\partial C}}{{\partial {name}^{{{l}}}}}$",
                ha="center", va="center", fontsize=13, color=COLOURS["backward"])


def four_equations():
    """Where the four equations of backpropagation stand.

    Forward above, back below, the gradients at the bottom.
    """
    ax = plt.subplots(figsize=(8.2, 4.3))[1]
    columns = {"l-1": 0.0, "l": 2.4, "l+1": 5.4, "L": 8.4}
    a, delta = ({name: (x, y) for name, x in columns.items()} for y in (0.0, -1.6))
    _draw_arrows_and_nodes(ax, a, delta, (10.2, -0.8), ((0.6, -3.2), (2.4, -3.2)))
    for place, formula in zip(((8.6, -2.4), (4.95, -2.4), (2.7, -3.55), (0.2, -3.55)), FORMULAS):
        ax.text(*place, formula, ha="center", va="center", fontsize=14)
    _name_passes(ax, -0.3, 10.5, (0.62, -3.0))
    ax.set(xlim=(-1.0, 10.6), ylim=(-4.1, 0.9), aspect="equal")
    ax.axis("off")
    _draw_equations_on_a_phone(drawn_anew(ax, height=6.1))
    return ax


FORMULAS = (r"$\delta^L = \nabla_a C \odot \sigma'(z^L)$",
            r"$\delta^l = (w^{l+1})^T \delta^{l+1} \odot \sigma'(z^l)$",
            r"$\dfrac{\partial C}{\partial b^l} = \delta^l$",
            r"$\dfrac{\partial C}{\partial w^l} = \delta^l (a^{l-1})^T$")


def _draw_equations_on_a_phone(ax):
    """The same with the formulas below one another."""
    columns, gradients = {"l-1": 0.0, "l": 2.0, "l+1": 4.0, "L": 6.0}, ((0.8, -5.0), (2.0, -5.0))
    a, delta = ({name: (x, y) for name, x in columns.items()} for y in (0.0, -2.4))
    _draw_arrows_and_nodes(ax, a, delta, (7.2, -1.2), gradients, up=0.7)
    for place, name in zip(gradients, "wb"):
        ax.text(*place, rf"$\dfrac{{\partial C}}{{\partial {name}^l}}$", ha="center",
                va="center", fontsize=13, color=COLOURS["backward"])
    for i, (place, formula) in enumerate(zip((-6.5, -7.4, -8.6, -10.2), FORMULAS), start=1):
        ax.text(-0.4, place, f"BP{i}", va="center", color=COLOURS["backward"])
        ax.text(1.0, place, formula, va="center", fontsize=14)
    _name_passes(ax, -0.4, 7.6, (1.35, -3.6))
    ax.set(xlim=(-0.5, 7.7), ylim=(-11.0, 1.8), aspect="equal")
    ax.axis("off")


def _draw_arrows_and_nodes(ax, a, delta, cost, gradients, up=0.0):
    """The arrows of both passes and to the gradients of w and b, then the nodes a, δ and C."""
    for before, after in (("l-1", "l"), ("l", "l+1")):
        draw_arrow(ax, a[before], a[after], "forward", f"$w^{{{after}}}\\!, b^{{{after}}}$",
                   "weight", up=up)
    for row, role in ((a, "forward"), (delta, "backward")):
        start, end = (row["l+1"], row["L"])[::1 if role == "forward" else -1]
        draw_arrow(ax, start, end, role, r"$\;\cdots\;$")
    draw_arrow(ax, a["L"], cost, "forward")
    draw_arrow(ax, cost, delta["L"], "backward", "BP1")
    draw_arrow(ax, delta["l+1"], delta["l"], "backward", "BP2")
    draw_arrow(ax, a["l-1"], gradients[0], "forward")
    draw_arrow(ax, delta["l"], gradients[0], "backward", "BP4", at=0.66 if up else 0.5)
    draw_arrow(ax, delta["l"], gradients[1], "backward", "BP3", at=0.4 if up else 0.5)
    for row, name in ((a, "a"), (delta, r"\delta")):
        for index, place in list(row.items())[name != "a":]:
            draw_node(ax, place, f"${name}^{{{index}}}$", "forward" if name == "a" else "backward",
                      12 if up else 13, radius=0.48 if up else 0.36)
    draw_node(ax, cost, "$C$", "cost", 13, radius=0.48 if up else 0.36)
