"""What an ordinary student does to a notebook without harm to its answers: kinds of change, each with a name.

A kind is a function from a notebook to a notebook. The answers stay right, so no kind may cost a point.
"""

import copy
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

SETS = Path(__file__).parents[2] / "assignments" / "sets"
ONLY_FUNCTIONS = re.compile(r"(?:def .*|[ ].*|)(?:\n(?:def .*|[ ].*|))*")
MARKER = re.compile(r"[ ]*### (BEGIN|END) SOLUTION\n?")


class Kind(NamedTuple):
    """One kind of change, and the statuses that it may lead to."""

    change: object      # notebook -> notebook
    statuses: set       # besides "graded"
    structural: bool    # whether it changes the cells, and not what is in the answers
    alone: bool         # whether it puts answers elsewhere or around them: two such kinds together may do harm


KINDS = {}


def kind(*statuses, structural=False, alone=False):
    """Register a function that changes a notebook; its name is that of the kind."""
    def register(function):
        def change(notebook):
            notebook = copy.deepcopy(notebook)
            return function(notebook) or notebook

        KINDS[function.__name__] = Kind(change, set(statuses), structural, alone)
        return function

    return register


@cache
def _read(name, which):
    return nbformat.read(SETS / name / which / f"{name}.ipynb", as_version=4)


def solved(name):
    """The release of a set with the answers of its source."""
    notebook = copy.deepcopy(_read(name, "release"))
    answers = {mark(cell)["grade_id"]: MARKER.sub("", cell.source) for cell in _read(name, "source").cells if is_answer(cell)}
    for cell in notebook.cells:
        if is_answer(cell):
            cell.source = answers[mark(cell)["grade_id"]].rstrip()
    return notebook


def mark(cell):
    return cell.metadata.get("nbgrader", {})


def is_answer(cell):
    return bool(mark(cell).get("solution"))


def answers(notebook, kind="code"):
    """The answer cells of one type."""
    return [cell for cell in notebook.cells if is_answer(cell) and cell.cell_type == kind]


def functions(source):
    """The names of the functions that a cell defines."""
    return re.findall(r"^def (\w+)", source, flags=re.M)


