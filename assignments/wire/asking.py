"""The judge's side: it asks for values and calls functions, and takes what comes for data."""

import contextlib
import json
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from wire import frames
from wire.answering import Answering
from wire.frames import Closed, Malformed
from wire.plain import Plain

GRACE = 2                   # seconds a kernel has for its reply, besides those of the call
CALLS = 20_000              # of functions of the judge, in one question
CLASSES, LETTERS = 20, 2000


class Missing(Exception):
    """The notebook has no such name."""


class Late(Exception):
    """A function did not come to an end in its time."""


class Raised(Exception):
    """A function raised an exception: the names of its classes, and its text."""

    def __init__(self, classes, text):
        super().__init__(text)
        self.classes, self.text = classes, text


@dataclass(frozen=True)
class Kept:
    """An object that stays in the notebook's process."""

    number: int
    kind: str           # the name of its type
    callable: bool
    module: str         # where it was defined, as it says itself


class Reply(NamedTuple):
    """What a call gave, its arguments as they were afterwards, and its warnings."""

    result: object
    after: list
    warnings: list


class Answers:
    """What a notebook answers.

    exchange(frame, called, end) sends a frame and returns the reply; meanwhile it answers every
    call of the judge's functions by called(frame).
    remarks are for the lecturer: what no honest notebook sends, and checks that failed.
    """

    def __init__(self, exchange, end=float("inf")):
        self.exchange, self.end = exchange, end
        self.plain = Plain(Kept)
        self.remarks, self.late, self.gone = [], set(), ""
        self.calls = self.inside = 0

    def value(self, name):
        """The value of a name; Missing if there is none."""
        reply = self.ask({"ask": "value", "name": name}, GRACE)
        if "missing" in reply:
            raise Missing(name)
        return self.read(reply, "value")

    def call(self, of, arguments, replaced=(), seconds=3.0, warn=False, after=False):
        """The Reply of a function, named or Kept; or Raised, or Late."""
        encode = self.plain.encode
        reply = self.ask({
            "ask": "call", "of": of if isinstance(of, str) else encode(of),
            "arguments": [encode(one) for one in arguments],
            "replaced": {name: encode(one) for name, one in dict(replaced).items()},
            # In a call that runs already, the alarm of that one rings.
            "seconds": None if self.inside else seconds,
            "warn": warn, "after": after}, seconds + GRACE)
        if "late" in reply:
            raise Late
        if "raised" in reply:
            raise Raised(*texts(reply))
        with self.checked():
            said = [str(one)[:LETTERS] for one in reply.get("warnings", [])]
            return Reply(self.read(reply, "result"),
                         [self.plain.decode(one) for one in reply.get("after", [])], said)

    def refused(self):
        """The names of what the fence has stopped so far."""
        with self.checked():
            names = self.ask({"ask": "refused"}, GRACE)["refused"]
            return [name[:LETTERS] for name in names[:1000] if isinstance(name, str)]

    def ask(self, frame, seconds):
        """The reply to a frame; Closed at once when the notebook has not replied before."""
        if self.gone:
            raise Closed(self.gone)
        with self.checked():
            try:
                return self.exchange(frame, self.called, min(self.end, monotonic() + seconds))
            except Closed as problem:
                self.gone = str(problem) or "closed"
                raise

    def read(self, reply, name):
        """A value of a reply."""
        with self.checked():
            return self.plain.decode(reply[name])

    @contextlib.contextmanager
    def checked(self):
        """Note a reply that is none: no honest notebook sends one."""
        try:
            yield
        except (KeyError, TypeError, AttributeError) as problem:
            self.note(problem)
            raise Malformed(str(problem)) from None
        except Malformed as problem:
            self.note(problem)
            raise

    def note(self, problem):
        """Keep a remark, once."""
        text = f"{type(problem).__name__}: {problem}"[:LETTERS]
        if text not in self.remarks and len(self.remarks) < 20:
            self.remarks.append(text)

    def called(self, frame):
        """The reply to a call of a function of the judge, on data of the notebook."""
        self.calls += 1
        if self.calls > CALLS:
            return {"raised": ["RuntimeError"], "text": "too many calls"}
        self.inside += 1
        try:
            function = self.plain.decode({"there": frame["call"]})
            arguments = [self.usable(one) for one in frame["arguments"]]
            named = {str(name): self.usable(one) for name, one in frame["named"].items()}
            return {"result": self.plain.encode(function(*arguments, **named))}
        except (Late, Closed):          # that of the call which this one is a part of
            raise
        except Raised as error:
            return {"raised": error.classes, "text": error.text}
        except Exception as error:      # it is the notebook's fault, and goes back to it
            return {"raised": [type(error).__name__], "text": str(error)[:LETTERS]}
        finally:
            self.inside -= 1

    def usable(self, data):
        """A value for a function of the judge: a function of the notebook can be called."""
        value = self.plain.decode(data)
        if isinstance(value, Kept) and value.callable:
            return lambda *arguments: self.call(value, arguments).result
        return value


def texts(reply):
    """The classes and the text of an exception."""
    classes = reply["raised"] if isinstance(reply["raised"], list) else []
    return ([str(one)[:100] for one in classes[:CLASSES]] or ["Exception"],
            str(reply.get("text", ""))[:LETTERS])


def over(channel):
    """The exchange of frames on a socket."""
    def exchange(frame, called, end):
        try:
            channel.settimeout(max(0.001, end - monotonic()))
            frames.send(channel, frame)
            while "call" in (reply := frames.receive(channel, end)):
                frames.send(channel, called(reply))
            return reply
        except OSError as problem:
            raise Closed(str(problem)) from None

    return exchange


def beside(namespace):
    """The Answers of a namespace of this process, for tests and for the author of a set.

    Every frame becomes a text and is read again, as if it had been sent.
    """
    def sent(frame):
        return frames.read(json.dumps(frame))

    def exchange(frame, called, end):
        answering.call_back = lambda one: sent(called(sent(one)))
        return sent(answering.handle(sent(frame)))

    answering = Answering(namespace, None)
    return Answers(exchange)
