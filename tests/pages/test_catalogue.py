"""The catalogue for translators and the code name the same texts."""

import io

import pytest
from babel.messages.pofile import read_po

from bplib import words
from tools import catalogue


def stored():
    return {message.id for message in read_po(io.BytesIO(catalogue.CATALOGUE.read_bytes())) if message.id}


def test_every_text_is_in_the_catalogue():
    assert catalogue.texts() - stored() == set(), "python tools/catalogue.py"


def test_no_text_is_left_over_in_the_catalogue():
    assert stored() - catalogue.texts() == set(), "python tools/catalogue.py"


@pytest.mark.parametrize("name, function, argument", list(catalogue.calls()))
def test_a_text_can_be_found(name, function, argument):
    """A literal, or a variable whose text is marked elsewhere; `word` looks it up when it is run."""
    assert catalogue.literals(argument) is not None
    assert function != "later" or catalogue.literals(argument)


def test_a_text_that_is_not_in_the_catalogue_is_a_mistake(monkeypatch):
    assert words._listed() - {""} == stored()
    monkeypatch.setenv("BOOK_STRICT_WORDS", "1")
    assert words.word("cost") == "cost"
    with pytest.raises(KeyError, match="tools/catalogue.py"):
        words.word("no such text")
