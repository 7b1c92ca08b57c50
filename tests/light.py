"""How light a colour is, and how far two colours stand out from one another (WCAG 2.2)."""

import numpy as np


def luminance(colours):
    """The relative luminance of colours from 0 to 1; red, green and blue along the last axis."""
    parts = np.asarray(colours)
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """The contrast of two luminances, 1 to 21."""
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
