"""The words that a reader sees in figures, cards and tables, in the language of the edition.

The English text is the key. BOOK_LANGUAGE names an edition, such as zh_CN, whose catalogue stands in
locale/<language>/LC_MESSAGES/bplib.mo; a text that it does not have stays English.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")


@cache
def _catalogue(language):
    return gettext.translation("bplib", LOCALE, [language], fallback=True)


def word(text):
    """`text` in the language of this edition. It is called where a text is shown, not where it is defined."""
    return _catalogue(os.environ.get("BOOK_LANGUAGE", "en")).gettext(text)
