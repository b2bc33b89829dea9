"""Which row of its table each mark of a chart stands for, and where it lies in the picture."""

import numpy as np
import pandas as pd


def of_rows(artist, index):
    """Note on a mark, or a collection of marks, which rows of the table it draws."""
    artist.table_rows = list(index)


def places(figure, *, drawn=False):
    """The marks of a figure that stand for rows of a table, in reading order.

    figure : Figure; drawn : whether it was drawn since it last changed, and its layout stands

    Returns a DataFrame, a row per mark: ``row`` (label of the table's row), ``x``, ``y`` (of its
    middle, as shares of the picture's width and height, from the left and from above).

    >>> table = compare.groups(scores, by="group")
    >>> ax = charts.intervals(table[table["voice"] == "both"])
    >>> places(ax.figure)["x"].between(0, 1).all().item()
    True
    """
    if not drawn:
        figure.draw_without_rendering()
    found = []
    for ax in figure.axes:
        for artist in [*ax.collections, *ax.patches]:
            rows = getattr(artist, "table_rows", [])
            if not rows:
                continue
            if artist in ax.patches:
                box = artist.get_window_extent()
                points = np.array([[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]])
            else:
                points = ax.transData.transform(artist.get_offsets())
            found += [(row, *point) for row, point in zip(rows, points, strict=True)]
    width, height = figure.canvas.get_width_height()
    table = pd.DataFrame(found, columns=["row", "x", "y"])
    table = table.assign(x=table["x"] / width, y=1 - table["y"] / height)
    inside = table["x"].between(0, 1) & table["y"].between(0, 1)
    return table[inside].sort_values(["y", "x"], ignore_index=True)
