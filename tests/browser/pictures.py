"""What a screenshot shows: how light each pixel is."""

import io

import numpy as np
from PIL import Image

CONTRAST = 3            # WCAG 2.2, 1.4.11: of what is needed to see a control and its states


def luminance(colours):
    """The relative luminance of colours from 0 to 255, as WCAG defines it; one colour along the last axis."""
    parts = np.asarray(colours) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def pixels(png):
    """The relative luminance of each pixel of a screenshot."""
    return luminance(Image.open(io.BytesIO(png)).convert("RGB"))


def contrast(one, other):
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
