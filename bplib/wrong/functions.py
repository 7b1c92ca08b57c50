"""What goes wrong around the backward pass: the table of wrong functions, each beside its right
twin.

The functions stand in `arrays`, `checking` and `training`. Each has a check that its twin passes
and that it fails. The wrong backward passes themselves are in `versions`.
"""

from typing import Callable, NamedTuple

import numpy as np

from bplib.activations import sigmoid
from bplib.costs import binary_cross_entropy, quadratic, softmax
from bplib.differences import relative_error
from bplib.initialise import xavier
from bplib.optimise import adam, momentum, nesterov
from bplib.wrong import arrays, checking, training
from bplib.wrong.versions import REPORTED


class WrongFunction(NamedTuple):
    """One wrong function.

    code         its row in the bank and a letter
    name         a few words
    wrong, why   what is wrong, and why people do it, in one sentence each
    function     the wrong function; twin is the right one, with the same arguments
    passes       passes(f) -> True if f is right: its docstring says what is asked
    """

    code: str
    name: str
    wrong: str
    why: str
    function: Callable
    twin: Callable
    passes: Callable

    @property
    def row(self):
        """The row of the bank."""
        return int(self.code[:-1])

    @property
    def reported(self):
        """Where readers report this row or ask about it."""
        return REPORTED[self.row]


def caught(function, passes):
    """True if `function` fails the check, or raises in it."""
    try:
        return not passes(function)
    except (ArithmeticError, TypeError, ValueError):
        return True


FUNCTIONS = {wrong.name: wrong for wrong in (
    WrongFunction("5e", "penalty by batch size",
                  "The penalty is λ/m, so it depends on the size of the batches.",
                  "What comes from the examples is divided by m, and λw with it.",
                  training.penalised_by_batch, training.penalised_once, training.halves_add_up),
    WrongFunction("6d", "bias step broadcast", "b − ηδ turns the bias (n, 1) into (n, m).",
                  "BP3 reads ∂C/∂b = δ, and NumPy fits the shapes.",
                  arrays.step_with_delta, arrays.step_with_sum, arrays.bias_keeps_its_shape),
    WrongFunction("6e", "comparison broadcast",
                  "Arrays of different shapes are compared, and found equal.",
                  "np.allclose broadcasts.", np.allclose, lambda a, b: relative_error(a, b) < 1e-8,
                  arrays.columns_are_told_apart),
    WrongFunction("9c", "tied weights overwritten",
                  "A matrix that is used twice gets the gradient of one use.",
                  "Each layer stores its own gradient, and the later store wins.",
                  training.tied_overwritten, training.tied_added,
                  training.tied_gradient_is_the_derivative),
    WrongFunction("10a", "check of the output",
                  "The differences are taken of the output, not of the cost.",
                  "The function at hand is the forward pass.",
                  checking.check_of_the_output, checking.check_of_the_cost,
                  checking.right_gradient_passes),
    WrongFunction("10b", "check at a kink", "The differences are taken across the kink of ReLU.",
                  "A start with b = 0 and an example of zeros put z at the kink.",
                  checking.check_at_a_kink, checking.check_of_the_cost,
                  checking.right_gradient_passes),
    WrongFunction("10c", "check in float32",
                  "The difference of two costs is lost in float32 rounding.",
                  "The network trains in float32.",
                  checking.check_in_float32, checking.check_of_the_cost,
                  checking.right_gradient_passes),
    WrongFunction("11b", "hidden softmax diagonal",
                  "The Jacobian of a hidden softmax is taken as diagonal.",
                  "a(1 − a) is the diagonal, and looks like the slope of the sigmoid.",
                  arrays.softmax_vjp_diagonal, arrays.softmax_vjp, arrays.vjp_is_the_derivative),
    WrongFunction("12b", "naive sigmoid", "e⁻ᶻ overflows for z = −10⁴.",
                  "It is the formula in the text.",
                  arrays.naive_sigmoid, sigmoid.f, arrays.quiet_when_large),
    WrongFunction("12c", "np.where guard", "np.where computes both forms, so one still overflows.",
                  "np.where reads like an if.",
                  arrays.guarded_sigmoid, sigmoid.f, arrays.quiet_when_large),
    WrongFunction("12d", "naive softmax", "e^z overflows, and inf/inf is nan.",
                  "It is the formula in the text.",
                  arrays.naive_softmax, softmax, arrays.quiet_when_large),
    WrongFunction("12e", "log of a probability",
                  "The probability rounds to 0 or 1, and a logarithm of 0 is −inf.",
                  "Cost and activation are written as two functions.",
                  arrays.log_of_a_probability, binary_cross_entropy.value,
                  arrays.cost_quiet_when_large),
    WrongFunction("13a", "rate twice", "The learning rate is in the velocity and in the step.",
                  "Some texts have v ← βv + ηg, others θ ← θ − ηv.",
                  training.rate_twice, momentum, training.rolls_as_polyak_says),
    WrongFunction("13b", "old velocity",
                  "The look-ahead takes v before its update, which makes it plain momentum.",
                  "Nesterov's step is written down in several ways, with θ at different places.",
                  training.look_ahead_with_old_velocity, nesterov,
                  training.looks_ahead_as_nesterov_says),
    WrongFunction("13c", "eps inside the root", "ε stands under the root, beside v̂.",
                  "Programs have it there for other methods, such as RMSProp.",
                  training.eps_inside_the_root, adam, training.first_step_is_adams),
    WrongFunction("14a", "zero start",
                  "All weights start at 0, so neurons of a hidden layer stay equal.",
                  "0 is the neutral choice for biases, and is taken for weights too.",
                  training.zero, xavier, training.neurons_become_different),
    WrongFunction("14b", "constant start",
                  "All weights start equal, so neurons of a hidden layer stay equal.",
                  "A small constant avoids the zeros.", training.constant, xavier,
                  training.neurons_become_different),
    WrongFunction("17b", "cost broadcast",
                  "(1, m) − (m, 1) is (m, m): each output meets each target.",
                  "One output is a row in one place and a column in another.",
                  arrays.broadcast_quadratic, quadratic.value, arrays.target_shape_is_seen),
)}
