"""Figures that can be checked: picture, table and provenance, the same bytes from run to run."""

import hashlib
import json
import os
import re
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image

import helpers
from helpers.errors import InputError
from helpers.files import tables

# What a figure can rest on, besides the lexicon; private texts and notes of changes are none of it.
TABLES = (
    *("articles.csv", "outlets.csv", "counts.csv.gz", "phrases.txt", "codes.csv"),
    *("groups.csv", "events.csv", "study.yml"),
)
# Notebooks run in their own folder, beside this one. Tests have them draw elsewhere.
FOLDER = Path(os.environ.get("HELPERS_FIGURES") or "../figures")
DIGITS = (
    6  # significant digits of the tables: more than a reader needs, fewer than machines differ in
)


def save(ax, name, table, *, corpus, evidence=None, folder=FOLDER, **parameters):
    """Write ``<name>.svg``, ``<name>.png`` (200 dpi), ``<name>.csv``, the table drawn, and
    ``<name>.evidence.csv``, what its numbers count.

    ax : Axes or array of Axes of one figure
    name : what the files are called: a-z, 0-9 and -
    table : DataFrame that the figure draws; its index is not written
    corpus : the corpus folder that the table was computed from
    evidence : DataFrame, as the functions of ``evidence`` give it; no file if not given. Passages
        of texts are refused: they may be private.
    parameters : what a reader needs to get the same table again (JSON values)

    Both pictures carry their provenance: hash of corpus and lexicon, version of the helpers,
    parameters and the command that redraws them (``provenance`` reads it).
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise InputError(f"{name!r} is no name for a figure: use a-z, 0-9 and -")
    if evidence is not None and {"left", "keyword", "right"} & {*evidence}:
        raise InputError("passages of texts are for the screen, not for a figure's folder")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    figure = (ax if hasattr(ax, "figure") else next(iter(ax.flat))).figure
    story = json.dumps(
        origin(corpus) | {"parameters": parameters, "redraw": f"make figure NAME={name}"}
    )
    # A fixed salt and no dates: else the same figure would differ from run to run.
    with plt.rc_context({"svg.hashsalt": name}):
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Description": story})
    figure.savefig(folder / f"{name}.png", dpi=200, metadata={"Description": story})
    _write(table, folder / f"{name}.csv")
    (folder / f"{name}.evidence.csv").unlink(missing_ok=True)
    if evidence is not None:
        _write(evidence, folder / f"{name}.evidence.csv")


def _write(table, file):
    file.write_bytes(tables.to_csv(table, float_format=f"%.{DIGITS}g"))


def origin(corpus):
    """What figures from a corpus folder rest on: ``corpus`` and ``lexicon`` (sha256, 16 digits)
    and the versions of ``helpers`` and ``matplotlib``."""
    corpus = Path(corpus)
    shared = [corpus / name for name in TABLES] + sorted(corpus.glob("texts/*.txt"))
    return {
        "corpus": _hash(shared),
        "lexicon": _hash(sorted(corpus.glob("frames*.yml"))),
        "helpers": helpers.__version__,
        "matplotlib": matplotlib.__version__,
    }


def provenance(path):
    """What a figure's picture (``.png`` or ``.svg``) says of its origin (dict)."""
    path = Path(path)
    if path.suffix == ".png":
        with Image.open(path) as image:
            story = image.text.get("Description")
    else:
        found = re.search(r"<dc:description>(.*?)</dc:description>", path.read_text("utf-8"), re.S)
        story = found and found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&")
    if not story:
        raise InputError(f"{path} says nothing of its origin: draw it with figures.save")
    return json.loads(story)


def differences(old, new):
    """Which figures of two folders differ, and why.

    Returns a DataFrame, one row per figure that differs: ``figure``, ``what`` (new, gone, table,
    evidence, picture) and ``why``: what has changed in its provenance, or the number that moved
    most.
    """
    old, new, rows = Path(old), Path(new), []
    names = {file.stem for folder in (old, new) for file in folder.glob("*.svg")}
    for name in sorted(names):
        before, after = old / f"{name}.svg", new / f"{name}.svg"
        if not before.exists() or not after.exists():
            rows.append((name, "gone" if before.exists() else "new", ""))
            continue
        kinds = {"csv": "table", "evidence.csv": "evidence", "svg": "picture", "png": "picture"}
        differ = [kind for kind in kinds if _bytes(old, name, kind) != _bytes(new, name, kind)]
        if differ:
            rows.append((name, kinds[differ[0]], _why(old, new, name)))
    return pd.DataFrame(rows, columns=["figure", "what", "why"])


def _bytes(folder, name, kind):
    file = folder / f"{name}.{kind}"
    return file.read_bytes() if file.exists() else None


def _why(old, new, name):
    before, after = provenance(old / f"{name}.svg"), provenance(new / f"{name}.svg")
    changed = [key for key in after if before.get(key) != after[key]]
    reasons = [f"{key} changed" for key in changed]
    one, two = (pd.read_csv(folder / f"{name}.csv") for folder in (old, new))
    if list(one.columns) != list(two.columns) or len(one) != len(two):
        reasons.append(
            f"{len(one)} × {len(one.columns)} cells became {len(two)} × {len(two.columns)}"
        )
    else:
        moved = (two.select_dtypes("number") - one.select_dtypes("number")).abs()
        if moved.size and moved.max().max() > 0:
            column = moved.max().idxmax()
            row = moved[column].idxmax()
            reasons.append(
                f"{column} in row {row + 1}: {one[column][row]} became {two[column][row]}"
            )
    return "; ".join(reasons) or "nothing it rests on: another system, font or library"


def _hash(files):
    digest = hashlib.sha256()
    for file in filter(Path.exists, files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
