"""How much one submission may use. Seconds are of wall time, sizes are bytes."""

CELL = 10                   # seconds for a cell, or for the answers to a question, and ...
LATER_CELL = 4              # ... for each cell after one was stopped
STOPPED_CELLS = 5           # after that many stopped cells the rest is not run
JUDGE = 10                  # seconds that the judge may go on, besides those for the answers
CONNECT = 10                # seconds until a kernel that does not answer counts as stuck
NOTEBOOK = 60               # seconds for all cells
SUBMISSION = 120            # seconds until a grader that hangs is ended
FILE = 10_000_000           # the notebook that is handed in
OUTPUT = 1_000_000          # what one cell prints and shows
OUTPUTS = 20_000_000        # what all cells print and show
LINES, TRACEBACK = 200, 40  # what is kept of it, and of an error, in lines and in entries
MEMORY = 2_000_000_000      # address space of one process, and resident memory of all together
PROCESSES = 64
WRITTEN = 100_000_000       # files the notebook writes
