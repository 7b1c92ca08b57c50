"""Set 4: the names of wrong steps; its rules beside those of bplib; an answer that never ends."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from bplib import optimise

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

from checks import answers  # noqa: E402
from sets.set4 import checks as set4  # noqa: E402
from sets.set4 import training  # noqa: E402


def feedback(check, capsys, **names):
    """What the student reads, and the points."""
    capsys.readouterr()
    points = check(names)
    return capsys.readouterr().out, points


def rule_as_answer(rule):
    """momentum_step made of a rule of the checks."""
    def momentum_step(theta, v, g, rate, beta):
        return rule((theta, v), 1, g)

    return momentum_step


def adam_as_answer(rule):
    """adam_step made of a rule of the checks."""
    def adam_step(theta, m, v, t, g, rate, beta1, beta2, eps):
        return rule((theta, m, v), t, g)

    return adam_step


@pytest.mark.parametrize("sentence", set4.MOMENTUM_WRONG)
def test_a_wrong_momentum_gets_its_name(sentence, capsys):
    text, points = feedback(set4.momentum_step, capsys, momentum_step=rule_as_answer(set4.MOMENTUM_WRONG[sentence]))
    assert sentence in text and points == 0


@pytest.mark.parametrize("sentence", set4.ADAM_WRONG)
def test_a_wrong_adam_gets_its_name(sentence, capsys):
    text, points = feedback(set4.adam_step, capsys, adam_step=adam_as_answer(set4.ADAM_WRONG[sentence]))
    assert sentence in text and points <= 5


@pytest.mark.parametrize("sentence", training.WRONG)
def test_a_wrong_training_gets_its_name(sentence, capsys):
    def train(net, x, y, cost, epochs, batch_size, rate, rng):
        net = training.copy(net)
        for array, trained in zip(net.parameters, training._run(epochs, batch_size, **training.WRONG[sentence])):
            array[:] = trained
        return net

    text, points = feedback(training.train, capsys, train=train)
    assert sentence in text and points <= 4


@pytest.mark.parametrize("name, cases", (("gd_step", set4.GD), *set4.BOWLS.items()))
def test_a_wrong_number_or_step_gets_its_name(name, cases):
    for sentence in cases[0].wrong:
        for case in cases:
            with pytest.raises(answers.Wrong) as reason:
                set4.judge({name: lambda *_, array=case.wrong[sentence]: array}, name, case)
            assert sentence in str(reason.value)


def test_the_rule_of_question_1_is_that_of_bplib():
    (theta, g, rate), right, *_ = set4.GD[0]
    array, optimiser = theta.copy(), optimise.gradient_descent(rate)
    optimiser.update([array], [g], optimiser.init([array]))
    assert np.allclose(array, right, rtol=1e-14)


@pytest.mark.parametrize("rule, optimiser", [
    (set4._momentum(set4._heavy_ball), optimise.momentum(set4.RATE, set4.BETA)),
    (set4._adam(), optimise.adam(set4.RATE, set4.BETA1, set4.BETA2, set4.EPS)),
], ids=["momentum", "adam"])
def test_the_rules_with_state_are_those_of_bplib(rule, optimiser):
    rng = np.random.default_rng(5)
    theta = rng.normal(size=4)
    array, own = theta.copy(), (theta, *np.zeros((1 if optimiser.name == "momentum" else 2, 4)))
    state = optimiser.init([array])
    for t in range(1, 8):
        g = rng.normal(size=4)
        own, state = rule(own, t, g), optimiser.update([array], [g], state)
        assert np.allclose(array, own[0], rtol=1e-13)


def test_an_answer_that_never_ends_costs_its_own_points_only(capsys, monkeypatch):
    monkeypatch.setattr(answers, "SECONDS", 0.2)

    def gd_step(theta, gradient, rate):
        while True:
            try:
                theta = theta - rate * gradient
            except Exception:
                pass

    text, points = feedback(set4.gd_step, capsys, gd_step=gd_step)
    assert points == 0 and "Does a loop never end?" in text
    assert len(re.findall("The reason is the same", text)) == 1
    assert feedback(set4.effective_rate, capsys, effective_rate=lambda rate, mu: rate / (1 - mu))[1] == 2
