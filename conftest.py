"""How pytest runs the notebooks (with nbval). In the root, so that it holds for `pytest chapters/one.ipynb` too."""

from nbval.plugin import IPyNbFile


def pytest_collectstart(collector):
    # The coordinates in a figure differ between processors in the last digits; progress bars go to stderr.
    if isinstance(collector, IPyNbFile):
        collector.skip_compare += ("image/svg+xml", "stderr")
