"""The book's own address, and its repository's: from the environment where a build is published.

Elsewhere from _config.yml. The sitemap gives the address of each page. BOOK_URL and BOOK_REPOSITORY
are set by .github/workflows/book.yml, so that a fork that publishes with it has nothing to fill in.
Without a repository there are no buttons to launch a notebook elsewhere.
"""

import os
from urllib.parse import urlsplit


def fill_in(app, config):
    config.html_baseurl = os.environ.get("BOOK_URL") or config.html_baseurl
    if not config.html_baseurl.endswith("/"):
        config.html_baseurl += "/"
    config.ogp_site_url = config.html_baseurl
    # a page that is not there has no folder
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path
    options = config.html_theme_options
    repository = os.environ.get("BOOK_REPOSITORY") or options.get("repository_url", "")
    options["repository_url"] = repository
    if not options["repository_url"]:
        options.pop("launch_buttons", None)


def name_all_pages(app, exception):
    """Let the sitemap name all pages: sphinx-sitemap knows those that this build has written."""
    links = app.sitemap_links
    names = {(f"{name}.html", None) for name in app.env.found_docs}
    while not links.empty():
        names.add(links.get())
    for name in sorted(names):
        links.put(name)


def setup(app):
    # before the extensions that read the address
    app.connect("config-inited", fill_in, priority=100)
    app.connect("build-finished", name_all_pages, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
