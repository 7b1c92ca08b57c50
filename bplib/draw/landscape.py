"""The figures about the landscape of a cost: a saddle, a plateau, two minima."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import contour_path, curves, field
from bplib.draw.sizes import on_a_phone
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word


def saddle(f, paths):
    """Paths [(steps, 2), …] around the saddle of f (cross), between its valleys, uv = 1."""
    ax = contour_path(f, dict(enumerate(paths)), (-2, 2), (-2, 2), xlabel="$w^2$", ylabel="$w^3$",
                      levels=[0.02, 0.1, 0.25, 0.5, 1, 2, 4, 8])
    for path in ax.lines:
        path.set(color=COLOURS["ink"], marker="o")
    valley = np.linspace(0.5, 2, 50)
    for sign in (1, -1):
        ax.plot(sign * valley, sign / valley, linestyle="-", color=COLOURS["cost"], linewidth=2)
    ax.plot(0, 0, "X", color=COLOURS["quiet"], markersize=10)
    ax.legend().remove()
    on_a_phone([ax], height=3.6)
    return ax


def plane(grid, surface, minima):
    """surface[row, column] over the square grid × grid: a cross at 0, stars at `minima`."""
    span = (grid[0], grid[-1])
    ax = field(np.minimum(surface, 0.3), span, span, xlabel=r"$\alpha$", ylabel=r"$\beta$",
               bar="$C$", ax=plt.subplots(figsize=(5.8, 4.6))[1])
    ax.contour(grid, grid, surface, levels=np.geomspace(0.005, 0.3, 10), colors="white",
               linewidths=0.7)
    for place in minima:
        ax.plot(*place, "*", color="white", markeredgecolor="black", markersize=15)
    ax.plot(0, 0, "X", color="white", markeredgecolor="black", markersize=10)
    on_a_phone([ax], height=3.4)
    return ax


def plateau(costs, level):
    """{seed: cost at the steps 0, 1, 2, …}, with the cost of the plateau as a dashed line."""
    lines = {f"{seed}": values for seed, values in costs.items()}
    steps = range(len(next(iter(costs.values()))))
    ax = curves(steps, lines, yscale="log", xlabel=word("step"), ylabel=word("cost"))
    ax.axhline(level, color=COLOURS["quiet"], linestyle="--", linewidth=1)
    ax.set_ylim(1e-6, 1)
    ax.legend(title=word("seed"), loc="lower left")
    return ax


def spectrum(steps, costs, eigenvalues):
    """The cost of one run above, the eigenvalues (steps, N) of its Hessian below, linear near 0."""
    upper, lower = plt.subplots(2, 1, figsize=(6.4, 4.8), sharex=True)[1]
    curves(steps, {"C": costs}, xlabel="", ylabel=word("cost"), yscale="log",
           colours=[COLOURS["cost"]], ax=upper)
    lower.plot(steps, eigenvalues, "-", color=COLOURS["ink"], linewidth=1)
    lower.axhline(0, color=COLOURS["quiet"], linewidth=0.8)
    lower.set_yscale("symlog", linthresh=0.01)
    lower.set(xlabel=word("step"), ylabel=r"$\lambda$",
              yticks=[-0.1, -0.01, 0, 0.01, 0.1, 1, 10])
    upper.set_ylim(1e-9, 1)
    return upper, lower


def two_minima(w, cost, groups, close=None):
    """The cost over one weight; dots and a star for each group (starts, costs, end, its cost).

    close   (from, to): an inset shows the curve over these w with the cost axis stretched
    """
    ax = curves(w, {"C": cost}, xlabel="$w$", ylabel=word("cost"), colours=[COLOURS["cost"]])
    for (starts, their_costs, end, its_cost), colour, marker in zip(groups, SERIES, "os"):
        ax.plot(starts, their_costs, marker, markersize=5, color=colour)
        ax.plot(end, its_cost, "*", markersize=18, color=colour)
    if close:
        _stretched(ax, w, cost, groups, close)
    return ax


def _stretched(ax, w, cost, groups, close):
    """An inset of the curve for w in `close`, and the stars that lie there."""
    inset, shown = ax.inset_axes((0.19, 0.12, 0.3, 0.4)), (w >= close[0]) & (w <= close[1])
    inset.plot(w[shown], cost[shown], "-", color=COLOURS["cost"])
    for (_, _, end, its_cost), colour in zip(groups, SERIES):
        if close[0] <= end <= close[1]:
            inset.plot(end, its_cost, "*", markersize=14, color=colour)
    inset.set(xlim=close)
    inset.tick_params(labelsize=9)
    inset.locator_params(nbins=3)
    return inset
