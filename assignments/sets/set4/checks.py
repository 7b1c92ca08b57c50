"""Questions 1 to 5: gradient descent, momentum, Adam."""

import numpy as np

from bplib.words import word

from checks.answers import call, keeps, score
from checks.arrays import Wrong, kind_of, numbers
from checks.chance import generator
from checks.compare import Case, compare, judge
from checks.mistakes import own, sentence

DESCENT, MOMENTUM, ADAM = "descent/gradient_descent", "descent/momentum", "descent/adam"


# Question 1

def _gd_case(rate):
    theta, g = generator("step", rate).normal(size=(2, 5))
    return Case((theta, g, rate), theta - rate * g, {
        sentence("wrong sign"): theta + rate * g,
        own("The learning rate is missing.", DESCENT): theta - g,
        own("This is the step alone, not the parameters after the step.", DESCENT): -rate * g,
        own("The step has the length η whatever the gradient.", DESCENT):
        theta - rate * g / np.linalg.norm(g),
        own("The learning rate divides; it must multiply.", DESCENT): theta - g / rate})


GD = _gd_case(0.1), _gd_case(0.7)


def gd_step(names):
    """θ − η∇C."""
    return score(names, (2, word("One step"), lambda names: judge(names, "gd_step", *GD)),
                 (1, word("The arguments stay as they are"),
                  lambda names: keeps(names, "gd_step", *GD[0].arguments)))


# Question 2

def _bowl_cases(name):
    for size in (3, 4):
        rng = generator(name, size)
        turn = np.linalg.qr(rng.normal(size=(size, size)))[0]
        values = rng.uniform(0.5, 8, size=size)
        least, most = values.min(), values.max()
        right = {"rate_limit": 2 / most, "best_rate": 2 / (least + most)}
        other = {
            "rate_limit": {
                own("This is half of the limit.", DESCENT): 1 / most,
                own("This is the best rate, not the limit.", DESCENT): right["best_rate"],
                own("The smallest curvature is taken. The largest one sets the limit.", DESCENT):
                2 / least},
            "best_rate": {
                own("This is the limit, not the best rate.", DESCENT): right["rate_limit"],
                own("This fits the largest curvature alone; the smallest one counts too.",
                    DESCENT): 1 / most,
                own("The 2 is missing.", DESCENT): 1 / (least + most)}}[name]
        other[own("The sum of all curvatures is taken.", DESCENT)] = 2 / values.sum()
        other[own("A λ is taken from the diagonal of A. It must be an eigenvalue.", DESCENT)] = \
            2 / np.diag(turn * values @ turn.T).max()
        wrong = {text: np.array(value) for text, value in other.items()}
        yield Case((turn * values @ turn.T,), np.array(right[name]), wrong)


BOWLS = {name: tuple(_bowl_cases(name)) for name in ("rate_limit", "best_rate")}


def bowl(names):
    """The limit of the learning rate on a bowl, and the best one."""
    def part(name):
        return lambda names: judge(names, name, *BOWLS[name])

    return score(names, (2, word("The limit of the learning rate"), part("rate_limit")),
                 (2, word("The best learning rate"), part("best_rate")))


# Questions 3 and 5: rules with state. A rule maps (theta, *state, t, g) to (theta, *state).

def _judge_steps(names, name, title, arguments_of, right, wrong, start, count, results=slice(None)):
    """Run `count` steps of the student's rule; compare with `right` after every step."""
    theta, *_ = start
    gradients = generator(name).normal(size=(count, theta.size))
    state, right_state, others = start, start, {text: start for text in wrong}
    for t, g in enumerate(gradients, start=1):
        got = call(names, name, *arguments_of(state, t, g))
        if not isinstance(got, (tuple, list)) or len(got) != len(start):
            raise Wrong("{name} must return {number} arrays, {title}; it returns {got}.", name=name,
                        number=len(start), title=title, got=_what_came(got))
        right_state = right(right_state, t, g)
        with np.errstate(all="ignore"):
            others = {text: wrong[text](other, t, g) for text, other in others.items()}
        for place, what in list(enumerate(title.split(", ")))[results]:
            step = word("{name}, step {t}: {what}").format(name=name, t=t, what=what)
            compare(step, got[place], right_state[place],
                    {text: other[place] for text, other in others.items()})
        state = tuple(numbers(name, array, theta.shape) for array in got)


def _what_came(got):
    """The type of a result, and the length of a tuple, in words."""
    if isinstance(got, tuple):
        return word("{kind} with {number} entries").format(kind="tuple", number=len(got))
    return kind_of(got)


RATE, BETA, BETA1, BETA2, EPS = 0.05, 0.8, 0.9, 0.99, 0.01


def _momentum(step):
    """A rule from a function (v, g) -> (new v, change of θ)."""
    def rule(state, t, g):
        v, change = step(state[1], g)
        return state[0] + change, v

    return rule


def _heavy_ball(v, g):
    v = BETA * v + g
    return v, -RATE * v


