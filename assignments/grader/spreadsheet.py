"""CSV files as spreadsheets save them, and cells that no spreadsheet takes for a formula.

Excel writes what its language writes: commas, semicolons or tabs, in UTF-8, UTF-16 or a code page.
What is written here begins with the mark by which Excel knows UTF-8.
"""

import csv
import io

from grader.whole import write_whole

CODE_PAGES = ("gb18030", "big5", "cp1252")      # China, Taiwan, western Europe
SEPARATORS = ",;\t"
RUNS = ("=", "+", "-", "@", "\t", "\r")         # how a cell begins that a spreadsheet computes


def harmless(text):
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def plain(text):
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUNS) else text


def write_table(file, rows, separator=","):
    """Write rows of cells, whole or not at all."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    write_whole(file, "\ufeff" + text.getvalue())


def texts(data):
    """The texts that the bytes of a file may stand for; more than one only for a code page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [data.decode("utf-16")]
    try:
        return [data.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return list(dict.fromkeys(filter(None, (decoded(data, page) for page in CODE_PAGES))))


def decoded(data, page):
    """The text in a code page, or None."""
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        return None


def table(text, columns):
    """[(number of its first line, {column: cell})], and the separator; an empty row is left out.

    Raises ValueError unless the first line names the `columns`.
    """
    if text.lower().startswith("sep="):
        text = text.partition("\n")[2]
    for separator in SEPARATORS:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        header = [name.strip().lower() for name in next(lines, [])]
        if set(columns) <= set(header):
            return list(rows(lines, header)), separator
    first = text.splitlines()[0] if text.splitlines() else ""
    raise ValueError(f"line 1: expected the columns {', '.join(columns)}, got {first!r}")


def rows(lines, header):
    """[(number of its first line, {column: cell})] of the lines after the header."""
    number = lines.line_num + 1
    for cells in lines:
        cells = [cell.strip() for cell in cells]
        if any(cells):
            if any(cells[len(header):]):
                raise ValueError(f"line {number}: expected {len(header)} cells, got {len(cells)}")
            yield number, dict(zip(header, cells + [""] * len(header)))
        number = lines.line_num + 1
