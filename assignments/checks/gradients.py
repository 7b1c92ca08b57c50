"""Compare a whole gradient with the right one and with every wrong version in the bank."""

import numpy as np

from bplib.backprop import backprop
from bplib.network import random_network
from bplib.wrong import VARIANTS
from bplib.words import later, word
from checks.answers import call
from checks.arrays import Wrong, kind_of
from checks.compare import (Named, compare, factor_between, factor_name, or_with_right_ones,
                            raise_first, same_as)
from checks.mistakes import sentence

WHERE = {"b": later("All gradients of weights are right, so the errors δ are right too: "
                    "look at BP3."),
         "w": later("All gradients of biases are right, so the errors δ are right too: "
                    "look at BP4."),
         "hidden": later("Layer L is right and an earlier layer is not: look at BP2, and at the "
                         "slopes that it gets."),
         "output": later("Layer L is wrong already: look at BP1."),
         "several": later("More than one of the equations is wrong.")}
OF = {"w": later("{name}, the weights: {sentence}"), "b": later("{name}, the biases: {sentence}")}


class GradientCase:
    """A network, a batch and a cost, with the right gradient and those of the wrong versions."""

    def __init__(self, net, x, y, cost):
        self.arguments = (net, x, y, cost)
        self.right = backprop(*self.arguments)
        self.wrong = {}
        for name, variant in VARIANTS.items():
            try:
                with np.errstate(all="ignore"):
                    self.wrong[name] = variant.backprop(*self.arguments)
            except ValueError:      # this wrong version does not run with these shapes
                pass
        self.counts = {"m": x.shape[1], "n_L": net.sizes[-1]}


def gradient_case(sizes, activations, cost, m, rng, scale=1.0):
    """A GradientCase with random weights; `scale` multiplies the weights of the output layer."""
    net = random_network(sizes, activations, rng)
    net[net.L].w[:] *= scale
    classes = rng.permutation(np.arange(m) % sizes[-1])
    return GradientCase(net, rng.normal(size=(sizes[0], m)), np.eye(sizes[-1])[:, classes], cost)


def judge_gradient(names, name, cases, rules):
    """Raise Wrong unless the function returns the gradient of every case; `rules` as in `judge`."""
    def compare_all(replaced):
        reasons = []
        for case in cases:
            try:
                compare_gradient(name, call(names, name, *case.arguments, **replaced), case)
            except Wrong as reason:
                reasons.append(reason)
        raise_first(reasons)

    or_with_right_ones(compare_all, rules, name)


def compare_gradient(name, got, case):
    """Raise Wrong unless `got` is the pair of dictionaries {l: ∂C/∂wˡ}, {l: ∂C/∂bˡ}."""
    got = _pair(name, got, case)
    wrong_parts = [part for part in ("w", "b")
                   if not _matches(got[part], getattr(case.right, part))]
    if not wrong_parts:
        return
    whole = [wrong for wrong, gradient in case.wrong.items()
             if _matches(got["w"], gradient.w) and _matches(got["b"], gradient.b)]
    if whole:
        sentences = word(" Or: ").join(map(sentence, whole))
        raise Named("{name}: {sentence}", name=name, sentence=sentences)
    parts = {part: _name_of_part(part, got[part], case) for part in wrong_parts}
    if all(parts.values()):
        told = [word(OF[part]).format(name=name, sentence=sentence(wrong))
                for part, wrong in parts.items()]
        raise Named("{sentences}", sentences=" ".join(told))
    raise Wrong("{name}: {sentence}", name=name, sentence=_by_array(got, case))


def _name_of_part(part, arrays, case):
    """The wrong version with these gradients of weights, or of biases.

    One that spoils nothing else comes first.
    """
    other = {"w": "b", "b": "w"}[part]
    names = [name for name, gradient in case.wrong.items()
             if _matches(arrays, getattr(gradient, part))]
    alone = [name for name in names
             if _matches(getattr(case.wrong[name], other), getattr(case.right, other))]
    return next(iter(alone + names), None)


def _pair(name, got, case):
    """The result as {"w": {l: array}, "b": {l: array}}."""
    is_pair = isinstance(got, (tuple, list)) and len(got) == 2
    if not is_pair or not all(isinstance(part, dict) for part in got):
        raise Wrong("{name} must return two dictionaries, w and b; it returns {kind}.",
                    name=name, kind=kind_of(got))
    layers = sorted(case.right.w)
    for part, arrays in zip("wb", got):
        if set(arrays) != set(layers):
            raise Wrong("{name}: {part} must have the keys {layers}, the numbers of the layers; "
                        "it has {keys}.",
                        name=name, part=part, layers=layers, keys=list(arrays))
    return dict(zip("wb", got))


def _matches(arrays, like):
    return all(same_as(arrays[l], like[l]) for l in like)


def _by_array(got, case):
    """Which arrays are right, what is wrong with the others, and which equation this points to."""
    reasons = {}
    for l in sorted(case.right.w, reverse=True):
        for part in "wb":
            try:
                right = getattr(case.right, part)[l]
                compare(f"{part}[{l}]", got[part][l], right, counts=case.counts)
            except Wrong as reason:
                reasons[part, l] = str(reason)
    if factor := _common_factor(got, case, reasons):
        return word("every array is {factor} times the right one.").format(factor=factor)
    right = [f"{part}[{l}]" for part in "wb" for l in sorted(case.right.w)
             if (part, l) not in reasons]
    return word("right: {right}. {reasons} {where}").format(
        right=", ".join(right) or word("no array"), reasons=" ".join(reasons.values()),
        where=word(WHERE[_place(reasons, case)]))


def _common_factor(got, case, reasons):
    if len(reasons) != 2 * len(case.right.w):
        return None
    if any(np.shape(got[part][l]) != getattr(case.right, part)[l].shape for part, l in reasons):
        return None
    one, other = (np.concatenate([np.ravel(np.asarray(arrays[part][l], dtype=float))
                                  for part, l in reasons])
                  for arrays in (got, {"w": case.right.w, "b": case.right.b}))
    factor = factor_between(one, other)
    return None if factor is None else factor_name(factor, case.counts)


def _place(reasons, case):
    """The key of WHERE that the wrong arrays point to."""
    parts = {part for part, _ in reasons}
    last = {part for part, l in reasons if l == max(case.right.w)}
    if len(parts) == 1:
        return parts.pop()
    return {0: "hidden", 1: "several", 2: "output"}[len(last)]
