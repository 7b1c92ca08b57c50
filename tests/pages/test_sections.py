"""What the search reads: formulas in letters."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "extensions"))

from sections import in_letters  # noqa: E402


@pytest.mark.parametrize("latex, line", [
    (r"\delta^l_j", "δˡⱼ"),
    (r"w^{l + 1}_{kj}", "wˡ⁺¹ₖⱼ"),
    (r"\sigma'(z^L)", "σ′(zᴸ)"),
    (r"e^{z_k/T}", "e^(zₖ/T)"),
    (r"\frac{\partial C}{\partial b}", "∂C/∂b"),
    (r"\dfrac{1}{1/C_0 + \eta t}", "1/(1/C₀ + η t)"),
    (r"\sum_p\sqrt{G_p}", "∑ₚ√(Gₚ)"),
    (r"\|w\|_2", "‖w‖₂"),
    (r"\tanh z", "tanh z"),
    (" + ".join("abcdefghijklmnopqrstuvwxyz"), "…"),
])
def test_a_formula_in_letters(latex, line):
    assert in_letters(latex) == line
