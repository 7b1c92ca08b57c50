"""The figures about adaptive steps; `groups` are lists of names, one for each panel of a row."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import bands, contour_path, curves
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word

AXES = {"xlabel": r"$\theta_1$", "ylabel": r"$\theta_2$"}
LOWEST = 1e-14                      # smaller costs are drawn here


def prices(part, one, other):
    """The prices of two parameters over the part s₁/c of the first scale; a star at their least."""
    both = one + other
    ax = curves(part, {"$G_1/s_1$": one, "$G_2/s_2$": other, word("sum"): both},
                xlabel="$s_1/c$", ylabel=word("price of all steps"))
    ax.plot(part[both.argmin()], both.min(), "*", color=SERIES[2], markersize=13)
    ax.set_ylim(0, 3 * both.min())
    return ax


def costs_by_angle(degrees, costs):
    """{name: cost for each angle} of a turned valley, on a logarithmic scale."""
    return _costs(degrees, costs, xlabel=word("angle of the valley (degrees)"), markers="o")


def too_long(formula, measured):
    """(t, f_t), the factor by which a step is too long: by the formula a line, as measured dots."""
    ax = curves(formula[0], {word("formula"): formula[1]}, xscale="log",
                xlabel=word("step") + " $t$", ylabel="$f_t$")
    ax.plot(*measured, "o", color=SERIES[1], label=word("measured"))
    ax.axhline(1, color=COLOURS["quiet"], linewidth=1, linestyle="--")
    ax.set_ylim(0, 7.2)
    ax.legend()
    return ax


def longest_step(bound, reached, random, in_the_paper):
    """(t, |Δθ_t|/η): the bound a line, runs that reach it as dots, random ones as small dots.

    in_the_paper  a bound that does not depend on t: a level line
    """
    ax = curves(bound[0], {word("longest possible"): bound[1]}, xscale="log",
                xlabel=word("step") + " $t$", ylabel=r"$|\Delta\theta_t|/\eta$")
    ax.plot(*reached, "o", color=SERIES[1], label=word("gradients that grow"))
    ax.plot(*random, ".", color=COLOURS["quiet"], label=word("random gradients"))
    ax.axhline(in_the_paper, color=SERIES[2], linestyle="--",
               label=word("bound in the paper"))
    ax.legend(loc="upper left")
    return ax


def two_valleys(*valleys):
    """Two pairs (f, {name: path}) side by side, the minimum at (0, 0); one legend, at the right."""
    axes = plt.subplots(1, 2, figsize=(8.2, 4.0))[1]
    for ax, (f, paths) in zip(axes, valleys):
        contour_path(f, _in_words(paths), (-1.9, 1.9), (-1.9, 1.9), minimum=(0, 0),
                     levels=[0.3, 3, 15, 50, 120], ax=ax, **AXES)
        ax.set_aspect("equal")
    axes[0].get_legend().remove()
    axes[1].legend(loc="lower right", frameon=True, framealpha=0.9)
    return axes


def costs_by_step(costs, marked):
    """{name: cost at every step} on a logarithmic scale; thin lines at the steps `marked`."""
    ax = _costs(range(len(next(iter(costs.values())))), costs, xlabel=word("step"))
    for step in marked:
        ax.axvline(step, color=COLOURS["quiet"], linewidth=1, linestyle="--")
    return ax


def band_panels(runs, groups):
    """{name: costs (runs, epochs + 1)} as bands, one panel for each group of names."""
    axes = plt.subplots(1, len(groups), figsize=(8.2, 3.4), sharey=True)[1]
    for ax, names in zip(axes, groups):
        shown = {name: (np.arange(runs[name].shape[1]), runs[name]) for name in names}
        bands(_in_words(shown), xlabel=word("epoch"), ylabel=word("cost"), ax=ax)
    return axes


def _costs(x, costs, **look):
    """{name: cost for each x} on a logarithmic scale, the legend beside the figure."""
    lines = {name: np.maximum(values, LOWEST) for name, values in _in_words(costs).items()}
    ax = curves(x, lines, ylabel=word("cost"), yscale="log", **look)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return ax


def _in_words(named):
    """The same with the names in the language of the edition."""
    return {word(name): value for name, value in named.items()}
