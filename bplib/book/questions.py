"""Questions in the flow of a chapter. A cell computes what is right, and what the wrong ones give.

    ask("bp2-sum", "How many terms …?", len(terms),
        (net.sizes[3], "One for each neuron of the next layer."),
        (net.sizes[1], "These are the neurons before: see [BP2](#eq-bp2)."))

A text may hold «name», where the value of an argument `name` is printed. Each wrong answer says
what was thought, and links to where the book refutes it. _assets/questions.js asks; without it, the
answers stand folded below the question.
"""

import html
import json
import re
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from sympy import Basic, MatrixBase, Rational, cos, exp, sin

from bplib.agreement import relative_error
from bplib.symbolic import Equation, difference, sigma, sigma_prime, to_latex
from bplib.words import later, word
from bplib.wrong import VARIANTS
from bplib.wrong.functions import FUNCTIONS

PLAIN = (bool, np.bool_, str, tuple)
POINTS = 5                      # where a formula is compared
# σ and σ′ in a typed formula, as in _assets/formula.js: the sigmoid, or one that nobody types.
SIGMAS = {
    "sigmoid": (lambda t: 1 / (1 + exp(-t)), lambda t: exp(-t) / (1 + exp(-t))**2),
    "any": (lambda t: t**2 / 3 + sin(t), lambda t: 2 * t / 3 + cos(t)),
}
# Where the book refutes a row of the bank, if not on the page of wrong versions as a whole.
REFUTED = {1: "wrong-bp2", 2: "wrong-bp1", 3: "wrong-bp2", 4: "wrong-bp4", 5: "wrong-bp1",
           6: "wrong-bp3", 7: "wrong-bp2", 8: "wrong-bp2", 9: "wrong-bp2", 11: "wrong-softmax",
           12: "wrong-softmax", 15: "wrong-bp1", 16: "wrong-bp2", 17: "wrong-bp1"}
OF_ITS_OWN = {"2b": "wrong-softmax", "5d": "wrong-bp3", "8c": "wrong-bp4", "8d": "wrong-bp4",
              "9b": "wrong-bp4", "16b": "wrong-bp4"}


class Option(NamedTuple):
    """An answer: its value, why it is right or wrong, and the sentence that is shown for the value.

    bank  the name of the wrong version that gives it, if one does; it says why by itself
    """

    value: Any
    why: str = ""
    sentence: str = ""
    bank: str = ""


class Question(NamedTuple):
    """What a cell shows; `answers` are (shown, right or wrong, why) in the order of the page."""

    name: str
    prompt: str
    listed: str
    answers: tuple
    task: dict

    def __repr__(self):
        return f"Question {self.name}"

    def _repr_markdown_(self):
        task = html.escape(json.dumps(self.task, separators=(",", ":"), ensure_ascii=False))
        answers = "\n".join(
            f"{number}. **{word('Right') if right else word('Wrong')}"
            f"{': ' + shown if self.task['kind'] != 'choice' else ''}.** {why}"
            for number, (shown, right, why) in enumerate(self.answers, start=1))
        entry = "" if self.task["kind"] == "choice" else '\n\n<div class="entry"></div>'
        return (f'<div class="question" id="question-{self.name}" data-task="{task}">\n'
                f'<p class="about"><b>{word("Question")}</b> <span class="count"></span></p>\n\n'
                f'{self.prompt}\n\n{self.listed}{entry}\n\n'
                f'<details class="answers"><summary>{word("Answers")}</summary>\n\n'
                f'{answers}\n\n</details>\n</div>')


def ask(name, prompt, truth, *options, **values):
    """A Question with a choice: exactly one of the options has the value of `truth`.

    An option is (value, why), or (sentence, value, why) where a sentence is shown for the value.
    Raises ValueError if none is right, or several are, if two look alike, or if the `why` of a
    wrong one has no link.
    """
    options = [_option(given) for given in options]
    shown = [_fill(one.sentence, values) if one.sentence else show(one.value) for one in options]
    right = _the_right_one(truth, options, shown)
    whys = [_why(one, i == right, values) for i, one in enumerate(options)]
    order = [int(i) for i in _generator(name).permutation(len(options))]
    listed = "\n".join(f"{number}. {shown[i]}" for number, i in enumerate(order, start=1))
    return Question(name, _fill(prompt, values), listed,
                    tuple((shown[i], i == right, whys[i]) for i in order),
                    {"kind": "choice", "right": order.index(right)})


def ask_number(name, prompt, truth, why, *wrong, tolerance, **values):
    """A Question whose answer is typed: a number, right within the tolerance.

    wrong  (value, why): numbers that come of a mistake. Raises ValueError if one of them is right
           within twice the tolerance, or if the right one, as it is shown, is not accepted.
    """
    wrong = [one._replace(value=float(one.value)) for one in map(_option, wrong)]
    numbers = [float(truth), *(one.value for one in wrong)]
    for i, one in enumerate(numbers):
        if any(abs(one - other) <= 2 * tolerance for other in numbers[:i]):
            raise ValueError(f"{name}: {one:g} and another answer are one within the tolerance")
    if abs(float(_digits(numbers[0])) - numbers[0]) > tolerance:
        raise ValueError(f"{name}: {_digits(numbers[0])} is shown, and not right within the "
                         f"tolerance {tolerance}")
    whole = all(one % 1 == 0 for one in numbers) and tolerance < 0.5
    asked = later("*A whole number.*") if whole else later("*A number, right within «tolerance».*")
    task = {"kind": "number", "values": [float(f"{one:.9g}") for one in numbers],
            "tolerance": tolerance}
    asked = _fill(asked, {"tolerance": tolerance})
    return _typed(name, prompt, asked, [Option(float(truth), why), *wrong], values, task)


