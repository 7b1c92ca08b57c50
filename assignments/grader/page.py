"""The page a student gets back: the points, what was noticed, and the notebook as it ran."""

import html

import bleach
import nbformat
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bplib.words import word

from grader.alignment import name_of
from grader.course import STAMP
from grader.formulas import as_mathml
from grader.outputs import told
from grader.reading import readable
from grader.result import ADJUSTMENT, MEANING

LONGEST = 10_000        # characters of one output, and a hundred times as many of a picture
MOST = 10_000_000       # characters of the outputs of all cells
DRAWN = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg",
         "image/svg+xml"}
TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "div", "span", "pre", "img", "sub",
        "sup", "del", "table", "thead", "tbody", "tr", "th", "td"}
PROTOCOLS = {"http", "https", "mailto", "data"}
# What the browser itself refuses, should any of it be left: scripts, and all that is fetched.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'"
FRAME = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
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
    return FRAME.format(language=word("en"), policy=POLICY, title=title, head=head(result),
                        body=shown)


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
    lines = [(result.title(name), points(result, name)) for name in result.max]
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
    shown = nbformat.from_dict(readable(notebook))
    shown.metadata.pop(STAMP, None)
    cells, left = [], MOST
    for cell in shown.cells:
        if name_of(cell) in result.max:
            given = html.escape(points(result, name_of(cell)))
            title = html.escape(result.title(name_of(cell)))
            cells.append(new_markdown_cell(f"**{title}: {given}**"))
        if "outputs" in cell:
            judged = name_of(cell) in result.max        # for the reasons there is always room
            outputs = with_notes(cell.outputs, max(left, LONGEST) if judged else left)
            left -= 0 if judged else sum(map(size, outputs))
            cell.outputs = outputs
        cells.append(cell)
    shown.cells = cells
    try:
        drawn = draw(shown)
    except Exception:       # one of the cells is more than the exporter can take
        shown.cells = [cell if can_be_drawn(shown, cell) else left_out(cell) for cell in cells]
        drawn = draw(shown)
    return as_mathml(clean(drawn))


def draw(notebook):
    """The HTML of a notebook, each output cleaned of what could run."""
    exporter = HTMLExporter(template_name="basic", sanitize_html=True,
                            filters={"clean_html": clean})
    return exporter.from_notebook_node(notebook)[0]


def can_be_drawn(notebook, cell):
    """Whether there is HTML of one cell."""
    try:
        draw(new_notebook(cells=[cell], metadata=notebook.metadata))
    except Exception:
        return False
    return True


def left_out(cell):
    """The text of a cell that cannot be drawn, and a note."""
    source = cell.source if isinstance(cell.source, str) else ""
    return new_code_cell(source, outputs=[told(word("This cell cannot be shown as it is."))])


def of_a_link(tag, name, value):
    """Whether a link may have an attribute: one that leads to a page, and runs nothing."""
    leads = value.lstrip().startswith(("https:", "http:", "mailto:", "#"))
    return name == "title" or name == "href" and leads


def of_a_picture(tag, name, value):
    """Whether a picture may have an attribute: one whose data are here, with a size in numbers."""
    here, size = value.startswith("data:image/"), name in ("width", "height")
    return name == "alt" or name == "src" and here or size and value.isdecimal()


ATTRIBUTES = {"*": ["class", "id"], "a": of_a_link, "img": of_a_picture}


def clean(element):
    """HTML without scripts. (The filter of nbconvert prints paragraphs and headings as <p>.)"""
    return bleach.clean(str(element), tags=bleach.ALLOWED_TAGS | TAGS, attributes=ATTRIBUTES,
                        protocols=PROTOCOLS)


def with_notes(outputs, left):
    """Outputs as far as the page has room for so many characters; a note in place of the rest."""
    shown = []
    for output in outputs:
        whole = shorten(output, left)
        shown += [output] if whole else [output, told(word("An output is left out here.\n"))]
        left -= size(output)
    return shown


def shorten(output, left):
    """Cut what an output shows after LONGEST characters; leave out large pictures.

    left  how many characters the page has room for
    Returns False if the reader sees nothing of what is left out.
    """
    if output.output_type == "stream":
        output.text = cut(output.text, left)
    elif output.output_type == "error":
        output.traceback = [cut(frame, left) for frame in output.traceback]
    else:
        before = DRAWN & set(output.data)
        output.data = {kind: cut(data, left) if isinstance(data, str) and kind.startswith("text")
                       else data for kind, data in output.data.items()
                       if len(str(data)) < min(left, 100 * LONGEST)}
        return bool(before) and before <= set(output.data)
    return True


def size(output):
    """About how many characters of the page an output takes."""
    if output.output_type == "stream":
        return len(output.text)
    if output.output_type == "error":
        return sum(map(len, output.traceback))
    return len(str(output.data))


def cut(text, left):
    """The first characters of a text."""
    most = max(0, min(LONGEST, left))
    return text if len(text) <= most else f"{text[:most]}\n{word('… the rest is left out')}"
