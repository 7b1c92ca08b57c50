r"""What the search finds: the text of every section, with its formulas in letters, in one file.

Sphinx's own index knows which page has a word, and the browser then fetches that page for a part of
its text, with formulas as LaTeX; a page that was opened from a file cannot fetch. This one is read
as a script, on the search page alone: _assets/search.js says how it is searched.

The words of a page are kept beside its doctree, so that a build that writes a few pages has those
of the others.
"""

import json
import re
import unicodedata
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from pylatexenc.latex2text import (LatexNodes2Text, MacroTextSpec,
                                   get_default_latex_context_db)

INDEX = "sections.js"
LEFT_OUT = (nodes.section, nodes.title, nodes.literal_block, nodes.raw, nodes.comment, nodes.image,
            nodes.target, nodes.system_message, addnodes.toctree, addnodes.index)
SCRIPT = re.compile(r"([\^_])(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|.)")
NAME = re.compile(r"[A-Za-z_]\w\w+(?:\.\w+)*")
LONGEST = 60        # letters of a formula; of a longer one "…" stands in the text

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁᵂ"
LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
SMALL = {mark: {"-": signs[11], **{unicodedata.normalize("NFKC", sign): sign for sign in signs}}
         for mark, signs in (("^", RAISED), ("_", LOWERED))}


def fraction(node, l2tobj):
    """A fraction in one line, a part of it in brackets where it needs them."""
    parts = [l2tobj.nodelist_to_text([part]).strip() for part in node.nodeargd.argnlist]
    return "/".join(f"({part})" if set(part) & set(" /+-·") else part for part in parts)


# A command takes the space behind it; one with an argument needs that.
SPACED = re.compile(r"(\\(?!frac|hat|bar|tilde|sqrt|vec|math|left|right|partial|nabla|Delta)"
                    r"[A-Za-z]+) ")
ONE_LINE = get_default_latex_context_db()
ONE_LINE.add_context_category("one line", prepend=True,
                              macros=[MacroTextSpec("frac", fraction)])
WRITER = LatexNodes2Text(latex_context=ONE_LINE)


def in_letters(latex):
    """A formula in one line of letters, δˡⱼ for \\delta^l_j; "…" for one that is long."""
    latex = SPACED.sub(r"\1{} ", latex.replace(r"\|", "‖").replace(r"\dfrac", r"\frac"))
    latex = SCRIPT.sub(lambda script: "{" + small(*script.groups()) + "}", latex)
    line = " ".join(WRITER.latex_to_text(latex).split()).replace("'", "′")
    return line if len(line) <= LONGEST else "…"


def small(mark, latex):
    """A superscript or subscript, in small letters where there are all of them."""
    line = in_letters(latex).replace(" ", "")
    if set(line) <= SMALL[mark].keys():
        return "".join(SMALL[mark][sign] for sign in line)
    return mark + (line if len(line) == 1 else f"({line})")


def words(node):
    """The text of a node: that of a paragraph as it stands, that of its neighbours apart."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, (nodes.math, nodes.math_block)):
        return in_letters(node.astext())
    apart = "" if isinstance(node, nodes.TextElement) else " "
    return apart.join(words(part) for part in node.children if not isinstance(part, LEFT_OUT))


def names(node):
    """The names in the code of a section, each once."""
    if isinstance(node, nodes.literal_block):
        return dict.fromkeys(NAME.findall(node.astext()))
    parts = (part for part in node.children if not isinstance(part, nodes.section))
    return {name: None for part in parts for name in names(part)}


def sections(doctree):
    """[[anchor, title, text, names in the code]] of each section; the page has the anchor ""."""
    found = []
    for section in doctree.findall(nodes.section):
        title = next(section.findall(nodes.title), None)
        if title is not None:
            anchor = section["ids"][0] if found and section["ids"] else ""
            text = " ".join(words(section).split())
            found.append([anchor, words(title), text, " ".join(names(section))])
    return found


def keep(app, doctree, docname):
    if app.builder.name == "html":
        path = _kept(app, docname)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(sections(doctree), ensure_ascii=False), encoding="utf-8")


def _kept(app, docname):
    return Path(app.doctreedir, "sections", f"{docname}.json")


def write(app, exception):
    if exception is None and app.builder.name == "html":
        pages = {docname: json.loads(_kept(app, docname).read_text(encoding="utf-8"))
                 for docname in app.env.collect_relations()}        # in the order of the book
        text = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
        (app.outdir / INDEX).write_text(f"const PAGES = {text}\n", encoding="utf-8")


def setup(app):
    app.connect("doctree-resolved", keep)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