MOMENTUM_WRONG = {
    sentence("wrong sign"): _momentum(lambda v, g: (BETA * v + g, RATE * (BETA * v + g))),
    own("θ moves by the velocity before the step. It moves by the new one.", MOMENTUM):
    _momentum(lambda v, g: (BETA * v + g, -RATE * v)),
    own("This is Nesterov's form: θ moves by −η(g + βv) with the new v.", MOMENTUM):
    _momentum(lambda v, g: (BETA * v + g, -RATE * (g + BETA * (BETA * v + g)))),
    own("This is the convention v ← βv − ηg, θ ← θ + v. In the question η stands outside v.",
        MOMENTUM): _momentum(lambda v, g: (BETA * v - RATE * g,) * 2),
    own("The gradient is multiplied by 1 − β. That is a running mean; the question asks for a "
        "sum.", MOMENTUM):
    _momentum(lambda v, g: (BETA * v + (1 - BETA) * g, -RATE * (BETA * v + (1 - BETA) * g))),
    own("The learning rate stands in both lines.", MOMENTUM):
    _momentum(lambda v, g: (BETA * v + RATE * g, -RATE * (BETA * v + RATE * g))),
    own("The velocity is not multiplied by β.", MOMENTUM):
    _momentum(lambda v, g: (v + g, -RATE * (v + g))),
}
START, VELOCITY = generator("start").normal(size=(2, 4))


def momentum_step(names):
    """The heavy ball."""
    def steps(count):
        return lambda names: _judge_steps(
            names, "momentum_step", "theta, v", lambda state, t, g: (*state, g, RATE, BETA),
            _momentum(_heavy_ball), MOMENTUM_WRONG, (START, VELOCITY), count)

    return score(names, (3, word("One step"), steps(1)),
                 (2, word("Five steps, one after another"), steps(5)))


# Question 4

def effective_rate(names):
    """η/(1 − β)."""
    cases = [Case((rate, beta), np.array(rate / (1 - beta)), {
        own("These are two terms of the sum 1 + β + β² + … = 1/(1 − β).", MOMENTUM):
        np.array(rate * (1 + beta)),
        own("The factor is 1/(1 − β), not 1 − β.", MOMENTUM): np.array(rate * (1 - beta)),
        own("The factor is 1/(1 − β), not 1/β.", MOMENTUM): np.array(rate / beta)})
        for rate, beta in ((0.1, 0.9), (0.3, 0.75))]
    return score(names, (2, word("The learning rate of the long run"),
                         lambda names: judge(names, "effective_rate", *cases)))


# Question 5

def _adam(beta1=BETA1, beta2=BETA2, eps=lambda v: np.sqrt(v) + EPS, corrected=True, later=0,
          stored=False, moment=lambda g: g * g, sign=-1):
    """Adam with pieces exchanged; with none exchanged, Algorithm 1 of Kingma and Ba (2015)."""
    def rule(state, t, g):
        theta, m, v = state
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * moment(g)
        t = t + later
        m_hat, v_hat = (m / (1 - beta1**t), v / (1 - beta2**t)) if corrected else (m, v)
        theta = theta + sign * RATE * m_hat / eps(v_hat)
        return (theta, m_hat, v_hat) if stored else (theta, m, v)

    return rule


ADAM_WRONG = {
    own("The bias correction is missing: m and v are divided by nothing.", ADAM):
    _adam(corrected=False),
    own("ε stands inside the root. In this question it stands outside.", ADAM):
    _adam(eps=lambda v: np.sqrt(v + EPS)),
    own("The bias correction uses t − 1. For the first step t is 1.", ADAM): _adam(later=-1),
    own("The bias correction uses t + 1. For the first step t is 1.", ADAM): _adam(later=1),
    own("The corrected m and v are returned. The recurrences go on with the uncorrected ones.",
        ADAM): _adam(stored=True),
    own("β₁ and β₂ have changed places.", ADAM): _adam(BETA2, BETA1),
    own("The second moment takes the gradient itself, not its square.", ADAM):
    _adam(moment=lambda g: g),
    own("The root is missing: the step is divided by the second moment itself.", ADAM):
    _adam(eps=lambda v: v + EPS),
    sentence("wrong sign"): _adam(sign=1),
}


def _theta_of_own_moments(names):
    """Wrong unless θ moves as m and v say; those that the function returns may be wrong."""
    g = generator("adam_step").normal(size=(1, 4))[0]
    got = call(names, "adam_step", START, np.zeros(4), np.zeros(4), 1, g, RATE, BETA1, BETA2, EPS)
    theta, m, v = (numbers("adam_step", array, START.shape) for array in got)
    with np.errstate(all="ignore"):
        moved = START - RATE * (m / (1 - BETA1)) / (np.sqrt(v / (1 - BETA2)) + EPS)
    compare("adam_step", theta, moved)


def adam_step(names):
    """Adam."""
    def parameters(names):
        try:
            steps(1, slice(0, 1))(names)
        except Wrong as reason:
            try:
                _theta_of_own_moments(names)
            except (Wrong, TypeError, ValueError):
                raise reason from None

    def steps(count, results):
        return lambda names: _judge_steps(
            names, "adam_step", "theta, m, v",
            lambda state, t, g: (*state, t, g, RATE, BETA1, BETA2, EPS),
            _adam(), ADAM_WRONG, (START, np.zeros(4), np.zeros(4)), count, results)

    return score(names, (3, word("The two moments after one step"), steps(1, slice(1, 3))),
                 (3, word("The parameters after one step"), parameters),
                 (2, word("Five steps, one after another"), steps(5, slice(None))))
