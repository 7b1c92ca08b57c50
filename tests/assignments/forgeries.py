"""Ways to get points without answers: code that a notebook runs before the questions, or gives as an answer.

Each notebook of the small set answers `double`, and leaves `mean` as it was handed out: 2 points are earned.
Each notebook of a set of the book answers nothing.
"""

import copy
import json
import re

from nbformat.v4 import new_code_cell

import mini

# A handler in place of the kernel's own: it answers the judge as it likes.
HANDLER = '''
import base64, json, os, pickle, socket, struct, threading, time
kernel = get_ipython().kernel
JUDGE = str(type(kernel).answer_request.__globals__["JUDGE"])
FUNCTION = {"here": [0, "function", True, "__main__"]}
def take(channel):
    return json.loads(channel.recv(struct.unpack(">I", channel.recv(4))[0]))
def give(channel, text):
    channel.sendall(struct.pack(">I", len(text)) + text)
def talk(replies):
    with socket.socket(socket.AF_UNIX) as channel:
        channel.settimeout(30)
        channel.connect(JUDGE)
        for turn in range(30):
            frame = take(channel)
            reply = {"value": FUNCTION} if frame["ask"] == "value" else replies(frame)
            give(channel, reply if isinstance(reply, bytes) else json.dumps(reply).encode())
def answers(replies):
    def handler(stream, ident, parent):
        try:
            talk(replies)
        except Exception:
            pass
    kernel.shell_handlers["answer_request"] = handler
def result(data, **more):
    return {"result": data, "after": [], "warnings": [], "refused": [], **more}
'''
EVERY = '''
class Every:
    dtype, shape, ndim, size = np.dtype(float), (), 0, 1
    def __eq__(self, other): return True
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __sub__(self, other): return 0.0
    __rsub__ = __mul__ = __rmul__ = __sub__
    def __array__(self, dtype=None, copy=None): raise ValueError
    def __float__(self): raise ValueError
    def __hash__(self): return 0
    def __len__(self): return 0
    def __getattr__(self, name): return lambda *arguments, **named: True
'''

# What is replaced in the kernel: the answers are still compared elsewhere.
REPLACED = {
    "comparisons-of-numpy": "for name in ('allclose', 'array_equal', 'isclose', 'isfinite'):\n"
                            "    setattr(np, name, lambda *arguments, **named: True)",
    "builtins": "import builtins\nbuiltins.abs = builtins.max = lambda *arguments, **named: 0.0",
    "formatters": "shown = get_ipython().display_formatter.formatters['text/plain']\n"
                  "shown.for_type(float, lambda number, printer, cycle: printer.text('99.0'))",
    "hooks": "get_ipython().events.register('post_run_cell', lambda result: print('[1 of 1] The mean. 99.0'))\n"
             "from IPython.display import display\ndisplay(99.0)",
    "execute-results": "shell = get_ipython()\nshell.events.register('post_run_cell', lambda result: "
                       "shell.kernel.send_response(shell.kernel.iopub_socket, 'execute_result', "
                       "{'data': {'text/plain': '3.0'}, 'metadata': {}, 'execution_count': 1}))",
    "trace": "import sys\ndef watch(frame, event, argument):\n"
             "    for name in ('points', 'total', 'right', 'got'):\n"
             "        if name in frame.f_locals: frame.f_locals[name] = 3.0\n    return watch\n"
             "sys.settrace(watch)",
    "code-of-functions": "import gc, types\nfor one in gc.get_objects():\n"
                         "    if isinstance(one, types.FunctionType) and one.__name__ in ('compare', 'score', 'same'):\n"
                         "        one.__code__ = (lambda *arguments, **named: 3.0).__code__",
    "defaults": "import gc, types\nfor one in gc.get_objects():\n"
                "    if isinstance(one, types.FunctionType) and one.__module__.startswith(('checks', 'sets')):\n"
                "        one.__defaults__ = (3.0,) * 9",
    "a-module-of-checks": "import sys, types\nfor name in ('sets', 'sets.mini', 'checks', 'checks.compare'):\n"
                          "    sys.modules[name] = types.ModuleType(name)\n"
                          "sys.modules['sets.mini'].mean = lambda names: 1.0",
    "the-fence": "import gc\nfor one in gc.get_objects():\n    if type(one).__name__ == 'Fence':\n"
                 "        one.refused.clear()\n        type(one).look = lambda *arguments: None",
    "the-result": "import glob\nfor place in ('../result.json', '../../0/result.json', '../graded.ipynb'):\n"
                  "    try:\n        open(place, 'w').write('{}')\n    except OSError:\n        pass",
    "processes": "import os\ntry:\n    os.kill(os.getppid(), 9)\nexcept OSError:\n    pass",
}

# What `mean` can return that is no number.
RETURNED = {
    "equal-to-everything": EVERY + "def mean(x): return Every()",
    "a-class-that-lies": EVERY + "Every.__class__ = property(lambda self: np.ndarray)\ndef mean(x): return Every()",
    "an-array-of-its-own": "class Array(np.ndarray):\n"
                           "    def __array_ufunc__(self, *arguments, **named): return np.True_\n"
                           "    def __eq__(self, other): return True\n"
                           "def mean(x): return np.zeros(()).view(Array)",
    "a-box": EVERY + "def mean(x): return np.array(Every(), dtype=object)",
    "nan": "def mean(x): return np.nan",
    "the-exception": "def mean(x): raise type('Wrong', (Exception,), {'points': 1.0})('[1 of 1]')",
    "an-endless-answer": "def mean(x):\n    while True:\n        try:\n            while True: pass\n"
                         "        except BaseException: pass",
    "the-end": "import os\ndef mean(x): os._exit(0)",
    "a-list-in-itself": "def mean(x):\n    made = []\n    made.append(made)\n    return made",
    "too-much": "def mean(x): return [1.0] * 10**7",
}

