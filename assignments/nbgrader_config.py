"""The settings of nbgrader, which makes the releases."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "four-equations"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
# What belongs to a set lies together.
c.CourseDirectory.directory_structure = "sets/{assignment_id}/{nbgrader_step}/{student_id}"
c.CourseDirectory.max_file_size = 10_000                    # kilobytes

c.ClearSolutions.code_stub = {"python": "# Your code here\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here*"
