"""Grade what a class handed in: python assignments/grade.py SUBMISSIONS ASSIGNMENT

`--help` says more.
"""

import sys

from grader.forks import start_server

if __name__ == "__main__":
    start_server()
    from grader.command import main

    sys.exit(main())
