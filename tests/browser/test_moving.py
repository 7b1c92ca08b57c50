"""Figures that move: each shows what bplib computes, at a thousand positions of its controls, and nothing else.

tests/browser/moved/NAME.py has `numbers(data, state)`: what the figure NAME may show, by bplib.
"""

import importlib.util
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from py_mini_racer import MiniRacer
from pages import HTML, PAGES

from bplib import Layer, Network
from bplib.wrong import VARIANTS

SCRIPTS = HTML.parents[1] / "_assets" / "moving"
MOVED = Path(__file__).parent / "moved"
POSITIONS = 1000
WIDTHS = (1440, 768, 600, 390, 320)
# Two programs round differently. Where nearly equal numbers are subtracted, what is left is as exact as they are.
TOLERANCE, LAST_DIGIT = 1e-12, 1e-15


def places():
    """(page, number of the place on it, name of the figure, its values) of every figure."""
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        if 'class="moving"' in text:
            for number, place in enumerate(BeautifulSoup(text, "html.parser").select(".moving")):
                yield path, number, place["data-figure"], json.loads(place["data-values"])


PLACES = list(places())
every_figure = pytest.mark.parametrize("path, number, name, values", PLACES,
                                       ids=[f"{name}-{path.stem}-{number}" for path, number, name, _ in PLACES])


def moved(name):
    """tests/browser/moved/NAME.py"""
    spec = importlib.util.spec_from_file_location(name, MOVED / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def data_of(values):
    """The values as they were in the notebook: lists of numbers are arrays, and lists of layers networks."""
    def known(value):
        if isinstance(value, list) and value and isinstance(value[0], dict) and "activation" in value[0]:
            return Network([Layer(np.array(one["w"], float), np.array(one["b"], float), one["activation"]) for one in value])
        return np.array(value, float) if isinstance(value, list) and np.array(value).dtype.kind in "if" else value

    return SimpleNamespace(**{key: known(value) for key, value in values.items()})


def place_of(page, path, number):
    page.goto(path.as_uri())
    place = page.locator(".moving").nth(number)
    place.locator("svg").first.wait_for(state="attached")
    return place


@pytest.fixture
def shown(new_page):
    """shown(path, number, **options of a context) -> the place of a figure on its page, in view."""
    def shown(path, number, **options):
        page = new_page(**{"offline": True, "viewport": {"width": 1440, "height": 900}} | options)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
        place = place_of(page, path, number)
        place.scroll_into_view_if_needed()
        return place

    return shown


CONTROLS = """place => [...place.querySelectorAll(".controls [name]")].map(({name, type, min, max, step, options}) => (
    {name, kind: type, min: +min, max: +max, step: +step, values: options && [...options].map(({value}) => value)}))"""
# The controls to their values, and one event that says so; then what `look` finds.
MOVE = """([place, positions, look]) => positions.map(position => {
    const controls = Object.entries(position).map(([name, value]) => {
        const control = place.querySelector(`.controls [name="${name}"]`)
        control.type === "checkbox" ? control.checked = value : control.value = value
        return control
    })
    controls.at(-1).dispatchEvent(new Event("input", {bubbles: true}))
    return eval(look)(place)
})"""
NUMBERS = """place => {
    const shown = [...place.querySelectorAll("[data-name]")].map(({dataset, textContent}) => [dataset.name, dataset.value, textContent])
    const rest = place.cloneNode(true)
    rest.querySelectorAll("[data-name], [aria-live], .tick, .given, option, math").forEach(element => element.remove())
    return [shown, rest.textContent]
}"""
HEIGHT = "place => place.querySelector('.told').getBoundingClientRect().bottom - place.getBoundingClientRect().top"


def move(place, states, look):
    """What `look` finds at each position."""
    return place.page.evaluate(MOVE, [place.element_handle(), states, look])


def state_of(rng, controls):
    """A position of the controls, drawn by chance: of a slider, one of its steps."""
    def value(one):
        if one["kind"] == "checkbox":
            return bool(rng.integers(2))
        if one["kind"] == "range":
            steps = round((one["max"] - one["min"]) / one["step"])
            exact = one["min"] + one["step"] * int(rng.integers(steps + 1))
            return float(f"{exact:.9g}")                        # as a browser writes it
        return str(rng.choice(one["values"]))

    return {one["name"]: value(one) for one in controls}


def typed(state):
    """Whole numbers of a slider as int, as in Python they are counted with."""
    return {name: int(value) if type(value) is float and value.is_integer() else value for name, value in state.items()}


def read(text):
    """(the number, half a unit of its last digit) of a rounded number."""
    text = text.replace("−", "-").replace(",", "")
    mantissa, _, power = text.partition("·10")
    exponent = int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))) if power else 0
    digits = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**exponent, 0.5 * 10.0**(exponent - digits)


