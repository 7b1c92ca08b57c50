"""What a notebook or a folder can hold to end the run, to run on the page, or to read from the host.

Each notebook answers `double` and `mean` rightly.
"""

import json
import os

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

import mini

CANARY = "a_secret_of_the_host"             # in the environment of the grader
RUN = "document.title='it ran'"             # what a page that is attacked would do
ELSEWHERE = "http://192.0.2.1/picture.png"
PNG = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUN}\"><script>{RUN}</script><a href='javascript:{RUN}'><text>x</text></a></svg>"


def display(**data):
    return new_output("display_data", data={kind.replace("_", "/"): text for kind, text in data.items()})


def picture(**metadata):
    return new_output("display_data", data={"image/png": PNG}, metadata={"image/png": metadata})


# Texts that are HTML, Markdown or LaTeX for a page.
TEXTS = {
    "a script": f"<script>{RUN}</script>",
    "an event": f"<img src=x onerror={RUN}>",
    "an event of a tag that stays": f"<p onclick=\"{RUN}\" onmouseover=\"{RUN}\" style='position:fixed;inset:0' autofocus "
                                    f"tabindex=0 onfocus=\"{RUN}\">over all</p>",
    "a script in a formula": rf"$\text{{<script>{RUN}</script>}}$",
    "a script in a displayed formula": rf"$$\text{{<img src=x onerror={RUN}>}}$$",
    "entities in a formula": rf"$\text{{&lt;script&gt;{RUN}&lt;/script&gt; &amp;lt;script&amp;gt;}}$",
    "a mbox": rf"$\mbox{{<svg onload={RUN}>}} \mathrm{{<b>}} \operatorname{{<script>}}$",
    "a link in a formula": rf"$\href{{javascript:{RUN}}}{{click}}$",
    "a style in a formula": rf"$\style{{background:url({ELSEWHERE})}}{{x}} \color{{red;background:url({ELSEWHERE})}}{{x}}$",
    "a class in a formula": rf"$\class{{\" onmouseover=\"{RUN}}}{{x}}$",
    "a broken formula": r"$\frac{$ $$\begin{array}{" + "c" * 50 + r"}$$",
    "a deep formula": "$" + "{" * 3000 + "x" + "}" * 3000 + "$",
    "a link": f"[click](javascript:{RUN}) <a href='java&#10;script:{RUN}'>click</a> <a href='data:text/html,<script>{RUN}</script>'>d</a>",
    "a frame": f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe><object data='javascript:{RUN}'></object><embed src='{ELSEWHERE}'>",
    "a picture of elsewhere": f"![]({ELSEWHERE}) <img src='{ELSEWHERE}' srcset='{ELSEWHERE} 2x'>",
    "a page of elsewhere": f"<meta http-equiv='refresh' content='0;url={ELSEWHERE}'><base href='{ELSEWHERE}'>"
                           f"<link rel=stylesheet href='{ELSEWHERE}'><style>body {{ background: url({ELSEWHERE}) }}</style>",
    "a form": f"<form action='{ELSEWHERE}'><input autofocus onfocus={RUN}><button formaction='javascript:{RUN}'>Send</button></form>",
    "math": f"<math><mtext></mtext><mglyph><svg><mtext><style><img src=x onerror={RUN}></style></math>",
    "a comment": f"<!--><img src=x onerror={RUN}>--><noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    "the end of the page": f"</pre></div></body></html><script>{RUN}</script><pre>",
    "svg": SVG,
}
OUTPUTS = {
    **{f"{name} as {kind}": display(**{f"text_{kind}": text}) for name, text in TEXTS.items()
       for kind in ("html", "markdown", "latex", "plain")},
    "an svg": display(**{"image_svg+xml": SVG}),
    "javascript": display(application_javascript=RUN, text_plain="x"),
    "a widget": new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {"model_id": f"</script><script>{RUN}"}}),
    "an unknown kind": new_output("display_data", data={f"text/<script>{RUN}</script>": RUN}),
    "a width": picture(width=f"1 onerror={RUN} src=x"),
    "a height": picture(height={"a": f"1' onerror='{RUN}'"}),
    "alternative text": picture(alt=f"' onerror='{RUN}'"),
    "needs background": picture(needs_background=f"light' onload='{RUN}"),
    "a broken picture": new_output("display_data", data={"image/png": f"x' onerror='{RUN}"}),
    "a print": new_output("stream", text=f"<script>{RUN}</script>\x1b]8;;javascript:{RUN}\x07link\x1b]8;;\x07 \x1b[31m<img src=x onerror={RUN}>"),
    "an error": new_output("error", ename=f"<script>{RUN}</script>", evalue="x", traceback=[f"<img src=x onerror={RUN}>"]),
}


