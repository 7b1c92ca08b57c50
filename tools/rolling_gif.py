"""Draw chapters/descent/momentum_rolling.gif: two balls on a curve with a shallow and a deep minimum.

    python tools/rolling_gif.py
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation, PillowWriter

from bplib import descent_plots, optim, plot, rolling

GIF = Path(__file__).parent.parent / "chapters" / "descent" / "momentum_rolling.gif"
FRAMES, STEPS, PER_SECOND = 40, 3, 8            # steps are per frame
START, RATE, BETA = 1.8, 0.02, 0.9               # those of the chapter


def draw(file):
    """Write the animation to `file`; the last frame is the figure that the chapter shows."""
    plt.switch_backend("Agg")
    plot.use_style()
    steps = STEPS * FRAMES
    paths = {"gradient descent": rolling.path(optim.gradient_descent(RATE), START, steps),
             "momentum": rolling.path(optim.momentum(RATE, BETA), START, steps)}
    figure, ax = plt.subplots(figsize=(5.4, 3.2))

    def frame(i):
        ax.clear()
        descent_plots.rolling_paths(paths, shown=STEPS * (i + 1), ax=ax)

    FuncAnimation(figure, frame, FRAMES).save(file, PillowWriter(fps=PER_SECOND), dpi=100)
    plt.close(figure)


if __name__ == "__main__":
    draw(GIF)
