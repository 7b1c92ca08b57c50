"""The words that a reader sees in figures, cards and tables, in the language of the edition.

The English text is the key. BOOK_LANGUAGE names an edition, such as zh_CN, whose catalogue stands
in locale/<language>/LC_MESSAGES/bplib.mo; a text that it does not have stays English. With
BOOK_STRICT_WORDS, which `make book` and `make test` set, a text that is missing in the list for
translators, tools/bplib.pot, is a mistake. (It has the texts of the hidden checks too, so it is no
part of the package.)
"""

import gettext
import os
import re
from ast import literal_eval
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")
LISTED = Path(__file__).parents[1] / "tools" / "bplib.pot"


@cache
def _catalogue(language):
    return gettext.translation("bplib", LOCALE, [language], fallback=True)


@cache
def _listed():
    """The texts of bplib.pot; its strings are written as in Python."""
    entries = re.findall(r'^msgid ((?:".*"\n)+)', LISTED.read_text("utf-8"), re.M)
    return {literal_eval(f"({entry})") for entry in entries}


def word(text):
    """`text` in the language of this edition; called where it is shown, not where it is defined."""
    if not isinstance(text, str):
        raise TypeError(f"text must be a string; got {type(text).__name__}")
    if os.environ.get("BOOK_STRICT_WORDS") and text not in _listed():
        raise KeyError(f"{text!r} is not in bplib.pot: mark it by later, tools/catalogue.py")
    return _catalogue(os.environ.get("BOOK_LANGUAGE", "en")).gettext(text)


def later(text):
    """`text` itself: the mark of a text that is shown later, by word(variable)."""
    return text
