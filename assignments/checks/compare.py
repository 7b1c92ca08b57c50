"""Compare an answer with the right one and with what known mistakes give; name the mistake."""

from typing import NamedTuple

from numpy import array as new_array
from numpy import isfinite, unravel_index

from bplib.words import word

from checks.answers import call
from checks.arrays import TOLERANCE, Wrong, numbers, same


class Named(Wrong):
    """The same, where the answer equals a well-known mistake."""


class Case(NamedTuple):
    """Arguments for a function, its right result, {sentence: what a mistake gives}, known sizes."""

    arguments: tuple
    right: object
    wrong: dict = {}
    counts: dict = {}


def compare(what, got, right, wrong=(), counts=()):
    """Raise Wrong unless `got` is `right`; the reason names the mistake where it can.

    wrong   {sentence: array}: what the well-known mistakes give
    counts  {"m": 7, …}: numbers that may have become a factor
    """
    for sentence, array in dict(wrong).items():
        if same_as(got, array) and not same_as(got, right):
            raise Named("{what}: {sentence}", what=what, sentence=sentence)
    got = numbers(what, got, right.shape)
    if same(got, right):
        return
    if not isfinite(got).all():
        place = tuple(int(i) for i in unravel_index((~isfinite(got)).argmax(), got.shape))
        raise Wrong("{what} must be finite; it is {value} at {place}.",
                    what=what, value=got[place], place=list(place))
    if abs(got - right).max() < 1e-4 * abs(right).max():
        raise Wrong("{what} is right to a few digits only. Is something rounded, or computed in "
                    "float32?", what=what)
    if (factor := factor_between(got, right)) is not None:
        raise Wrong("{what} is {factor} times the right one.",
                    what=what, factor=factor_name(factor, dict(counts)))
    if right.ndim == 2 and right.shape[0] == right.shape[1] and same(got, right.T):
        raise Wrong("{what} is the transpose of the right one.", what=what)
    raise Wrong("{what} is wrong. {worst}", what=what, worst=worst(got, right))


def judge(names, name, *cases, **rules):
    """Raise Wrong unless the student's function `name` is right on every case.

    rules  the right functions that this one may call; see `or_with_right_ones`
    """
    def compare_all(replaced):
        reasons = []
        for case in cases:
            try:
                got = call(names, name, *case.arguments, **replaced)
                compare(name, got, case.right, case.wrong, case.counts)
            except Wrong as reason:
                reasons.append(reason)
        raise_first(reasons)

    or_with_right_ones(compare_all, rules, name)


def or_with_right_ones(judge_with, rules, name):
    """judge_with({}); if it is wrong judge_with(rules), with right functions of other questions.

    If only the second is right, the fault lies with another question, and this one gets its points.
    """
    try:
        judge_with({})
    except Wrong as reason:
        if not rules:
            raise
        try:
            judge_with(rules)
        except Wrong:
            raise reason from None
        print(word("{name} itself is right. With your own functions of other questions its result "
                   "is wrong: {reason}").format(name=name, reason=reason))


def raise_first(reasons):
    """Raise the first reason, together with the first that names a mistake; nothing if none is.

    Where all widths are equal, more mistakes run than elsewhere: a later case may name what an
    earlier cannot.
    """
    if not reasons:
        return
    named = next((reason for reason in reasons if isinstance(reason, Named)), None)
    if named is None or named is reasons[0]:
        raise reasons[0]
    raise Named("{first} With other widths it runs, and shows what it is. {named}",
                first=reasons[0], named=named)


def same_as(got, array):
    """True if the answer is this array; an answer that is no array of numbers is not."""
    if isinstance(got, str):        # NumPy would read a number in it
        return False
    try:
        return same(new_array(got, dtype=float), array)
    except (TypeError, ValueError):
        return False


def factor_between(got, right):
    """The number c with got = c · right, or None."""
    square = float((right * right).sum())
    if square == 0 or not isfinite(square):
        return None
    factor = float((got * right).sum()) / square
    return factor if factor != 0 and same(got, factor * right) else None


def factor_name(factor, counts):
    """A factor in words: "−1", "m = 7", "1/2"."""
    sizes = {f"{name} = {size}": size for name, size in counts.items()}
    known = {"1": 1, "2": 2} | sizes | {"1/2": 1 / 2}
    known |= {f"1/({name})": 1 / size for name, size in sizes.items()}
    known |= {f"2 · ({name})": 2 * size for name, size in counts.items()}
    for name, size in known.items():
        if abs(factor - size) < 1e-9 * size:
            return name
        if abs(factor + size) < 1e-9 * size:
            return "−1" if name == "1" else f"−({name})"
    return f"{factor:.6g}"


def worst(got, right):
    """Where an array is most wrong, and how many of its entries are right."""
    off = abs(got - right)
    count = int((off <= TOLERANCE * abs(right).max()).sum())
    if got.ndim == 0:
        text = word("It is {got:.6g}; right is {right:.6g}.")
        return text.format(got=got.item(), right=right.item())
    place = tuple(int(i) for i in unravel_index(off.argmax(), off.shape))
    return word("{count} of its {size} entries are right; the largest difference is at {place}: "
                "{got:.6g}, where {right:.6g} is right.").format(
        count=count, size=got.size, place=list(place), got=got[place], right=right[place])
