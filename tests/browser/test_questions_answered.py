"""The questions of a page: by mouse, keyboard and touch, with and without scripts and storage."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import HTML, PAGES, page_id
from stops import resize

BP2 = HTML / "chapters" / "equations" / "bp2.html"
WITH_QUESTIONS = [path for path in PAGES if "tag_question" in path.read_text(encoding="utf-8")]
EACH_PAGE = pytest.mark.parametrize("path", WITH_QUESTIONS, ids=page_id)

SHIFT = """() => new Promise(resolve => {
    let total = 0
    const inText = ({sources}) => sources.some(({node}) => node?.parentElement?.closest("article"))
    new PerformanceObserver(list => list.getEntries().filter(inText).forEach(entry => total += entry.value))
        .observe({type: "layout-shift", buffered: true})
    setTimeout(() => resolve(total), 300)
})"""
# What scrolls is looked at in test_pages.py: axe takes each formula that is a fraction of a pixel too high for a box that does.
AXE = """() => axe.run(".question", {rules: {"scrollable-region-focusable": {enabled: false}}})
    .then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))"""
HEIGHTS = """() => [...document.querySelectorAll(".question")].map(box => box.getBoundingClientRect().height)"""


def first(page, kind):
    """The first question of this kind."""
    return page.locator(f'.question[data-task*=\'"kind":"{kind}"\']').first


def right_place(question):
    return question.evaluate("box => JSON.parse(box.dataset.task).right")


def test_the_book_has_questions():
    assert BP2 in WITH_QUESTIONS


def test_a_choice_is_answered_by_mouse_and_keyboard(open_page):
    page = open_page(BP2)
    question = first(page, "choice")
    right = right_place(question)
    items, feedback = question.locator("ol").first.locator("li"), question.locator(".feedback")
    wrong = next(place for place in range(items.count()) if place != right)
    items.nth(wrong).click()
    assert feedback.inner_text().startswith("Wrong.") and feedback.locator("a").count() >= 1
    assert question.get_attribute("data-answered") == "wrong"
    question.locator("input").nth(wrong).focus()
    for _ in range(abs(right - wrong)):
        page.keyboard.press("ArrowDown" if right > wrong else "ArrowUp")
    assert question.get_attribute("data-answered") == "wrong"           # to look is not to answer
    page.keyboard.press("Space")
    assert feedback.inner_text().startswith("Right.") and question.get_attribute("data-answered") == "right"
    assert re.match(r"1 of \d+ right", question.locator(".count").inner_text())


def test_a_number_is_answered_by_keyboard(open_page):
    page = open_page(BP2)
    question = first(page, "number")
    value, wrong = question.evaluate("box => JSON.parse(box.dataset.task).values").copy()[:2]
    field, feedback = question.locator("form input"), question.locator(".feedback")
    for text, said in ((str(wrong), "Wrong"), ("1e9", "Not this"), ("2 +", "missing at the end"), (str(value), "Right")):
        field.fill(text)
        field.press("Enter")
        assert said in feedback.inner_text(), text
    assert question.get_attribute("data-answered") == "right"


def test_answers_stay_in_the_browser_and_can_be_cleared(browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(BP2.as_uri())
    question = first(page, "choice")
    question.locator("ol").first.locator("li").nth(right_place(question)).click()
    before = page.evaluate(HEIGHTS)[0]
    page.reload()
    question = first(page, "choice")
    assert question.get_attribute("data-answered") == "right" and question.locator(".feedback").inner_text() == ""
    assert question.locator("input:checked").count() == 1 and before
    question.locator(".count button").click()
    assert question.get_attribute("data-answered") is None and question.locator("input:checked").count() == 0
    page.reload()
    assert first(page, "choice").get_attribute("data-answered") is None
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('question:')).length") == 0
    context.close()


def test_without_storage_a_question_works_and_forgets(open_page):
    problems = []

    def forbid(page):
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no storage') }})")
        page.on("pageerror", lambda error: "no storage" in str(error) or problems.append(str(error)))

    page = open_page(BP2, watch=forbid)
    question = first(page, "choice")
    question.locator("ol").first.locator("li").nth(right_place(question)).click()
    assert question.get_attribute("data-answered") == "right" and not problems


def test_without_scripts_all_is_there_to_read(new_page):
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.goto(BP2.as_uri())
    question = first(page, "choice")
    assert question.locator("ol").first.locator("li").count() >= 3 and question.locator("input").count() == 0
    question.locator("summary").click()
    answers = question.locator(".answers li")
    assert answers.first.is_visible() and sum("Right." in text for text in answers.all_inner_texts()) == 1
    assert first(page, "number").locator(".entry").bounding_box()["height"] == 0


@EACH_PAGE
def test_nothing_moves_when_the_page_is_opened_and_all_can_be_hit(new_page, path):
    page = new_page(viewport={"width": 390, "height": 844}, offline=True)
    page.goto(path.as_uri())
    assert page.evaluate(SHIFT) == 0
    sizes = page.locator(".question :is(input, button)").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({width, height}) => Math.min(width, height))")
    assert sizes and min(sizes) >= 24
    for width in (320, 390, 720):
        resize(page, width)
        wider = page.locator(".question").evaluate_all("all => all.map(box => box.scrollWidth - box.clientWidth)")
        assert max(wider) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_answered_question(open_page, scheme):
    page = open_page(BP2, scheme)
    for kind in ("choice", "number"):
        question = first(page, kind)
        question.locator("summary").click()
    question = first(page, "choice")
    question.locator("ol").first.locator("li").nth(0).click()
    page.evaluate(Axe().axe_script)
    assert page.evaluate(AXE) == []
