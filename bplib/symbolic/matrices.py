"""Whole matrices and columns of a layer, for products that SymPy writes without indices.

`Whole(w, l + 1)` is the matrix wˡ⁺¹ of the entries w[l + 1, j, k], `Whole(delta, l)` the column δˡ,
and `Slopes(l)` the matrix Σ′(zˡ) with σ′(zˡ_1), σ′(zˡ_2), … on its diagonal. They know their shapes
and their entries, so a product of them can be written out as sums, or computed from arrays.
`OrderedProduct` is a product of as many of them as a symbol says, such as one for each layer.
"""

from functools import reduce
from operator import add, matmul

import numpy as np
from sympy import Identity, KroneckerDelta, MatAdd, MatMul, MatrixExpr, Sum, Transpose, Tuple

from bplib.expect import brief
from bplib.symbolic.formulas import expect_formula, expect_index, expect_ranges, expect_symbol
from bplib.symbolic.notation import C, L, LayerSymbol, Partial, a, n, sigma_prime, w, z


class Whole(MatrixExpr):
    """All entries of one letter in one layer: w is (n_l, n_{l−1}), any other a column (n_l, 1)."""

    def __new__(cls, letter, layer):
        if not isinstance(letter, LayerSymbol):
            raise TypeError(f"letter must be w, b, z, a or delta; got {brief(letter)}")
        return MatrixExpr.__new__(cls, letter, expect_index("layer", layer))

    @property
    def shape(self):
        letter, layer = self.args
        return n[layer], n[layer - 1] if letter == w else 1

    def at(self, row, column):
        letter, layer = self.args
        return letter[layer, row, column] if letter == w else letter[layer, row]

    def value(self, values):
        letter, layer = self.args
        return values[letter][int(layer)]

    def _latex(self, printer):
        return rf"{printer._print(self.args[0].label)}^{{{printer._print(self.args[1])}}}"


class Slopes(MatrixExpr):
    """Σ′(zˡ), (n_l, n_l): the slopes σ′(zˡ_j) on the diagonal, and 0 everywhere else."""

    def __new__(cls, layer):
        return MatrixExpr.__new__(cls, expect_index("layer", layer))

    @property
    def shape(self):
        return n[self.args[0]], n[self.args[0]]

    def at(self, row, column):
        return KroneckerDelta(row, column) * sigma_prime(z[self.args[0], column])

    def value(self, values):
        weighted_inputs = values[z][int(self.args[0])].ravel()
        return np.diag([values[sigma_prime](z_j) for z_j in weighted_inputs])

    def _latex(self, printer):
        return rf"\Sigma'(z^{{{printer._print(self.args[0])}}})"


class CostGradient(MatrixExpr):
    """∇ₐC, the column (n_L, 1) of the derivatives of the cost with respect to the outputs."""

    shape = n[L], 1

    def at(self, row, column):
        return Partial(C, a[L, row])

    def value(self, values):
        return values[CostGradient]

    def _latex(self, printer):
        return r"{\nabla_a}C"


class OrderedProduct(MatrixExpr):
    """The factors with p = first, first + 1, …, last, from left to right: matrices do not commute.

    factor  a matrix in which the symbol p stands
    limits  (p, first, last), as in a Sum; with last = first − 1 it is the identity
    """

    def __new__(cls, factor, limits):
        if not isinstance(factor, MatrixExpr):
            raise TypeError(f"factor must be a matrix such as Slopes(p); got {brief(factor)}")
        (limits,) = expect_ranges("limits", [limits])
        return MatrixExpr.__new__(cls, factor, Tuple(*limits))

    def at_layer(self, layer):
        """The factor with p = layer."""
        return self.args[0].xreplace({self.args[1][0]: layer})

    @property
    def shape(self):
        _, first, last = self.args[1]
        return self.at_layer(first).shape[0], self.at_layer(last).shape[1]

    def split_first(self):
        """The first factor times the product of all others, if there is a first one."""
        p, first, last = self.args[1]
        return self.at_layer(first) * OrderedProduct(self.args[0], (p, first + 1, last))

    def doit(self, **hints):
        """All factors, where their number is known; the identity, where it is 0.

        Raises ValueError if `last` is below first − 1.
        """
        _, first, last = self.args[1]
        count = last - first + 1
        if not count.is_Integer:
            return self
        if count < 0:
            raise ValueError(f"last must be at least first - 1; got {first} and {last}")
        factors = [self.at_layer(first + i) for i in range(count)]
        return MatMul(*factors).doit() if factors else Identity(self.shape[0])

    def _latex(self, printer):
        p, first, last = map(printer._print, self.args[1])
        return rf"\left(\prod_{{{p}={first}}}^{{{last}}} {printer._print(self.args[0])}\right)"


def entry(product, row, column, *inner):
    """Entry (row, column) of a product, counted from 1, by the definition of a product of matrices.

    The indices that are summed over are called `inner`, from the left factor to the right one.
    Raises TypeError for another product, ValueError for a number of inner indices that does not
    fit it.
    """
    row, column = expect_index("row", row), expect_index("column", column)
    for index in inner:
        expect_symbol("inner", index)
    factors = len(product.args) if isinstance(product, MatMul) else 1
    if len(inner) != factors - 1:
        raise ValueError(f"inner must name {factors - 1} indices; got {len(inner)}")
    return _entry(product, row, column, *inner)


def _entry(product, row, column, *inner):
    if isinstance(product, MatMul):
        first, rest = product.args[0], MatMul(*product.args[1:]).doit()
        terms = _entry(first, row, inner[0]) * _entry(rest, inner[0], column, *inner[1:])
        return Sum(terms, (inner[0], 1, first.shape[1]))
    turned = isinstance(product, Transpose)
    matrix = product.arg if turned else product
    if not isinstance(matrix, (Whole, Slopes, CostGradient)):
        raise TypeError(f"product must be made of whole matrices; got {brief(product)}")
    return matrix.at(column, row) if turned else matrix.at(row, column)


def matrix_value(expr, values):
    """The array that a sum or product of whole matrices is.

    values  {w: {layer: array}, delta: …, z: …, sigma_prime: f}, as `evaluate` takes them, and
            {CostGradient: array}

    Raises ValueError if two factors do not fit together or `expr` is made of anything else, and
    for a layer that has no value.
    """
    expr = expect_formula("expr", expr)
    if not isinstance(values, dict):
        raise TypeError(f"values must be a dictionary {{symbol: value}}; got {brief(values)}")
    if isinstance(expr, MatAdd):
        return reduce(add, [matrix_value(term, values) for term in expr.args])
    if expr.has(OrderedProduct):
        expr = expr.doit()
    if isinstance(expr, MatMul):
        factor, matrices = expr.as_coeff_matrices()
        return float(factor) * reduce(matmul, [matrix_value(matrix, values) for matrix in matrices])
    if isinstance(expr, Transpose):
        return matrix_value(expr.arg, values).T
    if not isinstance(expr, (Whole, Slopes, CostGradient)):
        raise ValueError(f"expr must be made of whole matrices, sums and products; got {expr}")
    try:
        return expr.value(values)
    except (KeyError, AttributeError, TypeError) as error:
        raise ValueError(f"values must say what {expr} is: {error!r}") from error
