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


def animate(file):
    """Write the animation to `file`; the last frame is the figure that the chapter shows."""
    plt.switch_backend("Agg")
    draw.use_style()
    steps = STEPS * FRAMES
    optimisers = {"gradient descent": optimise.gradient_descent(RATE),
                  "momentum": optimise.momentum(RATE, BETA)}
    paths = {name: iterates(each, double_well.slope, [START], steps)[:, 0]
             for name, each in optimisers.items()}
    figure, ax = plt.subplots(figsize=(5.4, 3.2))

    def frame(i):
        ax.clear()
        draw.rolling(double_well, paths, shown=STEPS * (i + 1), ax=ax)

    FuncAnimation(figure, frame, FRAMES).save(file, PillowWriter(fps=PER_SECOND), dpi=100)
    plt.close(figure)


if __name__ == "__main__":
    animate(GIF)
