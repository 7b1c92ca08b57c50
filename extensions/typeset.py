r"""Formulas are set while the book is built: MathJax runs here, and on no page.

A page holds each formula twice: as MathJax draws it, in letters whose places a style sheet gives
(its output CHTML), and as MathML, which a screen reader speaks. A formula that MathJax cannot set
fails the build.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from py_mini_racer import MiniRacer
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number

# The package has a name that no `import` can say.
MATHJAX = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
FONTS = MATHJAX / "output" / "chtml" / "fonts" / "woff-v2"
LOADED = ["core", "adaptors/liteDOM", "input/tex-base", "[tex]/ams", "[tex]/html", "output/chtml",
          "a11y/assistive-mml"]
FILES = [name.replace("[tex]", "input/tex/extensions") for name in LOADED]
FILES += ["output/chtml/fonts/tex"]             # which output/chtml asks for
SHEET = "formulas.css"
CELL = 10_000           # MyST-NB counts the lines of cell n from n times this

# MathJax waits by setTimeout, which this engine has not: what waits is called by turn().
WAITING = r"""
var waiting = []
var setTimeout = (call) => waiting.push(call)
var clearTimeout = () => {}
function turn() { waiting.splice(0).forEach((call) => call()); return typeof MathJax.tex2chtml }
"""
# What MathJax looks for in a browser or in Node.js, and its settings. The package html gives
# \class, by which symbols.py colours a formula. The font is in one style sheet for all pages, so
# the rules of all letters are written.
HOST = r"""
var MathJax = {
  loader: {
    load: LOADED,
    paths: { mathjax: "." },
    require: async (file) => (0, eval)(SOURCES[file.replace(/^\.\//, "").replace(/\.js$/, "")]),
    failed: (error) => { throw error },
  },
  startup: {
    typeset: false,
    // an index of an index has 11 pixels at least, on a phone too
    ready() {
      MathJax._.core.MmlTree.MmlNodes.math.MmlMath.defaults.scriptminsize = "0.62em"
      MathJax.startup.defaultReady()
    },
  },
  tex: { packages: { "[+]": ["ams", "html"] }, formatError: (input, error) => { throw error } },
  chtml: { fontURL: ".", adaptiveCSS: false },
}
function typeset(latex, display) {
  try {
    const html = MathJax.startup.adaptor.outerHTML(MathJax.tex2chtml(latex, { display }))
    // of a row with a tag; browsers ignore it
    return JSON.stringify(["", html.replaceAll(' style="height: NaNem;"', "")])
  } catch (error) {
    return JSON.stringify([error.message, ""])
  }
}
function sheet() { return MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet()) }
"""


@cache
def mathjax():
    """A JavaScript engine in which MathJax is ready."""
    engine = MiniRacer()
    engine.eval(WAITING)
    engine.eval(script())
    for _ in range(100):
        if engine.eval("turn()") == "function":
            return engine
    raise ExtensionError("MathJax does not start in the engine of mini-racer")


def script():
    """MathJax and its settings, as one script."""
    sources = json.dumps({name: source(name) for name in FILES})
    return (f"var LOADED = {json.dumps(LOADED)}, SOURCES = {sources}\n{HOST}\n"
            f"{source('startup')}")


def source(name):
    """The JavaScript of a part of MathJax."""
    return (MATHJAX / f"{name}.js").read_text(encoding="utf-8")


@cache
def typeset(latex, display):
    """The HTML of a formula; ValueError, with MathJax's reason, if it cannot be set."""
    problem, html = json.loads(mathjax().call("typeset", latex, display))
    if problem:
        raise ValueError(f"MathJax cannot set {latex!r}: {problem}")
    return html


def write(translator, node, latex, display, rows=()):
    """Write a formula into the page, or name the page and the cell of one that cannot be set.

    rows  the numbers of the rows that explain its signs (symbols.py)
    """
    try:
        html = typeset(latex, display)
    except ValueError as problem:
        raise ExtensionError(f"{translator.builder.current_docname}, {place(node)}: "
                             f"{problem}") from problem
    name = "div" if display else "span"
    source = {"data-latex": node.astext()}          # what is copied: _assets/book.js
    if rows:
        source["data-rows"] = " ".join(map(str, rows))
    tag = translator.starttag(node, name, "", CLASS="math notranslate nohighlight", **source)
    translator.body.append(f"{tag}{html}</{name}>")


def place(node):
    """Where a node stands in its file, for a message."""
    while node is not None and not node.line:
        node = node.parent
    cell, line = divmod(node.line, CELL) if node is not None else (0, 0)
    return f"cell {cell}" if cell else f"line {line}"


def displayed(node):
    """The LaTeX of a formula on lines of its own, as Sphinx joins its parts."""
    text = node.astext()
    if node["nowrap"]:
        return text
    parts = [part for part in text.split("\n\n") if part.strip()]
    rows = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    joined = r"\\".join(rows)
    return joined if len(rows) == 1 else rf"\begin{{aligned}}{joined}\end{{aligned}}"


def numbered(translator, node, latex):
    """The LaTeX with the number that Sphinx has given to the equation, if it has one."""
    if not node["number"]:
        return latex
    return rf"{latex}\tag{{{get_node_equation_number(translator, node)}}}"
