"""All statements of the book, in the order of the contents."""

from bplib.book import (adaptive, cost_of_gradients, descent, equations, foundations, landscape,
                        misconceptions, momentum, path_sums, practice, schedules)
from bplib.book.statement import Statement

PARTS = (foundations, equations, cost_of_gradients, path_sums, misconceptions, descent, momentum,
         adaptive, schedules, landscape, practice)

# A part may use a statement of an earlier one: the first place counts.
STATEMENTS = tuple({statement.tag: statement for part in PARTS for statement in vars(part).values()
                    if isinstance(statement, Statement)}.values())
