"""All statements of the book, in the order of the contents."""

from bplib.book import cost_of_gradients, equations, foundations, misconceptions, path_sums
from bplib.book.statement import Statement

# A part may use a statement of an earlier one: the first place counts.
STATEMENTS = tuple({statement.tag: statement for part in (foundations, equations, cost_of_gradients, path_sums, misconceptions)
                    for statement in vars(part).values() if isinstance(statement, Statement)}.values())
