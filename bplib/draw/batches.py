"""The figures of mini-batches: what their gradients are, and what the batch size does."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import bands, contour_path, curves
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word


def gradients_of_batches(gradients, of_all, deviations):
    """One derivative, of every batch: {batch size: values} as dots over the batch size.

    of_all      the derivative of all examples: a line
    deviations  one standard deviation for each size: bars, from below to above that line
    """
    ax = plt.subplots(figsize=(6.4, 3.6))[1]
    ax.axhline(of_all, color=COLOURS["quiet"], linewidth=1, label=word("all examples"))
    for size, values in gradients.items():
        ranks = np.argsort(np.argsort(values)) - (len(values) - 1) / 2
        ax.plot(size + 0.02 * ranks, values, "o", markersize=4, color=COLOURS["backward"],
                label=word("one batch") if size == 1 else None)
    ax.errorbar(list(gradients), np.full(len(gradients), of_all), deviations, fmt="none", capsize=8,
                color=COLOURS["ink"], label=word("standard deviation"))
    ax.set(xlabel=word("batch size $m$"), ylabel=r"$\partial C_B/\partial\theta_p$")
    ax.legend(loc="upper right")
    return ax


def noise_by_batch_size(sizes, without, with_replacement, tried, measured):
    """The standard deviation of the gradient of a batch over its size: two lines and dots."""
    lines = {word("without replacement"): without, word("with replacement"): with_replacement}
    ax = curves(sizes, lines, xlabel=word("batch size $m$"), ylabel=word("standard deviation"),
                xscale="log", yscale="log")
    ax.plot(tried, measured, "o", color=SERIES[2], label=word("measured"))
    ax.legend()
    return ax


def best_rate_by_batch_size(sizes, formula, proportional, tried, found):
    """The best learning rate over the batch size: a line, dots, and dashed the rule of proportion.

    The axis ends at the largest value of the line.
    """
    lines = {word("formula"): formula, word("in proportion to $m$"): proportional}
    ax = curves(sizes, lines, xlabel=word("batch size $m$"), xscale="log", yscale="log",
                ylabel=word("best learning rate"), colours=[SERIES[0], COLOURS["quiet"]])
    ax.plot(tried, found, "o", color=SERIES[1], label=word("measured"))
    ax.set_ylim(np.min(formula) / 1.3, np.max(formula) * 1.3)
    ax.legend()
    return ax


def paths_by_batch_size(cost, paths, minimum):
    """One panel for each {batch size: path} on the contours of cost(w, b).

    The second half of each path is drawn as dots, so that a cloud can be seen.
    """
    axes = plt.subplots(1, len(paths), figsize=(8.2, 3.3), sharey=True)[1]
    for ax, (size, path) in zip(axes, paths.items()):
        contour_path(cost, {"path": path}, (-1.3, 2.5), (-1.5, 1.8), xlabel="$w$", ylabel="",
                     minimum=minimum, levels=[0.25, 0.4, 0.7, 1.2, 2, 3], ax=ax)
        ax.set_title(f"$m = {size}$: {len(path) - 1} {word('steps')}")
        ax.lines[0].set(marker="", linewidth=0.9, color=SERIES[0])
        ax.plot(*path[len(path) // 2:].T, "o", markersize=2.5, color=SERIES[1])
    axes[0].set_ylabel("$b$")
    return axes


def cost_by_epoch_and_step(runs, steps_per_epoch):
    """Repeated runs {batch size: costs (runs, epochs + 1)}, over the epochs and over the steps."""
    left, right = plt.subplots(1, 2, figsize=(8.2, 3.4), sharey=True)[1]
    epochs = np.arange(len(next(iter(runs.values()))[0]))
    bands({f"$m = {size}$": (epochs, costs) for size, costs in runs.items()},
          xlabel=word("epoch"), ylabel=word("cost"), ax=left)
    bands({f"$m = {size}$": (epochs[1:] * steps_per_epoch[size], costs[:, 1:])
           for size, costs in runs.items()}, xlabel=word("step"), ylabel="", xscale="log", ax=right)
    return left, right
