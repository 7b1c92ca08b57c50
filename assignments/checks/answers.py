"""Add up the points of a question, run an answer, read its result.

All NumPy functions used here are bound at the import: an answer that replaces np.allclose changes
nothing.
"""

import contextlib
import io
import signal
import threading
import types
import warnings
from copy import deepcopy

from numpy import array as new_array
from numpy import errstate, isfinite, ndarray
from bplib.words import word


TOLERANCE = 1e-9
SECONDS = 3                                  # for one call of an answer
_endless = {}                                # functions that ran too long; they are not run again


class Wrong(Exception):
    """What is wrong with an answer, for the student: a text, and the values it has places for."""

    def __init__(self, text, **values):
        super().__init__(word(text).format(**values))


class TimeUp(BaseException):
    """An answer ran too long. No Exception: `except Exception` in an answer shall not catch it."""


def score(names, *parts):
    """The points of one question, out of parts (points, title, part); prints a line for each.

    part(names) raises Wrong with the reason; anything else that it raises counts as wrong too.
    """
    total, told = 0.0, set()
    for points, title, part in parts:
        try:
            part(names)
        except Wrong as reason:
            again = str(reason) in told
            tell(0, points, title, word("The reason is the same.") if again else reason)
            told.add(str(reason))
        except (Exception, SystemExit) as error:    # KeyboardInterrupt is the time limit: goes on
            reason = Wrong("The answer could not be read: {error}", error=named_error(error))
            tell(0, points, title, reason)
        else:
            tell(points, points, title)
            total += points
    return total


def tell(got, points, title, reason=""):
    """Print the line for one part of a question."""
    line = word("[{got} of {points}] {title}. {reason}")
    print(line.format(got=got, points=points, title=title, reason=reason).rstrip())


def named_error(error):
    return f"{type(error).__name__}: {error}"


# Run an answer

def value_of(names, name):
    """The student's value of `name`."""
    if name not in names:
        raise Wrong("{name} is not defined.", name=name)
    if names[name] is Ellipsis or names[name] is None:
        raise Wrong("{name} is not filled in.", name=name)
    return names[name]


def function_of(names, name):
    """The student's function `name`; a function of bplib under that name is no answer."""
    function = value_of(names, name)
    if not callable(function):
        raise Wrong("{name} must be a function; it is of type {kind}.",
                    name=name, kind=type(function).__name__)
    if str(getattr(function, "__module__", "")).split(".")[0] == "bplib":
        raise Wrong("{name} is the function of bplib. Write your own.", name=name)
    return function


def call(names, name, *arguments, **replaced):
    """The result of the student's function on copies of the arguments.

    replaced  names that the function shall see in place of the student's own, such as bp2=right_bp2
    """
    return run(names, name, deepcopy(arguments), replaced)


def run(names, name, arguments, replaced=()):
    """The result of the student's function on these very arguments, in silence; or Wrong."""
    own = function = function_of(names, name)
    if replaced and isinstance(own, types.FunctionType):
        function = types.FunctionType(own.__code__, {**own.__globals__, **replaced}, name,
                                      own.__defaults__, own.__closure__)
    try:
        if (id(own), bool(replaced)) in _endless:
            raise TimeUp
        with quiet(), time_limit():
            return function(*arguments)
    except TimeUp:
        _endless[id(own), bool(replaced)] = own
        raise Wrong("{name} had not come to an end after {seconds} seconds. Does a loop never end?",
                    name=name, seconds=SECONDS) from None
    except NotImplementedError:
        raise Wrong("{name} is not written yet.", name=name) from None
    except (Exception, SystemExit) as error:
        raise Wrong("{name} stopped with {error}.{shapes}", name=name,
                    error=named_error(error).rstrip(" ."), shapes=shapes_of(arguments)) from None