def test_minus_zero_is_shown_as_zero():
    engine = MiniRacer()
    engine.eval("const addEventListener = () => {}")
    engine.eval((SCRIPTS / "moving.js").read_text(encoding="utf-8"))
    assert [engine.eval(f"moving.rounded({number})") for number in ("-0", "0", "-0.5", "-1e-20")] == ["0", "0", "−0.5", "−1.00·10⁻²⁰"]


@every_figure
def test_its_numbers_are_those_of_bplib(shown, path, number, name, values):
    place, data, expect = shown(path, number), data_of(values), moved(name).numbers
    controls = place.evaluate(CONTROLS)
    rng = np.random.default_rng(0)
    states = [state_of(rng, controls) for _ in range(POSITIONS)]
    assert place.evaluate("place => place.getBoundingClientRect().width") > 100
    for state, (seen, rest) in zip(states, move(place, states, NUMBERS), strict=True):
        known = state | expect(data, typed(state))
        assert seen and not re.search(r"\d\.\d", rest), f"a number without a name: {rest}"
        for what, value, text in seen:
            assert what in known, f"{what} is no number of bplib"
            exact, (rounded, half) = float(value), read(text)
            assert abs(exact - known[what]) <= TOLERANCE * abs(known[what]) + LAST_DIGIT, f"{what} at {state}"
            assert abs(rounded - exact) <= half * (1 + 1e-9), f"{what}: {text} for {exact}"
    assert place.page.problems == []


LAMPS = """place => [[...place.querySelectorAll(".lamps li")].map(lamp => [lamp.classList.contains("lit"), lamp.textContent]),
                    place.querySelector(".told a").href, place.querySelector(".given").textContent]"""


def test_the_lamps_are_the_checks_of_the_bank_and_the_lines_its_runs(shown):
    path, number, _, values = next(place for place in PLACES if place[2] == "wrong_versions")
    bank, seen = moved("wrong_versions"), move(shown(path, number), [{"version": i} for i in range(len(VARIANTS))], LAMPS)
    for (lamps, link, given), name, version in zip(seen, VARIANTS, values["versions"], strict=True):
        assert given == VARIANTS[name].wrong and [lit for lit, _ in lamps] == bank.hits(name), name
        assert all((text[0] == "●") == lit == text.endswith("catches it") for lit, text in lamps)
        page, anchor = link.removeprefix("file://").split("#")
        assert BeautifulSoup(Path(page).read_text(encoding="utf-8"), "html.parser").find(id=anchor), link
        assert (version["kind"] == "right here") == (name != "bias not summed" and np.allclose(bank.costs(name), bank.costs("")))
        shape = version["kind"] in ("wrong shape", "right here", "overflows")
        assert shape == (version["costs"] == [])
        if not shape:
            steps = values["steps"][:len(version["costs"])]
            assert len(steps) == len(values["steps"]) or version["kind"] == "rounding" and steps[-1] == 20
            # Two of these runs magnify rounding between their ends.
            assert np.median(np.abs(version["costs"] / bank.costs(name)[steps] - 1)) < 0.006, name
    overflow = {name for name, version in zip(VARIANTS, values["versions"]) if version["kind"] == "overflows"}
    assert overflow == {name for name in VARIANTS if name != "bias not summed" and not np.isfinite(bank.costs(name)[20])}


def test_the_small_costs_of_the_valley_are_right_in_their_own_digits(shown):
    path, number, name, values = next(place for place in PLACES if place[2] == "valley")
    data, expect = data_of(values), moved(name).numbers
    states = [{"angle": angle} for angle in range(values["most"] + 1)]
    for state, (seen, _) in zip(states, move(shown(path, number), states, NUMBERS), strict=True):
        known, ends = expect(data, state), {what: float(value) for what, value, _ in seen if what.startswith("end_")}
        assert len(ends) == 5 and all(abs(ends[what] / known[what] - 1) < TOLERANCE for what in ends), state


