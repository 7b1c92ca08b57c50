"""The well-known wrong versions of backpropagation, each a named variant that runs.

A variant is the right algorithm with ONE piece exchanged: one of the four rules, the slope σ′, ∇ₐC,
or which array is handed to a rule. Pieces that do not fit in a line are in `pieces`. `VARIANTS`
holds the variants by name, in the order of the bank; `diagnose` tells which of them a given
gradient is. What goes wrong outside the backward pass is in `functions`.

Not in the bank yet, because bplib has no right version to stand beside: dropout scaled the wrong
way (row 14).
"""

from functools import partial
from typing import Callable, NamedTuple

import numpy as np

from bplib.backprop import backprop
from bplib.differences import agree
from bplib.four_equations import bp2, bp3, bp4
from bplib.wrong import pieces
from bplib.wrong.exchange import backprop_with, right_grad_a

RATE = 0.1          # the learning rate η of the variant that updates too early

# {row of the bank: issues and pull requests on GitHub, as owner/repository#number, and other
# places}
REPORTED = {
    1: ("PacktPublishing/Neural-Network-Projects-with-Python#4", "tsoding/nn.h#18",
        "rasmusbergpalm/DeepLearnToolbox#165"),
    2: ("mnielsen/neural-networks-and-deep-learning#45",
        "mnielsen/neural-networks-and-deep-learning#77",
        "MichalDanielDobrzanski/DeepLearningPython#17"),
    3: ("stephencwelch/Neural-Networks-Demystified#28", "mml-book/mml-book.github.io#255",
        "mml-book/mml-book.github.io#753"),
    4: ("iamtrask/Grokking-Deep-Learning#23", "iamtrask/Grokking-Deep-Learning#71"),
    5: ("udlbook/udlbook#152", "borgwang/tinynn#12", "MichalDanielDobrzanski/DeepLearningPython#16",
        "rasbt/machine-learning-book, chapter 11", "scikit-learn/scikit-learn#8349"),
    6: ("jimfleming/differentiation#1", "rasbt/stat453-deep-learning-ss21#5",
        "karpathy/nn-zero-to-hero#59"),
    7: ("joelgrus/data-science-from-scratch#31", "VikParuchuri/zero_to_gpt#12"),
    8: ("datascience.stackexchange.com, question 11743", "scikit-learn/scikit-learn#8987"),
    9: ("karpathy/micrograd#64", "karpathy/micrograd#21", "karpathy/micrograd#68"),
    10: ("stats.stackexchange.com, question 188678", "pytorch/pytorch#114234", "BVLC/caffe#1334"),
    11: ("SebLague/Neural-Network-Experiments#5", "mantasu/cs231n#10"),
    12: ("gnbaron/signature-recognition#6", "ahmedfgad/NumPyCNN#13",
         "harvard-edge/cs249r_book#1870"),
    13: ("pytorch/pytorch#1099", "fastai/fastbook#483",
         "mnielsen/neural-networks-and-deep-learning#95", "d2l-ai/d2l-zh#502",
         "google-deepmind/optax#571"),
    14: ("udlbook/udlbook#87", "microsoft/ai-edu#425"),
    15: ("Neuromatch Academy W1D2, tutorial 2 (fixed later)", "web tutorials"),
    16: ("web tutorials",),
    17: ("web tutorials", "mnielsen/neural-networks-and-deep-learning#19"),
}


class Variant(NamedTuple):
    """One wrong version of backpropagation.

    code      its row in the bank and a letter, such as "3a"
    name      a few words
    wrong     what is wrong, in one sentence
    why       why people do it
    backprop  the wrong version itself: (net, x, y, cost) -> Gradient
    """

    code: str
    name: str
    wrong: str
    why: str
    backprop: Callable

    @property
    def row(self):
        """The row of the bank."""
        return int(self.code[:-1])

    @property
    def reported(self):
        """Where readers report this row or ask about it.

        Not every report says that the code there is wrong.
        """
        return REPORTED[self.row]


