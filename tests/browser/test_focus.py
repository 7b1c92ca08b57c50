"""Where the keyboard is, can be seen: each kind of control changes the picture of the page around it when it has the focus."""

import pytest
from light import contrast
from pages import HTML
from pictures import CONTRAST, pixels

AROUND = 6              # pixels

# The stops of the Tab key, one of each kind: alike in their names, and in the part of the page in which they are.
NEXT = """kinds => {
    const control = document.activeElement, part = control.closest("header, nav, article, aside, footer, dialog")
    const kind = [part?.className, control.tagName, control.className, control.closest(".dropdown-item") !== null].join(" | ")
    const box = [...control.getClientRects()].filter(({width}) => width > 0)
    return {kind, last: control.matches(".prev-next-area a:last-child"), edge: box.reduce((sum, {width, height}) => sum + 2 * (width + height), 0)}
}"""
# The link to the content slides in: it is looked at when it is there.
STILL = "() => Promise.all(document.getAnimations().filter(one => one instanceof CSSTransition).map(({finished}) => finished)).then(() => 0)"
PLACE = """around => {
    const control = document.activeElement        // the mark of the button in a title is around the title
    const {left, top, right, bottom} = (control.closest(".admonition-title, form.bd-search") ?? control).getBoundingClientRect()
    const x = Math.max(left - around, 0), y = Math.max(top - around, 0)
    return {x, y, width: Math.min(right + around, innerWidth) - x, height: Math.min(bottom + around, innerHeight) - y}
}"""


def changed(with_focus, without):
    """The number of pixels that differ by the contrast that is needed."""
    return int((contrast(pixels(with_focus), pixels(without)) >= CONTRAST).sum())


def unmarked(page):
    """The kinds of stops at which fewer pixels change than their edge has."""
    seen = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        page.evaluate(STILL)
        stop = page.evaluate(NEXT)
        if stop["kind"] not in seen and stop["edge"]:
            seen.add(stop["kind"])
            place = page.evaluate(PLACE, AROUND)
            with_focus = page.screenshot(clip=place, animations="disabled")
            page.evaluate("window.control = document.activeElement; control.blur()")
            without = page.screenshot(clip=place, animations="disabled")
            page.evaluate("control.focus()")
            if changed(with_focus, without) < stop["edge"]:
                yield f"{stop['kind']}: {changed(with_focus, without)} of {stop['edge']:.0f}"
        if stop["last"]:
            break
    assert len(seen) > 12


@pytest.mark.parametrize("name, width, scheme", [
    ("equations/bp2", 1440, "dark"), ("descent/gradient_descent", 390, "light"), ("descent/gradient_descent", 1440, "light"),
])
def test_the_focus_can_be_seen(new_page, name, width, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto((HTML / "chapters" / f"{name}.html").as_uri())
    problems = list(unmarked(page))
    assert not problems, "\n".join(problems)
