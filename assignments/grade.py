"""Grade what a class handed in: python assignments/grade.py SUBMISSIONS ASSIGNMENT

`--help` says more.
"""

import sys

from grader.command import main

if __name__ == "__main__":
    sys.exit(main())