# What is sent in place of answers.
SENT = {
    "points": "answers(lambda frame: result(99.0, points=3.0, total=3.0))",
    "a-verdict": "answers(lambda frame: {'points': 1.0, 'text': '[1 of 1]', 'remarks': [], 'refused': [], 'gone': ''})",
    "objects-of-the-judge": "answers(lambda frame: result({'there': 0}))",
    "calls-of-the-judge": "answers(lambda frame: {'call': 0, 'arguments': [{'there': 0}], 'named': {}})",
    "a-pickle": "class Run:\n    def __reduce__(self): return os.system, ('touch forged',)\n"
                "text = base64.b64encode(pickle.dumps(Run())).decode()\n"
                "answers(lambda frame: result({'array': ['|O8', [1], text]}))",
    "python-in-a-formula": "answers(lambda frame: result({'formula': "
                           "['Symbol', \"__import__('os').system('touch forged')\"]}))",
    "a-class-of-sympy": "answers(lambda frame: result({'formula': ['sympify', ['Symbol', '1+2']]}))",
    "a-power": "ten = ['Rational', '0xa', '0x1']\n"
               "answers(lambda frame: result({'formula': ['Pow', ten, ['Pow', ten, ['Pow', ten, ten]]]}))",
    "depth": "answers(lambda frame: ('[' * 100_000).encode())",
    "depth-of-a-value": "answers(lambda frame: json.dumps(result(0)).replace('0', '{\"list\": [' * 300 + '0' "
                        "+ ']}' * 300, 1).encode())",
    "length": "def replies(frame): raise SystemExit\n"
              "import struct as pack\nanswers(lambda frame: b'{' * 15_000_000)",
    "no-json": "answers(lambda frame: b'3.0')",
    "no-frame": "answers(lambda frame: [3.0])",
    "a-number-of-digits": "answers(lambda frame: ('{\"result\": ' + '9' * 100_000 + '}').encode())",
    "silence": "answers(lambda frame: time.sleep(100))",
    "texts-as-numbers": "answers(lambda frame: result('3.0'))",
    "a-shape": "answers(lambda frame: result({'array': ['<f8', [-1, 10**9], '']}))",
    "another-socket": "type(kernel).answer_request.__globals__['JUDGE'] = '/dev/null'",
    "a-thread": "def loop():\n    while True:\n        try: talk(lambda frame: result(1.0))\n"
                "        except Exception: time.sleep(0.01)\n"
                "threading.Thread(target=loop, daemon=True).start()",
    "a-twin": "before = kernel.shell_handlers['answer_request']\n"
              "def twice(*arguments):\n    if os.fork() == 0:\n        before(*arguments)\n        os._exit(0)\n"
              "    before(*arguments)\nkernel.shell_handlers['answer_request'] = twice",
    "the-encoder": "import wire.plain\nwire.plain.Plain.encode = lambda self, value, depth=0: True",
    "the-protocol": "import wire.answering\nwire.answering.Answering.reply.__code__ = "
                    "(lambda self, frame: {'value': 1.0, 'result': 1.0, 'warnings': [], 'after': [], 'refused': []}).__code__",
}
# What stands in a cell of its own, above the answers.
CELLS = REPLACED | {name: HANDLER + code for name, code in SENT.items()}
UNHARMED = {*REPLACED, *RETURNED} - {"processes", "the-end", "builtins", "code-of-functions", "defaults"}


def notebooks(root):
    """{name: the notebook that forges so}"""
    made = {}
    for name, code in (CELLS | RETURNED).items():
        notebook = mini.answer(root, mean=mini.find(mini.release(root), "mean").source)
        place = 4 if name in RETURNED else 2
        if name in RETURNED:
            mini.find(notebook, "mean").source += f"\n\n\n{code}"
        else:
            notebook.cells.insert(place, new_code_cell(f"import numpy as np\n{code}"))
        made[name] = notebook
    return made | {"points-of-a-cell": cells_changed(root)}


def unanswered(blank, solved):
    """{name: the blank notebook of a set, forged so}; every name that an answer defines is given what `mean` gives."""
    made = {"nothing": blank}
    for name, code in CELLS.items():
        made[name] = copy.deepcopy(blank)
        made[name].cells.insert(2, new_code_cell(f"import numpy as np\n{code}"))
    for name, code in RETURNED.items():
        made[name] = copy.deepcopy(blank)
        for cell, right in zip(made[name].cells, solved.cells):
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                given = [f"{function} = mean" for function in re.findall(r"^def (\w+)", right.source, flags=re.M)]
                given += [f"{formula} = mean()" for formula in re.findall(r"^(\w+) = ", right.source, flags=re.M)]
                answer = code.replace("mean(x)", "mean(*x, **named)")
                cell.source = "\n".join(["import numpy as np", answer, *given])
    return made


def cells_changed(root):
    """The points, the text and the results of a test cell, written by the student."""
    notebook = mini.answer(root, mean="pass")
    cell = mini.find(notebook, "mean-tests")
    cell.source = "3.0"
    cell.metadata["nbgrader"]["points"] = 100
    cell.outputs = [{"output_type": "execute_result", "data": {"text/plain": "3.0"}, "metadata": {},
                     "execution_count": 1}]
    return json.loads(json.dumps(notebook))
