"""The catalogue for translators and the code name the same texts."""

import io

import pytest
from babel.messages.pofile import read_po

from tools import catalogue


def stored():
    return {message.id for message in read_po(io.BytesIO(catalogue.CATALOGUE.read_bytes())) if message.id}


def test_every_text_is_in_the_catalogue():
    assert catalogue.texts() - stored() == set(), "python tools/catalogue.py"


def test_no_text_is_left_over_in_the_catalogue():
    assert stored() - catalogue.texts() == set(), "python tools/catalogue.py"


@pytest.mark.parametrize("name, argument", list(catalogue.calls()))
def test_a_text_can_be_found(name, argument):
    """word("text"), or a field of a statement or a wrong version: what is put together cannot be translated."""
    assert catalogue.literals(argument) is not None
