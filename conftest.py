"""How pytest runs the notebooks (with nbval), and how many examples a property is tried on.

In the root, so that it holds for `pytest chapters/one.ipynb` too.
"""

from hypothesis import settings
from nbval.plugin import IPyNbFile

# The examples are the same in each run. `make test` takes the first profile, `make check` the second.
settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("quick", settings.get_profile("fixed"), max_examples=25)


def pytest_collectstart(collector):
    # The coordinates in a figure differ between processors in the last digits; progress bars go to stderr.
    if isinstance(collector, IPyNbFile):
        collector.skip_compare += ("image/svg+xml", "stderr")
