"""The page a student gets back: the points, what was noticed, and the notebook as it ran."""

import copy
import html

import bleach
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell

from bplib.words import word

from grader.course import STAMP
from grader.formulas import as_mathml
from grader.preflight import name_of
from grader.result import ADJUSTMENT, MEANING

LONGEST = 10_000        # characters of one output
TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "div", "span", "pre", "img", "sub",
        "sup", "del", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"*": ["class", "id"], "a": ["href", "title"], "img": ["src", "alt"]}
PROTOCOLS = {"http", "https", "mailto", "data"}
FRAME = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em;
       color: #1a1a1a; background: #fff; }}
table {{ border-collapse: collapse; }}
td, th {{ border: 1px solid #767676; padding: .2em .6em; text-align: left; }}
pre {{ overflow-x: auto; white-space: pre-wrap; background: #f5f5f5; padding: .5em;
      margin: .5em 0; }}
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
HEAD = """<p><strong>{score}</strong></p>
<p>{status}</p>
<ul>{reasons}</ul>
<table><tr><th scope='col'>{question}</th><th scope='col'>{points}</th></tr>{rows}</table>"""
ROW = "<tr><th scope='row'>{name}</th><td>{points}</td></tr>"


def render(result, notebook):
    """The page of one student, from the result and the notebook that was run (None if none was)."""
    title = html.escape(f"{result.set}: {result.student}")
    shown = body(result, notebook) if notebook else ""
    return FRAME.format(language=word("en"), title=title, head=head(result), body=shown)


def head(result):
    """The score, the status, the reasons, and a table of the points."""
    score = word("Score: {score:g} of {most:g}")
    status = word("Status: {status} ({meaning}).")
    return HEAD.format(
        score=score.format(score=result.total, most=sum(result.max.values())),
        status=status.format(status=word(result.status), meaning=word(MEANING[result.status])),
        reasons="".join(f"<li>{html.escape(reason)}</li>" for reason in result.reasons),
        question=word("Question"), points=word("Points"),
        rows="".join(ROW.format(name=html.escape(name), points=html.escape(text))
                     for name, text in table_of_points(result)))


def table_of_points(result):
    """[(question, its points in words)], and the adjustment where there is one."""
    lines = [(name, points(result, name)) for name in result.max]
    comment = result.comment(ADJUSTMENT)
    if result.adjustment or comment:
        text = f"{result.adjustment:+g}"
        lines.append((word("Adjustment"), f"{text}. {comment}" if comment else text))
    return lines


def points(result, question):
    """The points of one question in words."""
    score, comment = result.points(question), result.comment(question)
    if score is None:
        given = word("to be graded by hand")
    else:
        given = word("{score:g} of {most:g}").format(score=score, most=result.max[question])
    return f"{given}. {comment}" if comment else given


def body(result, notebook):
    """The notebook: before each question's tests the points; no script."""
    shown = copy.deepcopy(notebook)
    shown.metadata.pop(STAMP, None)
    cells = []
    for cell in shown.cells:
        if name_of(cell) in result.max:
            told = html.escape(points(result, name_of(cell)))
            cells.append(new_markdown_cell(f"**{name_of(cell)}: {told}**"))
        for output in cell.get("outputs", []):
            shorten(output)
        cells.append(cell)
    shown.cells = cells
    exporter = HTMLExporter(template_name="basic", sanitize_html=True,
                            filters={"clean_html": clean})
    return as_mathml(exporter.from_notebook_node(shown)[0])


def clean(element):
    """HTML without scripts. (The filter of nbconvert prints paragraphs and headings as <p>.)"""
    return bleach.clean(str(element), tags=bleach.ALLOWED_TAGS | TAGS, attributes=ATTRIBUTES,
                        protocols=PROTOCOLS)


def shorten(output):
    """Cut what an output shows after LONGEST characters; leave out large pictures."""
    if output.output_type == "stream":
        output.text = cut(output.text)
    elif output.output_type == "error":
        output.traceback = [cut(frame) for frame in output.traceback]
    else:
        output.data = {kind: cut(data) if kind.startswith("text") else data
                       for kind, data in output.data.items()
                       if len(str(data)) < 100 * LONGEST}


def cut(text):
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n{word('… the rest is left out')}"
