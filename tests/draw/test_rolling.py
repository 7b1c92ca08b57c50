"""The cost with a shallow and a deep minimum, its figure and its animation."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from PIL import Image
from sympy import Symbol, diff, simplify

from bplib import draw, optimise
from bplib.instruments.landscapes import double_well, iterates
from tools import rolling_gif


def test_the_slope_is_the_derivative_of_the_cost():
    theta = Symbol("theta")
    assert simplify(diff(double_well.value(theta), theta) - double_well.derivative(theta)).equals(0)


@pytest.mark.parametrize("optimiser, end", [(optimise.gradient_descent(0.02), 0.879), (optimise.momentum(0.02, 0.9), -1.088)])
def test_momentum_passes_the_hill_and_plain_descent_does_not(optimiser, end):
    path = iterates(optimiser, double_well.derivative, [1.8], 1000)[:, 0]
    assert len(path) == 1001 and path[0] == 1.8 and path[-1] == pytest.approx(end, abs=1e-3)


def test_the_figures_are_drawn():
    plt.switch_backend("Agg")
    paths = {"gradient descent": np.array([1.8, 1.5]), "momentum": np.array([1.8, 1.2])}
    ax = draw.rolling(double_well, paths, shown=0)
    assert ax.get_lines()[1].get_xdata().tolist() == [1.8]
    ax = draw.field(np.eye(3), (0, 4), (0, 1), xlabel="$u$", ylabel="$v$", bar="$r$", lines=[([0, 4], [0, 1])])
    assert isinstance(ax, Axes) and ax.get_xlim() == (0, 4) and len(ax.get_lines()) == 1
    plt.close("all")


@pytest.mark.parametrize("i", (0, 5, 13))       # later on the balls are nearly at rest
def test_the_animation_shows_these_paths(i):
    """The stored frame is the one that is drawn now: fonts may differ a little, the balls may not."""
    figure, ax = rolling_gif.new_figure()
    rolling_gif.draw_frame(ax, rolling_gif.paths(), i)
    file = io.BytesIO()
    figure.savefig(file, dpi=100)
    plt.close(figure)
    with Image.open(rolling_gif.GIF) as animation, Image.open(file) as drawn:
        animation.seek(i)
        stored, now = (np.asarray(image.convert("RGB"), float) for image in (animation, drawn))
    assert stored.shape == now.shape
    assert np.mean(np.abs(stored - now).max(axis=2) > 60) < 5e-4     # the nearest other frame: 1.4e-3


def test_the_animation_is_small():
    with Image.open(rolling_gif.GIF) as animation:
        assert animation.n_frames == rolling_gif.FRAMES
    assert rolling_gif.GIF.stat().st_size <= 250_000
