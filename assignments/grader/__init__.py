"""Around nbgrader: what a class hands in is checked, run within limits, scored and reported."""
