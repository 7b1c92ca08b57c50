"""The figures of gradient descent, batches and momentum; a path holds one iterate in each row."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import bands, contour_path, curves, field, rolling
from bplib.draw.style import COLOURS
from bplib.words import word

TWO = COLOURS["forward"], COLOURS["backward"]


def run_on_a_bowl(path, predicted, curvatures, factors, *, title):
    """A path on the bowl ½ Σ λθ² (left), and how far each parameter is from 0 (right).

    path, predicted   (steps + 1, 2); on the right dots are the path, lines what was predicted
    factors           what each step multiplies the two parameters by
    """
    left, right = plt.subplots(1, 2, figsize=(7.8, 3.0), width_ratios=(3, 2))[1]
    contour_path(_bowl(curvatures), {"path": path}, (-1, 3), (-1.3, 1.3), xlabel=r"$\theta_1$",
                 ylabel=r"$\theta_2$", minimum=(0, 0), levels=[0.05, 0.3, 1, 2.5, 5], ax=left)
    left.set_title(title)
    for i, (colour, line) in enumerate(zip(TWO, ("-", "--"))):
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
    ax = curves(rates, {word("formula"): predicted}, yscale="log", colours=[COLOURS["forward"]],
                xlabel=word("learning rate") + r" $\eta$", ylabel=r"$\Vert\theta_{100}\Vert$")
    ax.plot(tried, measured, "o", color=COLOURS["backward"], label=word("measured"))
    for place, name in places.items():
        ax.axvline(place, color=COLOURS["quiet"], linewidth=1, linestyle="--")
        ax.text(place - 0.0015, 1e2, name, ha="right", fontsize=14)
    ax.legend(loc="lower left")
    return ax


def cost_by_step(runs, *, legend="best", top=None):
    """The cost after each step of the runs {label: values}; `top` is the upper end of the axis."""
    steps = range(len(next(iter(runs.values()))))
    ax = curves(steps, runs, xlabel=word("step"), ylabel=word("cost"), yscale="log")
    ax.legend(loc=legend)
    ax.set_ylim(top=top)
    return ax


def noise_by_batch_size(sizes, without, with_replacement, tried, measured):
    """The standard deviation of the gradient of a batch over its size: two lines and dots."""
    lines = {word("without replacement"): without, word("with replacement"): with_replacement}
    ax = curves(sizes, lines, xlabel=word("batch size $m$"), ylabel=word("standard deviation"),
                xscale="log", yscale="log", colours=[COLOURS["backward"], COLOURS["quiet"]])
    ax.plot(tried, measured, "o", color=COLOURS["forward"], label=word("measured"))
    ax.legend()
    return ax


def paths_by_batch_size(cost, paths, minimum):
    """One panel for each {batch size: path} on the contours of cost(w, b)."""
    axes = plt.subplots(1, len(paths), figsize=(8.4, 3.0), sharey=True)[1]
    for ax, (size, path) in zip(axes, paths.items()):
        contour_path(cost, {"path": path}, (-1.3, 2.5), (-1.5, 1.8), xlabel="$w$", ylabel="",
                     minimum=minimum, levels=[0.25, 0.4, 0.7, 1.2, 2, 3], ax=ax)
        ax.set_title(f"$m = {size}$: {len(path) - 1} {word('steps')}")
        ax.lines[0].set(markersize=2, linewidth=0.9)
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


def paths_in_a_valley(paths, curvatures):
    """One panel for each {title: path} on the contours of the valley ½ Σ λθ²."""
    panels = plt.subplots(len(paths), 1, figsize=(6.4, 6.2), sharex=True)[1]
    for ax, (title, path) in zip(panels, paths.items()):
        contour_path(_bowl(curvatures), {"path": path}, (-2.2, 4.4), (-0.85, 0.85), xlabel="",
                     ylabel=r"$\theta_2$", minimum=(0, 0), levels=[0.1, 0.5, 1.5, 4, 8], ax=ax)
        ax.set_title(title)
    panels[-1].set_xlabel(r"$\theta_1$")
    return panels


def distance_by_step(distances, factors):
    """Distances {name: values} from the minimum; dashed: 4 times the powers of each factor."""
    steps = np.arange(len(next(iter(distances.values()))))
    ax = curves(steps, {word(name): values for name, values in distances.items()},
                xlabel=word("step"), ylabel=word("distance from the minimum"), yscale="log")
    for line, factor in zip(ax.get_lines(), factors):
        ax.plot(4 * factor**steps, "--", linewidth=1, color=line.get_color())
    return ax


def largest_moduli(maps, valley):
    """Two maps over ηλ and β, {title: (values, lines)} as in `field`; the first holds a segment.

    valley   the segment: its places (ηλ, ηλ), (β, β)
    """
    axes = plt.subplots(1, 2, figsize=(7.8, 3.5), sharey=True, width_ratios=(1, 1.2))[1]
    looks = {"ylabel": r"$\beta$"}, {"ylabel": "", "bar": r"$\max\,|\mu|$"}
    for ax, look, (title, (values, lines)) in zip(axes, looks, maps.items()):
        field(values, (0, 4.2), (0, 1), xlabel=r"$\eta\lambda$", lines=lines, ax=ax, **look)
        ax.set_title(title)
    axes[0].plot(*valley, "o-", color="black")
    return axes


def rolling_and_steps(landscape, paths):
    """Paths {name: θ per step} on a landscape of one parameter, and over the steps."""
    left, right = plt.subplots(1, 2, figsize=(7.8, 3.2), width_ratios=(4, 3))[1]
    rolling(landscape, paths, ax=left)
    lines = {word(name): path for name, path in paths.items()}
    steps = len(next(iter(lines.values())))
    curves(range(steps), lines, xlabel=word("step"), ylabel=r"$\theta$", ax=right, colours=TWO)
    right.set_xticks(range(0, steps, 40))
    return left, right


def _bowl(curvatures):
    flat, steep = curvatures
    return lambda x, y: (flat * x**2 + steep * y**2) / 2
