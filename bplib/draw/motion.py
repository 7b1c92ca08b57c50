"""Figures that move on a page: what they get from a notebook.

A cell draws the still first, which is what paper, JupyterLab and a page without JavaScript show,
and ends with `draw.moving(name, …)`. The figure itself is _assets/moving/<name>.js; it shows no
number that it does not compute from the data given here and from its controls.
"""

import json
from html import escape

from bplib.words import later, word

# What the figures say: the texts of say("…") in moving.js and <name>.js.
_SHARED = (later("Play"), later("Pause"))
_WORDS = {
    "bp2": (
        later("BP2: the error of one neuron"), later("neuron"), later("forget the transpose"),
        later("{w} has {columns} columns and {delta} has {rows} rows: NumPy refuses their product, "
              "and the mistake is found."),
        later("A row in the place of the column. The shapes fit, and no message comes; the error "
              "is {right}."),
        later("The numbers {w} of column {j} are the weights that lead out of the neuron.")),
    "dial": (
        later("The cost along one weighted input, and its tangent"), later("neuron"),
        later("turn its dial by"), later("steepness of the tangent"),
        later("From where the network stands, where the steepness is {begin}, a turn by {turn} "
              "should change the cost by {predicted}. It changes by {actual}.")),
    "four_equations": (
        later("One pass forward and one pass back"), later("step"), later("forward"),
        later("cost"), later("The inputs are the activations of layer 1.")),
    "learning_rate": (
        later("Gradient descent on a bowl, for any learning rate"), later("learning rate"),
        later("step"), later("best"), later("limit"),
        later("At the limit: across the valley each step jumps to the other side, and comes no "
              "nearer."),
        later("Above the limit: across the valley each step ends further away than it began."),
        later("Below the limit: both distances fall; the one across the valley is the slower "
              "one."),
        later("Below the limit: both distances fall; the one along the valley is the slower one."),
        later("Each step multiplies {one} by {q1} and {other} by {q2}. After {t} steps: {one2} = "
              "{theta1}, {other2} = {theta2}, cost {cost}."),
        later("The larger of the two factors, without its sign, is {worst}. It is smallest at "
              "{best}; the limit is {limit}.")),
    "momentum": (
        later("Momentum on a bowl, for many learning rates and many β"), later("learning rate"),
        later("step"), later("distance from the minimum"),
        later("along"), later("across"),
        later("Along the valley the larger modulus of the two roots is {along}, across it "
              "{across}."),
        later("In the long run the distance is multiplied by {worst} per step; after {t} steps it "
              "is {distance}."),
        later("At the limit: one root is on the unit circle, and the run does not converge."),
        later("Above the limit: one root is outside the unit circle, and the run diverges."),
        later("Below the limit: all roots are inside the unit circle, and the run converges."),
        later("The limit for this β is {limit}. Complex roots lie on the dashed circle, of radius "
              "{root}.")),
    "noise_floor": (
        later("The noise floor: how near the minimum the noise lets a path come"),
        later("batch size"), later("learning rate"), later("draw again"),
        later("cost above its minimum"), later("step"), later("predicted floor"),
        later("Predicted floor: {formula} = {predicted}, where {U} = {variance} is the variance of "
              "the gradient of a batch."),
        later("This draw: from step {settled} on, the cost is {drawn} above its minimum on "
              "average.")),
    "paths": (
        later("All paths from one weight to the cost, merged layer by layer"), later("layers"),
        later("layers merged"), later("one path"),
        later("{paths} paths. In the drawing {steps} lines between neurons, one multiplication "
              "each; when all layers are merged, {least}."),
        later("The path over the neurons {neurons} has the product {product}. All products "
              "together are {derivative} = {sum}."),
        later("A number in a merged neuron is the sum over all paths from it to the cost, {S}.")),
    "valley": (
        later("A valley that turns, and the paths of five methods"),
        later("angle of the valley, in degrees"), later("path of"), later("momentum"),
        later("AdaGrad"), later("RMSProp"), later("Nesterov"), later("gradient descent"),
        later("method"), later("learning rate"), later("cost"), later("lowest"),
        later("Largest cost of the last {last} of {steps} steps, each method with the best of "
              "{count} learning rates at this angle:"),
        later("Dashed, for {method}: the path at 0° with the same learning rate, turned with the "
              "valley."),
        later("A method with a scale for each parameter leaves it as soon as the valley turns."),
        later("A method with one learning rate for all parameters stays on it.")),
    "worked_example": (
        later("The 2-2-1 network with its numbers"), later("hidden neurons"), later("linear"),
        later("Orange on a line: the derivative of the weight, the error at its end times the "
              "number at its start.")),
    "wrong_versions": (
        later("A wrong version, the checks that catch it, and its cost"), later("wrong version"),
        later("cost, divided by the cost at the start"), later("step"), later("right gradient"),
        later("catches it"), later("does not"), later("More about it"),
        later("{hits} of {checks} checks catch it:"),
        later("The cost, divided by that at the start, is {early} after {few} steps and {late} "
              "after {many}. With the right gradient: {right_early} and {right_late}."),
        later("The cost, divided by that at the start, is {early} after {few} steps; with the "
              "right gradient, {right_early}."),
        later("On the network of this run it gives the right gradient: it acts only where the "
              "cost is a cross-entropy."),
        later("Its gradient has a wrong shape, so it was not trained."),
        later("It overflows within {few} steps."),
        later("How its run goes on depends on rounding, so its line ends here.")),
}


class Moving:
    """The place of a figure on a page, with its data."""

    def __init__(self, name, data):
        self.name, self.data = name, data

    def __repr__(self):
        return f"<the figure {self.name}, which moves on the page of the book>"

    def _repr_html_(self):
        values = json.dumps(self.data, default=_plain, ensure_ascii=False, allow_nan=False)
        values = escape(values, quote=False).replace("'", "&#x27;")
        return f"<div class=\"moving\" data-figure=\"{self.name}\" data-values='{values}'></div>"


def _plain(value):
    """Arrays as lists; a Network as the list of its layers 2, 3, …"""
    if hasattr(value, "layers"):
        return [{"w": layer.w, "b": layer.b, "activation": layer.activation.name}
                for layer in value.layers]
    return value.tolist()


def moving(name, **data):
    """The figure `name` that moves, as the value of a cell; `data` are what it needs to know.

    Arrays, networks of dense layers, numbers and texts. Raises ValueError for a name that there is
    not, or a number that is not finite; AttributeError for data of another kind.
    """
    if name not in _WORDS:
        raise ValueError(f"name must be one of {', '.join(_WORDS)}; got {name!r}")
    said = {text: word(text) for text in (*_SHARED, *_WORDS[name])}
    return Moving(name, {**data, "words": {text: own for text, own in said.items() if own != text}})