def put(notebook, place, *cells):
    """Put cells into a notebook: at its top, after the set-up, in its middle, or at its end."""
    setup = next(at for at, cell in enumerate(notebook.cells) if cell.cell_type == "code") + 1
    count = len(notebook.cells)
    at = {"top": 0, "set-up": setup, "middle": count // 2, "end": count}[place]
    notebook.cells[at:at] = cells


# Cells that were added: {name: (place, code, *statuses besides "graded")}

ADDED = {
    "init_printing": ("set-up", "from sympy import init_printing\ninit_printing()"),
    "temporary_folder": ("top", "import tempfile\nwith tempfile.TemporaryDirectory() as d: open(d + '/a', 'w').close()"),
    "seterr_raise": ("top", "import numpy as np\nnp.seterr(all='raise')"),
    "seterr_call": ("top", "import numpy as np\nnp.seterr(all='call')\nnp.seterrcall(lambda *what: 1 / 0)"),
    "printoptions": ("top", "import numpy as np\nnp.set_printoptions(precision=2, suppress=True, threshold=5)"),
    "all_expressions": ("top", "from IPython.core.interactiveshell import InteractiveShell\n"
                               "InteractiveShell.ast_node_interactivity = 'all'"),
    "matplotlib_inline": ("top", "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"),
    "config_magic": ("top", "%config InlineBackend.figure_format = 'svg'"),
    "precision_magic": ("set-up", "%precision 3\n1 / 3"),
    "time_magic": ("set-up", "%%time\nsquares = [k * k for k in range(100)]"),
    "timeit_magic": ("set-up", "%timeit -n 1 -r 1 sorted([3, 2])"),
    "autoreload": ("top", "%load_ext autoreload\n%autoreload 2"),
    "xmode": ("top", "%xmode Verbose"),
    "shell_ls": ("top", "!ls\nfiles = !ls -l"),
    "bash_magic": ("top", "%%bash\necho hello > note.txt\ncat note.txt"),
    "writefile": ("top", "%%writefile helper_of_mine.py\nTHREE = 3"),
    "capture_magic": ("set-up", "%%capture out\nprint('hidden')"),
    "who": ("middle", "%who\n%whos\n%pwd"),
    "own_names": ("end", "l = 3\nz = 4\nnet = x = y = a = b = 5"),
    "names_of_the_grader": ("top", "names = score = check = call = answers = frame = function = judge = channel = word = 3"),
    "numpy_twice": ("set-up", "import numpy\nimport numpy as np, math"),
    "star_sympy": ("set-up", "import builtins\nfrom sympy import *\n"
                             "from bplib.symbolic import C, delta, i, j, k, L, l, m, n, p, q, w, y, z, a, b"),
    "star_numpy_on_top": ("top", "from numpy import *\nfrom builtins import *"),
    "star_bplib": ("top", "from bplib.symbolic.notation import *\nfrom bplib.four_equations import *"),
    "star_bplib_later": ("set-up", "from bplib.activations import *\nfrom bplib.costs import *\nfrom bplib import activations, costs"),
    "warnings_as_errors": ("top", "import warnings\nwarnings.simplefilter('error')"),
    "no_warnings": ("top", "import warnings\nwarnings.filterwarnings('ignore')"),
    "show_warning": ("top", "import warnings\nwarnings.showwarning = lambda *what, **more: print('!')"),
    "logging": ("top", "import logging\nlogging.basicConfig(level=logging.INFO)\nlogging.warning('hello')"),
    "recursion_limit": ("top", "import sys\nsys.setrecursionlimit(20_000)"),
    "low_recursion_limit": ("top", "import sys\nsys.setrecursionlimit(400)"),
    "seeds": ("top", "import random\nimport numpy as np\nrandom.seed(0)\nnp.random.seed(0)"),
    "chdir": ("top", "import os\nos.makedirs('work', exist_ok=True)\nos.chdir('work')"),
    "cd_magic": ("top", "%mkdir -p elsewhere\n%cd elsewhere"),
    "environment": ("top", "import os\nos.environ['OMP_NUM_THREADS'] = '1'\nos.environ['HOME'] = os.getcwd()\n%env NAME=value"),
    "empty_environment": ("top", "import os\nos.environ.clear()"),
    "alarm_handler": ("top", "import signal\nsignal.signal(signal.SIGALRM, lambda *_: print('ring'))\nsignal.alarm(1)"),
    "interrupt_handler": ("top", "import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n"
                                 "signal.signal(signal.SIGTERM, signal.SIG_IGN)"),
    "threads": ("top", "import threading, time\n"
                       "threading.Thread(target=time.sleep, args=(300,), daemon=True).start()\n"
                       "threading.Thread(target=time.sleep, args=(300,)).start()"),
    "printing_thread": ("top", "import threading, time\n\ndef beat():\n    while True:\n        time.sleep(0.2)\n"
                               "        print('beat')\n\nthreading.Thread(target=beat, daemon=True).start()"),
    "background_task": ("top", "import asyncio\n\nasync def beat():\n    while True:\n        await asyncio.sleep(0.1)\n\n"
                               "task = asyncio.create_task(beat())\nawait asyncio.sleep(0)"),
    "animation": ("top", "import matplotlib.pyplot as plt\nfrom matplotlib.animation import FuncAnimation\n"
                         "figure, axes = plt.subplots()\nline, = axes.plot([0, 1])\n"
                         "moving = FuncAnimation(figure, lambda k: [line], frames=3, interval=50)\nmoving.event_source.start()"),
    "open_figures": ("top", "import matplotlib.pyplot as plt\nfor _ in range(3): plt.figure()\nplt.ion()"),
    "rich_display": ("top", "from IPython.display import HTML, Latex, Markdown, display, clear_output\n"
                            "display(HTML('<b>x</b>'), Latex('$x$'), Markdown('*x*'))\nclear_output(wait=True)\nprint('over')"),
    "large_output": ("middle", "print('x' * 400_000)"),
    "many_lines": ("middle", "for number in range(3000): print(number)"),
    "tqdm_bar": ("middle", "from tqdm import tqdm\nfor _ in tqdm(range(50)): pass"),
    "widget": ("top", "from comm import create_comm\nslider = create_comm(target_name='jupyter.widget', data={'state': {}})\n"
                      "slider.send({'method': 'update'})"),
    "stdout_redirected": ("top", "import io, sys\nsys.stdout = io.StringIO()\nsys.stderr = sys.stdout"),
    "print_of_their_own": ("top", "import functools\nprint = functools.partial(print, flush=True)\ndef display(*what): pass"),
    "input_not_called": ("top", "def ask():\n    return input('How many? ')"),
    "input_called": ("end", "number = input('How many? ')", "errors"),
    "chinese": ("top", "权重 = {'偏置': '激活'}\nprint('反向传播', 权重)"),
    "emoji": ("top", "print('\N{GRINNING FACE} \N{FAMILY}')   # \N{GRINNING FACE}"),
    "half_a_character": ("top", "print('a half: \ud83d')"),
    "future": ("top", "from __future__ import annotations, division"),
    "main": ("middle", "if __name__ == '__main__':\n    print('main')"),
    "unittest": ("middle", "import unittest\n\nclass Test(unittest.TestCase):\n    def test(self):\n        self.assertEqual(1, 1)\n\n"
                           "unittest.main(argv=[''], exit=False)"),
    "atexit": ("top", "import atexit\natexit.register(print, 'bye')"),
    "gc_disabled": ("top", "import gc\ngc.disable()\ngc.set_debug(0)"),
    "settrace": ("top", "import sys, threading\n\ndef trace(frame, event, argument):\n    return None\n\n"
                        "sys.settrace(trace)\nthreading.settrace(trace)"),
    "excepthook": ("top", "import sys\nsys.excepthook = lambda *what: None\n"
                          "get_ipython().set_custom_exc((Exception,), lambda *what: print('own handler'))"),
    "cell_hooks": ("top", "get_ipython().events.register('post_run_cell', lambda result: print('ran'))\n"
                          "get_ipython().input_transformers_cleanup.append(lambda lines: lines)"),
    "bad_cell_hook": ("top", "get_ipython().events.register('post_run_cell', lambda result: 1 / 0)", "errors"),
    "an_error": ("middle", "1 / 0", "errors"),
    "a_syntax_error": ("middle", "this is no Python", "errors"),
    "assertion": ("middle", "assert 1 + 1 == 3, 'to be done'", "errors"),
    "exit_at_the_end": ("end", "exit()", "stopped", "errors"),
    "quit_at_the_end": ("end", "quit()", "stopped", "errors"),
    "sys_exit_at_the_end": ("end", "import sys\nsys.exit()", "errors"),
    "files": ("top", "import json, pickle\nfrom pathlib import Path\nPath('a.json').write_text(json.dumps([1]))\n"
                     "pickle.dump([1], open('a.pickle', 'wb'))\nprint(list(Path().iterdir()))"),
    "subprocess": ("top", "import subprocess\nprint(subprocess.run(['echo', 'hello'], capture_output=True, text=True).stdout)"),
    "decimal_context": ("top", "import decimal, locale\ndecimal.getcontext().prec = 3\nlocale.setlocale(locale.LC_ALL, '')"),
    "class_of_their_own": ("top", "from dataclasses import dataclass\n\n@dataclass\nclass Layer:\n    w: float = 0.0\n\nlayer = Layer()"),
    "delete_names": ("end", "del np"),
    "sys_path": ("top", "import sys\nsys.path.insert(0, '.')\nsys.path.append('/content/drive')"),
    "help": ("top", "import numpy as np\nhelp(np.eye)"),
    "latex_display": ("set-up", "from sympy import Matrix, symbols\nMatrix([[symbols('x'), 2]])"),
}


def _adds(name, place, code, statuses):
    def change(notebook):
        put(notebook, place, new_code_cell(code))

    change.__name__ = name
    kind(*statuses)(change)


for _name, (_place, _code, *_statuses) in ADDED.items():
    _adds(_name, _place, _code, _statuses)

COMMON = "sum max min list print range len abs str type id dict zip all any sorted set tuple map round pow".split()


@kind()
def builtins_shadowed(notebook):
    """Names of Python that no answer needs are used for something else."""
    used = set(re.findall(r"\w+", "\n".join(cell.source for cell in answers(notebook))))
    put(notebook, "top", new_code_cell(" = ".join(name for name in COMMON if name not in used) + " = 7"))


# Answers written in another way

def _after_each(code):
    """A change that appends a line for each function to the cell that defines it; code has a place {name}."""
    def change(notebook):
        for cell in answers(notebook):
            for name in functions(cell.source):
                cell.source += "\n" + code.format(name=name)

    return change


def _with_helper(helper, code):
    def change(notebook):
        put(notebook, "set-up", new_code_cell(helper))
        return _after_each(code)(notebook)

    return change


RETURNS = """import functools

def returning(convert):
    def decorate(function):
        @functools.wraps(function)
        def changed(*arguments, **named):
            return each(function(*arguments, **named))

        return changed

    def each(value):
        if isinstance(value, (tuple, list)):
            return type(value)(map(each, value))
        if isinstance(value, dict):
            return {key: each(one) for key, one in value.items()}
        return convert(value)

    return decorate
"""
THEN = "{{name}} = (lambda inner: lambda *what: {}(inner(*what)))({{name}})"
IF_ARRAY = "{{name}} = returning(lambda value: {} if isinstance(value, np.ndarray) and value.ndim else value)({{name}})"
WRITTEN = {
    "as_lambda": ("", "{name} = lambda *arguments, inner={name}: inner(*arguments)"),
    "as_partial": ("import functools", "{name} = functools.partial({name})"),
    "decorated": ("import functools\n\ndef counted(function):\n    @functools.wraps(function)\n    def inner(*arguments):\n"
                  "        inner.count += 1\n        return function(*arguments)\n    inner.count = 0\n    return inner",
                  "{name} = counted({name})"),
    "decorated_without_wraps": ("def shown(function):\n    def inner(*arguments, **named):\n"
                                "        print('called')\n        return function(*arguments, **named)\n    return inner",
                                "{name} = shown({name})"),
    "as_object": ("class Callable:\n    def __init__(self, function):\n        self.function = function\n\n"
                  "    def __call__(self, *arguments):\n        return self.function(*arguments)", "{name} = Callable({name})"),
    "as_method": ("", "class Holder:\n    def method(self, *arguments, inner={name}):\n        return inner(*arguments)\n\n"
                      "{name} = Holder().method"),
    "prints": ("", "{name} = (lambda inner: lambda *what: (print('called', len(what)), inner(*what))[1])({name})"),
    "warns": ("import warnings, sys", "{name} = (lambda inner: lambda *what: (print('note', file=sys.stderr), inner(*what))[1])({name})"),
    "python_floats": (RETURNS, "{name} = returning(lambda value: value.item() if isinstance(value, np.floating) else value)({name})"),
    "numbers_as_arrays": (RETURNS, "{name} = returning(lambda value: np.array(value) if type(value) in (float, np.float64) else value)"
                                   "({name})"),
    "fortran_order": (RETURNS, IF_ARRAY.format("np.asfortranarray(value)")),
    "strided": (RETURNS, IF_ARRAY.format("np.repeat(value, 2, axis=0)[::2]")),
    "long_doubles": (RETURNS, IF_ARRAY.format("value.astype(np.longdouble)")),
    "big_endian": (RETURNS, IF_ARRAY.format("value.astype('>f8')")),
    "object_arrays": (RETURNS, IF_ARRAY.format("value.astype(object)")),
    "read_only": ("def frozen(value):\n    if isinstance(value, np.ndarray):\n        value.flags.writeable = False\n    return value",
                  THEN.format("frozen")),
    "lists_for_tuples": ("", THEN.format("(lambda got: list(got) if type(got) is tuple else got)")),
    "named_tuples": ("from collections import namedtuple\n\ndef named(got):\n    if type(got) is not tuple:\n        return got\n"
                     "    return namedtuple('Result', [f'part_{k}' for k in range(len(got))])(*got)",
                     THEN.format("named")),
    "ordered_dicts": ("from collections import OrderedDict\n\ndef ordered(got):\n    if isinstance(got, tuple):\n"
                      "        return tuple(map(ordered, got))\n    return OrderedDict(got) if isinstance(got, dict) else got",
                      THEN.format("ordered")),
    "keys_of_numpy": ("def by_numpy(got):\n    if isinstance(got, tuple):\n        return tuple(map(by_numpy, got))\n"
                      "    return {np.int64(key): one for key, one in got.items()} if isinstance(got, dict) else got",
                      THEN.format("by_numpy")),
}


def _writes(name, helper, code):
    change = _with_helper(helper, code) if helper else _after_each(code)
    change.__name__ = name
    kind()(change)


for _name, (_helper, _code) in WRITTEN.items():
    _writes(_name, _helper, _code)


def _indented(text, first):
    """A text under a first line, one step to the right."""
    return first + "\n" + "\n".join(f"    {line}" if line else line for line in text.split("\n"))


@kind()
def type_hints(notebook):
    """Arguments and results have types."""
    for cell in answers(notebook):
        cell.source = re.sub(r"^def (\w+)\((.*)\):$", lambda found: "def {}({}) -> 'np.ndarray | float':".format(
            found[1], ", ".join(f"{name.strip()}: object" for name in found[2].split(","))), cell.source, flags=re.M)


@kind(alone=True)
def in_a_loop(notebook):
    """The answers are defined in a loop, twice."""
    for cell in answers(notebook):
        cell.source = _indented(cell.source, "for _ in range(2):")


@kind(alone=True)
def under_a_condition(notebook):
    """The answers are defined under `if __name__ == "__main__"`."""
    for cell in answers(notebook):
        cell.source = _indented(cell.source, "if __name__ == '__main__':")


@kind(alone=True)
def in_a_try(notebook):
    """The answers are defined in a `try`."""
    for cell in answers(notebook):
        cell.source = _indented(cell.source, "try:") + "\nfinally:\n    pass"


@kind(alone=True)
def by_global(notebook):
    """The functions are defined inside of a function, as globals."""
    for cell in answers(notebook):
        if names := functions(cell.source):
            if ONLY_FUNCTIONS.fullmatch(cell.source):
                cell.source = _indented(f"global {', '.join(names)}\n{cell.source}", "def define():") + "\n\ndefine()"


@kind(alone=True)
def in_a_class(notebook):
    """The functions are static methods of a class."""
    for number, cell in enumerate(answers(notebook)):
        names = functions(cell.source)
        if names and ONLY_FUNCTIONS.fullmatch(cell.source):
            methods = re.sub(r"^def ", "@staticmethod\ndef ", cell.source, flags=re.M)
            cell.source = _indented(methods, f"class Mine{number}:") + "\n\n" + "\n".join(
                f"{name} = Mine{number}.{name}" for name in names)


@kind(alone=True)
def in_a_module(notebook):
    """The functions are in a file that the notebook writes and imports."""
    for number, cell in enumerate(answers(notebook)):
        names = functions(cell.source)
        if names and ONLY_FUNCTIONS.fullmatch(cell.source):
            head = "import numpy as np\nfrom bplib import *\n"
            file = f"answers_{number}"
            at = notebook.cells.index(cell)
            notebook.cells.insert(at, new_code_cell(f"%%writefile {file}.py\n{head}\n{cell.source}"))
            cell.source = f"import {file}\nfor _name in {names}:\n" \
                          f"    {file}.__dict__.update({{n: v for n, v in globals().items() if n not in {names}}})\n" \
                          f"from {file} import {', '.join(names)}"


@kind(alone=True)
def timed_answers(notebook):
    """Each answer begins with %%time."""
    for cell in answers(notebook):
        cell.source = f"%%time\n{cell.source}"


@kind()
def shown_answers(notebook):
    """Each answer ends with a value that is shown, and a plot."""
    for cell in answers(notebook):
        cell.source += "\nimport matplotlib.pyplot as plt\nplt.figure(figsize=(1, 1))\nplt.plot([1, 2])\nplt.show()\n3 + 4"


@kind("errors", alone=True)
def answers_end_with_an_error(notebook):
    """Each answer is followed by a line that fails."""
    for cell in answers(notebook):
        cell.source += "\nundefined_name"


@kind()
def vectorized(notebook):
    """Functions of one number, made ready for arrays by np.vectorize."""
    for cell in answers(notebook):
        for name in {"sigmoid_prime", "tanh_prime", "leaky_relu", "leaky_relu_prime"} & set(functions(cell.source)):
            cell.source += f"\n{name} = np.vectorize({name})"


@kind()
def cached(notebook):
    """A helper with a cache, and functions of numbers with one."""
    for cell in answers(notebook):
        for name in {"effective_rate"} & set(functions(cell.source)):
            cell.source += f"\nimport functools\n{name} = functools.lru_cache({name})"


def _formulas(notebook, change):
    """Append a line for each formula of set 2; the other sets ask for none."""
    for cell in answers(notebook):
        if mark(cell).get("grade_id", "").startswith("set2"):
            for name in re.findall(r"^(\w+) = ", cell.source, flags=re.M):
                cell.source += "\n" + change.format(name=name)


@kind()
def expanded(notebook):
    """Formulas are expanded."""
    _formulas(notebook, "{name} = {name}.expand()")


@kind()
def factored(notebook):
    """Formulas are factored."""
    _formulas(notebook, "{name} = __import__('sympy').factor({name})")


@kind()
def equations(notebook):
    """Formulas are the right sides of equations."""
    _formulas(notebook, "{name} = __import__('sympy').Eq(__import__('sympy').Symbol('answer'), {name}, evaluate=False)")


@kind()
def other_bound_index(notebook):
    """The indices of sums have other names, also names of their own."""
    _formulas(notebook, "from sympy import Sum as _Sum, Symbol as _Symbol\n{name} = {name}.replace(_Sum, lambda f, *limits: "
                        "_Sum(f.subs(limits[0][0], _Symbol('s', integer=True)), (_Symbol('s', integer=True), *limits[0][1:])) "
                        "if len(limits) == 1 and not f.has(_Sum) else _Sum(f, *limits))")


@kind()
def in_pieces(notebook):
    """A formula is a product with 1 that SymPy does not compute."""
    _formulas(notebook, "{name} = {name} if {name}.is_Relational else __import__('sympy').Mul(1, {name}, evaluate=False)")


# Cells that were retyped, copied, joined, moved; files that another program has written

@kind("changed", structural=True)
def retyped(notebook):
    """Every second answer is in a cell of its own, without metadata."""
    for cell in answers(notebook)[::2]:
        notebook.cells[notebook.cells.index(cell)] = new_code_cell(cell.source)


@kind("changed", structural=True)
def all_retyped(notebook):
    """Every answer, in code or in words, is in a cell of its own."""
    for cell in answers(notebook) + answers(notebook, "markdown"):
        make = new_code_cell if cell.cell_type == "code" else new_markdown_cell
        notebook.cells[notebook.cells.index(cell)] = make(cell.source)


@kind("changed", structural=True)
def metadata_lost(notebook):
    """An editor has removed the metadata of all cells."""
    for cell in notebook.cells:
        cell.metadata = {}


@kind("changed", structural=True)
def metadata_of_one_lost(notebook):
    """The last answer has lost its metadata."""
    if found := answers(notebook):
        found[-1].metadata = {}


@kind("changed", structural=True)
def metadata_of_tests_lost(notebook):
    """The locked cells have lost their metadata."""
    for cell in notebook.cells:
        if not is_answer(cell):
            cell.metadata = {}


@kind(structural=True)
def notebook_metadata_lost(notebook):
    """The notebook has no metadata."""
    notebook.metadata = {}


@kind(structural=True)
def other_language(notebook):
    """The kernel has another name."""
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}


