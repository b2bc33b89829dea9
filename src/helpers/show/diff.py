"""What has moved between two states of the study: articles, and numbers in the figures' tables."""

import io
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.errors import InputError

MOVED = ["table", "row", "column", "before", "after", "change", "widths"]


def articles(before, after):
    """Articles in and out.

    before, after : as ``files`` gives them
    Returns a DataFrame ``article_id``, ``what`` ("in" or "out").
    """
    old, new = (
        set(pd.read_csv(io.BytesIO(state["corpus/articles.csv"]))["article_id"])
        if "corpus/articles.csv" in state else set()
        for state in (before, after)
    )  # fmt: skip
    rows = [(i, "in") for i in sorted(new - old)] + [(i, "out") for i in sorted(old - new)]
    return pd.DataFrame(rows, columns=["article_id", "what"])


def figures(before, after):
    """Every number in figures/*.csv that moved, the largest change first.

    before, after : as ``files`` gives them

    Rows are matched by their cells that are no numbers and no verdicts (and, where these stand in
    several rows, by their order). Returns (moved, notes). moved: DataFrame with ``table``, ``row``
    (those cells), ``column``, ``before``, ``after`` (of verdicts, the words), ``change`` (after -
    before; NaN where one is missing, and of verdicts) and ``widths`` (the change in widths of the
    interval beside the number, before; NaN where there is none). It is sorted by the change in
    widths, then by the change relative to the number. notes: list of str, tables, columns and rows
    that are new or gone.
    """
    moved, notes = [], []
    tables = sorted({n for n in before | after if n.startswith("figures/") and n.endswith(".csv")})
    for name in tables:
        stem = Path(name).stem
        if name.endswith(".evidence.csv"):
            continue  # the articles behind the numbers: they are what ``articles`` tells
        if name not in before or name not in after:
            notes.append(f"{stem}: {'new' if name in after else 'gone'}")
            continue
        old, new = (pd.read_csv(io.BytesIO(state[name])) for state in (before, after))
        found, said = _table(stem, old, new)
        moved += found
        notes += said
    table = pd.DataFrame(moved, columns=MOVED)
    before = pd.to_numeric(table["before"], errors="coerce")
    relative = table["change"].abs() / before.abs().replace(0, np.nan)
    order = pd.DataFrame({"w": table["widths"].abs(), "r": relative.fillna(np.inf)})
    order = order.sort_values(["w", "r"], ascending=False, na_position="last", kind="stable")
    return table.loc[order.index].reset_index(drop=True), notes


def files(state, root="."):
    """The files of corpus/articles.csv and figures/ at a state of the project.

    state : a git revision, "" for the files as they lie there now, or another folder
    Returns a dict of name to bytes. Raises InputError where git does not know the revision.
    """
    root = Path(root)
    if state.startswith("-"):
        raise InputError(f"{state!r} is not a revision")
    if state and not Path(state).is_dir():
        return _of_revision(state, root)
    place = Path(state) if state else root
    names = [place / "corpus/articles.csv", *sorted(place.glob("figures/*.csv"))]
    return {n.relative_to(place).as_posix(): n.read_bytes() for n in names if n.is_file()}


def show(entered, moved, notes, *, most=8):
    """What moved, on one screen: findings first (sign, verdict, size by more than the interval),
    then groups that are new or gone, then figures, then a count of the rest."""
    n_in, n_out = (entered["what"] == "in").sum(), (entered["what"] == "out").sum()
    lines = [f"articles: {n_in} in, {n_out} out"]
    lines += _some([f"{row.what:3} {row.article_id}" for row in entered.itertuples()], 4)
    turned = moved[moved["change"].isna() & moved["column"].map(_is_verdict)]
    numbers = moved.drop(turned.index)
    flipped, far = numbers[_flipped(numbers)], numbers[numbers["widths"].abs() > 1]
    far = far[~far["column"].str.endswith(("_low", "_high")) & ~far.index.isin(flipped.index)]
    for said, part in (
        ("findings that changed their sign", flipped),
        ("findings that changed their verdict", turned),
        ("findings that moved by more than the width of their interval", far),
    ):
        lines.append(f"{said}: {len(part) or 'none'}")
        lines += _some([_line(row) for row in part.itertuples()], most)
    lines.append(f"rows and tables that are new or gone: {len(notes) or 'none'}")
    lines += _some(list(notes), most)
    tables = numbers["table"].value_counts()
    lines.append(f"figures whose numbers moved: {len(tables) or 'none'}")
    lines += _some([f"{name}: {n} numbers" for name, n in tables.items()], most)
    lines.append(f"numbers: {len(numbers)} moved in all")
    return "\n".join(lines)


