"""Draw chapters/descent/momentum_rolling.gif: two balls on a curve with two minima.

    python tools/rolling_gif.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation, PillowWriter

from bplib import draw, optimise
from bplib.instruments.landscapes import double_well, iterates

GIF = Path(__file__).parent.parent / "chapters" / "descent" / "momentum_rolling.gif"
FRAMES, STEPS, PER_SECOND = 40, 3, 8            # steps are per frame
START, RATE, BETA = 1.8, 0.02, 0.9               # those of the chapter


def paths():
    """{name: θ after 0, 1, … steps} of the two optimisers."""
    optimisers = {"gradient descent": optimise.gradient_descent(RATE),
                  "momentum": optimise.momentum(RATE, BETA)}
    return {name: iterates(each, double_well.derivative, [START], STEPS * FRAMES)[:, 0]
            for name, each in optimisers.items()}


def draw_frame(ax, rolled, i):
    """Frame i = 0, 1, … of the animation; the last one is the figure that the chapter shows."""
    ax.clear()
    draw.rolling(double_well, rolled, shown=STEPS * (i + 1), ax=ax)


def new_figure():
    """The figure in the size of the animation, and its Axes."""
    plt.switch_backend("Agg")
    draw.use_style()
    return plt.subplots(figsize=(5.4, 3.2))


def animate(file):
    """Write the animation to `file`."""
    (figure, ax), rolled = new_figure(), paths()
    animation = FuncAnimation(figure, lambda i: draw_frame(ax, rolled, i), FRAMES)
    animation.save(file, PillowWriter(fps=PER_SECOND), dpi=100)
    plt.close(figure)


if __name__ == "__main__":
    animate(GIF)
