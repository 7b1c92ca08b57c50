"""The figures of gradient descent; a path holds one iterate in each row."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import contour_path, curves
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word


def run_on_a_bowl(path, predicted, curvatures, factors, *, title):
    """A path on the bowl ½ Σ λθ² (left), and how far each parameter is from 0 (right).

    path, predicted   (steps + 1, 2); on the right dots are the path, lines what was predicted
    factors           what each step multiplies the two parameters by
    """
    left, right = plt.subplots(1, 2, figsize=(7.8, 3.0), width_ratios=(3, 2))[1]
    contour_path(bowl(curvatures), {"path": path}, (-1, 3), (-1.3, 1.3), xlabel=r"$\theta_1$",
                 ylabel=r"$\theta_2$", minimum=(0, 0), levels=[0.05, 0.3, 1, 2.5, 5], ax=left)
    left.set_title(title)
    for i, (colour, line) in enumerate(zip(SERIES, ("-", "--"))):
        label = rf"$\theta_{i + 1}$" + f": {factors[i]:.2f}".replace("-", "−")
        right.plot(np.abs(predicted[:, i]), line, color=colour, label=label)
        right.plot(np.abs(path[:, i]), "o", markersize=3, color=colour)
    right.set(xlabel=word("step"), ylabel=r"$|\theta|$", yscale="log", ylim=(1e-4, 10))
    right.legend(loc="lower left")
    return right


def distance_by_rate(rates, predicted, tried, measured, places):
    """The distance from the minimum over the learning rate: a line and dots.

    places   {learning rate: its name}, each marked with a vertical line
    """
    ax = curves(rates, {word("formula"): predicted}, yscale="log",
                xlabel=word("learning rate") + r" $\eta$", ylabel=r"$\Vert\theta_{100}\Vert$")
    ax.plot(tried, measured, "o", color=SERIES[1], label=word("measured"))
    for (place, name), height in zip(places.items(), (1e1, 4e3)):
        ax.axvline(place, color=COLOURS["quiet"], linewidth=1, linestyle="--")
        ax.text(place - 0.0015, height, name, ha="right", va="center", fontsize=16,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0})
    ax.legend(loc="lower left")
    return ax


def cost_by_step(runs, *, legend="best", top=None):
    """The cost after each step of the runs {label: values}; `top` is the upper end of the axis."""
    steps = range(len(next(iter(runs.values()))))
    ax = curves(steps, runs, xlabel=word("step"), ylabel=word("cost"), yscale="log")
    ax.legend(loc=legend)
    ax.set_ylim(top=top)
    return ax


def bowl(curvatures):
    """½ Σ λθ² of two parameters, as a function of two arrays."""
    flat, steep = curvatures
    return lambda x, y: (flat * x**2 + steep * y**2) / 2