@contextlib.contextmanager
def quiet():
    """No warnings and no printing from an answer: 200 lines of it would hide the reasons."""
    with warnings.catch_warnings(), errstate(all="ignore"), \
            contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def time_limit():
    """Raise TimeUp after SECONDS, where there is such an alarm; else the cell's limit remains."""
    in_main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not in_main:
        yield
        return

    def stop(*_):
        raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def refuses(names, name, arguments, reason):
    """Raise reason(result) unless the function raises a ValueError for these arguments."""
    try:
        result = function_of(names, name)(*arguments)
    except ValueError:
        return
    raise reason(result)


def warnings_of(names, name, *arguments):
    """The warnings that the student's function causes."""
    function = function_of(names, name)
    with warnings.catch_warnings(record=True) as caught, \
            errstate(over="warn", divide="warn", invalid="warn"):
        warnings.simplefilter("always")
        with contextlib.redirect_stdout(io.StringIO()):
            function(*deepcopy(arguments))
    return [str(warning.message) for warning in caught]


def shapes_of(arguments):
    """A sentence with the shapes of the arrays among the arguments, or nothing."""
    shapes = [str(argument.shape) for argument in arguments if isinstance(argument, ndarray)]
    if not shapes:
        return ""
    return word(" The arguments had the shapes {shapes}.").format(shapes=", ".join(shapes))


def keeps(names, name, *arguments, **replaced):
    """Raise Wrong if the student's function changes an array that it is given."""
    given = deepcopy(arguments)
    run(names, name, given, replaced)
    for position, (one, other) in enumerate(zip(arguments, given), start=1):
        if not all(map(same, arrays_in(one), arrays_in(other))):
            raise Wrong("{name} changes its argument number {position}. Compute with a new array.",
                        name=name, position=position)


def arrays_in(argument):
    """The arrays of an argument that is an array or a network; none for anything else."""
    if isinstance(argument, ndarray):
        return [argument]
    return list(getattr(argument, "parameters", ()))


# Read a result

def numbers(what, value, shape):
    """A float copy of an array of exactly that shape; Wrong says what came instead."""
    if isinstance(value, (tuple, list, dict)) or not hasattr(value, "dtype") and shape != ():
        raise Wrong("{what} must be a NumPy array of shape {shape}; it is of type {kind}.",
                    what=what, shape=shape, kind=type(value).__name__)
    try:
        kind = complex if getattr(value, "dtype", None) == complex else float
        result = new_array(value, dtype=kind)
    except (TypeError, ValueError):
        raise Wrong("{what} must hold numbers.", what=what) from None
    if result.shape != shape == ():
        raise Wrong("{what} must be one number; it is an array of the shape {got}.",
                    what=what, got=result.shape)
    if result.shape != shape:
        raise Wrong("{what} must have the shape {shape}; its shape is {got}.{hint}",
                    what=what, shape=shape, got=result.shape, hint=shape_hint(result.shape, shape))
    return result


def shape_hint(got, want):
    """A sentence on what a wrong shape tells, or nothing."""
    if len(want) == 2 and got == want[::-1]:
        return word(" Rows and columns have changed places.")
    if len(want) == 2 and len(got) == 1:
        return word(" One axis is missing: every array has two axes, and a sum keeps them with "
                    "keepdims=True.")
    if len(got) == len(want) and all(w in (1, g) for g, w in zip(got, want)):
        axis = [g == w for g, w in zip(got, want)].index(False)
        hint = word(" Axis {axis} must have the length 1 and has {length}: a sum over it is "
                    "missing, or NumPy has broadcast one array over the other.")
        return hint.format(axis=axis, length=got[axis])
    if got == ():
        return word(" It is one number: a sum over too many axes.")
    return ""


def same(one, other):
    """True if shapes, and places of nan and inf, are the same, and the rest up to rounding."""
    if one.shape != other.shape:
        return False
    finite = isfinite(one)
    if (finite != isfinite(other)).any():
        return False
    one, other = one[finite], other[finite]
    size = max(abs(one).max(initial=0.0), abs(other).max(initial=0.0))
    return bool(abs(one - other).max(initial=0.0) <= TOLERANCE * size)
