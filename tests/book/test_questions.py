"""Questions: a cell computes what is right; a formula is accepted in every equal form, and in no other."""

import html
import json
import re
from pathlib import Path

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from bplib import backprop
from bplib.book import questions
from bplib.book.cases import case_of
from bplib.book.questions import ask, ask_formula, ask_number, by_bank, by_function
from bplib.symbolic import delta, i, j, k, l, n, sigma, sigma_prime, w, z
from bplib.wrong import VARIANTS
from bplib.wrong.checks import equal_widths

ROOT = Path(__file__).parents[2]
LINK = "It is not: see [BP2](#eq-bp2)."
RIGHT = w[l + 1, k, j] * sigma_prime(z[l, j])
CASE = equal_widths(np.random.default_rng(0))[0]


@pytest.fixture(autouse=True, scope="module")
def texts_of_the_tests():
    """The texts of these questions are in no catalogue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("BOOK_STRICT_WORDS", raising=False)
        yield


def task(question):
    """What the page is told about a question."""
    return json.loads(html.unescape(re.search('data-task="([^"]*)"', question._repr_markdown_())[1]))


def test_the_right_option_is_found_by_its_value():
    options = [(RIGHT, "Yes."), (RIGHT.xreplace({w[l + 1, k, j]: w[l + 1, j, k]}), LINK),
               (-RIGHT, LINK)]
    one = ask("a-name", "Which?", RIGHT, *options)
    again = ask("a-name", "Which?", RIGHT, *reversed(options))
    for question in (one, again):
        shown, right, why = question.answers[question.task["right"]]
        assert right and why == "Yes." and shown == r"$w^{l + 1}_{kj} \sigma'\left(z^{l}_{j}\right)$"
        assert [right for _, right, _ in question.answers].count(True) == 1


def test_the_order_is_that_of_the_name():
    def order(name):
        return [shown for shown, *_ in ask(name, "Which?", n[l] * 2, (n[l] * 2, ""), (n[l], LINK), (n[l] * 3, LINK)).answers]

    assert order("one") == order("one") and len({tuple(order(f"name-{place}")) for place in range(40)}) == 6


@pytest.mark.parametrize("truth, options, why", (
    (n[l] * 5, [(RIGHT, ""), (-RIGHT, LINK)], "one option must be"),
    (RIGHT, [(RIGHT, ""), (sigma_prime(z[l, j]) * w[l + 1, k, j], "")], "one option must be"),
    (True, [("It is.", True, ""), ("It is, too.", True, "")], "one option must be"),
    (3.0, [(3.0, ""), (4.0001, LINK), (4.0002, LINK)], "look alike"),
    (RIGHT, [(RIGHT, ""), (-RIGHT, "No.")], "must link"),
))
def test_a_bad_choice_is_refused(truth, options, why):
    with pytest.raises(ValueError, match=why):
        ask("name", "Which?", truth, *options)


def test_sums_are_compared_whatever_their_index_is_called():
    by_k, by_i = (sympy.Sum(w[l + 1, index, j] * delta[l + 1, index], (index, 1, n[l + 1])) for index in (k, i))
    assert ask("name", "Which?", by_k, (by_i, "Yes."), (-by_k, LINK)).answers


def test_a_wrong_number_comes_from_the_bank():
    def entry(gradient):
        return gradient.delta[2][0, 0]

    option = by_bank("no transpose in BP2", CASE, entry)
    assert option.value == entry(VARIANTS["no transpose in BP2"].backprop(*CASE)) != entry(backprop(*CASE))
    question = ask("name", "Which?", entry(backprop(*CASE)), (entry(backprop(*CASE)), "Yes."), option)
    assert "[no transpose in BP2](#wrong-bp2). What is wrong in it: The error is passed back with w" in question._repr_markdown_()
    with pytest.raises(ValueError, match="bank"):
        by_bank("no such version", CASE, entry)


def test_a_wrong_formula_is_what_the_version_gives_on_symbols():
    u, v, of_z = sympy.symbols("u v z")
    case = case_of([[u]], [[v]])                         # one neuron, z = uv
    entries = {name: by_bank(name, case, lambda g: g.w[2][0, 0].subs(u * v, of_z)).value
               for name in ("no slope in BP1", "slope at a", "wrong sign")}
    c_1 = sympy.Symbol("c_1")
    assert entries == {"no slope in BP1": c_1 * u, "slope at a": c_1 * sigma_prime(sigma(of_z)) * u,
                       "wrong sign": -c_1 * sigma_prime(of_z) * u}
    assert backprop(*case).w[2][0, 0].subs(u * v, of_z) == c_1 * sigma_prime(of_z) * u


def test_a_wrong_sign_is_that_of_the_version():
    """x = 1, w = 1, y = 7/8: the right error of the hidden neuron is 1/8."""
    case = case_of([[1.0]], [[1.0]], [[1.0]], y=[[0.875]], activation="identity")
    assert backprop(*case).delta[2].item() == 1 / 8
    assert by_bank("wrong sign", case, lambda g: g.delta[2].item()).value == -1 / 8


def test_a_wrong_function_is_run():
    option = by_function("eps inside the root", lambda wrong: wrong.__name__)
    assert option.value == "eps_inside_the_root" and option.bank == "eps inside the root"
    with pytest.raises(ValueError, match="bank"):
        by_function("no transpose in BP2", lambda wrong: 1)


@pytest.mark.parametrize("code", sorted({variant.code for variant in VARIANTS.values()}))
def test_every_version_has_a_place_where_it_is_refuted(code):
    name = next(name for name, variant in VARIANTS.items() if variant.code == code)
    label = re.search(r"\]\(#([a-z0-9-]+)\)", questions._why(questions.Option(0, bank=name), False, {}))[1]
    page = json.loads((ROOT / "chapters/reference/wrong_versions.ipynb").read_text("utf-8"))
    texts = ["".join(cell["source"]) for cell in page["cells"]]
    part = next(place for place, text in enumerate(texts) if f"({label})=" in text)
    # the text under the label, up to the next one, or the cells of formulas behind it, name the version
    behind = texts[part].split(f"({label})=")[1] + "".join(texts[part + 1:part + 5])
    assert name in behind or name.split(" - ")[0].casefold() in behind.casefold(), (name, label)


def test_values_are_put_into_the_texts():
    question = ask("name", "«w» and «x»?", 2 * n[l], (2 * n[l], "«x»"), (n[l], LINK), w=w[l, j, k], x=-0.5)
    assert question.prompt == "$w^{l}_{jk}$ and $-0.5$?" and "$-0.5$" in [why for *_, why in question.answers]
    with pytest.raises(KeyError):
        ask("name", "«w»", 2 * n[l], (2 * n[l], ""), (n[l], LINK))


@pytest.mark.parametrize("value, text", ((0.25, "$0.25$"), (-1, "$-1$"), (2000, "$2000$"), (1e-5, r"$1 \cdot 10^{-5}$"),
                                         ((3, 2), "`(3, 2)`"), (sympy.Rational(1, 4), r"$\frac{1}{4}$"), (1.0, "$1$")))
def test_values_are_shown(value, text):
    assert questions.show(value) == text


def test_a_number_is_right_within_its_tolerance_and_a_wrong_one_is_not():
    question = ask_number("name", "How many?", 0.2, "Yes.", (0.6, LINK), tolerance=0.01)
    assert task(question) == {"kind": "number", "values": [0.2, 0.6], "tolerance": 0.01}
    with pytest.raises(ValueError, match="within the tolerance"):
        ask_number("name", "How many?", 0.2, "Yes.", (0.215, LINK), tolerance=0.01)


@pytest.mark.parametrize("truth, tolerance", ((12.25, 0.01), (1234.5, 0.5), (0.12345, 1e-4)))
def test_a_right_number_that_is_shown_is_accepted(truth, tolerance):
    with pytest.raises(ValueError, match="is shown, and not right"):
        ask_number("name", "How many?", truth, "Yes.", tolerance=tolerance)
    shown = ask_number("name", "How many?", truth, "Yes.", tolerance=tolerance * 10).answers[0][0]
    assert abs(float(shown.replace(r" \cdot 10^{3}", "e3").strip("$")) - truth) <= tolerance * 10


def test_a_formula_names_its_letters_and_is_not_equal_to_a_wrong_one():
    u, v = sympy.symbols("u v")
    with pytest.raises(ValueError, match="letters must name every letter"):
        ask_formula("name", "Which?", u * v, "", letters={"u": u})
    with pytest.raises(ValueError, match="equal to another"):
        ask_formula("name", "Which?", (u + v)**2, "", (u**2 + 2 * u * v + v**2, LINK), letters={"u": u, "v": v})


# The grammar of the page

@pytest.fixture(scope="module")
def page():
    engine = MiniRacer()
    engine.eval((ROOT / "_assets/formula.js").read_text(encoding="utf-8"))
    engine.eval("""function read(text, task) {
        try { return answerOf(text, JSON.parse(task)) } catch (problem) { return problem.message } }
    function readNumber(text, task) {
        try { return answerOfNumber(text, JSON.parse(task)) } catch (problem) { return problem.message } }""")
    return engine


A, B, DELTA = sympy.symbols("a b delta")
LETTERS = {"a": A, "b": B, "delta": DELTA}
MOST = 1e6                      # larger values: no formula of a chapter


def trees():
    """Formulas in three letters."""
    leaves = st.sampled_from([A, B, DELTA, sympy.Integer(1), sympy.Integer(2), sympy.Rational(1, 3)])
    return st.recursive(leaves, lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda pair: pair[0] + pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] * pair[1]),
        st.tuples(parts, parts).map(lambda pair: pair[0] / (1 + pair[1]**2)),
        parts.map(lambda part: -part), parts.map(lambda part: part**2), parts.map(sympy.tanh),
        parts.map(sigma), parts.map(sigma_prime), parts.map(lambda part: sympy.exp(-part**2)),
        parts.map(lambda part: sympy.sqrt(1 + part**2)), parts.map(lambda part: sympy.log(1 + part**2))), max_leaves=6)


def forms(expr):
    """A formula as several readers would type it."""
    text = sympy.sstr(expr).replace("sigma_prime", "sigma'")
    yield text
    yield text.replace("**", "^").replace("*", " · ").replace("sigma", "σ").replace("delta", "δ").replace("-", "−")
    yield sympy.sstr(sympy.expand(expr)).replace("sigma_prime", "σ′")
    yield sympy.sstr(sympy.factor(expr))
    yield f"[{text}] + 0"
    yield f"2({text})/2"


@given(trees())
def test_every_equal_form_is_accepted_and_a_changed_one_is_not(page, expr):
    if not expr.free_symbols:
        return
    asked = ask_formula("name", "Which?", expr, "", letters=LETTERS)
    if max(map(abs, task(asked)["values"][0])) > MOST:
        return
    given_task = json.dumps(task(asked))
    for text in forms(expr):
        assert page.call("read", text, given_task) == 0, text
    for changed in (f"({sympy.sstr(expr)}) + 1/7", f"({sympy.sstr(expr)})*a + b/50 + 1/91"):
        assert page.call("read", changed, given_task) == -1, changed


def test_a_wrong_form_is_told_by_its_name(page):
    asked = ask_formula("name", "Which?", A * sigma_prime(B), "", (A, LINK), letters=LETTERS)
    assert [page.call("read", text, json.dumps(task(asked))) for text in ("sigma'(b) a", "a", "b")] == [0, 1, -1]


def test_sigma_is_the_sigmoid_only_where_the_question_says_so(page):
    known, unknown = (json.dumps(task(ask_formula("name", "Which?", sigma_prime(A), "", letters=LETTERS, sigmoid=said)))
                      for said in (True, False))
    for text in ("sigma(a)(1 - sigma(a))", "e^(-a)/(1 + e^-a)^2"):
        assert page.call("read", text, known) == 0 and page.call("read", text, unknown) == -1
    assert page.call("read", "σ'(a)", unknown) == 0


@pytest.mark.parametrize("text, value", (
    ("1 + 2*3", 7), ("2^3^2", 512), ("-2^2", -4), ("(-2)^2", 4), ("2^-1", 0.5), ("6/2/3", 1), ("1 - 2 - 3", -4), ("2 pi", 6.283185307179586),
    ("e", 2.718281828459045), ("ln(e^3)", 3), ("√(4)", 2), ("3²", 9), ("−1", -1), ("2·3×4", 24), (".5", 0.5), ("1e-3", 0.001), ("1,5", 1.5),
    ("--1", 1), ("2[3 - 1]", 4), ("1/4", 0.25), ("  7  ", 7)))
def test_what_is_typed_is_read_as_mathematics_reads_it(page, text, value):
    assert page.call("readNumber", text, json.dumps({"values": [value], "tolerance": 1e-9})) == 0


@pytest.mark.parametrize("text, why", (
    ("", "Type a formula"), ("a +", "missing at the end"), ("(a", "not closed"), ("a)", "cannot stand here"), ("[a)", "not closed"),
    ("1/2a", "After the division"), ("a 2", "Write \\* before"), ("exp a", "needs brackets"), ("tanh^2(a)", "needs brackets"),
    ("c", "no letter of this question. The letters are a, b, delta"), ("a = b", "“=” cannot be read"), ("* a", "missing before"),
    ("ab^2", "is it all of"), ("log(-a)", "no value"), ("sqrt(0-1)", "no value"), ("a/0", "no value")))
def test_what_cannot_be_read_is_answered_with_the_reason(page, text, why):
    asked = ask_formula("name", "Which?", A * B * DELTA, "", letters=LETTERS)
    said = page.call("read", text, json.dumps(task(asked)))
    assert isinstance(said, str) and re.search(why, said), said


@pytest.mark.parametrize("text", ("ab delta", "abδ", "a*b*δ", "delta(ab)", "a b delta", "-a(-b)δ", "abdelta"))
def test_a_multiplication_sign_may_be_left_out(page, text):
    asked = ask_formula("name", "Which?", A * B * DELTA, "", letters=LETTERS)
    assert page.call("read", text, json.dumps(task(asked))) == 0
