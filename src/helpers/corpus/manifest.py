"""``MANIFEST.csv``: the sha256 of each file of a corpus folder, so that no change goes unseen.

Every command that changes the folder writes it. A file that differs from it was changed otherwise:
by hand, by a merge, or by a fault of a disk. What only commands write (``STORED``) is refused then;
what people write, too, is read, and named on all results until ``python -m helpers check
--accept`` has shown the change and taken it up.
"""

import hashlib
import re
from pathlib import Path

import pandas as pd

from helpers.files import store, tables
from helpers.files.tables import Fault

NAME = "MANIFEST.csv"
STORED = ("counts.csv.gz", "codes.csv", "sample.csv", "CHANGES.csv")
ACCEPT = "python -m helpers check --accept"
COLUMNS = {"file": tables.filled, "sha256": tables.filled}


def differences(path):
    """Which files differ from the manifest.

    Returns (changed, faults): changed is a dict of file name to "changed", "new" or "gone", empty
    where the folder has no manifest; faults is a list of Fault, for a manifest that cannot be read.
    """
    stated, faults = read(path)
    if stated is None:
        return {}, faults
    there = hashes(path)
    names = sorted({*stated, *there})
    what = {
        name: "new" if name not in stated else "gone" if name not in there else "changed"
        for name in names
        if stated.get(name) != there.get(name)
    }
    return what, []


def faults(changed):
    """A Fault for each file that only commands write and that was changed otherwise."""
    return [
        Fault(name, None, None, f"{_SAID[what]}: put back the file of before, or see what has "
              f"changed and take it up: {ACCEPT}")
        for name, what in changed.items()
        if name in STORED
    ]  # fmt: skip


def by_hand(changed):
    """The files that people write and that differ from the manifest, as far as results can rest on
    them (list of str)."""
    return [name for name in changed if name not in STORED and not name.endswith(".md")]


def doubts(changed):
    """A Fault for each file that people write and that differs from the manifest."""
    return [
        Fault(name, None, None, f"{_SAID[what]}; results say so until {ACCEPT}")
        for name, what in changed.items()
        if name not in STORED
    ]


_SAID = {
    "changed": f"differs from {NAME}, and no command changed it",
    "new": f"is not in {NAME}, and no command wrote it",
    "gone": f"stands in {NAME} and is not there, and no command removed it",
}


def after(path, files):
    """The manifest's new bytes when ``files`` (name: content, None to delete) are committed.

    A file that was changed by hand before keeps the hash of before: the change is still to be seen.
    """
    stated, _ = read(path)
    new = {name: None if body is None else _hash(body) for name, body in files.items()}
    if stated is None:
        stated = hashes(path)
    else:
        now = {name: _hash_of(Path(path) / name) for name in new}
        new = {name: h for name, h in new.items() if stated.get(name) == now[name]}
    return written({**stated, **{name: h for name, h in new.items() if _is_ours(name)}})


def written(stated):
    """A manifest's bytes, of a dict of file name to hash (None: not there)."""
    rows = sorted((name, digest) for name, digest in stated.items() if digest)
    return tables.to_csv(pd.DataFrame(rows, columns=[*COLUMNS], dtype="str"))


def read(path):
    """(dict of file name to hash, faults) of the manifest; (None, faults) where there is none that
    can be read."""
    file = Path(path) / NAME
    if not file.exists():
        return None, []
    if b"<<<<<<<" in file.read_bytes():
        return None, [Fault(NAME, None, None, "holds a merge conflict: merge the files that it "
                            f"lists first, then {ACCEPT}")]  # fmt: skip
    table, wrong = tables.read(file, COLUMNS)
    odd = table[~table["sha256"].str.fullmatch("[0-9a-f]{64}")]
    wrong += [Fault(NAME, i, "sha256", "is not 64 digits, 0-9 and a-f") for i in odd.index]
    wrong += tables.duplicates(NAME, table, ["file"])
    if wrong:
        advice = Fault(NAME, None, None, f"was spoilt: put back the file of before, or {ACCEPT}")
        return None, [*wrong, advice]
    return dict(zip(table["file"], table["sha256"], strict=True)), []


def hashes(path):
    """sha256 of each file that a manifest lists, by name: those of the folder and of ``texts/``,
    hidden ones and ``private/`` left out."""
    path = Path(path)
    files = [*path.iterdir(), *path.glob("texts/*.txt")]
    names = sorted(file.relative_to(path).as_posix() for file in files if file.is_file())
    return store.hashes(path, filter(_is_ours, names))


def digest(path):
    """What tells this manifest from others: 16 digits of sha256; "" where there is none."""
    stated, _ = read(path)
    kept = {name: digest for name, digest in (stated or {}).items() if not name.endswith(".md")}
    return _hash(written(kept))[:16] if stated else ""


def _is_ours(name):
    return name != NAME and bool(re.fullmatch(r"(?:texts/)?[^./~#][^/~]*", name))


def _hash(content):
    return hashlib.sha256(content).hexdigest()


def _hash_of(file):
    return _hash(file.read_bytes()) if file.is_file() else None