def diagnose(net, x, y, cost, gradient):
    """The names of the variants that give this gradient.

    The list is empty if none does, or if the gradient is right.

    Equal means: the same shapes, nan and inf at the same places, and a relative error below 1e-9
    elsewhere; so `gradient` should be float64. A network on which a wrong version happens to be
    right cannot tell it: give all layers several neurons, at least two of them hidden, and more
    than one example.
    """
    def result(backpropagate):
        with np.errstate(all="ignore"):
            return backpropagate(net, x, y, cost)

    if _equal(gradient, result(backprop)):
        return []
    names = []
    for variant in VARIANTS.values():
        try:
            wrong = result(variant.backprop)
        except ValueError:                       # this wrong version does not run with these shapes
            continue
        if _equal(gradient, wrong):
            names.append(variant.name)
    return names


def _equal(one, other):
    shapes, others = ([np.shape(array) for array in gradient.arrays] for gradient in (one, other))
    return shapes == others and agree(one.vector, other.vector, 1e-9)


def _variant(code, name, wrong, why, **piece):
    return Variant(code, name, wrong, why, partial(backprop_with, **piece))


_BANK = (
    _variant("1a", "slope at a",
             "σ′ is taken at the activation a instead of at the weighted input z.",
             "A function sigmoid_prime(z) is called with what the forward pass stored, which is a.",
             sigma_prime=pieces.slope_at_a),
    _variant("1b", "slope formula fed with z",
             "The formula of σ′ in terms of a, such as a(1 − a), is given z.",
             "A function x(1 − x) does not say in its name that x must be the activation.",
             sigma_prime=lambda net, trace, l: net[l].activation.prime(trace.z[l], trace.z[l])),
    _variant("2a", "no slope in BP1",
             "BP1 lacks σ′, though the activation function of the output is not part of the cost.",
             "δ = a − y is right for a cross-entropy, and is kept when the cost is changed.",
             bp1=lambda grad_a, sigma_prime: grad_a),
    _variant("2b", "slope kept under cross-entropy",
             "a − y is multiplied by σ′ once more, under a cross-entropy.",
             "BP1 is copied from the quadratic cost; that σ′ has cancelled already is not visible.",
             grad_a=pieces.slope_kept),
    _variant("3a", "no transpose in BP2",
             "The error is passed back with w instead of its transpose.",
             "The forward pass is w a, and the backward pass is written by analogy.",
             bp2=lambda w, delta, sigma_prime: (w @ delta) * sigma_prime),
    _variant("3b", "transpose on the wrong factor",
             "δᵀw is used as it is: neurons and examples have changed places.",
             "A formula for examples in rows is mixed with code that has them in columns.",
             bp2=lambda w, delta, sigma_prime: (delta.T @ w) * sigma_prime),
    _variant("4a", "BP4 turned round", "The outer product in BP4 is a δᵀ, the transpose of δ aᵀ.",
             "Both orders give all products; which index belongs to the row is not looked at.",
             bp4=lambda a_prev, delta: a_prev @ delta.T),
    _variant("5a", "sum for mean",
             "The gradient is that of the sum over the batch; the cost is the mean.",
             "The matrix product in BP4 sums over the batch without being told to.",
             grad_a=lambda cost, trace, y: y.shape[1] * right_grad_a(cost, trace, y)),
    _variant("5b", "1/m twice", "The gradient is divided by m, though ∇ₐC contains 1/m already.",
             "One function takes the mean in the cost, another one in the update.",
             grad_a=lambda cost, trace, y: right_grad_a(cost, trace, y) / y.shape[1]),
    _variant("5c", "factor n_L",
             "The gradient is n_L times that of the cost, as when the cost alone is a mean over "
             "the n_L outputs.",
             "np.mean divides by all entries of the array; the gradient was derived for one "
             "example.",
             grad_a=lambda cost, trace, y: len(y) * right_grad_a(cost, trace, y)),
    _variant("5d", "mean for sum in BP3",
             "The bias gradient is a mean over the batch, though δ contains 1/m.",
             "The line for the weights has no visible sum, so the mean is added where axis=1 is "
             "written.",
             bp3=lambda delta: bp3(delta) / delta.shape[1]),
    _variant("6a", "bias summed over neurons",
             "BP3 sums over the neurons instead of over the examples.",
             "axis=0 is right where examples are rows.",
             bp3=lambda delta: delta.sum(axis=0)[:, None]),
    _variant("6b", "bias not summed",
             "BP3 returns δ itself; the update then broadcasts b to one column per example.",
             "BP3 reads ∂C/∂b = δ, and b − ηδ runs without a message.",
             bp3=lambda delta: delta),
    _variant("6c", "one sum for all biases",
             "BP3 sums over neurons and examples; every bias gets the same number.",
             "delta.sum() without an axis is one number, which fits every shape.",
             bp3=lambda delta: np.full((len(delta), 1), delta.sum())),
    _variant("7a", "weights updated first",
             f"BP2 uses wˡ⁺¹ after its update, here with the learning rate {RATE}.",
             "Gradient and update are in one loop over the layers.",
             w_next=lambda net, l, w_gradient: net[l + 1].w - RATE * w_gradient[l + 1]),
    _variant("8a", "slope of the next layer", "BP2 for layer l takes σ′ at layer l + 1.",
             "w and δ in BP2 are those of layer l + 1, and the slope follows them.",
             sigma_prime=pieces.slope_of_next_layer),
    _variant("8b", "weights of the own layer", "BP2 for layer l takes wˡ instead of wˡ⁺¹.",
             "Texts that count weights by the layer where they begin write wˡ here.",
             w_next=lambda net, l, w_gradient: net[l].w),
    _variant("8c", "output for input in BP4",
             "BP4 takes the activations aˡ of the layer itself instead of aˡ⁻¹.",
             "δ and a in BP4 look as if they had the same index.",
             a_prev=lambda trace, l: trace.a[l]),
    _variant("8d", "index wraps round", "BP4 for layer 2 takes the output instead of the input x.",
             "A list of activations without x at its front; index −1 is then its last entry.",
             a_prev=lambda trace, l: trace.a[l - 1 if l > 2 else max(trace.a)]),
    _variant("8e", "last layer's weights everywhere",
             "BP2 takes wᴸ for every layer l instead of wˡ⁺¹.",
             "With one hidden layer wᴸ is wˡ⁺¹, so code for that case is right until a layer is "
             "added.",
             w_next=lambda net, l, w_gradient: net[net.L].w),
    _variant("9a", "neurons overwritten",
             "The error of a neuron is the term of the last neuron it feeds, not the sum.",
             "An assignment in the loop over k where an addition is needed.",
             bp2=lambda w, delta, sigma_prime: bp2(w[-1:], delta[-1:], sigma_prime)),
    _variant("9b", "examples overwritten",
             "The weight gradient is that of the last example alone, not a sum.",
             "An assignment in the loop over the examples where an addition is needed.",
             bp4=lambda a_prev, delta: bp4(a_prev[:, -1:], delta[:, -1:])),
    _variant("11a", "softmax Jacobian diagonal",
             "Softmax is treated as if each output depended on its own z alone.",
             "Every other activation function acts entry by entry.",
             grad_a=pieces.diagonal_softmax),
    _variant("12a", "0/0 when saturated",
             "(a − y)/(a(1 − a)) · a(1 − a) is not simplified: nan at a = 0 and 1.",
             "Cost and activation are separate classes, and each one is right.",
             grad_a=pieces.unsimplified),
    _variant("15a", "wrong sign", "The gradient has the wrong sign.",
             "y − a is called the error, and the update still subtracts.",
             grad_a=lambda cost, trace, y: -right_grad_a(cost, trace, y)),
    _variant("15b", "y - x for a - y",
             "The target is compared with the input x instead of with the output a.",
             "Several quantities are called x or y in one derivation.",
             grad_a=lambda cost, trace, y: (y - trace.a[1]) / y.shape[1]),
    _variant("16a", "no slope in BP2", "BP2 lacks σ′ in the hidden layers.",
             "Passing the error back is remembered as multiplying by the weights.",
             bp2=lambda w, delta, sigma_prime: bp2(w, delta, np.ones_like(sigma_prime))),
    _variant("16b", "z for a in BP4", "BP4 takes zˡ⁻¹ where the forward pass used aˡ⁻¹ = σ(zˡ⁻¹).",
             "The activation function is applied in the forward pass only.",
             a_prev=lambda trace, l: trace.z[l - 1] if l > 2 else trace.a[1]),
    _variant("17a", "target broadcast",
             "Each output is compared with the mean of the targets of all examples.",
             "y has shape (m, 1) where a has (1, m): the difference is (m, m), without a message.",
             grad_a=pieces.broadcast_target),
)

VARIANTS = {variant.name: variant for variant in _BANK}
