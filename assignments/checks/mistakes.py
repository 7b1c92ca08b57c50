"""The sentence for each well-known mistake: what it is, and the chapter that explains it."""

from bplib.wrong import VARIANTS
from bplib.wrong.functions import FUNCTIONS
from bplib.words import later, word

CHAPTERS = {
    "foundations/forward": later("Forward pass"),
    "foundations/activations": later("Activation functions"),
    "foundations/costs": later("Costs"),
    "foundations/chain_rule": later("Chain rule"),
    "equations/bp1": later("BP1"),
    "equations/bp2": later("BP2"),
    "equations/bp3": later("BP3"),
    "equations/bp4": later("BP4"),
    "equations/algorithm": later("The algorithm"),
    "equations/gradient_check": later("Gradient check"),
    "equations/misconceptions": later("Misconceptions"),
    "descent/gradient_descent": later("Gradient descent"),
    "descent/minibatch": later("Mini-batches"),
    "descent/momentum": later("Momentum"),
    "descent/nesterov": later("Nesterov's method"),
    "descent/adam": later("Adam"),
    "reference/notation": later("Notation"),
}

# {row of the bank, or code where a row has several places: chapter}
EXPLAINED = {
    1: "foundations/chain_rule", "1b": "foundations/activations",
    2: "equations/bp1", 3: "equations/bp2", 4: "equations/bp4",
    5: "foundations/costs",
    "5d": "equations/bp3", 6: "equations/bp3", 7: "equations/algorithm", 8: "equations/bp2",
    "8c": "equations/bp4",
    "8d": "equations/algorithm", 9: "equations/bp2", "9b": "equations/bp4",
    10: "equations/gradient_check",
    11: "equations/bp1", 12: "foundations/costs", "12b": "foundations/activations",
    "12c": "foundations/activations",
    13: "descent/momentum", "13b": "descent/nesterov", "13c": "descent/adam",
    14: "equations/misconceptions", 15: "equations/bp1", 16: "equations/bp2",
    "16b": "equations/bp4", 17: "equations/bp3",
}
BANK = {**VARIANTS, **FUNCTIONS}


def see(chapter):
    """The reference to a chapter: its name, and its place in the book."""
    text = word("See the chapter {title}, chapters/{chapter}.")
    return text.format(title=word(CHAPTERS[chapter]), chapter=chapter)


def sentence(name):
    """What is wrong in the version `name` of the bank."""
    wrong = BANK[name]
    chapter = EXPLAINED.get(wrong.code) or EXPLAINED[wrong.row]
    return word("This is the wrong version “{name}”. {what} {see}").format(
        name=word(name), what=word(wrong.wrong), see=see(chapter))


def named(results):
    """{name in the bank: array} as {sentence: array}, for `compare`."""
    return {sentence(name): array for name, array in results.items()}


def own(text, chapter):
    """The sentence for a mistake that is not in the bank."""
    return word("{text} {see}").format(text=word(text), see=see(chapter))
