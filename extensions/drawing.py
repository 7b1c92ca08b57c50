"""The SVG of a figure as a part of a page: in the colours of the page, small, its ids unique there.

What bplib.draw draws in one of its colours gets the variable of the style sheet with the name of
that colour (_assets/figures.css). In Axes that hold an image, whose colours are the same on every
ground, white and black stay white and black.
"""

import re
from html import escape
from xml.etree import ElementTree

from bplib.draw.style import COLOURS, GREYS, SERIES

VARIABLES = {colour: f"var(--{name})" for name, colour in (COLOURS | GREYS).items()}
VARIABLES |= {colour: f"var(--series-{i})" for i, colour in enumerate(SERIES, start=1)}
VARIABLES["#000000"] = VARIABLES[COLOURS["ink"]]
UNCHANGED = ("#000000", GREYS["ground"])              # by what stands in Axes with an image
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
KEPT = ("d", "x", "y", "width", "height", "transform", "viewBox")
LEFT_OUT = ("metadata", "style")


class Drawings:
    """The drawings of one page. A letter or a mark that several of them have is there once."""

    def __init__(self):
        self.names = {}             # {content of a part: its id on this page}
        self.written = set()        # ids
        self.drawn = 0              # so many drawings

    def sizes(self, text):
        """The drawing for a window and, where there is one, that for a phone, as HTML."""
        root = ElementTree.fromstring(text)
        phone = root.find(".//*[@id='phone']")
        if phone is None:
            return [self.one(root, "only")]
        return [self.one(root, "large"), self.one(ElementTree.fromstring(phone.text), "small")]

    def one(self, root, kind):
        drawing = _Drawing(self, root)
        inner = "".join(map(drawing.element, root))
        width, height = (round(float(root.get(side)[:-2]) * 4 / 3) for side in ("width", "height"))
        return (f'<svg class="{kind}" viewBox="{rounded(root.get("viewBox"))}" width="{width}" '
                f'height="{height}">{inner}</svg>')


class _Drawing:
    def __init__(self, page, root):
        page.drawn += 1
        self.page, self.number = page, page.drawn
        parts = {part.get("id"): part for part in root.iter() if part.get("id")}
        used = {target for part in root.iter() for target in references(part)}
        self.parts = {name: parts[name] for name in used}
        self.ground = next(root.iterfind("./*[@id='figure_1']/*[@id='patch_1']"), None)

    def element(self, element, unchanged=()):
        """An element as HTML, without what only matplotlib reads."""
        tag = element.tag.split("}")[-1]
        if tag in LEFT_OUT or element is self.ground:
            return ""
        if element.get("id", "").startswith("axes_") and _holds_an_image(element):
            unchanged = UNCHANGED
        name = self.name(element.get("id"))
        if name in self.page.written:
            return ""
        if name:
            self.page.written.add(name)
        return self.write(element, tag, unchanged, f' id="{name}"' if name else "")

    def write(self, element, tag, unchanged, name=""):
        inner = "".join(self.element(child, unchanged) for child in element)
        attributes = name + self.attributes(element, unchanged)
        if not inner and tag in ("g", "defs"):
            return ""
        if not attributes and tag == "g":
            return inner
        return f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"

    def name(self, target):
        """The id on the page of a part that this drawing uses; None for what it does not use."""
        if target not in self.parts:
            return None
        part = self.parts[target]
        # Browsers do not clip by a path in a drawing that is not displayed: each has its own.
        shared = None if part.tag.endswith("clipPath") else ElementTree.tostring(part)
        key = shared or (self.number, target)
        return self.page.names.setdefault(key, f"d{len(self.page.names)}")

    def attributes(self, element, unchanged):
        found = []
        for name, value in element.items():
            name = name.split("}")[-1]
            if name == "href":
                value = value if value.startswith("data:") else f"#{self.name(value[1:])}"
                found.append((name, "".join(value.split())))
            elif name == "clip-path":
                target = REFERENCE.fullmatch(value)[1]
                found.append((name, f"url(#{self.name(target)})"))
            elif name == "style":
                found.append((name, style(value, unchanged)))
            elif name in KEPT:
                found.append((name, path(value) if name == "d" else rounded(value)))
        return "".join(f' {name}="{escape(value)}"' for name, value in found if value)


def references(element):
    """The ids of the parts that an element uses."""
    for name, value in element.items():
        if name.endswith("href") and value.startswith("#"):
            yield value[1:]
        yield from REFERENCE.findall(value)


def _holds_an_image(axes):
    return any(child.tag.endswith("image") for child in axes.iter())


def style(value, unchanged):
    """A style in the colours of the page."""
    return re.sub(r"#[0-9a-f]{6}", lambda colour: colour[0] if colour[0] in unchanged
                  else VARIABLES.get(colour[0], colour[0]), rounded(value).replace("; ", ";")
                  .replace(": ", ":"))


def rounded(text):
    """Numbers with two decimals, or with three digits where they are small, as scales are."""
    return NUMBER.sub(lambda number: short(float(number[0])), text)


def short(value):
    text = f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.5f}"
    return text.rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"


def path(data):
    """The data of a path in one line; a command that is the one before is not said again."""
    words, before = [], ""
    for word in rounded(data).split():
        if word != before or word in "Mz":
            words.append(word)
        if word.isalpha():
            before = word
    return " ".join(words)
