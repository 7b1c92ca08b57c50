"""The figures of the book: each function takes arrays, draws, and returns the Axes."""

from bplib.draw import foundations, networks, passes
from bplib.draw.curves import bands, contour_path, curves, field, learning_curve, rolling
from bplib.draw.style import COLOURS, show, use_style
from bplib.draw.tables import confusion_matrix, heat_map, images

__all__ = ["COLOURS", "bands", "confusion_matrix", "contour_path", "curves", "field", "foundations", "heat_map", "images",
           "learning_curve", "networks", "passes", "rolling", "show", "use_style"]
