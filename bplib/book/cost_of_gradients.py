"""The statement (46): a derivative of the cost as a quotient of differences."""

import numpy as np
from sympy import Dummy, Function, IndexedBase, Symbol, lambdify
from sympy.tensor.indexed import Indexed

from bplib.backprop import cost_function
from bplib.book.examples import random_example
from bplib.book.statement import Statement
from bplib.differences import relative_error
from bplib.network import to_vector, with_vector
from bplib.symbolic import C, Equation, Partial, j

all_w, entry = Symbol(r"\mathbf{w}"), IndexedBase("w")  # the N parameters, one by one
unit = IndexedBase(r"\mathbf{e}")                      # unit[j]: a 1 at place j, and 0 elsewhere
epsilon = Symbol("epsilon", positive=True)
cost = Function("C")                                   # the cost as a function of that vector


def _quotients(formula, f, theta, step=1e-7):
    """The value of `formula` for j = 1 to N, with C = f at w = θ and ε = `step`."""
    units = {vector: Dummy() for vector in formula.atoms(Indexed)}
    quotient = lambdify([all_w, epsilon, *units.values()], formula.xreplace(units), {"C": f})
    rows = np.eye(theta.size)
    places = [[int(vector.indices[0].subs(j, place)) for vector in units]
              for place in range(1, theta.size + 1)]
    return np.array([quotient(theta, step, *(rows[i - 1] for i in place)) for place in places])


def _by_differences(equation):
    example = random_example()
    f, theta = cost_function(*example.task), to_vector(example.net.parameters)
    found = with_vector(example.net, _quotients(equation.rhs, f, theta)).parameters
    return max(relative_error(*arrays) for arrays in zip(found, example.gradient.arrays))


EQ46 = Statement(
    "46", Equation(Partial(C, entry[j]),
                   (cost(all_w + epsilon * unit[j]) - cost(all_w)) / epsilon, sign="≈"),
    "The forward difference",
    "Move one parameter a little, and compute the cost again: one more forward pass for each.",
    code=cost_function,
    measure=_by_differences,
    compared="the quotient for every parameter of a random network, with ε = 1e-7 and the cost of "
             "the code, and the gradient by backprop, array by array",
    tolerance=1e-5)
