"""What a screenshot shows: how light each pixel is."""

import io

import numpy as np
from light import luminance
from PIL import Image

CONTRAST = 3            # WCAG 2.2, 1.4.11: of what is needed to see a control and its states


def pixels(png):
    """The relative luminance of each pixel of a screenshot."""
    return luminance(np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) / 255)
