"""Files that are never seen half written."""

import os
import shutil


def write_whole(target, text):
    """Write a file so that it is never seen half written; what is no character becomes "?"."""
    made = target.with_name(target.name + ".new")
    made.write_text(text, encoding="utf-8", errors="replace")
    os.replace(made, target)


def copy_whole(file, target):
    """Copy a file so that `target` is never seen half written."""
    made = target.with_name(target.name + ".new")
    shutil.copyfile(file, made)
    os.replace(made, target)
