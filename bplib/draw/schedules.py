"""The figures about learning rate schedules; the names in their legends are words already."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import contour_path, curves
from bplib.draw.sizes import on_a_phone
from bplib.draw.style import COLOURS
from bplib.words import word


def rates(lines):
    """{name: learning rate at the steps 0, 1, 2, …}, with the legend beside the figure."""
    steps = range(len(next(iter(lines.values()))))
    ax = curves(steps, lines, xlabel=word("step"), ylabel=word("learning rate"))
    ax.set_xticks(range(0, len(steps), 20))
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return ax


def distances(steps, predicted, marks, measured):
    """{name: root mean squared distance}: lines predicted at `steps`, dots measured at `marks`."""
    ax = curves(steps, predicted, xlabel=word("step"),
                ylabel=word("root mean squared distance"), xscale="log", yscale="log")
    for line, name, marker in zip(list(ax.lines), predicted, "os^Dv"):
        ax.plot(marks, measured[name], marker, color=line.get_color())
    ax.legend(loc="lower left")
    return ax


def noisy_paths(f, paths):
    """{name: path (steps, 2)} on the contours of the bowl f, one panel each."""
    axes = plt.subplots(1, len(paths), figsize=(3.2 * len(paths), 3.0), sharey=True)[1]
    for ax, (name, path) in zip(axes, paths.items()):
        contour_path(f, {name: path}, (-1.6, 3), (-1.6, 2), xlabel=r"$\theta_1$",
                     ylabel=r"$\theta_2$", minimum=(0, 0), levels=[0.3, 1.5, 4], ax=ax)
        ax.set_title(name)
    return axes


def costs_and_accuracies(epochs, costs, accuracies):
    """{name: values (runs, epochs)}: a column for each name, costs above, accuracies below.

    A thin line for each run, a thick one for the median of the runs.
    """
    axes = plt.subplots(2, len(costs), figsize=(9.2, 4.8), sharex=True, sharey="row",
                        squeeze=False)[1]
    for row, runs_of, role in zip(axes, (costs, accuracies), ("cost", "ink")):
        for ax, runs in zip(row, runs_of.values()):
            ax.plot(epochs, np.transpose(runs), "-", color=COLOURS[role], linewidth=0.6)
            ax.plot(epochs, np.median(runs, axis=0), "-", color=COLOURS[role], linewidth=2.4)
    for ax, name in zip(axes[0], costs):
        ax.set_title(name)
    axes[0, 0].set(ylabel=word("cost"), ylim=(0.85, 1.6))
    axes[1, 0].set(ylabel=word("validation accuracy"), ylim=(0.6, 1.0))
    for ax in axes[1]:
        ax.set_xlabel(word("epoch"))
    on_a_phone(axes.flat, columns=2, height=2.1, by_column=True)
    return axes
