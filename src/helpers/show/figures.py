"""Figures that can be checked: picture, table, evidence and provenance, the same bytes from run to
run."""

import hashlib
import io
import json
import pickle
import re
import textwrap
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.category import StrCategoryFormatter
from matplotlib.colors import to_rgba_array
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FuncFormatter

from helpers import __version__, notes
from helpers.corpus import folder as corpus
from helpers.corpus import manifest
from helpers.errors import InputError
from helpers.files import store, tables
from helpers.frames.scoring import check_study
from helpers.show import evidence as evidence_
from helpers.show.charts import PAGE
from helpers.show.provenance import FOLDER, provenance

__all__ = ["differences", "export", "origin", "provenance", "save", "written"]

DIGITS = (
    6  # significant digits of the tables: more than a reader needs, fewer than machines differ in
)
NAMED = (FixedFormatter, FuncFormatter, StrCategoryFormatter)  # of axes whose ticks bear names
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue
CELLS = 150_000  # of evidence; a larger one is written without what stands in articles.csv


def save(ax, name, table, study, *, evidence=None, folder=FOLDER, **parameters):
    """Write ``<name>.svg``, ``<name>.png`` (200 dpi), ``<name>.csv``, the table drawn, and
    ``<name>.evidence.csv``, what its numbers count.

    ax : Axes or array of Axes of one figure
    name : what the files are called: a-z, 0-9 and -
    table : DataFrame that the figure draws; its index is not written
    study : the study that the table was computed from
    evidence : DataFrame, as the functions of ``evidence`` give it; made anew from the study if not
        given (``evidence.behind``), and then held against the table row by row. Passages of texts
        are refused: they may be private.
    parameters : what a reader needs to get the same table again (JSON values)

    Both pictures carry their provenance: hash of corpus and lexicon, version of the helpers,
    parameters and the command that redraws them (``provenance`` reads it). Raises InputError where
    the table does not remember how it was made and no evidence is given, and where the evidence
    does not add up to it.

    >>> table = compare.groups(scores, by="group")
    >>> figures.save(charts.intervals(table), "my-figure", table, study, folder=folder)
    >>> sorted(file.name for file in folder.glob("my-figure.*"))
    ['my-figure.csv', 'my-figure.evidence.csv', 'my-figure.png', 'my-figure.svg']
    """
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise InputError(f"{name!r} is not a name for a figure: use a-z, 0-9 and -")
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"table must be the DataFrame that is drawn, not {type(table).__name__}")
    check_study(study)
    if evidence is None:
        evidence = evidence_.behind(table, study)
        _check_sums(table, evidence)
    if {"left", "keyword", "right"} & {*evidence}:
        raise InputError("passages of texts are for the screen, not for a figure's folder")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    figure = _figure(ax)
    _sign(figure, study)
    _plain(figure)
    _settle(figure)
    about = notes.recall(table)
    made = {key: about[key] for key in ("verb", "keys", "by", "copies") if key in about}
    story = origin(study, about.get("lexicon")) | {"parameters": parameters}
    story |= {"articles": len(study), "made": made, "redraw": f"make figure NAME={name}"}
    told = json.dumps(story, default=str)
    # A fixed salt and no dates: else the same figure would differ from run to run.
    svg, png = io.BytesIO(), io.BytesIO()
    with plt.rc_context({"svg.hashsalt": name}):
        figure.savefig(svg, format="svg", metadata={"Date": None, "Description": told})
    figure.savefig(png, format="png", dpi=200, metadata={"Description": told})
    files = {
        f"{name}.svg": svg.getvalue(),
        f"{name}.png": png.getvalue(),
        f"{name}.csv": written(table),
        f"{name}.evidence.csv": written(_lean(evidence, study, about)),
    }
    with store.changing(folder):  # the picture and its tables change together, or not at all
        store.commit(folder, files)


