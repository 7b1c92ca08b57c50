"""The kernel's side: it answers what the judge asks, and knows nothing of what is right."""

import builtins
import contextlib
import inspect
import io
import signal
import threading
import types
import warnings

from numpy import errstate

from wire import frames
from wire.plain import Plain

AGAIN = 0.2                 # seconds until a call that goes on after its time is stopped again
LETTERS, WARNINGS = 2000, 20
talking, rung = [], []      # while a frame is on its way; whether the alarm has rung meanwhile


class TimeUp(BaseException):
    """An answer ran too long. No Exception: `except Exception` in an answer shall not catch it."""


class Nowhere(io.TextIOBase):
    """Takes what an answer prints, and keeps nothing: it would hide the reasons."""

    def write(self, text):
        return len(text)


class Answering:
    """Answers from a namespace, that of the student's notebook.

    call_back(frame) asks the judge for a call of one of its functions, and returns the reply.
    refused is a list of what the fence has stopped.
    """

    def __init__(self, namespace, call_back, refused=()):
        self.namespace, self.call_back, self.refused = namespace, call_back, refused
        self.plain = Plain(self.stand_in)

    def handle(self, frame):
        """The reply to one frame of the judge."""
        try:
            return self.reply(frame)
        except Exception as error:
            return raised(error)

    def reply(self, frame):
        """The reply, where nothing goes wrong outside the answer itself."""
        if frame["ask"] == "refused":
            return {"refused": [name.encode("utf-8", "replace").decode() for name in self.refused]}
        if frame["ask"] == "value":
            name = frame["name"]
            return {"value": self.plain.encode(self.namespace[name])} \
                if name in self.namespace else {"missing": name}
        return self.call(frame)

    def call(self, frame):
        """The reply to a call of a function."""
        of = frame["of"]
        function = self.namespace[of] if isinstance(of, str) else self.plain.decode(of)
        arguments = [self.plain.decode(one) for one in frame["arguments"]]
        replaced = {name: self.plain.decode(one) for name, one in frame["replaced"].items()}
        caught = []
        try:
            with silence(caught, frame["warn"]), exchanged(self.namespace, function, replaced), \
                    time_limit(frame["seconds"]):
                result = function(*arguments)
        except TimeUp:
            if frame["seconds"] is None:
                raise               # the call that this one is a part of is over
            return {"late": frame["seconds"]}
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            return raised(error)
        after = [self.plain.encode(one) for one in arguments] if frame["after"] else []
        said = [str(one.message)[:LETTERS] for one in caught[:WARNINGS]]
        return {"result": self.plain.encode(result), "after": after, "warnings": said}

    def stand_in(self, number, kind, callable, module):
        """A function that calls the one of the judge; what the judge sends are functions."""
        def given(*arguments, **named):
            reply = self.call_back({
                "call": number, "arguments": [self.plain.encode(one) for one in arguments],
                "named": {name: self.plain.encode(one) for name, one in named.items()}})
            if "raised" in reply:
                kind = getattr(builtins, str(reply["raised"][0]), None)
                known = isinstance(kind, type) and issubclass(kind, Exception)
                raise (kind if known else RuntimeError)(reply["text"])
            return self.plain.decode(reply["result"])

        return given


def raised(error):
    """The frame for an exception: the names of its classes, and its text."""
    try:
        text = str(error)[:LETTERS].encode("utf-8", "replace").decode()
    except Exception:           # its __str__ may be the student's
        text = ""
    return {"raised": [kind.__name__ for kind in type(error).__mro__[:20]], "text": text}


@contextlib.contextmanager
def silence(caught, warn):
    """Nothing is printed; `caught` takes the warnings if `warn`, else there are none."""
    over = {"over": "warn", "divide": "warn", "invalid": "warn", "under": "ignore"}
    with warnings.catch_warnings(record=True) as found, \
            errstate(**over if warn else {"all": "ignore"}), \
            contextlib.redirect_stdout(Nowhere()), contextlib.redirect_stderr(Nowhere()):
        warnings.simplefilter("always" if warn else "ignore")
        yield
        caught += found


@contextlib.contextmanager
def exchanged(namespace, function, replaced):
    """The names that a function, its helpers and its decorators see, with some of them exchanged.

    They are looked up when it runs: in the notebook, or where the function was defined.
    """
    own = getattr(unwrapped(function), "__globals__", None) if replaced else None
    places = [namespace] if own is None or own is namespace else [namespace, own]
    before = [{name: place[name] for name in replaced if name in place} for place in places]
    try:
        with contextlib.ExitStack() as stack:
            for name, other in replaced.items():
                stack.enter_context(rewired(namespace.get(name), other))
            for place in places:
                place.update(replaced)
            yield
    finally:
        for place, names in zip(places, before):
            for name in set(replaced) - set(names):
                place.pop(name, None)
            place.update(names)


@contextlib.contextmanager
def rewired(function, other):
    """A function of the notebook does what `other` does, wherever it is held, as in a partial.

    Its code is exchanged for a call of `other`. (Not where it has closed variables, as one that a
    decorator has made: such code fits no other function.)
    """
    if not isinstance(function, types.FunctionType) or function.__closure__:
        yield
        return
    before = function.__code__, function.__defaults__, function.__kwdefaults__
    try:
        function.__defaults__, function.__kwdefaults__ = None, {"other": other}
        function.__code__ = calls_other.__code__
        yield
    finally:
        function.__code__, function.__defaults__, function.__kwdefaults__ = before


def calls_other(*arguments, other, **named):
    """What the code of a function is exchanged for."""
    return other(*arguments, **named)


def unwrapped(function):
    """The function under decorators that say what they wrap, and under np.vectorize."""
    try:
        function = inspect.unwrap(function)
    except ValueError:          # it wraps itself
        return function
    inner = getattr(function, "pyfunc", function)
    return inner if isinstance(inner, types.FunctionType) else function


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeUp after some seconds, where there is such an alarm; else the cell's limit remains.

    It is raised again and again, so that an answer cannot catch it once and go on.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if seconds is None or not hasattr(signal, "setitimer") or not in_main:
        yield
        return

    def stop(*_):
        if not talking:
            raise TimeUp
        rung.append(True)

    rung.clear()
    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def undisturbed():
    """An alarm waits until this is over: half a frame would spoil all that come after it."""
    talking.append(True)
    try:
        yield
    finally:
        talking.pop()
    if rung:
        raise TimeUp


def serve(channel, namespace, refused):
    """Answer on a socket until the judge closes it."""
    def call_back(frame):
        reply = said(frame)
        while "ask" in reply:       # the function of the judge calls one of the notebook
            reply = said(fitting(answering.handle(reply)))
        return reply

    def said(frame):
        with undisturbed():
            frames.send(channel, frame)
            return frames.receive(channel)

    answering = Answering(namespace, call_back, refused)
    while True:
        try:
            frame = frames.receive(channel)
        except frames.Closed:
            return
        if "ask" in frame:      # else it is the reply to a call that was stopped meanwhile
            frames.send(channel, fitting(answering.handle(frame)))


def fitting(reply):
    """The reply, or the news that it is too large to be sent."""
    if len(str(reply)) < frames.LONGEST // 2:
        return reply
    return {"raised": ["ValueError", "Exception"], "text": "the result is too large"}
