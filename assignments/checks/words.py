"""Every text of a check that a reader sees passes through `word` when it is shown."""


def word(text):
    """The text as this edition of the book has it."""
    return text
