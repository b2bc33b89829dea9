"""What libraries raise over spoilt files, as the one error that people are meant to read."""

import contextlib

from helpers.errors import InputError


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