OUTSIDE = """place => {
    const outer = place.getBoundingClientRect()
    return [...place.querySelectorAll("svg text")].filter(text => {
        const {left, right} = text.getBoundingClientRect()
        return left < outer.left - 4 || right > outer.right + 4
    }).map(text => text.textContent)
}"""
SMALLEST = "place => Math.min(...[...place.querySelectorAll('svg text')].map(text => parseFloat(getComputedStyle(text).fontSize)))"


@every_figure
def test_its_place_is_kept_free_and_nothing_below_it_moves(shown, path, number, name, values):
    place = shown(path, number)
    rng, controls = np.random.default_rng(1), place.evaluate(CONTROLS)
    for width in WIDTHS:                # the narrowest is also what a window of 640 pixels has at 200 %
        place.page.set_viewport_size({"width": width, "height": 844})
        place.page.wait_for_function("place => +place.querySelector('svg').getAttribute('width') === place.clientWidth",
                                     arg=place.element_handle())
        states = [state_of(rng, controls) for _ in range(100)]
        heights, box = move(place, states, HEIGHT), place.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert max(heights) <= box["height"] + 0.5, f"at {width} more than --tall or --taller in moving.css"
        assert box["height"] < max(heights) + 200, f"at {width} less is enough"
        assert sum(move(place, states[:20], OUTSIDE), []) == [], f"outside of the drawing at {width}"
        assert min(move(place, states[:20], SMALLEST)) >= 11
        assert all(one.bounding_box()["height"] >= 24 for one in place.locator(".controls [name], button").all())


@every_figure
def test_every_control_goes_by_keyboard(shown, path, number, name, values):
    place = shown(path, number)
    for control in place.evaluate(CONTROLS):
        element = place.locator(f'.controls [name="{control["name"]}"]')
        before = place.evaluate("place => place.textContent")
        element.focus()
        value = "one => one.type === 'checkbox' ? one.checked : one.value"
        was = element.evaluate(value)
        for key in ("Space",) if control["kind"] == "checkbox" else ("ArrowRight", "ArrowLeft", "ArrowLeft"):
            element.press(key)
            if element.evaluate(value) != was:
                break
        assert element.evaluate(value) != was
        assert place.evaluate("place => place.textContent") != before
    live = place.locator("[aria-live]")
    place.page.wait_for_function("live => live.textContent.length > 20", arg=live.element_handle())
    assert not place.page.problems


def place_called(name):
    return next(place[:2] for place in PLACES if place[2] == name)


PHONE = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("options", [{}, PHONE], ids=["mouse", "finger"])
def test_a_mouse_points_and_a_finger_taps(shown, options):
    place = shown(*place_called("bp2"), **options)
    mark = place.locator('text[data-point=\'{"neuron":1}\']').last
    assert place.locator("[name=neuron]").input_value() == "2"
    mark.tap() if options else mark.hover()
    assert place.locator("[name=neuron]").input_value() == "1"
    assert place.page.problems == []


def swipe(page, x, y, dx, dy):
    """A finger that moves in ten steps."""
    finger = page.context.new_cdp_session(page)
    for i in range(12):
        kind = {0: "touchStart", 11: "touchEnd"}.get(i, "touchMove")
        points = [{"x": x + dx * i / 10, "y": y + dy * i / 10}] if i < 11 else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_timeout(300)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["mouse", "finger"])
def test_a_number_is_dragged(shown, options):
    place = shown(*place_called("worked_example"), **options)
    page, weight = place.page, place.locator("[name=w_11]")
    place.locator("svg").scroll_into_view_if_needed()
    box, before = place.locator("svg text[data-name=w_11]").bounding_box(), weight.input_value()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert before == "0.5"
    scrolled = page.evaluate("scrollY")
    if options:
        swipe(page, x, y, 50, 0)
    else:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y)
        page.mouse.move(x + 50, y)
        page.mouse.up()
        page.mouse.move(x + 90, y)          # the button is no longer pressed
    assert weight.input_value() == "1.5" and page.evaluate("scrollY") == scrolled
    assert float(place.locator("svg text[data-name=w_11]").get_attribute("data-value")) == 1.5


def test_the_ring_at_the_end_of_the_valley_turns_it(shown):
    place = shown(*place_called("valley"))
    mouse, angle, ring = place.page.mouse, place.locator("[name=angle]"), place.locator("svg circle.catch")

    def middle():
        box = ring.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    angle.fill("0")
    x, y = middle()
    mouse.move(x, y)
    mouse.down()
    for up in (20, 60, 90):
        mouse.move(x, y - up)
        assert abs(middle()[1] - (y - up)) < 6          # it follows the hand
    mouse.up()
    assert 20 < float(angle.input_value()) < 45


