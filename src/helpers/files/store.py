"""Change a corpus folder so that every change is there whole, or not at all.

A change is a set of files with their new contents. They are first written and forced to disk in
the folder ``.change``; then the file ``.change/made`` lists them, which is the moment at which the
change is made; then each is moved into its place. A process killed before that moment has changed
nothing; one killed after it has its change finished by whoever opens the folder next. The folder
itself is locked meanwhile: one process at a time changes it, and nobody reads in between.
"""

import contextlib
import contextvars
import json
import os
import shutil
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows, where one process at a time has to do
    fcntl = None

PENDING, MADE = ".change", "made"
_changing = contextvars.ContextVar("changing", default=frozenset())


@contextlib.contextmanager
def reading(path):
    """Hold the folder still while it is read, after finishing what a killed process began."""
    path = Path(path)
    if path.resolve() in _changing.get():  # who changes the folder may read it
        yield
        return
    while True:
        with _locked(path, exclusive=False):
            if not (path / PENDING / MADE).exists():
                yield
                return
        with changing(path):
            pass


@contextlib.contextmanager
def changing(path):
    """Keep all others out while the folder is read and changed."""
    path = Path(path)
    with _locked(path, exclusive=True):
        _finish(path)
        token = _changing.set(_changing.get() | {path.resolve()})
        try:
            yield
        finally:
            _changing.reset(token)


def commit(path, files):
    """Put new contents in place, all or none; to be called within ``changing``.

    files : mapping of name within the folder to its new content (bytes), None to delete it
    """
    path = Path(path)
    pending = path / PENDING
    pending.mkdir()
    for number, content in enumerate(files.values()):
        if content is not None:
            _write(pending / str(number), content)
    moves = [(name, content is not None) for name, content in files.items()]
    _write(pending / f"{MADE}.part", json.dumps(moves).encode())
    _sync(pending)
    os.replace(pending / f"{MADE}.part", pending / MADE)
    _sync(pending)
    _finish(path)


def _finish(path):
    """Finish the change that was made, or throw away one that was not."""
    pending = path / PENDING
    if not pending.exists():
        return
    if (pending / MADE).exists():
        moves = json.loads((pending / MADE).read_text("utf-8"))
        for number, (name, stays) in enumerate(moves):
            place, content = path / name, pending / str(number)
            place.parent.mkdir(parents=True, exist_ok=True)
            if content.exists():  # else it was moved before the process was killed
                os.replace(content, place)
            elif not stays:
                place.unlink(missing_ok=True)
        for folder in {(path / name).parent for name, _ in moves}:
            _sync(folder)
        os.unlink(pending / MADE)
    shutil.rmtree(pending)


def _write(file, content):
    with open(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder):
    """Force a folder's list of names to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _locked(path, *, exclusive):
    if fcntl is None or not path.is_dir():
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)
