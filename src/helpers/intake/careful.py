"""What libraries raise over spoilt files, as the one error that people are meant to read."""

import contextlib

from helpers.errors import InputError

OURS = ("thumbs.db", "desktop.ini", "__macosx", "icon\r")  # what systems leave behind, lower case


@contextlib.contextmanager
def reading(name, what):
    """Turn whatever goes wrong within into an InputError that names the file.

    name : the file; what : what it should be, e.g. "Word document"
    Parsers of spoilt files raise nearly everything, RecursionError and MemoryError included.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(
            f"{name}: cannot be read as a {what} ({said}): open it in the program it was made with "
            "and save it anew"
        ) from error


def is_left_behind(name):
    """Whether a file or folder is hidden, or left by a system or an office program."""
    return name.startswith((".", "~$")) or name.lower() in OURS
