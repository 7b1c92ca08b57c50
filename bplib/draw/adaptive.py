"""The figures about adaptive steps; `groups` are lists of names, one for each panel of a row."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import bands, contour_path, curves
from bplib.draw.style import COLOURS
from bplib.words import word

AXES = {"xlabel": r"$\theta_1$", "ylabel": r"$\theta_2$"}
LOWEST = 1e-12                      # smaller costs are drawn here


def too_long(formula, measured):
    """(t, f_t), the factor by which a step is too long: by the formula a line, as measured dots."""
    ax = curves(formula[0], {word("formula"): formula[1]}, xscale="log",
                xlabel=word("step") + " $t$", ylabel="$f_t$", colours=[COLOURS["forward"]])
    ax.plot(*measured, "o", color=COLOURS["backward"], label=word("measured"))
    ax.axhline(1, color=COLOURS["quiet"], linewidth=1, linestyle="--")
    ax.set_ylim(0, 7.2)
    ax.legend()
    return ax


def two_valleys(*valleys):
    """Two pairs (f, {name: path}) side by side, the minimum at (0, 0); one legend, at the right."""
    axes = plt.subplots(1, 2, figsize=(8.4, 4.0))[1]
    for ax, (f, paths) in zip(axes, valleys):
        contour_path(f, _in_words(paths), (-1.9, 1.9), (-1.9, 1.9), minimum=(0, 0),
                     levels=[0.3, 3, 15, 50, 120], ax=ax, **AXES)
        ax.set_aspect("equal")
    axes[0].get_legend().remove()
    axes[1].legend(loc="lower right", frameon=True, framealpha=0.9)
    return axes


def cost_panels(rows, groups):
    """{name: cost at every step} for each row of panels; one panel for each group of names."""
    axes = plt.subplots(len(rows), len(groups), figsize=(8.4, 2.8 * len(rows)),
                        sharey=True, sharex=True)[1]
    for row, costs in zip(axes, rows):
        _cost_row(row, costs, groups)
    return axes


def curved_valley(f, paths, costs, groups):
    """Rosenbrock's function: the paths above and the costs below, in the same colours."""
    axes = plt.subplots(2, len(groups), figsize=(8.4, 6.2), height_ratios=(3, 2))[1]
    for ax, names in zip(axes[0], groups):
        shown = _in_words({name: paths[name] for name in names})
        contour_path(f, shown, (-1.9, 1.9), (-0.9, 2.6), minimum=(1, 1),
                     levels=[1, 10, 50, 200, 600], ax=ax, **AXES)
        ax.get_legend().remove()
    _cost_row(axes[1], costs, groups)
    return axes


def band_panels(runs, groups):
    """{name: costs (runs, epochs + 1)} as bands, one panel for each group of names."""
    axes = plt.subplots(1, len(groups), figsize=(8.4, 3.4), sharey=True)[1]
    for ax, names in zip(axes, groups):
        shown = {name: (np.arange(runs[name].shape[1]), runs[name]) for name in names}
        bands(_in_words(shown), xlabel=word("epoch"), ylabel=word("cost"), ax=ax)
    return axes


def _cost_row(axes, costs, groups):
    for ax, names in zip(axes, groups):
        lines = _in_words({name: np.maximum(costs[name], LOWEST) for name in names})
        curves(range(len(costs[names[0]])), lines, yscale="log", xlabel=word("step"),
               ylabel=word("cost"), ax=ax)


def _in_words(named):
    """The same with the names in the language of the edition."""
    return {word(name): value for name, value in named.items()}
