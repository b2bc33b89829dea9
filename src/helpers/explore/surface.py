"""What the explorer shows: a picture whose marks can be chosen, a table that can be sorted, the
evidence of one row, and the lines that made them. All text reaches the page as text, never as HTML.
"""

import base64
import io
import math
from pathlib import Path

import anywidget
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import traitlets
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.show import marks
from helpers.show.charts import STYLE

ROWS = 200  # of a table that are sent to the page; the rest can be saved
HERE = Path(__file__).parent


class Surface(anywidget.AnyWidget):
    """The widget. ``picture`` is a data URL; ``marks`` a list of row, x, y, label; ``table`` and
    ``evidence`` are dicts of columns, rows (of cells) and a note. What people do comes back as
    messages: {"choose": row}, {"sort": column}, {"open": article_id}.
    """

    _esm = HERE / "surface.js"
    _css = HERE / "surface.css"
    picture = traitlets.Unicode("").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    marks = traitlets.List([]).tag(sync=True)
    table = traitlets.Dict({}).tag(sync=True)
    evidence = traitlets.Dict({}).tag(sync=True)
    lines = traitlets.Unicode("").tag(sync=True)


def picture(figure):
    """The figure as the bytes of a PNG, for the screen.

    It is drawn once; ``savefig`` would draw it a second time, to lay it out first.
    """
    out, canvas = io.BytesIO(), FigureCanvasAgg(figure)
    with plt.rc_context(STYLE):
        canvas.draw()
    Image.fromarray(np.asarray(canvas.buffer_rgba())).save(out, "png", compress_level=1)
    return out.getvalue()


def data_url(png):
    """Bytes of a PNG as an address that holds them."""
    return "data:image/png;base64," + base64.b64encode(png).decode()


def places(figure, table):
    """The marks of a figure that was drawn, with what a screen reader says of each (list)."""
    found = marks.places(figure, drawn=True)
    drawn = table[table.index.isin(found["row"])]
    told = {
        row: ", ".join(_told(table.columns, values))
        for row, values in zip(drawn.index, drawn.itertuples(index=False, name=None), strict=True)
    }
    number = {label: place for place, label in enumerate(table.index)}
    return [
        {"row": number[row], "x": round(x, 4), "y": round(y, 4), "label": told[row]}
        for row, x, y in found.itertuples(index=False)
        if row in told
    ]


def _told(names, values):
    """The first eight cells of a row that are not empty, each with its column's name."""
    named = zip(names, map(cell, values), strict=True)
    return [f"{name} {value}" for name, value in named if value][:8]


def shown(table, *, links=(), note=""):
    """A table as the page shows it (dict): cells as text, numbers to four digits.

    links : names of the columns whose cells are addresses; note : what stands below
    """
    part = table.head(ROWS)
    if len(table) > ROWS:
        note = f"{ROWS} of {len(table)} rows; save the table to have all. {note}".strip()
    rows = [[cell(value) for value in row] for row in part.itertuples(index=False)]
    numbers = [place for place, name in enumerate(table) if _is_number(table[name])]
    where = [place for place, name in enumerate(table) if name in links]
    opens = [*table].index("article_id") if "article_id" in table else -1
    return {"columns": [str(name) for name in table], "rows": rows, "numbers": numbers,
            "links": where, "opens": opens, "note": note, "n": len(table)}  # fmt: skip


def answer_first(table):
    """The table with what the chart draws, and its interval, right after what names the row."""
    named = [n for n in ("group", "by_hand", "frame", "voice", "term", "who") if n in table]
    value = next((n for n in ("rate", "share", "log_odds") if n in table), None)
    if value is None:
        return table
    keys = [*table][: max([[*table].index(n) for n in named], default=-1) + 1]
    drawn = ["rate", "rate_low", "rate_high", "presence", "presence_low", "presence_high", "share",
             "share_low", "share_high", "log_odds", "low", "high", "hits", "articles"]  # fmt: skip
    first = [*keys, *(n for n in drawn if n in table and n not in keys)]
    return table[[*first, *(n for n in table if n not in first)]]


def cell(value):
    """A cell as text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.4g}"
    return str(value)


def _is_number(column):
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
