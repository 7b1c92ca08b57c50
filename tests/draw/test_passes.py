"""The diagram of the two passes: which quantities and equations it names."""

import matplotlib.pyplot as plt
import pytest

from bplib.draw import passes


@pytest.mark.parametrize("L", (2, 4, 11))
def test_two_passes_names_every_quantity_and_equation(L):
    ax = passes.two_passes(L, ax=plt.figure().subplots())
    texts = [text.get_text() for text in ax.texts]
    for l in range(2, L + 1):
        assert rf"$\delta^{{{l}}}$" in texts
        assert sum(rf"w^{{{l}}}}}$" in text for text in texts) == sum(rf"b^{{{l}}}}}$" in text for text in texts) == 1
    counts = {name: texts.count(name) for name in ("BP1", "BP2", "BP3", "BP4")}
    assert counts == {"BP1": 1, "BP2": L - 2, "BP3": L - 1, "BP4": L - 1}
    plt.close(ax.figure)
