"""The browser that prints the book, and opens its pages in the tests."""

import shutil

# The first one has no window and no tabs to draw: it takes half the time for a page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
         "google-chrome-stable")


def executable():
    """The path of the first of them that there is; None without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)
