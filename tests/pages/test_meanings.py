"""What a formula on the page says of its signs: the row that fits, and none on a page where a letter means something else."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "extensions"))

from symbols import coloured, rows_in  # noqa: E402


@pytest.mark.parametrize("latex, rows", (
    (r"\nabla_a C \odot \sigma'(z^L)", [r"\nabla_a C", "a^l_j", "C", r"\odot", r"\sigma, \sigma'", "z^l_j", r"l = 1, \dots, L"]),
    (r"\nabla_{a}C", [r"\nabla_a C", "a^l_j", "C"]),
    (r"\eta\lVert\nabla C\rVert^2", [r"\eta", r"\nabla C", "C"]),
    (r"\nabla C_i", ["C_i"]),
    (r"\nabla f", []),
    ("C_{i} + C_B + C_{quad} + C^{(l)}", ["C_i", "C_B", "C^{(l)}"]),
    ("n", []), ("n_{l-1}", ["n_l"]), (r"n_{\text{in}}", []),
    ("m_t", []), ("{m}_{t}", []), ("2m", ["m"]),
    (r"\hat{y}", []), (r"\text{a b}", []), (r"\beta_1", [r"\beta"]),
))
def test_a_sign_is_explained_by_the_row_that_fits(latex, rows):
    assert rows_in(latex) == rows


def test_a_letter_with_a_second_meaning_is_neither_coloured_nor_explained():
    assert rows_in("w^2 z", without={"z"}) == [r"w^l_{jk}"]
    assert coloured("w z", without={"z"}) == r"\class{weight}{w} z"
