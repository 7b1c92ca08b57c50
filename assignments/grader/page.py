"""The page a student gets back: the points, what was noticed, and the notebook with what it printed."""

import copy
import html

import bleach
from nbconvert import HTMLExporter
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_markdown_cell

from wrapper.course import STAMP
from wrapper.formulas import as_mathml
from wrapper.preflight import name_of

LONGEST = 10_000        # characters of one output
MEANING = {
    "graded": "every cell ran",
    "errors": "a cell outside the tests raised an error",
    "changed": "cells of the release were deleted, edited or moved; they were put right before grading",
    "old release": "made from another release than the one it was graded with",
    "stopped": "a limit on time, memory or output was broken, or the kernel died; what came before counts",
    "look at it": "the notebook replaced or printed what it is tested with, or reached outside its folder",
    "wrong assignment": "the notebook of another set; not graded",
    "wrong name": "no file of the expected name; not graded",
    "nothing": "nothing was handed in",
    "unreadable": "the file is no notebook; not graded",
    "error": "the grader failed, which is not the student's fault; run it again",
    "not finished": "the grader was stopped at its own limit of time; not graded",
}
TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "div", "span", "pre", "img", "sub", "sup", "del",
        "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"*": ["class", "id"], "a": ["href", "title"], "img": ["src", "alt"]}
PROTOCOLS = {"http", "https", "mailto", "data"}
FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; color: #1a1a1a; background: #fff; }}
table {{ border-collapse: collapse; }}
td, th {{ border: 1px solid #767676; padding: .2em .6em; text-align: left; }}
pre {{ overflow-x: auto; white-space: pre-wrap; background: #f5f5f5; padding: .5em; margin: .5em 0; }}
.jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser, .anchor-link {{ display: none; }}
.jp-OutputArea-output pre {{ background: none; border-left: 3px solid #767676; }}
img {{ max-width: 100%; }}
</style>
</head>
<body>
<h1>{title}</h1>
{head}
{body}
</body>
</html>
"""


def render(result, notebook):
    """The page of one student, from the result and the notebook that was run (None if none was)."""
    title = html.escape(f"{result['set']}: {result['student']}")
    return FRAME.format(title=title, head=head(result), body=body(result, notebook) if notebook else "")


def head(result):
    """The score, the status, the reasons, and a table of the points."""
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in result["reasons"])
    rows = "".join(f"<tr><th scope='row'>{html.escape(name)}</th><td>{points(result, name)}</td></tr>"
                   for name in result["max"])
    return (f"<p><strong>Score: {total(result):g} of {sum(result['max'].values()):g}</strong></p>\n"
            f"<p>Status: {result['status']} ({MEANING[result['status']]}).</p>\n<ul>{reasons}</ul>\n"
            f"<table><tr><th scope='col'>Question</th><th scope='col'>Points</th></tr>{rows}</table>")


def total(result):
    """The sum of the points that were given so far."""
    return sum(score or 0 for score in result["scores"].values())


def points(result, name):
    """The points of one question in words."""
    score, comment = result["scores"][name], result.get("comments", {}).get(name, "")
    given = "to be graded by hand" if score is None else f"{score:g} of {result['max'][name]:g}"
    return html.escape(f"{given}. {comment}" if comment else given)


def body(result, notebook):
    """The notebook: before each question's tests the points; no hidden test, no script, no endless output."""
    shown = copy.deepcopy(notebook)
    shown.metadata.pop(STAMP, None)
    cells = []
    for cell in shown.cells:
        if name_of(cell) in result["max"]:
            cells.append(new_markdown_cell(f"**{name_of(cell)}: {points(result, name_of(cell))}**"))
        cell.source, hidden = split_hidden(cell.source)
        for output in cell.get("outputs", []):
            shorten(output, hidden)
        cells.append(cell)
    shown.cells = cells
    exporter = HTMLExporter(template_name="basic", sanitize_html=True, filters={"clean_html": clean})
    return as_mathml(exporter.from_notebook_node(shown)[0])


def clean(element):
    """HTML without scripts and handlers. The filter of nbconvert prints paragraphs and headings as <p> and <h2>."""
    return bleach.clean(str(element), tags=bleach.ALLOWED_TAGS | TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS)


def split_hidden(source):
    """A cell's text without its hidden tests, and the lines of those."""
    before, begin, rest = source.partition("### BEGIN HIDDEN TESTS")
    hidden, end, after = rest.partition("### END HIDDEN TESTS")
    return before.rstrip() + after, [line.strip() for line in [begin, *hidden.splitlines(), end] if line.strip()]


def shorten(output, hidden):
    """Cut what an output shows after LONGEST characters; a picture that is too large is left out, and hidden lines."""
    if output.output_type == "stream":
        output.text = cut(output.text)
    elif output.output_type == "error":
        frames = ["\n".join(line for line in frame.split("\n") if not any(text in strip_ansi(line) for text in hidden))
                  for frame in output.traceback]
        output.traceback = [cut(frame) for frame in frames]
    else:
        output.data = {kind: cut(data) if kind.startswith("text") else data for kind, data in output.data.items()
                       if len(str(data)) < 100 * LONGEST}


def cut(text):
    """A text, or its beginning."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "\n… the rest is left out"
