"""Add up the points of a question; ask for its answers, and run them.

`names` is what a notebook answers (wire.asking.Answers); a dictionary of names does for tests, and
for the author of a set who runs the source.
"""

import contextlib

from numpy import ndarray

from bplib.words import later, word
from checks.arrays import arrays_in, kind_of, same, Wrong
from wire.asking import Answers, Closed, Kept, Late, Malformed, Missing, Raised, beside

SECONDS = 3                                  # for one call of an answer


class OutOfTime(BaseException):
    """The judge has worked too long on a part. No Exception: no check shall catch it."""


def answers_of(names):
    """The Answers of a notebook, or of a dictionary of names."""
    return names if isinstance(names, Answers) else beside(names)


def score(names, *parts):
    """The points of one question, out of parts (points, title, part); prints a line for each.

    part(names) raises Wrong with the reason. Anything else that it raises is a fault of the check:
    it gives no points, and the lecturer is told.
    """
    names, total, told = answers_of(names), 0.0, set()
    for points, title, part in parts:
        try:
            part(names)
        except Wrong as reason:
            again = str(reason) in told
            tell(0, points, title, word("The reason is the same.") if again else reason)
            told.add(str(reason))
        except OutOfTime:
            tell(0, points, title, word("There was no time left to look at this answer."))
        except Exception as error:
            names.note(error)
            tell(0, points, title, word("The answer could not be checked. Your lecturer will look "
                                        "at it: {error}").format(error=named_error(error)))
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


# Ask for an answer

UNHEARD = {Closed: later("The notebook gave no answer any more."),
           Malformed: later("What the notebook answered cannot be read.")}


@contextlib.contextmanager
def heard():
    """Wrong where the notebook does not answer, or not in a form that can be read."""
    try:
        yield
    except (Closed, Malformed) as problem:
        raise Wrong(UNHEARD[type(problem)]) from None


def value_of(names, name):
    """The student's value of `name`."""
    try:
        with heard():
            value = answers_of(names).value(name)
    except Missing:
        raise Wrong("{name} is not defined.", name=name) from None
    if value is Ellipsis or value is None:
        raise Wrong("{name} is not filled in.", name=name)
    return value


def function_of(names, name):
    """The student's function `name`; a function of bplib under that name is no answer."""
    function = value_of(names, name)
    if not isinstance(function, Kept) or not function.callable:
        raise Wrong("{name} must be a function; it is of type {kind}.",
                    name=name, kind=kind_of(function))
    if function.module.split(".")[0] == "bplib":
        raise Wrong("{name} is the function of bplib. Write your own.", name=name)
    return function


def call(names, name, *arguments, **replaced):
    """The result of the student's function.

    replaced  names that the whole notebook shall see otherwise, such as bp2=right_bp2
    """
    return run(names, name, arguments, replaced).result


def run(names, name, arguments, replaced=(), **options):
    """The Reply of the student's function, with the options of `Answers.call`; or Wrong."""
    try:
        return attempt(names, name, arguments, replaced, **options)
    except Raised as error:
        expect_written(name, error)
        raise Wrong("{name} stopped with {error}.{shapes}", name=name, error=told(error),
                    shapes=shapes_of(arguments)) from None


def expect_written(name, error):
    """Wrong if the exception is that of the release: `raise NotImplementedError` has no text."""
    if error.classes[0] == "NotImplementedError" and not error.text:
        raise Wrong("{name} is not written yet.", name=name) from None


def attempt(names, name, arguments, replaced=(), **options):
    """The same, where Raised is left to the caller."""
    names = answers_of(names)
    function = function_of(names, name)
    key = function.number, bool(replaced)       # one that ran too long is not run again
    try:
        if key in names.late:
            raise Late
        with heard():
            return names.call(function, arguments, replaced, SECONDS, **options)
    except Late:
        names.late.add(key)
        raise Wrong("{name} had not come to an end after {seconds} seconds. Does a loop never end?",
                    name=name, seconds=SECONDS) from None


def told(error):
    """An exception of the notebook in words."""
    return f"{error.classes[0]}: {error.text}".rstrip(" .:")


def refuses(names, name, good, arguments, reason):
    """Raise reason(result) unless the function raises a ValueError for these arguments.

    good  arguments that it must not refuse; what it makes of them is the matter of another part
    """
    try:
        attempt(names, name, good)
    except Raised as error:
        expect_written(name, error)
        if "ValueError" in error.classes:
            raise Wrong("{name} raises a ValueError for arguments of the right shapes too.",
                        name=name) from None
    try:
        result = attempt(names, name, arguments).result
    except Raised as error:
        if "ValueError" in error.classes:
            return
        raise Wrong("{name} stops with {error} in place of a ValueError.", name=name,
                    error=told(error)) from None
    raise reason(result)


def warnings_of(names, name, *arguments):
    """The warnings that the student's function causes."""
    return run(names, name, arguments, warn=True).warnings


def shapes_of(arguments):
    """A sentence with the shapes of the arrays among the arguments, or nothing."""
    shapes = [str(argument.shape) for argument in arguments if isinstance(argument, ndarray)]
    if not shapes:
        return ""
    return word(" The arguments had the shapes {shapes}.").format(shapes=", ".join(shapes))


def keeps(names, name, *arguments, **replaced):
    """Raise Wrong if the student's function changes an array that it is given."""
    after = run(names, name, arguments, replaced, after=True).after
    for position, (one, other) in enumerate(zip(arguments, after), start=1):
        kept = len(arrays_in(one)) == len(arrays_in(other))
        if not kept or not all(map(same, arrays_in(one), arrays_in(other))):
            raise Wrong("{name} changes its argument number {position}. Compute with a new array.",
                        name=name, position=position)
