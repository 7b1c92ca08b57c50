"""The well-known wrong versions of backpropagation, and the checks that catch them."""

from bplib.wrong.versions import RATE, REPORTED, VARIANTS, diagnose

__all__ = ["RATE", "REPORTED", "VARIANTS", "diagnose"]
