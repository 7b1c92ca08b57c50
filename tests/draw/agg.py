"""For the tests of figures: no window, and no figure that is left open. Who imports it uses it."""

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def closed():
    plt.switch_backend("Agg")
    yield
    plt.close("all")
