"""The scripts of figures that move, on the pages that hold one."""

import re

PLACE = re.compile(r'<div class="moving" data-figure="(\w+)"')


def add_scripts(app, pagename, templatename, context, doctree):
    figures = sorted(set(PLACE.findall(context.get("body", ""))))
    for name in figures and ["network", "bowl", "moving", *figures]:
        app.add_js_file(f"moving/{name}.js")


def setup(app):
    app.connect("html-page-context", add_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