@kind(structural=True)
def other_ids(notebook):
    """The cells have other ids."""
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"new-{number}"


@kind(structural=True)
def the_same_id(notebook):
    """All cells have one id."""
    for cell in notebook.cells:
        cell["id"] = "same"


@kind(structural=True)
def no_ids(notebook):
    """The format is that of some years ago, where cells have no ids."""
    for cell in notebook.cells:
        cell.pop("id", None)
    notebook.nbformat_minor = 2


@kind(structural=True)
def windows_line_ends(notebook):
    """Lines end with \\r\\n."""
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")


@kind(structural=True)
def old_mac_line_ends(notebook):
    """Lines end with \\r."""
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r")


@kind(structural=True)
def trailing_blanks(notebook):
    """Lines end with blanks, and cells with empty lines."""
    for cell in notebook.cells:
        cell.source = "\n".join(f"{line}  " if line else line for line in cell.source.split("\n")) + "\n\n"


@kind("changed", structural=True)
def comments_in_tests(notebook):
    """The locked code cells got a comment."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and mark(cell) and not is_answer(cell):
            cell.source += "\n# passed!"


@kind("changed", structural=True, alone=True)
def tests_deleted(notebook):
    """The locked code cells of questions are gone."""
    notebook.cells = [cell for cell in notebook.cells if not mark(cell) or is_answer(cell)]


@kind("changed", structural=True)
def questions_deleted(notebook):
    """The texts of the questions are gone."""
    kept = [cell for cell in notebook.cells[1:] if cell.cell_type != "markdown" or mark(cell)]
    notebook.cells = [notebook.cells[0], *kept]


@kind(structural=True)
def notes_in_questions(notebook):
    """The texts of the questions got a line of notes."""
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown" and not mark(cell):
            cell.source += "\n\nMy note: done."


@kind("changed", structural=True, alone=True)
def tests_before_answers(notebook):
    """The tests of a question were moved above its answer."""
    for cell in answers(notebook)[:2]:
        at = notebook.cells.index(cell)
        notebook.cells[at:at + 2] = notebook.cells[at:at + 2][::-1]


@kind("changed", structural=True, alone=True)
def answers_copied(notebook):
    """Each answer stands there twice, with its metadata."""
    for cell in answers(notebook):
        notebook.cells.insert(notebook.cells.index(cell), copy.deepcopy(cell))


@kind(structural=True, alone=True)
def answers_copied_plainly(notebook):
    """Each answer stands there twice, the second time without metadata."""
    for cell in answers(notebook):
        notebook.cells.insert(notebook.cells.index(cell) + 1, new_code_cell(cell.source))


def _blank(notebook, cell):
    """A cell as it is in the release."""
    made = copy.deepcopy(cell)
    made.source = "# YOUR CODE HERE\nraise NotImplementedError()"
    if names := functions(cell.source):
        made.source = "\n\n".join(f"def {name}(*what):\n    # YOUR CODE HERE\n    raise NotImplementedError()" for name in names)
    for name in ("set1", "set2", "set3", "set4"):
        for other in _read(name, "release").cells:
            if mark(cell) and mark(other).get("grade_id") == mark(cell).get("grade_id"):
                made.source = other.source
    return made


@kind("changed", "errors", structural=True, alone=True)
def answers_above_blanks(notebook):
    """Each answer is in a new cell, and the blank stays below it."""
    for cell in answers(notebook):
        if functions(cell.source):
            notebook.cells[notebook.cells.index(cell)] = new_code_cell(cell.source), _blank(notebook, cell)
    _flatten(notebook)


@kind("changed", "errors", structural=True, alone=True)
def answers_below_blanks(notebook):
    """Each answer is in a new cell, and the blank stays above it."""
    for cell in answers(notebook):
        notebook.cells[notebook.cells.index(cell)] = _blank(notebook, cell), new_code_cell(cell.source)
    _flatten(notebook)


@kind("changed", "errors", structural=True, alone=True)
def answers_in_copies_of_blanks(notebook):
    """Each answer is in a copy of the blank, with its metadata, above the blank."""
    for cell in answers(notebook):
        if functions(cell.source):
            notebook.cells[notebook.cells.index(cell)] = cell, _blank(notebook, cell)
    _flatten(notebook)


@kind("changed", structural=True, alone=True)
def words_below_blanks(notebook):
    """Each answer in words is in a new cell, and the blank stays above it."""
    for cell in answers(notebook, "markdown"):
        notebook.cells[notebook.cells.index(cell)] = _blank(notebook, cell), new_markdown_cell(cell.source)
    _flatten(notebook)


def _flatten(notebook):
    """Put the cells of pairs into the list itself."""
    flat = []
    for cell in notebook.cells:
        flat += cell if isinstance(cell, tuple) else [cell]
    notebook.cells = flat


@kind("changed", structural=True, alone=True)
def words_in_code_cells(notebook):
    """Answers in words are in cells for code."""
    for cell in answers(notebook, "markdown"):
        notebook.cells[notebook.cells.index(cell)] = new_code_cell(cell.source)


@kind("changed", structural=True, alone=True)
def code_in_markdown(notebook):
    """An answer in code was turned into markdown by one key."""
    for cell in answers(notebook)[:1]:
        made = new_markdown_cell(cell.source, metadata=cell.metadata)
        notebook.cells[notebook.cells.index(cell)] = made


@kind("changed", structural=True, alone=True)
def code_in_raw_cells(notebook):
    """An answer in code was turned into a raw cell."""
    for cell in answers(notebook)[-1:]:
        notebook.cells[notebook.cells.index(cell)] = new_raw_cell(cell.source, metadata=cell.metadata)


def _at_functions(source):
    """The place where the last function of a cell begins, or where its last line does."""
    found = [line.start() for line in re.finditer(r"^(?=\w)(?!return)", source, flags=re.M)]
    return found[-1] if found else 0


@kind("changed", structural=True, alone=True)
def answers_split(notebook):
    """Each answer is split in two: the first half has the metadata."""
    for cell in answers(notebook):
        if at := _at_functions(cell.source):
            notebook.cells.insert(notebook.cells.index(cell) + 1, new_code_cell(cell.source[at:]))
            cell.source = cell.source[:at]


@kind("changed", structural=True, alone=True)
def answers_split_without_metadata(notebook):
    """Each answer is split in two, and neither half has the metadata."""
    for cell in answers(notebook):
        if at := _at_functions(cell.source):
            pair = new_code_cell(cell.source[:at]), new_code_cell(cell.source[at:])
            notebook.cells[notebook.cells.index(cell)] = pair
    _flatten(notebook)


@kind("changed", "errors", structural=True, alone=True)
def joined_with_tests(notebook):
    """Each answer is joined with the tests below it, and has their metadata."""
    for cell in answers(notebook):
        at = notebook.cells.index(cell)
        if at + 1 < len(notebook.cells) and notebook.cells[at + 1].cell_type == "code":
            notebook.cells[at + 1].source = f"{cell.source}\n\n{notebook.cells[at + 1].source}"
            del notebook.cells[at]


@kind("changed", "errors", structural=True, alone=True)
def joined_with_answers_metadata(notebook):
    """Each answer is joined with the tests below it, and has its own metadata."""
    for cell in answers(notebook):
        at = notebook.cells.index(cell)
        if at + 1 < len(notebook.cells) and notebook.cells[at + 1].cell_type == "code":
            cell.source = f"{cell.source}\n\n{notebook.cells[at + 1].source}"
            del notebook.cells[at + 1]


@kind("changed", structural=True, alone=True)
def functions_in_the_first_answer(notebook):
    """All functions are in one cell, and their own cells are deleted."""
    found = [cell for cell in answers(notebook) if functions(cell.source)]
    if found:
        found[0].source = "\n\n\n".join(cell.source for cell in found)
        notebook.cells = [cell for cell in notebook.cells if not any(cell is other for other in found[1:])]


@kind(structural=True)
def outputs_deleted(notebook):
    """The notebook was saved without having run."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