def _some(lines, most):
    rest = len(lines) - most
    return [f"  {line}" for line in lines[:most]] + [f"  … and {rest} more"] * (rest > 0)


def _line(row):
    before, after = (
        f"{cell:.3g}" if isinstance(cell, float) else cell for cell in (row.before, row.after)
    )
    return f"{row.table}: {row.row}: {row.column} {before} -> {after}"


def _is_verdict(column):
    return column in ("why", "interval") or column.endswith("_is")


def _flipped(moved):
    """Which differences, or ratios, changed the side of 0, or of 1."""
    sides = pd.DataFrame(index=moved.index)
    for end in ("before", "after"):
        value = pd.to_numeric(moved[end], errors="coerce")
        sides[end] = np.sign(value - moved["column"].eq("rate_ratio"))
    signed = moved["column"].isin(["presence_difference", "effect", "rate_ratio", "difference"])
    return signed & (sides["before"] * sides["after"] < 0)


def _table(stem, old, new):
    """What moved in one table, and what rows and columns are new or gone."""
    notes = [f"{stem}: column {c} is {'new' if c in new else 'gone'}"
             for c in old.columns.symmetric_difference(new.columns)]  # fmt: skip
    shared = [c for c in old.columns if c in new.columns]
    numbers = [c for c in shared if _is_number(old[c]) and _is_number(new[c])]
    verdicts = [c for c in shared if _is_verdict(c)]
    keys = [c for c in shared if c not in numbers and c not in verdicts]
    old, new = (_keyed(table, keys) for table in (old, new))
    for place, what in (
        (new.index.difference(old.index), "new"),
        (old.index.difference(new.index), "gone"),
    ):
        notes += [
            f"{stem}: {len(place)} row(s) {what}: {'; '.join(map(_named, place[:3]))}"
        ] * bool(len(place))
    both = old.index.intersection(new.index)
    moved = []
    for column in numbers:
        one, two = old.loc[both, column].astype(float), new.loc[both, column].astype(float)
        other = ~(one.eq(two) | (one.isna() & two.isna()))
        for place in both[other]:
            change = two[place] - one[place]
            width = _width(old.loc[place], column)
            widths = change / width if width else np.nan
            moved.append((stem, _named(place), column, one[place], two[place], change, widths))
    for column in verdicts:
        one, two = (table.loc[both, column].fillna("").astype(str) for table in (old, new))
        for place in both[one != two]:
            told = (_named(place), column, one[place] or "-", two[place] or "-")
            moved.append((stem, *told, np.nan, np.nan))
    return moved, notes


def _is_number(cells):
    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def _keyed(table, keys):
    key = (
        table[keys].fillna("").astype(str).agg(" / ".join, axis=1)
        if keys
        else pd.Series("", table.index)
    )
    again = key.groupby(key).cumcount()
    return table.set_index(pd.MultiIndex.from_arrays([key, again]))


def _named(place):
    return place[0] if not place[1] else f"{place[0]} (no. {place[1] + 1})"


def _width(row, column):
    """Width of the interval beside a number: ``rate_low`` to ``rate_high`` for ``rate``."""
    stem = column.removesuffix("_low").removesuffix("_high")
    low, high = (row.get(f"{stem}_{end}", row.get(end, np.nan)) for end in ("low", "high"))
    width = high - low
    return width if np.isfinite(width) and width > 0 else None


def _of_revision(revision, root):
    listed = _git(
        root, "ls-tree", "-r", "--name-only", revision, "--", "figures", "corpus/articles.csv"
    )
    names = [n for n in listed.decode().splitlines() if n.endswith(".csv")]
    return {name: _git(root, "show", f"{revision}:./{name}") for name in names}


def _git(root, *command):
    try:
        done = subprocess.run(["git", *command], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise InputError(
            "git is needed to compare with an earlier state, or give a folder"
        ) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise InputError(f"git: {said} (compare with a revision of this project, or a folder)")
    return done.stdout
