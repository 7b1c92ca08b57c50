"""Small changes, and sums over all paths of a network of any depth, as SymPy objects.

A path passes neuron r_i of layer i. `PathSum` is the sum over all paths between two layers, which
may both be symbols; SymPy's Sum needs to know how many indices there are.
"""

from sympy import Expr, Mul, Product, Sum, Symbol
from sympy.printing.precedence import PRECEDENCE
from sympy.tensor.indexed import IndexedBase

from bplib.expect import brief
from bplib.symbolic.formulas import expect_formula, expect_index
from bplib.symbolic.notation import n

r = IndexedBase("r")                                          # the neuron r_i of a path in layer i
i = Symbol("i", integer=True, positive=True)                  # a layer on the way


class Change(Expr):
    """Δu, a small change of u."""

    is_commutative = True
    precedence = PRECEDENCE["Mul"]                            # (Δu)² needs its brackets

    def __new__(cls, of):
        return Expr.__new__(cls, expect_formula("of", of))

    def _latex(self, printer):
        return rf"\Delta {printer._print(self.args[0])}"

    def _sympystr(self, printer):
        return f"Delta({printer._print(self.args[0])})"


class InOrder(Expr):
    """A product that is printed in the given order; `multiply_out` makes it an ordinary one."""

    is_commutative = True
    precedence = PRECEDENCE["Mul"]

    def __new__(cls, *factors):
        if not factors:
            raise ValueError("factors must hold at least one; got none")
        return Expr.__new__(cls, *(expect_formula(f"factors[{i}]", factor)
                                   for i, factor in enumerate(factors)))

    def _latex(self, printer):
        return r" \, ".join(printer._print(factor) for factor in self.args)

    def _sympystr(self, printer):
        return "*".join(printer._print(factor) for factor in self.args)


class PathSum(Expr):
    """Σ over r_{first+1}, …, r_last of end · Π_{i=first}^{last−1} edge.

    edge  the step factor between layer i and layer i + 1, in r_i and r_{i+1}
    end   what the path meets after layer `last`, in r_last
    """

    is_commutative = True
    precedence = PRECEDENCE["Mul"]                            # the square of one needs its brackets

    def __new__(cls, end, edge, first, last):
        return Expr.__new__(cls, expect_formula("end", end), expect_formula("edge", edge),
                            expect_index("first", first), expect_index("last", last))

    def doit(self, **hints):
        """From a layer to itself there is nothing to sum over and no edge: `end` alone."""
        end, edge, first, last = self.args
        return end if first == last else self

    def split(self):
        """The same with the sum over r_{first+1} in front.

        What does not depend on later neurons leaves the rest.
        """
        end, edge, first, last = self.args
        return Sum(InOrder(edge.xreplace({i: first}), PathSum(end, edge, first + 1, last)),
                   (r[first + 1], 1, n[first + 1]))

    def unfold(self, letters, *more):
        """The plain multiple sum, if last − first is a number.

        r_first, r_{first+1}, … are called `letters`.
        `more` are further factors, written after those of the path.
        Raises ValueError unless there is one letter for each layer from first to last.
        """
        end, edge, first, last = self.args
        layers = [first + step for step in range(len(letters))]
        if layers[-1] != last:
            raise ValueError("letters must name one neuron for each layer from "
                             f"{first} to {last}; got {letters}")
        names = {r[layer]: letter for layer, letter in zip(layers, letters)}
        edges = [edge.xreplace({i: layer}).xreplace(names) for layer in layers[:-1]]
        limits = [(letter, 1, n[layer]) for layer, letter in zip(layers, letters)][1:]
        return Sum(InOrder(end.xreplace(names), *reversed(edges), *more), *limits)

    def _latex(self, printer):
        end, edge, first, last = self.args
        over = rf"{printer._print(r[first + 1])}, \ldots, {printer._print(r[last])}"
        product = InOrder(end, Product(edge, (i, first, last - 1)))
        return rf"\sum_{{{over}}} {printer._print(product)}"

    def _sympystr(self, printer):
        return f"PathSum{tuple(map(printer._print, self.args))}"


def multiply_out(expr):
    """The same with every InOrder as an ordinary product. Raises TypeError for no formula."""
    return expect_formula("expr", expr).replace(InOrder, Mul)


def bracket(total):
    """A multiple sum of a product, re-bracketed: each factor stands outside of sums it is not in.

    The index of the last limit is summed first, so that Σ_q Σ_p Σ_m u_q v_qp w_pm becomes
    Σ_q u_q Σ_p v_qp Σ_m w_pm. Nothing but the distributive law is used.
    Raises TypeError unless `total` is a Sum.
    """
    if not isinstance(total, Sum):
        raise TypeError(f"total must be a Sum; got {brief(total)}")
    factors = Mul.make_args(multiply_out(total.function))
    for limits in reversed(total.limits):
        inside = [factor for factor in factors if limits[0] in factor.free_symbols]
        factors = [factor for factor in factors if factor not in inside]
        factors.append(Sum(Mul(*inside), limits))
    return Mul(*factors)
