"""The symbols of the book, for any layer l, any width n_l and any indices.

`w[l, j, k]` is the weight w^l_{jk} from neuron k of layer l−1 to neuron j of layer l, with l, j
and k symbols. Widths are symbols too: `n[l]`. SymPy's sums and derivatives know these symbols
(they are `Indexed`), so a derivation holds for every width at once.

`import *` gives the letters of the four equations. Those of gradient descent and of the
misconceptions are imported by name: many are as short as M, t and g.
"""

from sympy import Expr, Function, Symbol, SympifyError, symbols, sympify
from sympy.tensor.indexed import Indexed, IndexedBase

from bplib.symbolic.formulas import expect_formula, expect_index

__all__ = ["C", "L", "Partial", "a", "b", "delta", "i", "j", "k", "l", "m", "n", "p", "q", "r",
           "sigma", "sigma_prime", "w", "y", "z"]

OF_EXAMPLES = ("z", "a", "delta", "y")      # each example has its own; w and b are those of all
LOWER = {"w": ("", "j, k"), "b": ("", "j")} | dict.fromkeys(("z", "a", "delta"), ("", "j", "j, i"))


class LayerEntry(Indexed):
    """One entry of a LayerSymbol: the first index is the layer and is written on top."""

    def _latex(self, printer, exp=None):
        layer, *rest = (printer._print(i) for i in self.indices)
        lower = rf"_{{{join_indices(rest)}}}" if rest else ""
        label = printer._print(self.base.label)
        label = f"{{{label}}}" if {"^", "_"} & set(label) else label     # x_1 takes no second _
        entry = rf"{label}^{{{layer}}}" + lower
        return entry if exp is None else rf"\left({entry}\right)^{{{exp}}}"


class LayerSymbol(IndexedBase):
    """A quantity with one value per layer and neuron(s): z[l, j], w[l, j, k].

    In a chain with one neuron per layer the neuron is not named: z[l], w[l]. In a batch the
    example comes last: z[l, j, i]. Raises ValueError for a number of indices that w, b, z, a or
    delta cannot have, and TypeError for an index that is not known to be an integer.
    """

    def __getitem__(self, indices, **kwargs):
        name, indices = str(self.label), indices if isinstance(indices, tuple) else (indices,)
        _expect_indices(name, indices)
        return LayerEntry(self, *indices)


def _expect_indices(name, indices):
    shown = f"{name}[{', '.join(map(str, indices))}]"
    if name in LOWER and len(indices) not in [1 + len(lower.split()) for lower in LOWER[name]]:
        forms = " or ".join(f"{name}[{', '.join(filter(None, ('l', lower)))}]"
                            for lower in LOWER[name])
        raise ValueError(f"{name} must be written as {forms}; got {shown}")
    for index in indices:
        if not _may_be_integer(index):
            raise TypeError(f"each index of {name} must be an integer, or made of symbols of "
                            f"bplib.symbolic such as l + 1 and j; got {index!r} in {shown}")


def _may_be_integer(index):
    """False for a number, or a formula with a free symbol, that is not known to be an integer."""
    try:
        index = sympify(index, strict=True)
    except SympifyError:
        return False
    if not isinstance(index, Expr):
        return False
    labels = {entry.base.label for entry in index.atoms(Indexed)}             # n in n[l], r in r[l]
    named = {symbol for symbol in index.free_symbols if isinstance(symbol, Symbol)} - labels
    return all(symbol.is_integer for symbol in named) and (
        index.is_integer is not False and not (index.is_number and not index.is_integer))


class Partial(Expr):
    """∂u/∂v by name: `Partial(C, z[l, j])`.

    SymPy's own Derivative of a symbol that does not show its arguments is 0. This one stands
    for the derivative until a step of the derivation replaces it. Raises TypeError unless u and v
    are formulas.
    """

    is_commutative = True

    def __new__(cls, of, by):
        return Expr.__new__(cls, expect_formula("of", of), expect_formula("by", by))

    def _eval_derivative(self, by):
        return None                                       # known by name alone, as the first one is

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
    """The same formula in a batch: z[l, j] becomes z[l, j, index], y[j] y[j, index].

    Weights and biases are the same for all examples and stay as they are.
    Raises TypeError for an expr that is no formula, and an index that is no integer.
    """
    expr, index = expect_formula("expr", expr), expect_index("index", index)
    return expr.replace(lambda entry: (isinstance(entry, Indexed)
                                       and str(entry.base.label) in OF_EXAMPLES),
                        lambda entry: entry.base[(*entry.indices, index)])


def _call(name, function, printer, exp):
    call = rf"{name}\left({printer._print(function.args[0])}\right)"
    return call if exp is None else rf"\left({call}\right)^{{{exp}}}"


def join_indices(indices):
    """jk, but l+1,k where an index is more than one sign."""
    short = all(len(i.lstrip("\\")) == 1 for i in indices)
    return "".join(indices) if short else ", ".join(indices)


# the four equations
C = Symbol("C")                                           # the cost
l, L = symbols("l L", integer=True, positive=True)        # layer, last layer
j, k, p, q = symbols("j k p q", integer=True, positive=True)         # neurons
i, r, m = symbols("i r m", integer=True, positive=True)   # examples, number of examples
n = IndexedBase("n")                                      # widths: n[l]
w, b, z, a, delta = (LayerSymbol(name) for name in ("w", "b", "z", "a", "delta"))
y = IndexedBase("y")                                      # target: y[j]; in a batch y[j, i]

# gradient descent
theta = IndexedBase("theta")                              # parameters: theta[p]
N = Symbol("N", integer=True, positive=True)              # number of parameters
eta, change_of_C = symbols(r"eta \Delta{C}")              # learning rate
step = IndexedBase(r"\Delta\theta")                       # Δθ_p, the change of θ_p in one step
t = Symbol("t", integer=True, nonnegative=True)           # number of steps taken so far
theta_0, theta_t = symbols("theta_0 theta_t")             # one parameter: at first, after t steps
# curvatures of the cost
lam, lam_min, lam_max = symbols(r"lambda \lambda_{\min} \lambda_{\max}", positive=True)
g = IndexedBase("g")                                      # the gradient that a step uses
M = Symbol("M", integer=True, positive=True)              # number of examples in the data set
C_batch = Symbol("C_B")                                   # the mean cost of a batch B
# over all batches, drawn without replacement
E, Var = Function(r"\mathrm{E}"), Function(r"\mathrm{Var}")
spread = IndexedBase("S")                                 # S_p²: variance of ∂C_i/∂θ_p in the data

# a gradient that is missed in a random direction: probability, tolerance, size of the fault, angle
P, epsilon, rho, psi = symbols("P varepsilon rho psi", positive=True)
