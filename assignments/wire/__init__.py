"""How the judge asks a notebook for its answers: both sides, and the data between them.

The judge sits in a process of its own, which loads no line of a student. The kernel that has run
the student's cells only answers. Both send frames: four bytes with a length, then JSON.

    judge → kernel                                          kernel → judge
    {"ask": "value", "name": …}                             {"value": …} or {"missing": name}
    {"ask": "call", "of": name or object, "arguments": […], {"result": …, "warnings": […],
     "replaced": {name: …}, "seconds": …,                    "after": […]},
     "warn": …, "after": …}                                 {"raised": [classes], "text": …} or
                                                            {"late": seconds}
    {"ask": "refused"}                                      {"refused": [names]}

While a call runs, the kernel may call a function of the judge:

    kernel → judge                                          judge → kernel
    {"call": number, "arguments": […], "named": {…}}        {"result": …} or
                                                            {"raised": [classes], "text": …}

`replaced` are names that the whole notebook sees otherwise during this call, so also a helper, a
decorator or a recursion. `after` asks for the arguments as they are when the call is over.

What is sent is plain data (plain.py): numbers, texts, lists, dictionaries, arrays as bytes with
shape and dtype, the networks, traces, costs and generators of bplib by what they are made of,
formulas as trees (trees.py). Anything else stays where it is, and a number stands for it: an
object with state is asked for, and given back in a later call, without leaving its process.

    plain.py, trees.py, frames.py       both sides
    answering.py                        in the kernel
    asking.py                           in the process of the judge

Nothing that comes from a kernel is evaluated, unpickled or called. It has limits on its size, its
depth, its types and its time; what breaks one is `Malformed`.
"""
