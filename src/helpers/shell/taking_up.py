"""Show what was changed by hand in a corpus folder, and take it up: ``check --accept``."""

import contextlib
import difflib
import gzip
import hashlib
import subprocess
import zlib
from pathlib import Path

from helpers.corpus import folder, manifest
from helpers.errors import InputError
from helpers.files import store

MOST = 200  # lines shown of one file
REVISIONS = 30  # of git, that are searched for a file's state of before


def accept(path):
    """Print each line that differs from the manifest, then write the manifest anew.

    Returns the names of the files taken up. Raises InputError, and changes nothing, where the
    folder as it is now has faults.
    """
    path = Path(path)
    if not path.is_dir():
        raise InputError(f"{path}: is not a folder: name a corpus folder")
    with store.changing(path):
        faults = [f for f in folder.check(path) if not _of_manifest(f)]
        if faults:
            shown = "\n".join(f"  {fault}" for fault in faults[:25])
            raise InputError(f"{path}: nothing was taken up, since there are faults:\n{shown}")
        stated, spoilt = manifest.read(path)
        for fault in spoilt:
            print(fault)
        changed, _ = manifest.differences(path)
        for name, what in changed.items():
            print(f"{path / name}: {what}")
            for line in lines(path, name, (stated or {}).get(name)):
                print(f"  {line}")
        store.commit(path, {manifest.NAME: manifest.written(manifest.hashes(path))})
    return [*changed]


def lines(path, name, digest):
    """How a file's lines differ from those whose sha256 is ``digest`` (list of str): "-" before a
    line of before, "+" before one of now.

    The file of before is looked for in git; where it is not there, that is said.
    """
    file = Path(path) / name
    now = _text(file.read_bytes()) if file.is_file() else []
    before = [] if digest is None else _earlier(file, digest)
    if before is None:
        return [f"its state of before is not at hand (in git); it has {len(now)} lines now"]
    found = [
        line
        for line in difflib.unified_diff(before, now, n=0, lineterm="")
        if not line.startswith(("---", "+++"))
    ]
    rest = len(found) - MOST
    return found[:MOST] + [f"… and {rest} more lines: git diff {file}"] * (rest > 0)


def _of_manifest(fault):
    return fault.file == manifest.NAME or manifest.ACCEPT in fault.message


def _earlier(file, digest):
    """The lines of the file as git had it when its hash was ``digest``; None if it never had."""
    listed = _git(file, "log", f"-{REVISIONS}", "--format=%H", "--", file.name)
    for revision in (listed or b"").decode().split():
        content = _git(file, "show", f"{revision}:./{file.name}")
        if content is not None and hashlib.sha256(content).hexdigest() == digest:
            return _text(content)
    return None


def _git(file, *command):
    try:
        done = subprocess.run(["git", *command], cwd=file.parent, capture_output=True, check=False)
    except OSError:  # no git, or its folder is gone
        return None
    return None if done.returncode else done.stdout


def _text(content):
    with contextlib.suppress(OSError, EOFError, zlib.error):  # not packed, or spoilt
        content = gzip.decompress(content)
    return content.decode("utf-8", "backslashreplace").splitlines()
