"""Fonts cut down to the characters that the pages show."""

from io import BytesIO

from fontTools import subset
from fontTools.varLib.instancer import instantiateVariableFont

# Copyright and licence. The others name the font, and what was changed may not keep its name.
NAMES_KEPT = [0, 13, 14]


def cut_down(file, characters, **axes):
    """The bytes of a font, as woff, with these characters of it.

    `axes` are the values that a variable font is to have for good.
    """
    options = subset.Options(flavor="woff", name_IDs=NAMES_KEPT)
    options.drop_tables += ["FFTM"]         # times of the program that has made the font
    font = subset.load_font(str(file), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    if axes:
        instantiateVariableFont(font, axes, inplace=True)
    cut = BytesIO()
    subset.save_font(font, cut, options)
    return cut.getvalue()
