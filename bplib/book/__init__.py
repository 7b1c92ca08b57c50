"""All statements of the book, in the order of the contents."""

from bplib.book import adaptive, equations, foundations, landscape, schedules
from bplib.book.statement import Statement

# A part may use a statement of an earlier one: the first place counts.
STATEMENTS = tuple({statement.tag: statement for part in (foundations, equations, adaptive, schedules, landscape)
                    for statement in vars(part).values() if isinstance(statement, Statement)}.values())