def cells():
    """{name: a cell of a notebook that was run} for all of it."""
    shown = {name: new_code_cell("x", outputs=[output]) for name, output in OUTPUTS.items()}
    written = {f"{name} in a text": new_markdown_cell(text) for name, text in TEXTS.items()}
    code = {f"{name} in code": new_code_cell(text) for name, text in TEXTS.items()}
    number = new_code_cell("x", execution_count=1)
    number.execution_count = f"<img src=x onerror={RUN}>"
    return shown | written | code | {"a number of a cell": number}


# What the grader itself must outlive: code, run in a cell on top.
SENDS = """
kernel = get_ipython().kernel
def send(kind, content, **more):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent(), **more)
"""
CODES = {
    "folders": "import subprocess\nsubprocess.run(['mkdir', '-p', '/'.join('a' * 1200)], check=True)\n",
    "names": "import os\nopen(b'\\xff\\xfe', 'w').close()\nos.mkdir(b'\\xfd')\nopen('n' * 252, 'w').close()\n"
             "os.mkdir('closed')\nopen('closed/x', 'w').close()\nos.chmod('closed/x', 0)\nos.chmod('closed', 0)\n"
             "os.symlink('/', 'root')\nos.symlink('loop', 'loop')\nos.mkfifo('pipe')",
    "messages": SENDS + """
for content in ({}, {'data': 5, 'metadata': {}}, {'data': {'text/plain': 7}, 'metadata': 3}, {'data': {}, 'metadata': []},
                {'data': {'text/html': [1, 2]}, 'metadata': {}, 'transient': 'x'}, {'data': {'text/plain': 'x'}, 'metadata': {},
                'transient': {'display_id': ['x']}}, {'name': 5, 'text': 'x'}, {'name': 'stdout', 'text': None},
                {'ename': ['x'], 'evalue': {}, 'traceback': 5}, {'execution_count': 'x', 'data': {}, 'metadata': {}}):
    for kind in ('display_data', 'execute_result', 'stream', 'error', 'update_display_data', 'clear_output', 'comm_open',
                 'comm_msg', 'no_kind', 'execute_input'):
        send(kind, content)
for data in (5, {'state': 5}, {'method': 'update', 'state': {'x': 'y' * 100_000}, 'buffer_paths': 7}):
    send('comm_open', {'comm_id': 'c', 'target_name': 'jupyter.widget', 'data': data})
    send('comm_msg', {'comm_id': 'c', 'data': data})
print('\\ud83d')
""",
    "formulas": "from IPython.display import Markdown, display\ndisplay(Markdown('$x$ ' * 60_000))",
    "an-exception": "raise ValueError('x' * 50_000_000)",
    "updates": "from IPython.display import display\nshown = display('x', display_id=True)\n"
               "for k in range(60):\n    shown.update('x' * 900_000)",
    "metadata": "from IPython.display import display\n"
                "for k in range(9): display({'text/plain': 'x'}, raw=True, metadata={'x': 'y' * 10_000_000})",
    "many-outputs": "from IPython.display import display\nfor k in range(1500): display('x' * 1000)",
    "shared-memory": "import os\nfor k in range(4):\n    with open(f'/dev/shm/{os.getpid()}-{k}', 'wb') as file:\n"
                     "        file.write(bytes(90_000_000))\n",
    "sockets-folder": "import os, time\nfor k in range(4):\n"
                      "    with open(f\"{os.environ['JUPYTER_RUNTIME_DIR']}/{k}\", 'wb') as file:\n"
                      "        file.write(bytes(90_000_000))\ntime.sleep(6)",
    "closed-folder": "import os, time\nos.mkdir('closed')\nfor k in range(3):\n"
                     "    with open(f'closed/{k}', 'wb') as file:\n        file.write(bytes(90_000_000))\n"
                     "os.chmod('closed', 0)\ntime.sleep(6)",
    "environment": "import glob\nfor name in glob.glob('/proc/[0-9]*/environ'):\n    try:\n"
                   "        text = open(name, 'rb').read()\n        print(text)\n    except OSError: pass",
    "noise": "kernel = get_ipython().kernel\nkernel.iopub_socket.send_multipart([b'noise'])\n"
             "kernel.iopub_socket.send_multipart([b'<IDS|MSG>', b'x', b'{', b'{', b'{', b'{'])",
    "a-list-for-content": SENDS + "send('stream', [1, 2])",
}
# The fence does not see other programs; shut in, they have little room.
PROGRAM = "import subprocess\nfor k in range(4):\n    " \
          "subprocess.run(f'head -c 90000000 /dev/zero > /dev/shm/{k}', shell=True, check=True)"
