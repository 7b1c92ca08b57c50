"""Set 3: backpropagation in NumPy, and its gradient check.

A check for each question; the notebook calls them by these names.
"""

from sets.set3.checks import backprop, bp2, bp3, bp4, output_error, slopes
from sets.set3.findings import steps, wrong_arrays
from sets.set3.gradient_check import central_differences, gradient_is_right, relative_error

__all__ = ["backprop", "bp2", "bp3", "bp4", "central_differences", "gradient_is_right",
           "output_error", "relative_error", "slopes", "steps", "wrong_arrays"]
