r"""What MathJax cannot set: a second exponent at one sign, braces that do not meet, a lone & or #.

It shows the reader an error in place of the formula. So what has such a fault is not printed.
"""

import re

TOKEN = re.compile(r"\\(?:text|operatorname\*?|tag)\{[^{}]*\}|\\(?:begin|end)\{[^{}]*\}"
                   r"|\\[A-Za-z]+\*?|\\.|\S", re.DOTALL)
CLOSES = {"}": "{", "\\right": "\\left"}
AGAIN = {"^": "a second exponent at one sign", "_": "a second lower index at one sign"}
ALONE = {"#": "a # without \\", "$": "a $", "%": "a % without \\", "\\": "a lone \\"}


def expect_mathjax(latex):
    """Return `latex`; raise ValueError, naming the fault, if MathJax would refuse it."""
    try:
        _read(TOKEN.findall(latex))
    except SyntaxError as fault:
        raise ValueError(f"expr must have LaTeX that MathJax can set; it has {fault.msg}: "
                         f"{latex}") from None
    return latex


def _read(tokens):
    """Raise SyntaxError at the first fault."""
    opened, taken, argument, tokens = [], set(), False, iter(tokens)
    for token in tokens:
        if token in ALONE or token == "&" and not any("begin" in one for one, *_ in opened):
            raise SyntaxError(ALONE.get(token, "an & outside of a matrix"))
        if token in AGAIN or token == "'" and "^" in taken:
            if argument or token in taken or token == "'":
                raise SyntaxError(AGAIN.get(token, "a prime behind an exponent"))
            taken, argument = taken | {token}, True
        elif token in ("{", "\\left") or token.startswith("\\begin{"):
            opened.append((token, taken, argument))
            taken, argument = set(), False
        elif token in CLOSES or token.startswith("\\end{"):
            before, argument = _close(opened, token, argument)
            taken, argument = (before if argument else set()), False
        elif token != "'":                               # a sign, or the argument of ^ or _
            taken, argument = (taken if argument else set()), False
        if token in ("\\left", "\\right"):
            next(tokens, None)                           # the delimiter that belongs to it
    if opened or argument:
        raise SyntaxError(f"a {opened[-1][0] if opened else '^ or _'} that nothing follows or ends")


def _close(opened, token, argument):
    """What was taken before the group that `token` closes, and whether the group is an argument."""
    wanted = CLOSES.get(token) or token.replace("\\end", "\\begin")
    if argument or not opened or opened[-1][0] != wanted:
        raise SyntaxError(f"a {token} that nothing opens")
    return opened.pop()[1:]
