"""The font of the text holds the letters that the pages show, and is no larger than that needs."""

import re
import sys
from base64 import b64decode
from html import unescape
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "extensions"))

from serif import FACES, FILES, ROOT as PACKAGE  # noqa: E402

HTML = ROOT / "_build" / "html"
FACE = re.compile(r'font-family: BookSerif;\s*font-style: (\w+);\s*font-weight: (\d+);\s*src: url\("data:font/woff;base64,([\w+/=]+)')


def test_every_letter_of_a_page_that_the_font_has_is_in_the_style_sheet():
    style = (HTML / "_static" / "styles" / "all.css").read_text(encoding="utf-8")
    faces = {(face[1], int(face[2])): b64decode(face[3]) for face in FACE.finditer(style)}
    assert set(faces) == set(FACES) and sum(map(len, faces.values())) < 110_000
    shown = {sign for page in (HTML / "chapters").rglob("*.html")
             for sign in unescape(re.sub("<[^>]+>", "", page.read_text(encoding="utf-8")))}
    for (name, weight), code in faces.items():
        font, whole = TTFont(BytesIO(code)), TTFont(PACKAGE / "files" / FILES[name])
        wanted = {ord(sign) for sign in shown} & whole.getBestCmap().keys()
        assert {*map(ord, "aé…−β“’")} <= wanted <= font.getBestCmap().keys()
        assert font["OS/2"].usWeightClass == weight and "fvar" not in font
        assert "Source" not in "".join(map(str, (font["name"].getDebugName(i) for i in (1, 2, 3, 4, 6))))
        assert "Open Font License" in font["name"].getDebugName(13)
