"""Fonts cut down to the characters that the pages show."""

from io import BytesIO

from fontTools import subset


def cut_down(file, characters):
    """The bytes of a font, as woff, with these characters of it."""
    options = subset.Options(flavor="woff")
    options.drop_tables += ["FFTM"]         # times of the program that has made the font
    font = subset.load_font(str(file), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    cut = BytesIO()
    subset.save_font(font, cut, options)
    return cut.getvalue()
