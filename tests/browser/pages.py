"""The pages of the built book."""

from pathlib import Path

HTML = Path(__file__).parents[2] / "_build" / "html"
# index.html only leads on to the first page; 404.html is made for a server (test_published.py).
PAGES = sorted(path for path in HTML.rglob("*.html")
               if "_static" not in path.parts and path not in (HTML / "index.html", HTML / "404.html"))


def page_id(path):
    return path.relative_to(HTML).as_posix()