def ask_formula(name, prompt, truth, why, *wrong, letters, sigmoid=False, **values):
    """A Question whose answer is typed: a formula in any form that is equal to `truth`.

    letters  {as it is typed: the symbol}; σ is the sigmoid if sigmoid=True, else any function
    wrong    (formula, why): formulas that come of a mistake. Raises ValueError if one is right.
    """
    wrong = [_option(given) for given in wrong]
    kind = "sigmoid" if sigmoid else "any"
    points = _generator(name).uniform(0.15, 0.9, size=(POINTS, len(letters))).round(3).tolist()
    answers = [truth, *(one.value for one in wrong)]
    found = [[_value(expr, dict(zip(letters.values(), point)), kind) for point in points]
             for expr in answers]
    for i, one in enumerate(found):
        if any(relative_error(np.array(one), np.array(other)) < 1e-6 for other in found[:i]):
            raise ValueError(f"{name}: {answers[i]} is equal to another answer")
    typed = ", ".join(f"`{letter}`" if str(symbol) == letter else f"`{letter}` = {show(symbol)}"
                      for letter, symbol in letters.items())
    asked = f"*{word('A formula in')}* {typed}."
    task = {"kind": "formula", "letters": list(letters), "points": points, "values": found,
            "sigma": kind}
    return _typed(name, prompt, asked, [Option(truth, why), *wrong], values, task)


def by_bank(name, case, read):
    """The option that a wrong version gives, as `read` takes it from its gradient of `case`.

    The version runs, on numbers or on symbols, so what the option says of itself is true.
    """
    if name not in VARIANTS:
        raise ValueError(f"name must be in the bank of bplib.wrong; got {name!r}")
    return Option(read(VARIANTS[name].backprop(*case)), bank=name)


def by_function(name, run):
    """The option that a wrong function of the bank gives: what `run` gets from it."""
    if name not in FUNCTIONS:
        raise ValueError(f"name must be in the bank of bplib.wrong.functions; got {name!r}")
    return Option(run(FUNCTIONS[name].function), bank=name)


def show(value):
    """A value as the page prints it: numbers to 3 digits, shapes as code, formulas set."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return f"`{value}`"
    if isinstance(value, Equation):
        return f"${value._repr_latex_().strip('$ ')}$"
    if isinstance(value, (Basic, MatrixBase)):
        return f"${to_latex(value)}$"
    digits, _, exponent = _digits(value).partition("e")
    power = rf" \cdot 10^{{{int(exponent)}}}" if exponent else ""
    return f"${digits}{power}$"


def _digits(value):
    return f"{value:.0f}" if value % 1 == 0 and abs(value) < 1e6 else f"{value:.3g}"


def _typed(name, prompt, asked, options, values, task):
    answers = tuple((show(one.value), i == 0, _why(one, i == 0, values))
                    for i, one in enumerate(options))
    return Question(name, _fill(prompt, values), asked, answers, task)


def _option(given):
    """(value, why) and (sentence, value, why) as an Option."""
    if isinstance(given, Option):
        return given
    sentence, value, why = given if len(given) == 3 else ("", *given)
    return Option(value, why, sentence)


def _the_right_one(truth, options, shown):
    """The place of the one option that has the value of `truth`."""
    right = [i for i, one in enumerate(options) if _equal(one.value, truth)]
    if len(right) != 1:
        raise ValueError(f"one option must be {truth}; equal to it are {[shown[i] for i in right]} "
                         f"of {shown}")
    if len(set(shown)) < len(shown):
        raise ValueError(f"two options look alike: {shown}")
    return right[0]


def _equal(one, other):
    if isinstance(one, Basic) and isinstance(other, Basic):
        return difference(one, other) == 0 or (one - other).simplify() == 0
    if isinstance(one, PLAIN) or isinstance(other, PLAIN):
        return bool(one == other)
    return relative_error(float(one), float(other)) < 1e-9


def _why(option, right, values):
    """What is said about an option when it is chosen."""
    if option.bank:
        wrong = VARIANTS.get(option.bank) or FUNCTIONS[option.bank]
        label = OF_ITS_OWN.get(wrong.code, REFUTED.get(wrong.row))
        label = label if option.bank in VARIANTS else "wrong-functions"
        return (f"{word('This is what a well-known wrong version gives')}, "
                f"[{word(wrong.name)}](#{label}). {word('What is wrong in it:')} "
                f"{word(wrong.wrong)}")
    why = _fill(option.why, values)
    if not right and not re.search(r"\]\([^)]+\)|\{cite", why):
        raise ValueError(f"a wrong answer must link to where it is refuted; got {why!r}")
    return why


def _fill(text, values):
    """The text in the language of the edition, with the values in the places of their «names»."""
    return re.sub("«(\\w+)»", lambda place: show(values[place[1]]), word(text))


def _generator(name):
    """The same for the same name: the order of options and the points do not change."""
    return np.random.default_rng(crc32(name.encode()))


def _value(expr, point, kind):
    """The number that a formula is at a point, the same on every machine."""
    height, slope = SIGMAS[kind]
    at = expr.xreplace({symbol: Rational(str(value)) for symbol, value in point.items()})
    found = at.replace(sigma_prime, slope).replace(sigma, height).evalf(20)
    if not found.is_number or not found.is_real:
        raise ValueError(f"letters must name every letter of {expr}; at a point it is {found}")
    return float(f"{float(found):.12g}")
