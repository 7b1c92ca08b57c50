"""The whole book as one EPUB 3: the built pages, formulas as MathML, nothing that needs a script.

The pages are taken as they are in _build/html, in the order of the sidebar, as tools/pdf.py does. A
reading system sets the MathML that a screen reader is given on the page.
"""

import hashlib
import mimetypes
import re
import zipfile
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import yaml
from pygments.formatters import HtmlFormatter

from tools.built import HTML, LICENCE, SUBTITLE, TITLE, contents, parsed

EPUB = Path("_build/the-four-equations.epub")
STYLE = Path(__file__).with_name("epub.css")
COLOURS_OF_CODE = "a11y-high-contrast-light"          # as on the light page
LEFT_OUT = "script, button, input, .headerlink, .only-dark, .epub-left-out, .moving"
# Attributes of the theme's scripts; and what the browser is told about loading.
DROPPED = ("tabindex", "loading", "unselectable")
# The HTML parser would write the names in these in small letters; they are XML as they stand.
AS_IT_STANDS = re.compile(r"<(math|svg)\b.*?</\1>", re.DOTALL)
DRAWN = re.compile(r"<mjx-container.*?(<math\b.*?</math>).*?</mjx-container>", re.DOTALL)
# A row with its number before it: MathML Core has only rows, and there the number stands behind.
NUMBERED = re.compile(r"<mlabeledtr>(<mtd\b[^>]*>)(.*?</mtd>)(.*?)</mlabeledtr>", re.DOTALL)
MADE = (1980, 1, 1, 0, 0, 0)                           # the same book gives the same file
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
  xml:lang="en"><head><meta charset="utf-8"/><title>{title}</title>
<link rel="stylesheet" href="{up}style.css"/></head>
<body>{body}</body></html>
"""
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:sha256:{digest}</dc:identifier>
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>en</dc:language>
<dc:rights>{licence}</dc:rights><meta property="dcterms:modified">{year}-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta></metadata>
<manifest>{items}</manifest><spine>{spine}</spine></package>
"""


def in_book(path):
    """The name of a file of the book in the EPUB; a page is XHTML there."""
    name = path.relative_to(HTML).as_posix()
    return name.removesuffix(".html") + ".xhtml" if path.suffix == ".html" else name


def page_in_book(path, title, pages):
    """(XHTML of a page, files that it shows); its links lead to those of `pages`."""
    kept = []

    def keep(element):
        kept.append(element[0])
        return f"\uE000{len(kept) - 1}\uE000"

    text = DRAWN.sub(lambda formula: formula[1], path.read_text(encoding="utf-8"))
    text = NUMBERED.sub(r'<mtr>\3\1<mspace width="2em"/>\2</mtr>', text)
    drawn = parsed(AS_IT_STANDS.sub(keep, text))
    article = drawn.select_one("article.bd-article")
    clean(article)
    for drawing in article.select(".drawing"):          # its file has colours for any ground
        image = {"src": drawing.a["href"], "alt": drawing.div["aria-label"]}
        drawing.replace_with(drawn.new_tag("img", attrs=image))
    for link in article.select("a[href]"):
        lead(link, path, pages)
    shown = {(path.parent / unquote(image["src"])).resolve() for image in article.select("img")}
    body = re.sub("\uE000(\\d+)\uE000", lambda mark: kept[int(mark[1])], str(article))
    return PAGE.format(title=escape(title), up=to_root(path), body=body), shown


def clean(article):
    """Take away what only a browser needs."""
    for element in article.select(LEFT_OUT):
        element.decompose()
    for element in article.select("summary p"):         # HTML allows none there, and XHTML asks
        element.name = "span"
    for element in article.find_all(True):
        for name in list(element.attrs):
            if name in DROPPED or name.startswith("data-"):
                del element[name]


def to_root(path):
    return "../" * in_book(path).count("/")


def lead(link, path, pages):
    """Lead a link to the page in the EPUB; of one to what is not in it only the words stay."""
    target = urlsplit(urljoin(path.as_uri(), link["href"]))
    place = Path(unquote(target.path))
    if target.scheme == "file" and place not in pages:
        link.unwrap()
    elif target.scheme == "file":
        anchor = f"#{target.fragment}" if target.fragment else ""
        link["href"] = to_root(path) + quote(in_book(place)) + anchor


def properties(text):
    """What a reading system is told of a page."""
    found = [word for word in ("mathml", "svg") if f"<{word.replace('mathml', 'math')}" in text]
    return f' properties="{" ".join(found)}"' if found else ""


def navigation(parts):
    """The table of contents."""
    rows = []
    for part, chapters in parts:
        links = "".join(f'<li><a href="{quote(in_book(page))}">{escape(title)}</a></li>'
                        for title, page in chapters)
        rows.append(f"<li><span>{escape(part)}</span><ol>{links}</ol></li>" if part else links)
    body = f'<nav epub:type="toc"><h1>Contents</h1><ol>{"".join(rows)}</ol></nav>'
    return PAGE.format(title="Contents", up="", body=body)


def cover():
    body = f"<h1>{TITLE}</h1><p>{SUBTITLE}</p><p>{escape(LICENCE)}</p>"
    return PAGE.format(title=TITLE, up="", body=body)


def files_of(parts):
    """{name in the EPUB: text or bytes} of all that is in it, in the order of reading."""
    pages = {page for _, chapters in parts for _, page in chapters}
    files, shown = {"title.xhtml": cover(), "nav.xhtml": navigation(parts)}, set()
    for title, page in (chapter for _, chapters in parts for chapter in chapters):
        files[in_book(page)], more = page_in_book(page, title, pages)
        shown |= more
    colours = HtmlFormatter(style=COLOURS_OF_CODE).get_style_defs(".highlight")
    files["style.css"] = STYLE.read_text(encoding="utf-8") + colours
    return files | {in_book(file): file.read_bytes() for file in sorted(shown)}


def item(number, name, content):
    """The line of a file in the list of all files."""
    kind, more = mimetypes.guess_type(name)[0], ""
    if name.endswith(".xhtml"):
        kind = "application/xhtml+xml"
        more = ' properties="nav"' if name == "nav.xhtml" else properties(content)
    return f'<item id="f{number}" href="{quote(name)}" media-type="{kind}"{more}/>'


def package(files):
    """The list of all files, and the order in which they are read."""
    settings = yaml.safe_load(Path("_config.yml").read_text(encoding="utf-8"))
    return PACKAGE.format(
        digest=hashlib.sha256("".join(map(str, files.values())).encode()).hexdigest(),
        title=escape(settings["title"]), author=escape(settings["author"]),
        licence=escape(LICENCE), year=settings["copyright"],
        items="\n".join(item(i, *file) for i, file in enumerate(files.items())),
        spine="".join(f'<itemref idref="f{i}"/>' for i, name in enumerate(files)
                      if name.endswith(".xhtml")))


def write_book(parts, path):
    """Write the EPUB of these parts. Its first file says what it is, and is not compressed."""
    files = files_of(parts)
    inside = {"META-INF/container.xml": CONTAINER, "book/content.opf": package(files)}
    inside |= {f"book/{name}": content for name, content in files.items()}
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", MADE), "application/epub+zip")
        for name, content in inside.items():
            entry = zipfile.ZipInfo(name, MADE)
            entry.external_attr = 0o644 << 16
            book.writestr(entry, content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    write_book(contents(), EPUB)
    print(f"{EPUB}: {EPUB.stat().st_size / 1e6:.1f} MB")
