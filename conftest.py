"""How pytest runs the notebooks (with nbval), and how many examples a property is tried on.

In the root, so that it holds for `pytest chapters/one.ipynb` too.
"""

import os
from pathlib import Path

import bplib
import pytest
from hypothesis import settings
from nbval.plugin import IPyNbFile

# Without make: the user's own settings would reach the figures. (The Makefile does the same, and more.)
os.environ.pop("MPLBACKEND", None)
os.environ.pop("MATPLOTLIBRC", None)

# The examples are the same in each run. `make test` takes the first profile, `make check` the second.
settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("quick", settings.get_profile("fixed"), max_examples=25)
# Hours: more examples, and the whole grader on hundreds of notebooks (tests/assignments/test_harmless.py).
settings.register_profile("thorough", settings.get_profile("fixed"), max_examples=1000)


def pytest_xdist_auto_num_workers(config):
    """One worker more than there are cores: there is always one that waits for a browser, a kernel or the grader."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config):
    # An environment that was copied or moved with its folder still holds the package of the other folder.
    if not Path(bplib.__file__).resolve().is_relative_to(config.rootpath.resolve()):
        raise pytest.UsageError(f"expected the bplib of {config.rootpath}; got {bplib.__file__}: run `make setup` here")


def pytest_collectstart(collector):
    if not isinstance(collector, IPyNbFile):
        return
    # The coordinates in a figure differ between processors in the last digits; progress bars go to stderr.
    collector.skip_compare += ("image/svg+xml", "stderr")
    if cache := os.environ.get("RUN_OF_THE_BOOK"):
        collector.setup = lambda: play_back(collector, cache)


def play_back(collector, cache):
    """nbval's setup of a notebook, with the run that `make test` has just made in place of a kernel."""
    from replay import Replay

    collector.kernel = Replay(collector.nb, cache)
    collector.setup_sanitize_files()
