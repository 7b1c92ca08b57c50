"""The symbols of the book, for any layer l, any width n_l and any indices.

`w[l, j, k]` is the weight w^l_{jk} from neuron k of layer l−1 to neuron j of layer l, with l, j
and k symbols. Widths are symbols too: `n[l]`. SymPy's sums and derivatives know these symbols
(they are `Indexed`), so a derivation holds for every width at once.
"""

from sympy import Expr, Function, Symbol, symbols
from sympy.tensor.indexed import Indexed, IndexedBase


OF_EXAMPLES = ("z", "a", "delta", "y")       # each example has its own; w and b are the same for all


class LayerEntry(Indexed):
    """One entry of a LayerSymbol: the first index is the layer and is written on top."""

    def _latex(self, printer, exp=None):
        layer, *rest = (printer._print(i) for i in self.indices)
        entry = rf"{printer._print(self.base.label)}^{{{layer}}}" + (rf"_{{{join_indices(rest)}}}" if rest else "")
        return entry if exp is None else rf"\left({entry}\right)^{{{exp}}}"


class LayerSymbol(IndexedBase):
    """A quantity with one value per layer and neuron(s): z[l, j], w[l, j, k].

    In a chain with one neuron per layer the neuron is not named: z[l], w[l]. In a batch the
    example comes last: z[l, j, i].
    """

    def __getitem__(self, indices, **kwargs):
        return LayerEntry(self, *(indices if isinstance(indices, tuple) else (indices,)))


class Partial(Expr):
    """∂u/∂v by name: `Partial(C, z[l, j])`.

    SymPy's own Derivative of a symbol that does not show its arguments is 0. This one stands
    for the derivative until a step of the derivation replaces it.
    """

    is_commutative = True

    def __new__(cls, of, by):
        return Expr.__new__(cls, of, by)

    def _latex(self, printer, exp=None):
        of, by = (printer._print(arg) for arg in self.args)
        fraction = rf"\frac{{\partial {of}}}{{\partial {by}}}"
        return fraction if exp is None else rf"\left({fraction}\right)^{{{exp}}}"

    def _sympystr(self, printer):
        of, by = (printer._print(arg) for arg in self.args)
        return f"d({of})/d({by})"


class sigma_prime(Function):
    """σ′, the derivative of the activation function."""

    def _latex(self, printer, exp=None):
        return _call(r"\sigma'", self, printer, exp)


class sigma(Function):
    """σ, an activation function of which only this is known: its derivative is σ′."""

    def fdiff(self, argindex=1):
        return sigma_prime(self.args[0])

    def _latex(self, printer, exp=None):
        return _call(r"\sigma", self, printer, exp)


class example_cost(Function):
    """C_i(v), the cost of example i as a function of one quantity v, all others held fixed.

    Its derivative is ∂C_i/∂v by name. The batch has the cost C = 1/m Σ_i C_i.
    """

    def fdiff(self, argindex=2):
        return Partial(IndexedBase("C")[self.args[0]], self.args[1])

    def _latex(self, printer, exp=None):
        call = rf"C_{{{printer._print(self.args[0])}}}\left({printer._print(self.args[1])}\right)"
        return call if exp is None else rf"\left({call}\right)^{{{exp}}}"


def for_example(expr, index):
    """The same formula in a batch, for example `index`: z[l, j] becomes z[l, j, index], y[j] y[j, index].

    Weights and biases are the same for all examples and stay as they are.
    """
    return expr.replace(lambda entry: isinstance(entry, Indexed) and str(entry.base.label) in OF_EXAMPLES,
                        lambda entry: entry.base[(*entry.indices, index)])


def _call(name, function, printer, exp):
    call = rf"{name}\left({printer._print(function.args[0])}\right)"
    return call if exp is None else rf"\left({call}\right)^{{{exp}}}"


def join_indices(indices):
    """jk, but l+1,k where an index is more than one sign."""
    return "".join(indices) if all(len(i.lstrip("\\")) == 1 for i in indices) else ", ".join(indices)


C = Symbol("C")                                                      # the cost
l, L = symbols("l L", integer=True, positive=True)                   # layer, last layer
j, k, p, q = symbols("j k p q", integer=True, positive=True)         # neurons
i, r, m = symbols("i r m", integer=True, positive=True)              # examples, number of examples
n = IndexedBase("n")                                                 # widths: n[l]
w, b, z, a, delta = (LayerSymbol(name) for name in ("w", "b", "z", "a", "delta"))
y = IndexedBase("y")                                                 # target: y[j]; in a batch y[j, i]
