"""The book behind a server: the page for what is not there, and the map for search engines."""

import functools
import threading
import xml.etree.ElementTree as ElementTree
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pages import HTML, PAGES, page_id

ADDRESS = "https://the-four-equations.example/"          # html: baseurl in _config.yml


class Handler(SimpleHTTPRequestHandler):
    """As a host for static pages does it: 404.html for what is not there."""

    def send_error(self, code, message=None, explain=None):
        body = (HTML / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=HTML))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_that_is_not_there_leads_back_to_the_book(new_page, server):
    page, missing = new_page(), []
    page.on("response", lambda r: r.status >= 400 and missing.append(r.url.removeprefix(server)))
    page.goto(f"{server}/chapters/equations/bp5.html")
    assert missing == ["/chapters/equations/bp5.html"]           # its styles and scripts are all found
    assert page.locator("article h1").inner_text().startswith("Page not found")
    page.locator(".bd-links a", has_text="BP2").click()
    page.wait_for_url(f"{server}/chapters/equations/bp2.html")


def test_a_notebook_is_saved(new_page, server):
    page = new_page()
    page.goto(f"{server}/chapters/equations/bp2.html")
    page.locator(".dropdown-download-buttons .dropdown-toggle").click()
    with page.expect_download() as download:
        page.locator('.dropdown-download-buttons a[href$=".ipynb"]').click()
    assert download.value.suggested_filename == "bp2.ipynb"


def test_sitemap_names_every_page():
    places = [place.text for place in ElementTree.parse(HTML / "sitemap.xml").iter() if place.tag.endswith("loc")]
    pages = {f"{ADDRESS}{page_id(path)}" for path in PAGES if path.name != "search.html"}
    assert pages <= set(places) and len(places) == len(set(places))