def export(ax, path, *, width=None, grey=False, dpi=300):
    """Write a chart once more, for print: ``.pdf``, ``.svg`` or ``.png``, by the ending of path.

    ax : Axes or array of Axes of one figure
    path : the file
    width : inches; ``charts.COLUMN`` (89 mm) or ``charts.PAGE`` (183 mm); as it is if not given
    grey : in grey, each colour as light as it looks (its luminance, ITU-R BT.709)
    dpi : dots per inch of a ``.png``

    The chart itself stays as it was. Raises InputError for another ending.

    >>> ax = charts.intervals(compare.groups(scores, by="group"))
    >>> figures.export(ax, folder / "proof.pdf", width=charts.COLUMN, grey=True)
    """
    path = Path(path)
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("pdf", "svg", "png"):
        raise InputError(f"{path}: a figure is written as .pdf, .svg or .png")
    # A copy, since a figure that is laid out anew, or turned grey, cannot be turned back.
    figure = pickle.loads(pickle.dumps(_figure(ax)))
    _plain(figure)
    if width is not None:
        height = figure.get_size_inches()[1]
        figure.set_layout_engine("constrained")
        figure.set_size_inches(width, height)
        for one in figure.axes:
            if width < PAGE and one.get_legend() is not None:
                _legend_below(one)
        for text in [figure._suptitle, *(one.title for one in figure.axes)]:
            if text is not None:
                share = width / PAGE if len(figure.axes) < 2 else width / PAGE / 2
                text.set_text(textwrap.fill(text.get_text().replace("\n", " "), int(100 * share)))
    if grey:
        for artist in figure.findobj():
            _turn_grey(artist)
    out = io.BytesIO()
    dates = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}[kind]
    with plt.rc_context({"svg.hashsalt": path.stem, "pdf.fonttype": 42}):
        figure.savefig(out, format=kind, dpi=dpi, metadata=dates)
    plt.close(figure)
    path.parent.mkdir(parents=True, exist_ok=True)
    store.put(path, out.getvalue())


def _legend_below(ax):
    """In a column there is no room beside the axes."""
    handles, labels = ax.get_legend_handles_labels()
    below = -0.5 / (ax.figure.get_size_inches()[1] * ax.get_position().height)
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, below), "borderaxespad": 0}
    ax.legend(handles, labels, ncols=2 if max(map(len, labels)) < 26 else 1, **place)


def _turn_grey(artist):
    for name in ("facecolor", "edgecolor", "color", "markerfacecolor", "markeredgecolor"):
        get, put = getattr(artist, f"get_{name}", None), getattr(artist, f"set_{name}", None)
        if get is None or put is None:
            continue
        colour = get()
        if colour is None or (isinstance(colour, str) and colour in ("none", "auto")):
            continue
        rgba = to_rgba_array(colour)
        if not len(rgba):
            continue
        light = rgba[:, :3] @ LUMINANCE
        turned = np.column_stack([light, light, light, rgba[:, 3]])
        put(turned if np.ndim(colour) == 2 else tuple(turned[0]))


def _figure(ax):
    return (ax if hasattr(ax, "figure") else next(iter(np.ravel(ax)))).figure


def _sign(figure, study):
    """A line below the figure: which study, how many articles, what of it was changed by hand, up
    to which day."""
    parts = [study.settings.get("title", ""), f"{len(study)} articles"]
    if study.by_hand:
        parts.append(f"changed by hand: {', '.join(study.by_hand[:3])}")
    if "published" in study.articles and study.articles["published"].notna().any():
        parts.append(f"to {study.articles['published'].max():%Y-%m-%d}")
    height = 0.16 / figure.get_size_inches()[1]
    if not hasattr(figure, "signed"):
        engine = figure.get_layout_engine()
        if engine is not None and hasattr(engine, "set"):
            engine.set(rect=(0, height, 1, 1 - height))
        for legend in figure.legends:  # which stand at the figure's edge, whatever its layout
            legend.borderaxespad = 0.16 * 72 / 7 + 0.5  # in units of the font
        figure.signed = figure.text(
            0.005, 0.15 * height, "; ".join(filter(None, parts)), fontsize=5.5, color="0.45"
        )


