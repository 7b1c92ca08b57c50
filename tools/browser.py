"""The browser that prints the book, and opens its pages in the tests."""

import shutil

# The first one has no window and no tabs to draw: half the work for a page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
         "google-chrome-stable")
# Without a window Chromium rounds the width of each letter to pixels, as it does on no screen.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]


def executable():
    """The path of the first of them that there is; None without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)
