"""Equations as the book prints them.

The order of factors is that of the field (numbers, weights, activations, errors, then σ′), and
Kronecker's delta is written [j = k], so that δ is the error and nothing else.
"""

from dataclasses import dataclass, replace

from sympy import Add, KroneckerDelta, Mul, Product, Sum, Symbol, fraction, latex
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import sstr
from sympy.tensor.indexed import Indexed

from bplib.expect import brief
from bplib.symbolic.formulas import expect_formula
from bplib.symbolic.mathjax import expect_mathjax
from bplib.symbolic.notation import LayerEntry, Partial, join_indices, sigma, sigma_prime

FACTOR_ORDER = ("w", "a", "delta", "y", "z")


class BookPrinter(LatexPrinter):
    """SymPy's LaTeX printer with the book's order of factors and terms."""

    def _print_Mul(self, expr):
        if not expr.is_Mul:                  # SymPy sends 1/x here too
            return super()._print_Mul(expr)
        share = _share(expr) if any(isinstance(one, (Sum, Partial)) for one in expr.args) else 1
        if share != 1:
            return f"{self._print(share)} {self._print(expr / share)}"
        numbers, matrices = expr.args_cnc(split_1=False)  # matrices keep their order: it matters
        numbers.sort(key=_factor_rank)
        return super()._print_Mul(Mul(*numbers, *matrices, evaluate=False))

    def _print_Pow(self, expr):
        root = expr.exp.is_Rational and expr.exp.p == 1
        negative = expr.exp.is_Rational and expr.exp < 0        # printed as a fraction
        if isinstance(expr.base, (LayerEntry, Partial)) and not root and not negative:
            return rf"\left({self._print(expr.base)}\right)^{{{self._print(expr.exp)}}}"
        return super()._print_Pow(expr)

    def _print_Sum(self, expr):
        *inner, (index, first, last) = expr.limits
        if not inner:
            return super()._print_Sum(expr)
        sign = rf"\sum_{{{self._print(index)}={self._print(first)}}}^{{{self._print(last)}}}"
        return f"{sign} {self._print(expr.func(expr.function, *inner))}"

    def _print_Indexed(self, expr):
        indices = join_indices([self._print(index) for index in expr.indices])
        return rf"{{{self._print(expr.base)}}}_{{{indices}}}"

    def _as_ordered_terms(self, expr, order=None):
        return sorted(expr.args, key=_term_rank)

    def _print_KroneckerDelta(self, expr, exp=None):
        left, right = (self._print(arg) for arg in expr.args)
        return rf"\left[{left} = {right}\right]"


def to_latex(expr):
    """The LaTeX of one expression in the book's notation.

    Raises TypeError for what is no formula, and ValueError where MathJax would refuse the LaTeX,
    such as that of a symbol with a { in its name.
    """
    return expect_mathjax(BookPrinter({"order": "none"}).doprint(expect_formula("expr", expr)))


@dataclass(frozen=True)
class Equation:
    """lhs = rhs, shown as a display; `tag` is the name readers know it by, such as BP2.

    sign="≈" makes it an approximation. Unlike sympy.Eq it never evaluates itself to True. Raises
    TypeError unless both sides are formulas, and ValueError for a tag that cannot be printed.
    """

    lhs: object
    rhs: object
    tag: str = ""
    sign: str = "="

    def __post_init__(self):
        expect_formula("lhs", self.lhs)
        expect_formula("rhs", self.rhs)
        for name, text in (("tag", self.tag), ("sign", self.sign)):
            if not isinstance(text, str):
                raise TypeError(f"{name} must be a string; got {brief(text)}")
            if set(text) & set("{}$#%&^_~"):
                raise ValueError(f"{name} must not hold signs of LaTeX's own; got {brief(text)}")

    def replace(self, old, new):
        """The same equation with `old` replaced by `new` on the right-hand side.

        Raises ValueError if `old` does not occur there: a step that changes nothing is a mistake.
        """
        rhs = self.rhs.xreplace({old: new})
        if rhs == self.rhs:
            raise ValueError("old must occur in the right-hand side; "
                             f"{old} does not occur in {self.rhs}")
        return replace(self, rhs=rhs, tag="")

    @property
    def sign_in_latex(self):
        return {"≈": r"\approx"}.get(self.sign, self.sign)

    def _repr_latex_(self):
        tag = rf" \tag{{{self.tag}}}" if self.tag else ""
        lhs, rhs = to_latex(self.lhs), to_latex(self.rhs)
        if tag:                # Sphinx puts what has a \\ into a split environment: no \tag in it
            lhs, rhs = (side.replace(r"\\", r"\cr ") for side in (lhs, rhs))
        return f"$$ {lhs} {self.sign_in_latex} {rhs}{tag} $$"

    def __repr__(self):
        tag = f"   ({self.tag})" if self.tag else ""
        return f"{sstr(self.lhs)} {self.sign} {sstr(self.rhs)}{tag}"


def _share(expr):
    """A fraction such as 1/m or 3/2 among the factors, or 1: it stands before a sum or a ∂C/∂v."""
    share = Mul(*(factor for factor in expr.args if factor.is_Rational
                  or factor.is_Pow and factor.base.is_Symbol
                  and factor.exp.could_extract_minus_sign()))
    return 1 if fraction(share)[1] == 1 else share


def _factor_rank(factor):
    if factor.is_number:
        return 0, not factor.is_Rational, str(factor)
    if isinstance(factor, Indexed) and str(factor.base.label) in FACTOR_ORDER:
        return 2, FACTOR_ORDER.index(str(factor.base.label)), str(factor)
    kinds = ((Partial, 3), (Sum, 4), (Product, 4), (Add, 4), (sigma, 5), (sigma_prime, 6),
             (KroneckerDelta, 8))
    other = 7 if factor.args else 1
    return next((rank for kind, rank in kinds if isinstance(factor, kind)), other), 0, str(factor)


def _term_rank(term):
    negative = term.could_extract_minus_sign()
    has_sum = any(isinstance(node, Sum) for node in Add.make_args(term) + Mul.make_args(term))
    return negative, not has_sum, term.is_number, str(term)