def _plain(figure):
    """Show what names hold as text: nothing is a formula, and control characters, which no picture
    file may hold, are shown as �."""
    generated = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            if isinstance(axis.get_major_formatter(), NAMED):
                names = [label.get_text() for label in axis.get_ticklabels()]
                if UNFIT.search("".join(names)):
                    names = [UNFIT.sub("�", name) for name in names]
                    axis.set_ticks(axis.get_ticklocs(), labels=names)
            else:
                generated |= {*axis.get_ticklabels(which="both")}
    for text in figure.findobj(Text):
        if text not in generated:
            text.set_parse_math(False)
            if "$" in text.get_text():  # measured as a formula where it is to be wrapped
                text.set_wrap(False)
            text.set_text(UNFIT.sub("�", text.get_text()))


def _settle(figure):
    """Lay the figure out once and round the places: the layout's solver leaves them open by the
    last digits of a float, which would make another file of the same figure now and then."""
    engine = figure.get_layout_engine()
    if engine is None:
        return
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for ax in figure.axes:
        ax.set_position([round(value, 6) for value in ax.get_position(original=True).bounds])


def _lean(evidence, study, about):
    """Evidence without those columns of the articles that tell no number of the figure apart: they
    stand in the corpus."""
    by = about.get("by") or []
    how = ["published_from"] if "date" in evidence and "window" not in evidence else []
    kept = {*evidence_.ORDER, *how, *([by] if isinstance(by, str) else by)}
    lean = evidence[[c for c in evidence if c in kept or c not in study.articles]]
    if lean.size > CELLS:
        lean = lean.drop(columns=[c for c in evidence_.FACTS if c in lean])
    return lean


def _check_sums(table, evidence):
    """The evidence of every row adds up to its hits, codes or occurrences."""
    about = notes.recall(table)
    column = next((name for name in ("hits", "numer", "n") if name in table), None)
    if column is None or about["verb"] == "coding.agreement":
        return
    for _, row in table.iterrows():
        found = evidence_.find(evidence, row)
        if "n_rest" in row:
            continue  # one group against the rest: evidence of both
        weight = found["weight"] if about.get("copies") == "one per family" else 1.0
        counted = (found["n"] * weight).sum()
        if pd.notna(row[column]) and not np.isclose(counted, row[column], rtol=1e-6):
            named = ", ".join(f"{key} {row[key]}" for key in about["keys"])
            raise InputError(
                f"the evidence of the row ({named}) adds up to {counted:g}, not {row[column]:g}: "
                "is the table of this study, and were its numbers changed?"
            )


def written(table):
    """A table as the bytes of the CSV file beside a figure: numbers to six digits.

    >>> figures.written(pd.DataFrame({"rate": [1 / 3]}))
    b'rate\\n0.333333\\n'
    """
    return tables.to_csv(table, float_format=f"%.{DIGITS}g")


def origin(study, lexicon=None):
    """What figures of a study rest on: ``corpus`` and ``lexicon`` (sha256, 16 digits), the versions
    of ``helpers`` and ``matplotlib``, and of a folder its ``manifest`` (sha256, 16 digits) and,
    if any, the files ``changed_by_hand`` since that was written.

    lexicon : the lexicon as JSON (``model.to_json``); the corpus folder's files if not given

    >>> sorted(figures.origin(study))
    ['corpus', 'helpers', 'lexicon', 'matplotlib']
    """
    if lexicon is None and study.path is not None:
        of_lexicon = corpus.digest(sorted(study.path.glob("frames*.yml")))
    else:
        of_lexicon = hashlib.sha256((lexicon or "").encode()).hexdigest()[:16]
    of_folder = {} if study.path is None else {"manifest": manifest.digest(study.path)}
    if study.by_hand:
        of_folder["changed_by_hand"] = list(study.by_hand)
    return of_folder | {
        "corpus": study.origin,
        "lexicon": of_lexicon,
        "helpers": __version__,
        "matplotlib": matplotlib.__version__,
    }


def differences(old, new):
    """Which figures of two folders differ, and why.

    Returns a DataFrame, one row per figure that differs: ``figure``, ``what`` (new, gone, table,
    evidence, picture) and ``why``: what has changed in its provenance, or the number that moved
    most.

    >>> figures.differences("figures", "figures").empty
    True
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
