"""What stands under the title of a chapter, and the numbers of its exercises and figures.

A chapter is called by the tag in its title, as in "BP2: the error passed back", or by its number in
the contents. Exercise BP2.1 is the first one there, and Figure 13.2 the second figure of the
chapter that is number 13.

The line under the title says how long the chapter takes, what it needs, which is the earlier
chapters to which its beginning and its claim link, and what it gives: the equations that have a
label there.
"""

import posixpath
import re
from html import escape

from docutils import nodes

PARTS = ("foundations", "equations", "descent", "practice")
TAG = re.compile(r"[A-Z]+\d+(?=:)")
WORDS_A_MINUTE = 150        # of a text with formulas
MINUTES = re.compile(r"\((?:★+), (\d+) min\)")


def chapters(env):
    """The pages that are chapters, in the order of the book."""
    return [page for page in env.collect_relations() if page.split("/")[-2] in PARTS]


def called(env, page, place):
    """What the chapter at this place of the book is called in its numbers."""
    tag = TAG.match(env.titles[page].astext())
    return tag[0] if tag else place


def give_figures_ids(app, doctree):
    """Sphinx counts the figures that have an id."""
    for place, figure in enumerate(doctree.findall(nodes.figure), start=1):
        if not figure["ids"]:
            figure["ids"] = [f"figure-{place}"]


def number(app, env):
    """Exercises and figures are counted in each chapter; Sphinx has counted them in the book."""
    env.numbers_in_the_book, numbers = env.toc_fignumbers, {}
    for place, page in enumerate(chapters(env), start=1):
        name = called(env, page, place)
        numbers[page] = {kind: {anchor: (name, i) for i, anchor in enumerate(anchors, start=1)}
                         for kind, anchors in env.toc_fignumbers.get(page, {}).items()}
    env.toc_fignumbers = env.toc_fignumbers | numbers
    return []


def restore(app, env):
    """Sphinx writes a page again whose numbers are other ones than in the build before."""
    env.toc_fignumbers = getattr(env, "numbers_in_the_book", env.toc_fignumbers)
    return []


def write_line(app, doctree, docname):
    if docname in (book := chapters(app.env)):
        title = next(doctree.findall(nodes.title))
        name = called(app.env, docname, book.index(docname) + 1)
        line = " · ".join(filter(None, (f"Chapter {name}", minutes(doctree),
                                        needs(app, doctree, docname, book), gives(doctree))))
        title.parent.insert(1, nodes.raw("", f'<div class="about">{line}</div>', format="html"))


def minutes(doctree):
    exercises = [int(title) for title in MINUTES.findall(
        " ".join(title.astext() for title in doctree.findall(nodes.title)
                 if not title.astext().startswith("Solution")))]
    words = sum(len(text.astext().split()) for text in doctree.findall(nodes.paragraph))
    reading = 5 * round(words / WORDS_A_MINUTE / 5)
    asked = f", and {sum(exercises)} for the exercises" if exercises else ""
    return f"{reading} minutes{asked}"


def needs(app, doctree, docname, book):
    """Links to the earlier chapters to which the text before the derivation links."""
    linked = set()
    for section in beginning(doctree):
        for link in section.findall(nodes.reference):
            page = link.get("refuri", "").partition("#")[0].removesuffix(".html")
            linked.add(posixpath.normpath(posixpath.join(posixpath.dirname(docname), page)))
    earlier = [page for page in book[:book.index(docname)] if page in linked]
    links = [f'<a href="{app.builder.get_relative_uri(docname, page)}">'
             f'{escape(app.env.titles[page].astext().partition(":")[0])}</a>' for page in earlier]
    return "You need: " + ", ".join(links) if links else ""


def beginning(doctree):
    """What stands before the first section, and the sections down to the claim."""
    chapter = next(doctree.findall(nodes.section))
    for part in chapter.children[1:]:
        yield part
        if isinstance(part, nodes.section) and part.astext().startswith("Claim"):
            return


def gives(doctree):
    """Links to the equations that have a label in the chapter."""
    anchors = dict.fromkeys(anchor for node in doctree.findall(nodes.Element)
                            for anchor in node.get("ids", ()) if anchor.startswith("eq-"))
    links = [f'<a href="#{anchor}">{anchor.removeprefix("eq-").upper()}</a>' for anchor in anchors]
    return "You get: " + ", ".join(links) if links else ""


def setup(app):
    app.connect("doctree-read", give_figures_ids)
    # before and after Sphinx counts
    app.connect("env-get-updated", restore, priority=100)
    app.connect("env-get-updated", number, priority=900)
    app.connect("doctree-resolved", write_line, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