@kind(structural=True)
def outputs_kept(notebook):
    """The notebook was saved with outputs."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="done\n")]
            cell.execution_count = 3


@kind(structural=True)
def no_outputs_at_all(notebook):
    """Code cells lack the entries of their outputs."""
    for cell in notebook.cells:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@kind(structural=True)
def markdown_between(notebook):
    """Notes stand after each cell."""
    pairs = [(cell, new_markdown_cell(f"*Note {number}*")) if not answers_words_near(notebook, number) else (cell,)
             for number, cell in enumerate(notebook.cells)]
    notebook.cells = [cell for pair in pairs for cell in pair]


def answers_words_near(notebook, number):
    """Whether an answer in words is near: a note beside it might be taken for a part of it."""
    return any(is_answer(cell) and cell.cell_type != "code" for cell in notebook.cells[max(0, number - 3):number + 3])


@kind(structural=True)
def raw_cells(notebook):
    """Raw cells stand at the top and at the end."""
    notebook.cells = [new_raw_cell("raw"), *notebook.cells, new_raw_cell("raw")]


@kind(structural=True)
def empty_cells(notebook):
    """Empty cells stand after each code cell."""
    pairs = [(cell, new_code_cell("")) if cell.cell_type == "code" else (cell,) for cell in notebook.cells]
    notebook.cells = [cell for pair in pairs for cell in pair]


@kind(structural=True)
def scratch_after_answers(notebook):
    """A cell of trials stands after each answer."""
    for cell in answers(notebook):
        notebook.cells.insert(notebook.cells.index(cell) + 1, new_code_cell("trial = 1 + 1\ntrial"))


@kind(structural=True)
def tags(notebook):
    """Cells have tags and settings of an editor."""
    for cell in notebook.cells:
        cell.metadata |= {"tags": ["mine"], "scrolled": True, "jupyter": {"source_hidden": True}, "editable": True}


@kind(structural=True)
def colab(notebook):
    """What Colab writes into a notebook."""
    notebook.metadata |= {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    for number, cell in enumerate(notebook.cells):
        cell.metadata |= {"id": f"x{number}", "colab": {"base_uri": "https://localhost:8080/"}}
