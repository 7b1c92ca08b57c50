"""Frames on a socket: four bytes with the length of a text, and the text, which is JSON."""

import json
import struct
from time import monotonic

LONGEST = 16_000_000        # bytes of one frame
LENGTH = struct.Struct(">I")


class Malformed(ValueError):
    """What came is not what this protocol sends."""


class Closed(Exception):
    """The other side is gone, or has not said anything in time."""


def send(channel, frame):
    """Send one frame; it must be made of what JSON knows."""
    text = json.dumps(frame).encode()
    channel.sendall(LENGTH.pack(len(text)) + text)


def receive(channel, end=None):
    """The next frame, a dictionary; Closed if there is none until the time `end`."""
    length, = LENGTH.unpack(exactly(channel, LENGTH.size, end))
    if length > LONGEST:
        raise Malformed(f"a frame must have at most {LONGEST:,} bytes; got {length:,}")
    return read(exactly(channel, length, end))


def read(text):
    """A frame from its text."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"a frame must be JSON; got {problem}"[:200]) from None
    if not isinstance(frame, dict):
        raise Malformed(f"a frame must be an object; got {type(frame).__name__}")
    return frame


def exactly(channel, count, end):
    """The next `count` bytes."""
    found = bytearray()
    while len(found) < count:
        try:
            if end is not None:
                channel.settimeout(max(0.001, end - monotonic()))
            more = channel.recv(min(count - len(found), 1 << 20))
        except OSError as problem:
            raise Closed(str(problem)) from None
        if not more:
            raise Closed("the other side has closed")
        found += more
    return bytes(found)
