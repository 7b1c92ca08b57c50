"""Formulas are set by the build: each as MathJax draws it and as MathML, with its letters and fonts in the one style sheet."""

import re
import sys
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "extensions"))

import letters  # noqa: E402
from typeset import displayed, mathjax, numbered, typeset, write  # noqa: E402

HTML = ROOT / "_build" / "html"
SHEET = HTML / "_static" / "styles" / "all.css"
EMBEDDED = re.compile(r'font-family: (MJX[\w-]+);\n *src: url\("?data:font/woff;base64,([\w+/=]+)')


def test_a_formula_is_drawn_and_spoken():
    html = typeset(r"\class{backward}{\delta}^l_j", False)
    assert '<mjx-mi class="mjx-i backward">' in html and "<mi class=\"backward\">δ</mi><mi>j</mi><mi>l</mi></msubsup>" in html
    assert 'display="true"' in typeset("a", True) and "(BP1)" in re.sub("<[^>]+>", "", typeset(r"a \tag{BP1}", True))


@pytest.mark.parametrize("latex, why", ((r"\frac{a", "Missing close brace"), (r"\unknown{a}", "Undefined control sequence"),
                                        ("a^b^c", "Double exponent"), (r"\begin{split} a", r"Missing \\end\{split\}")))
def test_a_formula_that_cannot_be_set_names_its_page_and_cell(latex, why):
    with pytest.raises(ValueError, match=why):
        typeset(latex, True)
    node = nodes.math("", latex)
    node.line = 120_003
    translator = SimpleNamespace(builder=SimpleNamespace(current_docname="chapters/equations/bp2"))
    with pytest.raises(ExtensionError, match=rf"chapters/equations/bp2, cell 12: MathJax cannot set .*{why}"):
        write(translator, node, latex, display=True)


def test_parts_of_a_formula_are_joined_as_sphinx_does():
    block = nodes.math_block("", "a = b\n\nc &= d \\\\ &= e", nowrap=False)
    assert displayed(block) == r"\begin{aligned}a = b\\\begin{split}c &= d \\ &= e\end{split}\end{aligned}"
    assert typeset(displayed(block), True)
    assert displayed(nodes.math_block("", r"\begin{align}a\end{align}", nowrap=True)) == r"\begin{align}a\end{align}"


def test_an_equation_that_sphinx_has_numbered_keeps_its_number():
    config = SimpleNamespace(math_numfig=False, numfig=False)
    translator = SimpleNamespace(builder=SimpleNamespace(config=config))
    assert numbered(translator, nodes.math_block("", "a", number=7), "a") == r"a\tag{7}"
    assert numbered(translator, nodes.math_block("", "a", number=None), "a") == "a"


def test_the_sheet_holds_the_letters_that_are_shown_and_their_fonts():
    rule = 'mjx-c.mjx-c{}::before {{\n  padding: 0 1em 0 0;\n  content: "{}";\n}}\n\n'
    style = "".join([*map(rule.format, ("61", "7D", "1D6FF.TEX-I"), ("a", "}", r"\3B4")), mathjax().call("sheet").split("mjx-c.mjx-c")[0]])
    made = letters.sheet(style, {("mjx-c7D", ""), ("mjx-c1D6FF", "I")})
    assert "mjx-c61" not in made and 'content: "}"' in made and r"\3B4" in made
    fonts = {name: TTFont(BytesIO(b64decode(code))).getBestCmap() or {} for name, code in EMBEDDED.findall(made)}
    assert set(fonts) == {"MJXZERO", "MJXTEX", "MJXTEX-I", "MJXTEX-S1", "MJXTEX-S4", "MJXTEX-A"}
    assert ord("}") in fonts["MJXTEX"] and ord("a") not in fonts["MJXTEX"] and set(fonts["MJXTEX-I"]) == {ord("δ")}


def test_every_letter_of_the_book_is_in_the_sheet_and_in_its_font():
    style = SHEET.read_text(encoding="utf-8")
    fonts = {name: TTFont(BytesIO(b64decode(code))).getBestCmap() or {} for name, code in EMBEDDED.findall(style)}
    rules = {(rule[1], rule[2] or ""): letters.characters(rule[0]) for rule in letters.LETTER.finditer(style)}
    shown = set()
    for page in (HTML / "chapters").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        shown |= set(letters.SHOWN.findall(text))
        assert text.count("<mjx-container") == text.count("<mjx-assistive-mml") and "NaN" not in "".join(re.findall(r'style="[^"]*"', text))
        assert "MathJax" not in "".join(re.findall(r"<script.*?</script>", text, flags=re.S)) and "mjx-merror" not in text
    assert len(shown) > 100 and shown == set(rules)
    for (_, font), characters in rules.items():
        assert {*map(ord, characters)} <= fonts[f"MJXTEX-{font}".strip("-")].keys()
