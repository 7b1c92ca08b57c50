"""For the tests of figures: no window, and no figure that is left open. Who imports a fixture uses it."""

import matplotlib.pyplot as plt
import pytest

from bplib import draw


@pytest.fixture(autouse=True)
def closed():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


@pytest.fixture(autouse=True)
def in_the_style_of_the_book(closed):
    with plt.rc_context():
        draw.use_style()
        yield