TOGETHER = {"odd": ("folders", "names", "messages", "formulas", "environment"),
            "too-much-shown": ("an-exception", "updates", "metadata", "many-outputs")}


def notebooks(root, shut_in):
    """{student: notebook}: what of CODES can stand together, the others, and broken cells and metadata."""
    alone = set(CODES) - {name for names in TOGETHER.values() for name in names}
    made = {"attachments": attachments(root), "broken-metadata": broken(root)}
    for student, names in (TOGETHER | {name: (name,) for name in sorted(alone)}).items():
        made[student] = mini.answer(root)
        made[student].cells[1:1] = [new_code_cell(CODES[name]) for name in names]
    if shut_in:
        made["shared-memory"].cells[1].source = PROGRAM
    return made


def attachments(root):
    """Pictures that are missing, empty, or no pictures; halves of characters everywhere."""
    notebook = json.loads(json.dumps(mini.answer(root)))
    for number, pasted in enumerate(({}, {"a.png": {}}, {"a.png": 5}, {"a.png": {"image/png": 7}}, [], "x",
                                     {"a.png": {"text/html": f"'><script>{RUN}</script>"}})):
        cell = new_markdown_cell("![a](attachment:a.png) ![b](attachment:b.png) \ud83d", id=f"pasted-{number}")
        notebook["cells"].insert(2, json.loads(json.dumps(cell)) | {"attachments": pasted})
    notebook["cells"][-1]["source"] = "half a character: \ud83d"
    for cell in notebook["cells"]:
        if "def mean" in cell["source"]:
            cell["source"] += "  # \ud83d"
    return notebook


def broken(root):
    """Metadata and outputs of the wrong types, where nbformat reads them."""
    notebook = json.loads(json.dumps(mini.answer(root)))
    notebook["metadata"] |= {"widgets": 5, "language_info": [], "kernelspec": {"name": 7}, "title": {}}
    for cell in notebook["cells"]:
        cell["metadata"] |= {"tags": 5, "collapsed": "x", "jupyter": [], "slideshow": None, "name": {}}
        if cell["cell_type"] == "code":
            cell["outputs"] = [5, {"output_type": "x"}, {"output_type": "display_data", "data": 5, "metadata": 5}]
            cell["execution_count"] = "x"
    return notebook


NAMES = (b"\xff\xfe", b"n" * 252, b"n" * 253, b"=1+1", b"--help", b"a\nb", f"<img src=x onerror={RUN}>".encode(), b"a", b"a ",
         "e\u0301".encode(), "\u00e9".encode())


def hand_in_folders(root, submissions):
    """Folders that are large, deep, oddly named, or another student's. {name in the table: what is expected}"""
    right = mini.answer(root)
    mini.hand_in(submissions, "deep", right)
    mini.hand_in(submissions, "large", right)
    mini.hand_in(submissions, "two", right)
    mini.hand_in(submissions, "two", right, "mini-Copy1.ipynb")
    mini.hand_in(submissions, "packed", "PK", "mini.zip")
    mini.hand_in(submissions, "sparse", "")
    for name in ("sparse/mini.ipynb", "large/recording.mp4"):
        (submissions / name).touch()
        os.truncate(submissions / name, 20_000_000_000)
    here = os.getcwd()
    os.chdir(submissions / "deep")
    for _ in range(1200):
        os.mkdir("a-name-of-20-letters")
        os.chdir("a-name-of-20-letters")
    os.chdir(here)
    (submissions / "of-another").symlink_to(submissions / "large")
    (submissions / "inside").mkdir()
    (submissions / "inside" / "mini").symlink_to(submissions / "large")
    (submissions / "loop").mkdir()
    (submissions / "loop" / "mini.ipynb").symlink_to("mini.ipynb")
    (submissions / "a-folder" / "mini.ipynb").mkdir(parents=True)
    (submissions / "a-pipe").mkdir()
    os.mkfifo(submissions / "a-pipe" / "mini.ipynb")
    for name in NAMES:
        folder = os.path.join(os.fsencode(submissions), name)
        os.mkdir(folder)
        with open(os.path.join(folder, b"mini.ipynb"), "w") as file:
            file.write("no notebook")
    os.symlink("nowhere", submissions / "nowhere")
    with open(os.path.join(os.fsencode(submissions), b"beside\xff\x1b[2J.zip"), "w"):
        pass
    return {"deep": ("graded", 3), "large": ("graded", 3), "two": ("look at it", 3), "packed": ("wrong name", 0),
            "sparse": ("unreadable", 0), "of-another": ("wrong name", 0), "inside": ("wrong name", 0), "loop": ("wrong name", 0),
            "a-folder": ("nothing", 0), "a-pipe": ("wrong name", 0)}
