"""The figures of the part Foundations that are like no others."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import curves, tangent
from bplib.draw.sizes import on_a_phone
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word


def reaching(outputs, target):
    """The output after 0, 1, 2, … steps, and its target as a dashed line."""
    ax = curves(range(len(outputs)), {"a": outputs}, xlabel=word("step"), ylabel=word("output"),
                markers="o", colours=[COLOURS["forward"]])
    ax.axhline(target, color=COLOURS["quiet"], linestyle="--")
    return ax


def activations(z, functions):
    """σ and σ′ over z (points,) for {name: (σ(z), σ′(z))}: a panel each, three in a row.

    Where a slope is nan, at a kink, its line has a gap. Returns the Axes.
    """
    rows = -(-len(functions) // 3)
    _, axes = plt.subplots(rows, 3, figsize=(7.6, 2.3 * rows), sharex=True, squeeze=False)
    for place, (ax, (name, (value, slope))) in enumerate(zip(axes.flat, functions.items())):
        curves(z, {r"$\sigma$": value, r"$\sigma'$": slope},
               colours=[COLOURS["forward"], COLOURS["backward"]],
               xlabel="$z$" if place >= 3 * (rows - 1) else "", ylabel="", ax=ax)
        ax.set_title(name)
        ax.get_legend().remove()
    axes.flat[min(2, len(functions) - 1)].legend(loc="upper left")
    on_a_phone(axes.flat, columns=2, height=1.9, legends=False)
    return axes


def costs_and_errors(a, costs, z, errors):
    """Costs {name: C(a)} of one output over a (left), and their errors {name: δ(z)} over z (right).

    The quadratic cost comes first, then the cross-entropy. Returns the Axes.
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.2))
    colours = [COLOURS["cost"], COLOURS["cross-entropy"]]
    curves(a, costs, xlabel="$a$", ylabel="$C$", colours=colours, ax=left)
    curves(z, errors, xlabel="$z$", ylabel=r"$\delta$", colours=colours, ax=right)
    return left, right


def lost_digits(z, panels):
    """Relative errors {title: {formula: one for each z}} of three ways to compute one number.

    A panel for each title. The third way lies below the others, broad and pale. What is not finite
    is drawn at 1, where no digit is right; what is smaller than 1e−17 at 1e−17. Returns the Axes.
    """
    figure, axes = plt.subplots(1, len(panels), figsize=(8.2, 3.2), sharey=True)
    for ax, (title, ways) in zip(axes, panels.items()):
        drawn = {name: np.clip(np.nan_to_num(errors, nan=1), 1e-17, 1)
                 for name, errors in ways.items()}
        curves(z, drawn, xlabel="$z$", ylabel="", yscale="log", ax=ax)
        ax.lines[2].set(linewidth=6, linestyle="-", alpha=0.5, zorder=1)
        ax.get_legend().remove()
        ax.set_title(title)
    axes[0].set_ylabel(word("relative error"))
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return axes


def tangents(w, cost, touching):
    """C over w, with tangents drawn a little to both sides.

    touching  [(w₀, C(w₀), ∂C/∂w at w₀), …]
    """
    ax = curves(w, {"C": cost}, xlabel="$w$", ylabel="$C$", colours=[COLOURS["cost"]])
    for at, height, steepness in touching:
        tangent(ax, at, height, steepness, reach=0.55)
    return ax


def along_a_step(rates, cost, squared_length):
    """The cost after a step with each of the learning rates, and C₀ − η‖∇C‖² as a dashed line.

    rates[0] is 0.
    """
    tangent = cost[0] - rates * squared_length
    ax = curves(rates, {"$C$": cost, r"$C_0 - \eta\,\|\nabla C\|^2$": tangent},
                xlabel=r"$\eta$", ylabel="$C$", colours=[COLOURS["cost"], COLOURS["backward"]])
    ax.lines[1].set_linestyle("--")
    ax.legend()
    ax.set_ylim(-0.3 * cost[0], 1.6 * cost[0])
    return ax


def digits_of_slopes(z, errors):
    """The relative errors of two forms of σ′ over z (points,), as dots: a panel for each function.

    errors  {name of the function: {formula: errors}}, the formula that keeps its digits first.
            A relative error of 0 has no dot. Returns the Axes.
    """
    _, axes = plt.subplots(1, len(errors), figsize=(7.6, 3.2), sharey=True, squeeze=False)
    for ax, (name, forms) in zip(axes[0], errors.items()):
        for (formula, values), colour, dot in zip(forms.items(), SERIES, ".x"):
            ax.plot(z, np.where(values > 0, values, np.nan), dot, markersize=3.5,
                    color=colour, label=f"${formula}$")
        ax.set(xlabel="$z$", yscale="log", title=name)
        ax.legend(loc="center left" if ax is axes[0, 0] else "center right", markerscale=3,
                  handlelength=0.6, handletextpad=0.4)
    axes[0, 0].set_ylabel(word("relative error"))
    return axes[0]