def test_a_finger_on_a_drawing_scrolls_the_page(shown):
    place = shown(*place_called("worked_example"), **PHONE)
    place.locator("svg").scroll_into_view_if_needed()
    box, scrolled = place.locator("svg text[data-name=w_11]").bounding_box(), place.page.evaluate("scrollY")
    swipe(place.page, box["x"] + 5, box["y"] + 5, 0, -200)
    assert place.page.evaluate("scrollY") > scrolled + 100
    assert place.locator("[name=w_11]").input_value() == "0.5"


def test_a_figure_plays_to_its_end_and_pauses(shown):
    place = shown(*place_called("four_equations"))
    step, button = place.locator("[name=step]"), place.locator("button")
    assert step.input_value() == step.get_attribute("max")
    button.click()
    assert button.inner_text() == "Pause"
    place.page.wait_for_function("step => step.value === '2'", arg=step.element_handle())
    button.click()
    held = step.input_value()
    place.page.wait_for_timeout(1200)
    assert step.input_value() == held and button.inner_text() == "Play"
    step.fill("8")
    button.click()
    place.page.wait_for_function("step => step.value === step.max", arg=step.element_handle())
    assert button.inner_text() == "Play"


@every_figure
def test_without_scripts_and_on_paper_there_is_the_still(new_page, shown, path, number, name, values):
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 844})
    page.goto(path.as_uri())
    place = page.locator(".moving").nth(number)
    cell = page.locator(".cell:has(.moving)").nth(number)
    still = cell.locator(".cell_output .drawing [role=img]").first
    assert not place.is_visible() and still.is_visible() and still.bounding_box()["width"] > 200
    place = shown(path, number)
    cell = place.page.locator(".cell:has(.moving)").nth(number)
    stills = cell.locator(".cell_output .drawing [role=img]")
    assert place.is_visible() and stills.count() and not any(still.is_visible() for still in stills.all())
    place.page.emulate_media(media="print")
    assert not place.is_visible() and stills.first.is_visible()


@every_figure
def test_axe_finds_nothing_and_nothing_moves_by_itself(shown, path, number, name, values):
    place = shown(path, number)
    place.page.evaluate(Axe().axe_script)
    before = place.evaluate("place => place.outerHTML.replace(/aria-live.*/, '')")
    for scheme in ("light", "dark"):
        place.page.emulate_media(color_scheme=scheme)
        place.page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        found = place.evaluate("place => axe.run(place, {preload: false}).then(({violations}) => violations.map(v => v.id + v.nodes[0].html))")
        assert found == [], scheme
    assert place.evaluate("place => place.outerHTML.replace(/aria-live.*/, '')") == before


SAID = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"|\btitle: "([^"]*)"')


def test_the_words_of_the_scripts_are_handed_over_by_the_notebook():
    from bplib.draw import motion

    assert {path.stem for path in SCRIPTS.glob("*.js")} - {"moving", "network", "bowl"} == set(motion._WORDS) == {name for _, _, name, _ in PLACES}
    for path in SCRIPTS.glob("*.js"):
        said = {one or other for one, other in SAID.findall(path.read_text(encoding="utf-8"))}
        assert said - {"…", "the sum is {sum}"} == set(motion._WORDS.get(path.stem, motion._SHARED if path.stem == "moving" else ()))


def test_words_of_another_language_take_their_place(monkeypatch):
    from bplib import words
    from bplib.draw import moving

    monkeypatch.setenv("BOOK_LANGUAGE", "xx")
    monkeypatch.setattr(words, "_catalogue", lambda language: SimpleNamespace(gettext=str.upper))
    assert '"Play": "PLAY"' in moving("bp2")._repr_html_()


def test_data_that_no_script_can_read_is_refused():
    from bplib.draw import moving

    with pytest.raises(ValueError, match="name must be one of"):
        moving("none")
    with pytest.raises(ValueError):
        moving("bp2", x=np.array([np.nan]))._repr_html_()
    with pytest.raises(AttributeError):
        moving("bp2", x=object())._repr_html_()
    place = BeautifulSoup(moving("bp2", text="</div>'&amp;")._repr_html_(), "html.parser").div
    assert json.loads(place["data-values"])["text"] == "</div>'&amp;"
