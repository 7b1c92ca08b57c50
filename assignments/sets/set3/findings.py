"""Questions 10 and 11: what a gradient check finds, and with which step."""

from bplib.words import word
from checks.answers import score, value_of
from checks.arrays import Wrong, numbers
from checks.mistakes import own, sentence

GRADIENT_CHECK = "equations/gradient_check"


# Question 10: what the three programs do, in the words of the notebook

MISTAKES = {"A": "no slope in BP2", "B": "mean for sum in BP3", "C": "z for a in BP4"}
WRONG_ARRAYS = {"A": {"w[2]", "b[2]"}, "B": {"b[2]", "b[3]"}, "C": {"w[3]"}}
LETTERS = {"A": "e", "B": "b", "C": "g"}


def _program(letter):
    def arrays(names):
        answer = value_of(names, "wrong_arrays")
        if not isinstance(answer, dict) or letter not in answer:
            raise Wrong('wrong_arrays must be a dictionary with the key "{letter}".', letter=letter)
        said = {answer[letter]} if isinstance(answer[letter], str) else set(answer[letter])
        if said != WRONG_ARRAYS[letter]:
            raise Wrong("The wrong arrays are {right}; you say {said}.",
                        right=", ".join(sorted(WRONG_ARRAYS[letter])),
                        said=", ".join(sorted(map(str, said))) or word("none"))

    def mistake(names):
        answer = value_of(names, "mistakes")
        letters = answer if isinstance(answer, dict) else {}
        if str(letters.get(letter, "")).strip().lower() != LETTERS[letter]:
            raise Wrong("{sentence}", sentence=sentence(MISTAKES[letter]))

    return ((1, word("Program {letter}: which arrays are wrong").format(letter=letter), arrays),
            (1, word("Program {letter}: the mistake").format(letter=letter), mistake))


def wrong_arrays(names):
    """Which arrays of three programs are wrong, and why."""
    return score(names, *_program("A"), *_program("B"), *_program("C"))


# Question 11

BEST = {"best_central": (-6, -5), "best_forward": (-9, -8, -7)}


def _best(name):
    def part(names):
        answer = value_of(names, name)
        answer = numbers(name, answer, ()).item()
        if answer not in BEST[name]:
            hint = own("A larger h cuts the series off too early, a smaller h loses digits.",
                       GRADIENT_CHECK)
            raise Wrong("{name} is {answer:g}; the error is smallest near 10^{best}. {hint}",
                        name=name, answer=answer, best=BEST[name][len(BEST[name]) // 2], hint=hint)

    return part


def steps(names):
    """The best step h of both difference quotients."""
    return score(names, (1, word("The best h of the central difference"), _best("best_central")),
                 (1, word("The best h of the forward difference"), _best("best_forward")))
