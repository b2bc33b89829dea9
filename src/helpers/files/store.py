"""Change a corpus folder so that every change is there whole, or not at all.

A change is a set of files with their new contents. They are first written and forced to disk in
the folder ``.change``; then the file ``.change/made`` lists them, which is the moment at which the
change is made; then each is moved into its place. A process killed before that moment has changed
nothing; one killed after it has its change finished by whoever opens the folder next. The folder
itself is locked meanwhile: one process at a time changes it, and nobody reads in between.
"""

import contextlib
import contextvars
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows, where one process at a time has to do
    fcntl = None

from helpers.errors import InputError

PENDING, MADE = ".change", "made"
SCRATCH = ".*.part"  # names of files that are being written
PATIENCE = 2  # seconds that are waited for another process before that is said
NAME = re.compile(r"(?:[a-z][a-z0-9_-]{0,40}/)?(?:\.gitignore|[A-Za-z0-9_][A-Za-z0-9._-]{0,200})")
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
            made = (path / PENDING / MADE).exists()
            if not made and not (_is_left(path) and os.access(path, os.W_OK)):
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


class NotWritten(InputError):
    """The disk is full, or the folder may not be written to."""


def commit(path, files):
    """Put new contents in place, all or none; to be called within ``changing``.

    files : mapping of name within the folder to its new content (bytes), None to delete it
    Raises NotWritten where the disk or the folder's permissions do not let it be written; nothing
    is changed then, and nothing left behind.
    """
    path = Path(path)
    pending = path / PENDING
    try:
        pending.mkdir()
        for number, content in enumerate(files.values()):
            if content is not None:
                _write(pending / str(number), content)
        moves = [(name, None if c is None else _hash(c)) for name, c in files.items()]
        _write(pending / f"{MADE}.part", json.dumps(moves).encode())
        _sync(pending)
        _check_places(path, moves)
        os.replace(pending / f"{MADE}.part", pending / MADE)
    except (OSError, InputError) as error:
        shutil.rmtree(pending, ignore_errors=True)
        if isinstance(error, InputError):
            raise
        why = error.strerror or type(error).__name__
        raise NotWritten(f"{path}: nothing was changed: it cannot be written ({why})") from error
    _sync(pending)
    _finish(path)


def put(file, content):
    """Put new content (bytes) into one file, whole or not at all."""
    file = Path(file)
    part = file.with_name(f".{file.name}.part")
    try:
        _write(part, content)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise NotWritten(f"{file}: cannot be written ({why}); nothing was changed") from error


@contextlib.contextmanager
def scratch():
    """A folder for passing use (Path), which is gone afterwards. Raises InputError where the disk
    is full, or a file in it cannot be had."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    except shutil.Error as error:  # of a folder that was copied: a fault for each file
        faults = error.args[0]
        more = f" and {len(faults) - 1} more files" if len(faults) > 1 else ""
        raise InputError(f"{faults[0][2]}{more}; nothing was changed") from error
    except OSError as error:
        place, why = error.filename or tempfile.gettempdir(), error.strerror or str(error)
        raise InputError(f"{place}: {why}; nothing was changed") from error


def _is_left(path):
    """Whether something of a change is there that nobody is at work on, the folder being locked."""
    return (path / PENDING).is_dir() and not (path / PENDING).is_symlink()


def _finish(path):
    """Finish the change that was made, or throw away one that was not."""
    pending = path / PENDING
    if pending.is_symlink():
        raise InputError(f"{pending}: is a link, which no change makes: delete it")
    if not pending.exists():
        return
    if (pending / MADE).exists():
        moves = _moves(path)
        _check_places(path, moves)
        for number, (name, digest) in enumerate(moves):
            place, content = path / name, pending / str(number)
            place.parent.mkdir(parents=True, exist_ok=True)
            if content.exists():  # else it was moved before the process was killed
                os.replace(content, place)
            elif digest is None:
                place.unlink(missing_ok=True)
        for folder in {(path / name).parent for name, _ in moves}:
            _sync(folder)
        os.unlink(pending / MADE)
    shutil.rmtree(pending)


def _moves(path):
    """What a change that was made is to do, checked as a whole before any of it is done: (name,
    hash of the new content, or None to delete the file) of each file."""
    pending = path / PENDING
    try:
        found = json.loads((pending / MADE).read_text("utf-8"))
        moves = [(name, digest) for name, digest in found]
        sound = all(
            isinstance(name, str) and NAME.fullmatch(name)
            and (digest is None or (isinstance(digest, str) and len(digest) == 64))
            for name, digest in moves
        )  # fmt: skip
    except (ValueError, TypeError, OSError, RecursionError):
        moves, sound = [], False
    for number, (name, digest) in enumerate(moves if sound else []):
        content, place = pending / str(number), path / name
        there = content if os.path.lexists(content) else place
        if digest is not None:
            plain = there.is_file() and not there.is_symlink()
            sound &= plain and _hash(there.read_bytes()) == digest
    if not sound:
        raise InputError(
            f"{pending}: holds a change that was not made here, or was spoilt since; nothing was "
            f"touched: delete the folder {PENDING} to go on without that change"
        )
    return moves


def _check_places(path, moves):
    """InputError where a file of a change has no place to go to, or a link leads out."""
    for name, _ in moves:
        place = path / name
        wrong = ""
        if place.is_symlink() or place.parent.is_symlink():
            wrong = "is a link"
        elif place.is_dir() or (place.parent.exists() and not place.parent.is_dir()):
            wrong = "a folder and a file stand in each other's place"
        elif not os.access(place.parent if place.parent.exists() else path, os.W_OK):
            wrong = "may not be written"
        if wrong:
            raise InputError(
                f"{place}: {wrong}: a change of the folder waits in {PENDING} until that is mended"
            )


def hashes(folder, names=None):
    """sha256 of files of a folder, by name within it (dict); all its files if no names given."""
    folder = Path(folder)
    if names is None:
        files = (file for file in folder.rglob("*") if file.is_file())
        names = sorted(file.relative_to(folder).as_posix() for file in files)
    found = {}
    for name in names:
        with open(folder / name, "rb") as stream:
            found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def unlike(folder, stated):
    """The names of files that are missing or do not have the sha256 stated (dict), one by one."""
    for name, digest in stated.items():
        file = Path(folder) / name
        if not file.is_file() or hashes(folder, [name])[name] != digest:
            yield name


def _hash(content):
    return hashlib.sha256(content).hexdigest()


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
        _wait(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, path)
        yield
    finally:
        os.close(handle)


def _wait(handle, kind, path):
    """Wait for a lock, and say so after two seconds. The system frees that of a killed process."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return
        time.sleep(0.02)
    print(f"{path}: another command is at work in this folder; waiting for it", file=sys.stderr)
    fcntl.flock(handle, kind)
