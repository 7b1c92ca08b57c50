"""The figures of the book: each function takes arrays, draws, and returns the Axes.

One file for what a chapter needs alone.
"""

from bplib.draw import (adaptive, benchmarks, descent, foundations, landscape, networks, passes,
                        schedules)
from bplib.draw.curves import bands, contour_path, curves, field, learning_curve, rolling
from bplib.draw.motion import moving
from bplib.draw.style import COLOURS, show, signed, use_style
from bplib.draw.tables import confusion_matrix, heat_map, images

__all__ = ["COLOURS", "adaptive", "bands", "benchmarks", "confusion_matrix", "contour_path",
           "curves", "descent", "field", "foundations", "heat_map", "images", "landscape",
           "learning_curve", "moving", "networks", "passes", "rolling", "schedules", "show",
           "signed", "use_style"]
