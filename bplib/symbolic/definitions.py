"""What the derivations start from: z, and the error. The rest is derived, or in bplib.book."""

from sympy import Sum

from bplib.expect import expect_callable
from bplib.symbolic.display import Equation
from bplib.symbolic.formulas import expect_formula, expect_index, expect_symbol
from bplib.symbolic.notation import C, Partial, a, b, delta, j, l, n, q, w, z


def weighted_input(layer, neuron, index=q, inputs=None):
    """z^l_j = Σ_q w^l_{jq} a^{l−1}_q + b^l_j; `inputs(q)` replaces a^{l−1}_q where given.

    Raises TypeError for a layer or neuron that is no integer, and an index that is no symbol.
    """
    layer, neuron = expect_index("layer", layer), expect_index("neuron", neuron)
    expect_symbol("index", index)
    if inputs is not None:
        expect_callable("inputs", inputs, "lambda q: sigma(z[l, q])")
    value = a[layer - 1, index] if inputs is None else expect_formula("inputs", inputs(index))
    return Sum(w[layer, neuron, index] * value, (index, 1, n[layer - 1])) + b[layer, neuron]


ERROR = Equation(delta[l, j], Partial(C, z[l, j]))
