"""Mutants of a SymPy formula: one small mistake each, of the kinds that are made when a formula is copied."""

from sympy import Add, Function, Integer, MatrixBase, Mul, Number, Pow, Product, Sum
from sympy.tensor.indexed import Indexed


def mutants(formula):
    """{text: mutant}: a sign, a factor, an exponent, an index, a limit of a sum, or a function is wrong."""
    found = {"the sign of all": -formula, "twice": 2 * formula}
    found |= {f"{what}: {mutant}": mutant for what, mutant in _inside(formula)}
    return {what: mutant for what, mutant in found.items() if mutant != formula}


def _inside(node):
    """(what is wrong, the mutant) for each mistake that can be made in this node or below it."""
    if isinstance(node, MatrixBase):                 # its arguments are its shape and its entries
        for place, entry in enumerate(node):
            for what, mutant in _inside(entry):
                yield what, type(node)(*node.shape, [*node[:place], mutant, *node[place + 1:]])
        return
    yield from _here(node)
    if isinstance(node, Indexed):
        return                                       # its base is a name
    for place, part in enumerate(node.args):
        if isinstance(node, (Sum, Product)) and place > 0:
            continue                                 # the limits: see _here
        for what, mutant in _inside(part):
            yield what, node.func(*node.args[:place], mutant, *node.args[place + 1:])


def _here(node):
    if isinstance(node, Indexed):
        for place in range(len(node.indices)):
            yield "an index is one more", _with_index(node, place, node.indices[place] + 1)
        for place in range(1, len(node.indices) - 1):
            order = list(node.indices)
            order[place], order[place + 1] = order[place + 1], order[place]
            yield "two indices are exchanged", node.base[tuple(order)]
    elif isinstance(node, Add):
        for place, term in enumerate(node.args):
            yield "the sign of a term", Add(*node.args[:place], -term, *node.args[place + 1:])
    elif isinstance(node, Mul) and len(node.args) > 1:
        for place in range(len(node.args)):
            yield "a factor is missing", Mul(*node.args[:place], *node.args[place + 1:])
    elif isinstance(node, Pow):
        yield "the exponent is one more", Pow(node.base, node.exp + 1)
    elif isinstance(node, Number) and node not in (Integer(-1),):
        yield "a number is one more", node + 1
    elif isinstance(node, (Sum, Product)):
        for place, (index, first, last) in enumerate(node.limits):
            for limits in ((index, first + 1, last), (index, first, last - 1)):
                yield "a limit is off by one", node.func(node.function, *node.limits[:place], limits, *node.limits[place + 1:])
    elif isinstance(node, Function) and len(node.args) == 1:
        yield "a function is missing", node.args[0]


def _with_index(entry, place, index):
    indices = list(entry.indices)
    indices[place] = index
    return entry.base[tuple(indices)] if len(indices) > 1 else entry.base[indices[0]]
