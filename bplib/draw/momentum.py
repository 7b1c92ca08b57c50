"""The figures of momentum; a path holds one iterate in each row."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import contour_path, curves, field, rolling
from bplib.draw.descent import bowl
from bplib.draw.sizes import on_a_phone
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word

CIRCLE = np.exp(1j * np.linspace(0, 2 * np.pi, 361))


def roots_on_the_circle(u, roots, marked, radius=None):
    """Two roots in the complex plane (left), and their moduli over u = ηλ (right).

    roots   (len(u), 2), complex; each column is one root on its way
    marked  {place in u: its name}: a dot for each root, with the name beside it
    radius  of a dashed circle and line; None: no such circle
    """
    left, right = plt.subplots(1, 2, figsize=(7.8, 3.5), layout="constrained")[1]
    left.plot(CIRCLE.real, CIRCLE.imag, "-", color=COLOURS["ink"], linewidth=1)
    right.axhline(1, color=COLOURS["ink"], linewidth=1)
    if radius is not None:
        left.plot(radius * CIRCLE.real, radius * CIRCLE.imag, "--", color=COLOURS["quiet"])
        right.axhline(radius, linestyle="--", color=COLOURS["quiet"])
    for root, colour, line in zip(roots.T, SERIES[1:], ("-", "--")):
        left.plot(root.real, root.imag, line, color=colour)
        right.plot(u, np.abs(root), line, color=colour)
        for place, name in marked.items():
            value = root[np.argmin(np.abs(u - place))]
            _dot(left, (value.real, value.imag), name, colour)
            _dot(right, (place, abs(value)), name, colour)
    left.set(xlabel=r"$\mathrm{Re}\,\mu$", ylabel=r"$\mathrm{Im}\,\mu$", aspect="equal",
             xlim=(-1.25, 1.25), ylim=(-1.15, 1.15))
    right.set(xlabel=r"$\eta\lambda$", ylabel=r"$|\mu|$", ylim=(-0.05, 1.2))
    return left, right


def _dot(ax, place, name, colour):
    ax.plot(*place, "o", markersize=5, color=colour)
    ax.annotate(name, place, (4, 4), textcoords="offset points", fontsize=12)


def paths_in_a_valley(paths, curvatures):
    """One panel for each {title: path} on the contours of the valley ½ Σ λθ²."""
    panels = plt.subplots(len(paths), 1, figsize=(6.4, 0.5 + 1.9 * len(paths)), sharex=True)[1]
    for ax, (title, path) in zip(panels, paths.items()):
        contour_path(bowl(curvatures), {"path": path}, (-2.2, 4.4), (-0.85, 0.85), xlabel="",
                     ylabel=r"$\theta_2$", minimum=(0, 0), levels=[0.1, 0.5, 1.5, 4, 8], ax=ax)
        ax.set_title(title)
    panels[-1].set_xlabel(r"$\theta_1$")
    return panels


def distance_by_step(distances, factors):
    """Distances {name: values} from the minimum; dashed: 4 times the powers of each factor."""
    steps = np.arange(len(next(iter(distances.values()))))
    ax = curves(steps, {word(name): values for name, values in distances.items()},
                xlabel=word("step"), ylabel=word("distance from the minimum"), yscale="log")
    for line, factor, marker in zip(ax.get_lines(), factors, "os"):
        line.set(linestyle="-", marker=marker, markevery=10)
        ax.plot(4 * factor**steps, "--", linewidth=1, color=line.get_color())
    return ax


def largest_modulus(values, lines, segment=None):
    """A map over ηλ and β of values as in `field`, with its lines, and a segment on top.

    segment   its places (ηλ, ηλ), (β, β)
    """
    ax = field(values, (0, 4.2), (0, 1), xlabel=r"$\eta\lambda$", ylabel=r"$\beta$",
               bar=r"$\max\,|\mu|$", lines=lines)
    if segment is not None:
        ax.plot(*segment, "o-", color="black")
    return ax


def rolling_and_steps(landscape, paths):
    """Paths {name: θ per step} on a landscape of one parameter, and over the steps."""
    left, right = plt.subplots(1, 2, figsize=(7.8, 3.2), width_ratios=(4, 3))[1]
    rolling(landscape, paths, ax=left)
    lines = {word(name): path for name, path in paths.items()}
    steps = len(next(iter(lines.values())))
    curves(range(steps), lines, xlabel=word("step"), ylabel=r"$\theta$", ax=right)
    right.set_xticks(range(0, steps, 40))
    return left, right
