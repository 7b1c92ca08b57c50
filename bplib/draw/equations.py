"""The figures of the part The four equations. Each function takes arrays and returns the Axes."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw import networks
from bplib.draw.curves import curves, tangent
from bplib.draw.sizes import drawn_anew, on_a_phone
from bplib.draw.style import COLOURS, SERIES, shades, signed
from bplib.draw.tables import heat_map
from bplib.words import later, word


def dials(z, costs, here, errors, layer):
    """C over the weighted input z^layer_j of each neuron, with the tangent where the network is.

    z       the weighted inputs of the curves, (points,)
    costs   one row of C for each neuron, (n_l, points)
    here    (z_j, C) of each neuron now, and `errors` its derivatives ∂C/∂z_j
    """
    axes = plt.subplots(1, len(costs), figsize=(8.2, 2.7), sharey=True)[1]
    for j, (ax, cost, (at, height), error) in enumerate(zip(axes, costs, here, errors), start=1):
        curves(z, {"C": cost}, xlabel=f"$z^{{{layer}}}_{{{j}}}$", ylabel="$C$" if j == 1 else "",
               colours=[COLOURS["cost"]], ax=ax)
        tangent(ax, at, height, error, reach=1.7, linewidth=2.5)
        ax.plot(at, height, "o", color="black", markersize=6)
        ax.set_title(rf"$\partial C/\partial z^{{{layer}}}_{{{j}}} = {round(error, 3) + 0.0:.3f}$",
                     color=COLOURS["backward"])
    on_a_phone(axes, height=2.3)
    return axes


def column_of_weights(sizes, w, layer, neuron):
    """The connections that leave one neuron, and the column of w^layer (n_l, n_{l−1}) with them."""
    left, right = plt.subplots(1, 2, figsize=(7.6, 3.2), width_ratios=(1.5, 1))[1]
    later = range(1, sizes[layer - 1] + 1)
    networks.indices(sizes, weights=[(layer, k, neuron) for k in later],
                     neuron=[(layer - 1, neuron), *((layer, k) for k in later)], ax=left)
    heat_map(w, "weight", numbers="{:.2f}", xlabel="$j$", ylabel="$k$", ax=right)
    right.set_title(f"$w^{{{layer}}}$")
    for label in (right.title, right.xaxis.label, right.yaxis.label):
        label.set_size(16)
    right.add_patch(plt.Rectangle((neuron - 1.5, -0.5), 1, len(later), fill=False, linewidth=3))
    return left, right


def errors_and_their_sums(delta, sums, layer):
    """The errors (n_l, m) of a layer as a table, and `sums` (n_l, 1), one for each row, as bars."""
    left, right = plt.subplots(1, 2, figsize=(7.2, 2.8), width_ratios=(5, 3), sharey=True)[1]
    heat_map(delta, "backward", numbers="{:.3f}", xlabel="$i$", ylabel="$j$", ax=left)
    left.set(aspect="auto", title=rf"$\delta^{{{layer}}}_{{ji}}$")
    right.barh(range(len(delta)), sums.ravel(), color=COLOURS["backward"])
    right.axvline(0, color=COLOURS["ink"], linewidth=0.8)
    right.set(title=rf"$\partial C/\partial b^{{{layer}}}_j$")
    on_a_phone([left, right], height=2.4)
    return left, right


def sum_of_images(parts, total, shape):
    """The images δ_{ji} a_i, the columns of `parts`, and their sum, all on one scale of colours."""
    titles = [rf"{'+  ' * (i > 1)}$\delta_{{j{i}}}\, a_{i}$" for i in range(1, parts.shape[1] + 1)]
    axes = plt.subplots(1, len(titles) + 1, figsize=(8.2, 1.9))[1]
    top = np.abs(total).max()
    titles.append(r"=  $\partial C/\partial w_j$")
    for ax, image, title in zip(axes, [*parts.T, total], titles):
        ax.imshow(image.reshape(shape), cmap=signed("backward"), vmin=-top, vmax=top)
        _bare(ax, title)
    on_a_phone(axes, columns=3, height=1.6)
    return axes


def slow_weights(a, gradients, z, slopes):
    """|∂C/∂w| against the activation that the weight carries, and ∂C/∂w against z of its neuron.

    a          the activations of layer 1, (n₁, 1)
    gradients  one row of ∂C/∂w² for each of up to five neurons, (…, n₁)
    slopes     {label: ∂C/∂w for each z}
    """
    left, right = plt.subplots(1, 2, figsize=(8.2, 3.3))[1]
    for number, (row, marker) in enumerate(zip(gradients, "os^Dv"), start=1):
        left.plot(a.ravel(), np.abs(row), marker, markersize=4, color=COLOURS["backward"],
                  label=f"$j = {number}$")
    left.set(xlabel=r"$a^1_k$", ylabel=r"$|\partial C/\partial w^2_{jk}|$")
    left.legend()
    curves(z, {word(label): values for label, values in slopes.items()}, ax=right, xlabel="$z$",
           ylabel=r"$\partial C/\partial w$", colours=[COLOURS["cost"], COLOURS["cross-entropy"]])
    return left, right


def grey_where_nan(maps, shape):
    """Pixels {title: values} in colours, nan in grey; each map has its own colours, from 0 on."""
    axes = plt.subplots(1, len(maps), figsize=(7.6, 2.8))[1]
    colours = shades("backward").with_extremes(bad=COLOURS["quiet"])
    for ax, (title, values) in zip(axes, maps.items()):
        ax.imshow(values.reshape(shape), cmap=colours, vmin=0)
        _bare(ax, title)
    on_a_phone(axes, columns=3, height=1.9)
    return axes


def factors(matrices, roles):
    """The factors {name: matrix} of a product side by side, with their sizes.

    Each entry is white for 0 and darker with its absolute value, in the colour of the role of its
    factor; each factor has a scale of its own.
    """
    axes = plt.subplots(1, len(matrices), figsize=(8.4, 2.8),
                        width_ratios=[matrix.shape[1] + 1 for matrix in matrices.values()])[1]
    for ax, (name, matrix), role in zip(axes, matrices.items(), roles, strict=True):
        ax.imshow(np.abs(matrix), cmap=shades(role), vmin=0, vmax=np.abs(matrix).max())
        _bare(ax, name)
        ax.set_xlabel(rf"${matrix.shape[0]} \times {matrix.shape[1]}$")
        ax.set_anchor("C")
    on_a_phone(axes, columns=3, height=2.0)
    return axes


# The orders in which a product is computed, each in its colour.
ORDERS = {later("left to right"): "quiet", later("right to left"): "backward"}


def partial_results(orders):
    """What a product is after each of its steps, in several orders, as rectangles of that shape.

    orders  {one of ORDERS: [(rows, columns, multiplications), …]}, one for each step; the number
            of multiplications stands below the rectangle, and their sum at the end of the row
    """
    axes = plt.subplots(len(orders), 1, figsize=(8.0, 1.7 * len(orders)), sharex=True)[1]
    _draw_orders(axes, orders)
    small = drawn_anew(axes[0], height=1.5 * len(orders), rows=len(orders))
    _draw_orders(small, orders, turned=True)
    return axes


def _draw_orders(axes, orders, turned=False):
    """The rectangles of `partial_results`; `turned`: the numbers below them stand upright."""
    ends = []
    for ax, (order, steps) in zip(axes, orders.items()):
        role = ORDERS[order]
        apart, x = max(rows for rows, *_ in steps), 0
        for rows, columns, count in steps:
            ax.add_patch(plt.Rectangle((x, 0), columns, rows, facecolor=COLOURS[role],
                                       edgecolor=COLOURS[role], linewidth=1.5))
            ax.text(x + columns / 2, -0.12 * apart, f"{count:,}", ha="center", va="top",
                    rotation=90 if turned else 0)
            x += columns + apart
        ax.text(x - 0.4 * apart, apart / 2, f"$=$ {sum(step[-1] for step in steps):,}",
                va="center", color=COLOURS[role])
        ax.set(ylim=((-2.2 if turned else -0.5) * apart, 1.1 * apart), aspect="equal")
        ax.set_title(word(order), loc="left", color=COLOURS[role])
        ax.axis("off")
        ends.append(x + apart)
    for ax in axes:
        ax.set_xlim(-0.5 * apart, max(ends))


# The estimates of a gradient that `errors_by_step` draws, each in its colour.
ESTIMATES = {later("complex step"): COLOURS["quiet"], later("forward difference"): SERIES[1],
             later("central difference, float32"): SERIES[3],
             later("central difference"): SERIES[0]}


def errors_by_step(steps, measured, bound, best):
    """The relative errors {name: one for each step h} of estimates of a gradient.

    bound  {name: the predicted error for each step} of some of them, dashed
    best   {name: the predicted best step} of the same ones, dotted
    """
    colours = {name: ESTIMATES[name] for name in measured}
    drawn = {word(name): np.maximum(values, 1e-17) for name, values in measured.items()}  # no log 0
    ax = curves(steps, drawn, xlabel="$h$", ylabel=word("relative error"),
                xscale="log", yscale="log", colours=list(colours.values()))
    ax.lines[0].set(linewidth=5, alpha=0.5)                     # under the others, still visible
    for name, step in best.items():
        line, = ax.plot(steps, bound[name], "--", color=COLOURS["ink"], linewidth=1)
        ax.axvline(step, color=colours[name], linestyle=":", linewidth=1.5)
    line.set_label(word("predicted"))
    ax.set_ylim(1e-17, 1e2)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    ax.figure.set_size_inches(6.4, 4.4)
    return ax


def _bare(ax, title):
    """A picture with a title and without axes."""
    ax.set(title=title, xticks=[], yticks=[])
    ax.grid(False)
