"""The settings of nbgrader, also for the `nbgrader` commands that are run in this folder."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "four-equations"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
# What belongs to a set lies together.
c.CourseDirectory.directory_structure = "sets/{assignment_id}/{nbgrader_step}/{student_id}"
c.CourseDirectory.max_file_size = 10_000                    # kilobytes

c.ClearSolutions.code_stub = {"python": "# Your code here\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here*"

c.Execute.timeout = 10                                      # seconds, for one cell
c.OverwriteCells.add_missing_cells = True   # else deleted test cells leave a notebook ungraded
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "Warning"                         # else a warning on stderr scores 0
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 40
