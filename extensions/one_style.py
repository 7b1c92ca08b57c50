"""One style sheet for the book instead of a dozen: a page waits for all of them to show its text.

Of Font Awesome's two thousand icons the sheet and its font keep those that the pages show.
"""

import hashlib
import posixpath
import re

from fonts import cut_down

SHEET = "styles/all.css"
LINK = re.compile(r'\s*<link [^>]*?href="([^"?]*_static/)([^"?]+\.css)[^>]*>')
ICON = re.compile(r'((?:\.fa-[\w-]+::?before,?)+)\{content:"\\([0-9a-f]+)"\}')
FONT = "vendor/fontawesome/webfonts/fa-solid-900"
FONT_SOURCES = re.compile(r"url\(\.\./" + FONT + r"\.woff2\)[^;}]*")


def pages_of(app):
    """{path: text} of all pages, also of those that this build has not written."""
    return {path: path.read_text(encoding="utf-8") for path in app.outdir.rglob("*.html")
            if "_static" not in path.parts}


def join(app, exception):
    if exception or app.builder.name != "html":
        return
    pages = pages_of(app)
    links = {path: LINK.findall(text) for path, text in pages.items()}
    icons = {name for text in pages.values() for name in re.findall(r"fa-[a-z-]+", text)}
    names = max(([name for _, name in found] for found in links.values()), key=len)
    if SHEET in names:                                # no page was written in this build
        return
    style = "\n".join(_read(app.outdir / "_static", name) for name in names)
    style = ICON.sub(lambda rule: rule[0] if icons & set(re.findall(r"fa-[a-z-]+", rule[1]))
                     else "", style)
    signs = {chr(int(icon[2], 16)) for icon in ICON.finditer(style)}
    font = cut_down(app.outdir / "_static" / f"{FONT}.ttf", signs)
    (app.outdir / "_static" / "styles" / "icons.woff").write_bytes(font)
    style = FONT_SOURCES.sub('url(icons.woff) format("woff")', style)
    (app.outdir / "_static" / SHEET).write_text(style, encoding="utf-8")
    version = hashlib.sha256(style.encode()).hexdigest()[:8]
    for path, found in links.items():
        if found and found[0][1] != SHEET:
            sheet = f'\n<link rel="stylesheet" href="{found[0][0]}{SHEET}?v={version}" />'
            text = LINK.sub(sheet, pages[path], count=1).replace(sheet, "\0")
            path.write_text(LINK.sub("", text).replace("\0", sheet), encoding="utf-8")


def _read(static, name):
    """A style sheet with those that it imports, its addresses counted from the folder of SHEET."""
    folder = posixpath.dirname(name)
    text = (static / name).read_text(encoding="utf-8")

    def imported(found):
        return _read(static, posixpath.normpath(posixpath.join(folder, found[1])))

    def address(found):
        place = posixpath.join(folder, found[1])
        return "url(" + posixpath.relpath(place, posixpath.dirname(SHEET)) + ")"

    text = re.sub(r'@import "([^"]+)";', imported, text)
    return re.sub(r"url\(['\"]?(?!data:|#|/|\w+:)([^'\")]+)['\"]?\)", address, text)


def setup(app):
    app.connect("build-finished", join, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
