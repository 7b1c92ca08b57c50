"""Where the Tab key stops: a box that scrolls can be reached by keyboard, and no other box holds a reader up."""

# Formulas and outputs are the concern of _assets/book.js; code and tables that of the theme, which looks upwards too.
RIGHT = """width => {
    const wide = box => box.scrollWidth > box.clientWidth
    const scrolls = {
        ".math, .math > *, .cell_output": box => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible",
        "pre, .cell_output > .output, .pst-scrollable-table-container": box => wide(box) || box.scrollHeight > box.clientHeight,
    }
    const moves = document.getAnimations().some(({playState}) => playState === "running")      // the sidebar slides in
    return innerWidth === width && !moves && Object.entries(scrolls).every(([boxes, scrolls]) =>
        [...document.querySelectorAll(boxes)].every(box => !box.checkVisibility() || (box.tabIndex === 0) === scrolls(box)))
}"""


def resize(page, width):
    """Give the window this width, and wait until all stops are right: book.js sets them in the next frame, the theme later."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(RIGHT, arg=width)
