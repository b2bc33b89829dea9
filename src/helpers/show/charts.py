"""Charts of result tables. A chart takes a table and an optional ``ax`` and gives back the ``ax``;
it computes no statistic. Sizes are those of a journal page: a column is 89 mm wide, a page 183.

Groups keep colour, marker and hatch throughout, given by their order in the table's categories;
colours differ in brightness too, so that they can be told apart in grey and by the colour-blind.
"""

import textwrap

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator, NullFormatter, StrMethodFormatter

from helpers import notes
from helpers.errors import InputError
from helpers.measure import groups as groups_
from helpers.show import marks

COLUMN, PAGE = 3.5, 7.2  # inches
# What ``intervals`` draws of a table, the first that it holds.
VALUES = ("rate", "share", "presence_difference", "alpha", "log_odds", "f1", "presence", "per_1000")
# Okabe & Ito (2008), ordered so that neighbours differ in brightness.
COLOURS = ["#0072B2", "#E69F00", "#004D40", "#CC79A7", "#7F7F7F", "#BBBBBB"]
MARKERS = ["o", "s", "D", "^", "v", "X"]
HATCHES = ["", "////", "....", "xxxx", "----", "\\\\\\\\"]
# Where a name may stand beside its point, in points, nearest first.
PLACES = sorted(
    (
        (side * (4 + step), height)
        for side in (1, -1)
        for step in (0, 12, 30)
        for height in range(-60, 61, 6)
    ),
    key=lambda place: (abs(place[1]) + abs(place[0]), place),
)
STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib and has Cyrillic and Kazakh letters
    "font.size": 7,
    "axes.titlesize": 8,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 7,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "hatch.linewidth": 0.6,
    "figure.constrained_layout.use": True,
    "figure.dpi": 120,
    "text.parse_math": False,  # an outlet or a term with two dollar signs is no formula
}


def set_style():
    """Make the look of these charts matplotlib's default for the session.

    >>> charts.set_style()
    """
    plt.rcParams.update(STYLE)


def intervals(
    table,
    *,
    value=None,
    row=None,
    hue=None,
    panel=None,
    low=None,
    high=None,
    n=None,
    xlim=None,
    rows=None,
    ax=None,
    title="",
    xlabel=None,
):
    """Dots with intervals: one line per ``row``, one dot per ``hue`` on it.

    table : result of ``compare``, ``coding`` or ``frames``; a row without interval (missing) is a
        dot alone, hollow if the others have one. Rows stand in the order of the table, the first
        on top.
    value, row, hue, panel : columns: of the values, of the lines, of colour and marker (may be
        ``row`` itself, and then needs no legend), of the panels beside each other. What is not
        given is chosen by what the table holds: frames as lines, the groups in colour (as lines,
        where they are more than there are looks), a panel for each voice.
    low, high : columns of the interval's ends; those that belong to ``value`` if not given
    n : column of sample sizes, named in the legend (the largest of each hue), or beside the rows
        where it goes with these; "articles" if not given, "" for none
    rows : the lines from top to bottom; as they stand in the table if not given

    Returns the Axes, or an array of them where there are panels. Raises InputError for a column
    that is not there, more levels of hue than looks, and several values in one place.

    >>> table = compare.groups(scores, by="group")
    >>> axes = charts.intervals(table, title="Made up")
    >>> len(axes.flat)  # a panel for each voice, and one for both
    4
    """
    _check(table)
    if value is None or row is None:
        table, value, row, hue, panel = _chosen(table, value, row, hue, panel, ax)
    table, hue = _joined(table, hue)
    table, panel = _joined(table, panel)
    low, high = _ends(table, value, low, high)
    n = "articles" if n is None and "articles" in table else n or None
    _check(table, value=value, row=row, hue=hue, panel=panel, low=low, high=high, n=n)
    xlabel = LABELS.get(value, value) if xlabel is None else xlabel
    if panel is not None:
        hues = table[hue].nunique() if hue else 1
        return multiples(
            table, panel=panel, chart=intervals, title=title, value=value, row=row, hue=hue,
            low=low, high=high, n=n or "", xlim=xlim, xlabel=xlabel,
            rows=rows or list(pd.unique(table[row])),  # the same lines in every panel
            height=1.0 + table[row].nunique() * (0.14 + 0.06 * hues),
        )  # fmt: skip
    keys = list(dict.fromkeys(key for key in (row, hue) if key is not None))
    twice = table[table.duplicated(keys)]
    if len(twice):
        named = ", ".join(f"{key} {twice.iloc[0][key]!r}" for key in keys)
        raise InputError(
            f"the table has several values for {named}: leave out rows, or give each part of the "
            "table its panel, panel='…'"
        )
    rows = list(rows or pd.unique(table[row]))
    hues = _levels(table, hue)
    legend = hue is not None and hue != row
    beside = n is not None and (not legend or _goes_with(table, n, row, hue))
    ax = _new(ax, PAGE, 0.9 + len(rows) * (0.14 + 0.1 * (len(hues) if legend else 1)))
    reach = min(0.25, 0.1 * len(hues)) if legend and len(hues) > 1 else 0
    spread = np.linspace(-reach, reach, len(hues))
    for place, level in enumerate(hues):
        part = table if hue is None else table[table[hue] == level]
        y = np.array([rows.index(name) for name in part[row]]) + spread[place]
        colour, marker = _look(table, hue, level)
        has = part[low].notna().to_numpy() if low else np.zeros(len(part), bool)
        if low:
            ax.hlines(y[has], part[low][has], part[high][has], color=colour, linewidth=1.2)
        for solid in (True, False):
            chosen = (has | (low is None)) == solid
            if not chosen.any():
                continue
            dots = ax.scatter(
                part[value][chosen],
                y[chosen],
                s=20,
                marker=marker,
                facecolor=colour if solid else "white",
                edgecolor=colour,
                linewidth=0.9,
                zorder=3,
                clip_on=False,  # a value at the end of the scale is whole
                label=_label(level, part, None if beside else n)
                if solid or not has.any()
                else None,
            )
            marks.of_rows(dots, part.index[chosen])
    if beside:
        sizes = table.drop_duplicates(row).set_index(row)[n]
        rows = [f"{name} (n = {sizes[name]:g})" if name in sizes else name for name in rows]
    if (table[value] < 0).any():
        ax.axvline(0, color="0.5", linewidth=0.8, zorder=0)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(axis="y", color="0.93", linewidth=0.6)
    ax.tick_params(axis="y", length=0)
    if xlim:
        ax.set_xlim(*xlim)
    _finish(ax, title, xlabel=xlabel)
    if legend:
        _legend_beside(ax)
    return ax


def stacked(table, *, row, hue, value="articles", panel=None, ax=None, title="", xlabel=""):
    """Horizontal bars of ``value``, one per ``row``, stacked by ``hue``; parts in the order of
    their categories, told apart by brightness and hatch. ``panel`` : column of the panels.

    >>> kinds = study.articles.value_counts(["group", "copy_type"]).rename("articles").reset_index()
    >>> ax = charts.stacked(kinds, row="group", hue="copy_type", value="articles")
    """
    table, hue = _joined(table, hue)
    _check(table, row=row, hue=hue, value=value, panel=panel)
    if panel is not None:
        return multiples(
            table, panel=panel, chart=stacked, title=title, row=row, hue=hue, value=value,
            xlabel=xlabel,
        )  # fmt: skip
    rows, part = list(pd.unique(table[row])), hue
    parts = _levels(table, part)
    ax = _new(ax, PAGE, 0.9 + 0.26 * len(rows))
    start = np.zeros(len(rows))
    for level in parts:
        own = table[table[part] == level]
        chosen = own.set_index(row)[value].reindex(rows).fillna(0)
        colour, _ = _look(table, part, level)
        hatch = HATCHES[parts.index(level) % len(HATCHES)]
        bars = ax.barh(
            rows,
            chosen,
            left=start,
            height=0.7,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.5,
            label=_label(level),
        )
        number = dict(zip(own[row], own.index, strict=True))
        for name, bar in zip(rows, bars, strict=True):
            marks.of_rows(bar, [number[name]] if name in number else [])
        start = start + chosen.to_numpy()
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    _finish(ax, title, xlabel=xlabel)
    _legend_beside(ax)
    return ax


# What the axis says of a value, where nobody says it.
LABELS = {
    "rate": "Hits per 1,000 words",
    "presence": "Share of articles",
    "share": "Share",
    "alpha": "Krippendorff’s alpha",
    "rate_ratio": "Rate ratio, first group / second",
    "presence_difference": "Difference of shares of articles, first group - second",
    "effect": "Difference among originals less difference among copies (shares of articles)",
    "f1": "F1",
    "log_odds": "Log-odds ratio",
    "per_1000": "Per 1,000 words",
    "tf_idf": "TF-IDF",
}
OWN_VOICE = (
    "Share of the group’s coded articles (%); lines: 95 % intervals of own voice (upper) "
    "and of any (lower)"
)


def own_voice(table, *, row="frame", hue=None, ax=None, title="", xlabel=OWN_VOICE):
    """Bars for each frame and group: dark what is said in the articles' own voice, light what is
    only quoted or attributed.

    table : DataFrame with ``row`` (as frame), ``hue`` (as group), ``articles``, ``own`` and ``any``
        (shares of the articles, 0 to 1) and the intervals of both (``own_low`` …; missing: none);
        rows in the order of the table

    >>> codes = compare.groups(coding.scores(study), by="group")
    >>> wide = codes.pivot(index=["group", "frame", "articles"], columns="voice")
    >>> wide = wide[["presence", "presence_low", "presence_high"]]
    >>> wide.columns = [voice + name.removeprefix("presence") for name, voice in wide.columns]
    >>> ax = charts.own_voice(wide.reset_index(), hue="group")
    """
    table, hue = _joined(table, hue or _by(table))
    _check(table, row=row, hue=hue, own="own", any="any", n="articles")
    frames, groups = list(pd.unique(table[row])), _levels(table, hue)
    ax = _new(ax, PAGE, 0.9 + len(frames) * (0.08 + 0.13 * len(groups)))
    height = 0.8 / len(groups)
    for place, group in enumerate(groups):
        part = table[table[hue] == group]
        y = np.array([frames.index(frame) for frame in part[row]])
        y = y - 0.4 + height * (place + 0.5)
        colour, _ = _look(table, hue, group)
        name = _label(group, part, "articles")
        ax.barh(y, 100 * part["own"], height=height * 0.9, color=colour, label=f"{name}: own voice")
        ax.barh(
            y,
            100 * (part["any"] - part["own"]),
            left=100 * part["own"],
            height=height * 0.9,
            facecolor="white",
            hatch="//////",
            edgecolor=colour,
            linewidth=0.6,
            label=f"{name}: only quoted\nor attributed",
        )
        for share, nudge in (("own", -0.12), ("any", 0.12)):
            ends = 100 * part[[f"{share}_low", f"{share}_high"]].to_numpy().T
            ax.hlines(y + nudge * height, *ends, color="0.15", linewidth=0.8)
    ax.set_yticks(range(len(frames)), frames)
    ax.set_ylim(len(frames) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    _finish(ax, title, xlabel=xlabel)
    _legend_beside(ax)
    return ax


def plane(
    table,
    *,
    x,
    y,
    value="presence",
    row="frame",
    hue=None,
    limit=None,
    ax=None,
    title="",
    xlabel="",
    ylabel="",
):
    """Groups in the plane of two frames, with the interval of each.

    table : DataFrame with ``hue`` (as group), ``row`` (as frame, of which ``x`` and ``y`` are
        shown), ``articles``, ``<value>``, ``<value>_low``, ``<value>_high`` (missing where there is
        no interval: hollow)
    limit : end of both axes; beyond the largest value and interval if not given

    >>> table = compare.groups(scores, by="group")
    >>> ax = charts.plane(table[table["voice"] == "both"], x="costs", y="threat")
    """
    table, hue = _joined(table, hue or _by(table))
    _check(
        table, row=row, hue=hue, value=value, low=f"{value}_low", high=f"{value}_high", n="articles"
    )
    for name in (x, y):
        if name not in set(table[row]):
            known = ", ".join(map(str, pd.unique(table[row])))
            raise InputError(f"{name!r} does not occur in {row!r}, which holds {known}")
    twice = table[table[row].isin([x, y])].duplicated([row, hue])
    if twice.any():
        raise InputError(f"the table has several rows of one {hue} and {row}: choose one voice")
    n = "articles" if ax is None else None  # in panels a legend stands for all of them
    ax = _new(ax, COLUMN + 1, COLUMN)
    columns = [value, f"{value}_low", f"{value}_high"]
    limit = _limit(table[table[row].isin([x, y])], columns) if limit is None else limit
    for group in _levels(table, hue):
        part = table[table[hue] == group].set_index(row)
        (at_x, x_low, x_high), (at_y, y_low, y_high) = part.reindex([x, y])[columns].to_numpy()
        colour, marker = _look(table, hue, group)
        solid = not np.isnan(x_low)
        if solid:
            ax.hlines(at_y, x_low, x_high, color=colour, linewidth=1)
            ax.vlines(at_x, y_low, y_high, color=colour, linewidth=1)
        ax.scatter(
            at_x,
            at_y,
            s=30,
            marker=marker,
            facecolor=colour if solid else "white",
            edgecolor=colour,
            zorder=3,
            clip_on=False,  # a share of zero lies on the axis
            label=_label(group, part, n),
        )
    ax.plot([0, limit], [0, limit], color="0.8", linewidth=0.8, zorder=0, label="both alike")
    ax.set(xlim=(-0.02 * limit, limit), ylim=(-0.02 * limit, limit), aspect="equal")
    _finish(ax, title, xlabel=xlabel, ylabel=ylabel)
    _legend_beside(ax)
    return ax


def slope(
    table, *, left, right, value="rate", row="voice", hue=None, n=None, ax=None, title="", ylabel=""
):
    """A line for each group from its value in the voice ``left`` to that in ``right``.

    table : DataFrame with ``hue`` (as group), ``row`` (as voice), ``<value>``, ``<value>_low``,
        ``<value>_high``
    n : column of sample sizes, named in the legend

    >>> table = compare.groups(scores, by="group")
    >>> ax = charts.slope(table[table["frame"] == "costs"], left="unquoted", right="quoted")
    """
    table, hue = _joined(table, hue or _by(table))
    _check(table, row=row, hue=hue, value=value, low=f"{value}_low", high=f"{value}_high", n=n)
    for name in (left, right):
        if name not in set(table[row]):
            known = ", ".join(map(str, pd.unique(table[row])))
            raise InputError(f"{name!r} does not occur in {row!r}, which holds {known}")
    if table[table[row].isin([left, right])].duplicated([row, hue]).any():
        raise InputError(f"the table has several rows of one {hue} and {row}: choose one frame")
    ax = _new(ax, COLUMN, COLUMN * 0.9)
    groups = _levels(table, hue)
    for place, group in enumerate(groups):
        part = table[table[hue] == group].set_index(row).reindex([left, right])
        colour, marker = _look(table, hue, group)
        shift = 0.03 * (place - (len(groups) - 1) / 2)
        x = np.array([0, 1]) + shift
        name = _label(group, part, n)
        ax.plot(
            x, part[value], color=colour, marker=marker, markersize=4, linewidth=1.2, label=name
        )
        ax.vlines(x, part[f"{value}_low"], part[f"{value}_high"], color=colour, linewidth=1)
    ax.set_xticks([0, 1], [left, right])
    ax.set_xlim(-0.25, 1.25)
    _from_zero(ax, table[[value, f"{value}_high"]])
    _finish(ax, title, ylabel=ylabel)
    _legend_beside(ax)
    return ax


def keyness(table, *, left, right, hue=None, labels=14, sure=0.05, ax=None, title=""):
    """Terms by how often they occur (x, log) and how surely they mark one of two groups (y).

    table : ``terms.keyness`` of two groups: the rows of the group ``right`` are drawn, against
        ``left``. The ``labels`` strongest terms of either side are named, so placed that no names
        overlap; they are solid where q is below ``sure``, else hollow.
    hue : column of the groups; that of ``by`` if not given

    >>> table = terms.keyness(study, by="group")
    >>> ax = charts.keyness(table, left="East", right="North")
    """
    table, hue = _joined(table, hue or _by(table))
    _check(table, hue=hue, n="n", n_rest="n_rest", value="z_family", q="q")
    if right not in set(table[hue]):
        known = ", ".join(map(str, pd.unique(table[hue])))
        raise InputError(f"there are no rows of {right!r} in {hue!r}, which holds {known}")
    whole, table = table, table[table[hue] == right]
    numbers, table = table.index, table.reset_index(drop=True)
    groups = getattr(whole[hue].dtype, "categories", ())
    if not 0 < len(groups) <= len(COLOURS):  # too many for a look of its own each: just the two
        whole = pd.DataFrame({hue: [left, right]})
    ax = _new(ax, PAGE, 4.4)
    x, y = table["n"] + table["n_rest"], table["z_family"]
    ax.scatter(x, y, s=4, color="0.8", linewidth=0)
    named = pd.concat([y[y > 0].nlargest(labels), y[y < 0].nsmallest(labels)])
    for level, side in ((right, named > 0), (left, named < 0)):
        colour, marker = _look(whole, hue, level)
        for solid in (True, False):
            chosen = named.index[side & ((table.loc[named.index, "q"] < sure) == solid)]
            dots = ax.scatter(
                x[chosen],
                y[chosen],
                s=16,
                marker=marker,
                facecolor=colour if solid else "white",
                edgecolor=colour,
                linewidth=0.8,
                label=f"{level}, q {'<' if solid else '≥'} {sure}" if len(chosen) else None,
            )
            marks.of_rows(dots, numbers[chosen])
    ax.axhline(0, color="0.6", linewidth=0.6)
    ax.set_xscale("log")
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.margins(x=0.14, y=0.08)
    _finish(
        ax,
        title,
        xlabel="Occurrences in both groups (log scale)",
        ylabel=f"z over text families: marks {left} below 0, {right} above",
    )
    ax.legend(loc="best")
    _place_names(ax, x[named.index], y[named.index], table.loc[named.index, "term"])
    return ax


def timeline(table, *, value="articles", hue=None, events=None, ax=None, title="", ylabel=""):
    """Stacked bars per day and group; what is dated by inference only is hollow.

    table : DataFrame with ``date``, ``hue`` (as group), ``<value>`` and, if known, ``inferred``
        (the part of it whose day is inferred)
    events : DataFrame with ``date`` and ``event``: named above the bars, numbered in their order

    >>> days = study.articles.value_counts(["published", "group"]).rename("articles").reset_index()
    >>> ax = charts.timeline(days.rename(columns={"published": "date"}), hue="group")
    """
    table, hue = _joined(table, hue or _by(table))
    _check(table, date="date", hue=hue, value=value)
    if "inferred" not in table:
        table = table.assign(inferred=0)
    ax = _new(ax, PAGE, 3.4)
    base = pd.Series(0.0, index=sorted(pd.unique(table["date"])))
    for group in _levels(table, hue):
        part = table[table[hue] == group].set_index("date")
        colour, _ = _look(table, hue, group)
        hatch = HATCHES[_levels(table, hue).index(group)]
        sure = (part[value] - part["inferred"]).reindex(base.index).fillna(0)
        inferred = part["inferred"].reindex(base.index).fillna(0)
        ax.bar(
            base.index, sure, bottom=base, width=0.8, color=colour, hatch=hatch,
            edgecolor="white", linewidth=0.4, label=group,
        )  # fmt: skip
        some = inferred[inferred > 0]
        ax.bar(
            some.index, some, bottom=(base + sure)[some.index], width=0.8, facecolor="white",
            edgecolor=colour, linewidth=0.8,
        )  # fmt: skip
        base = base + sure + inferred
    if table["inferred"].any():
        ax.bar([base.index[0]], [0], facecolor="white", edgecolor="0.3", label="day inferred")
    if (table[value] % 1 == 0).all():
        ax.yaxis.get_major_locator().set_params(integer=True)
    _dates(ax)
    _finish(ax, title, ylabel=ylabel)
    _legend_beside(ax)
    if events is not None and len(events):
        _mark_events(ax, events, base.max())
    return ax


def over_time(
    table, *, value="rate", hue=None, panel=None, n=None, events=None, ax=None, title="", ylabel=""
):
    """Values per day or window with intervals, a line for each ``hue``; a dot is hollow where most
    of the articles are dated by inference only.

    table : ``compare.over_time``: ``date``, ``hue``, ``<value>``, ``<value>_low``,
        ``<value>_high`` (NaN where there is no interval), ``inferred`` (share of articles)
    hue : column of the lines; the groups if not given; panel : column of the panels
    n : column of sample sizes, written above each day where it is the same for every ``hue``

    >>> table = compare.over_time(scores, by="group")
    >>> axes = charts.over_time(table[table["voice"] == "both"], panel="frame")
    """
    table, hue = _joined(table, hue or _by(table))
    table, panel = _joined(table, panel)
    _check(table, date="date", hue=hue, value=value, panel=panel, n=n)
    if panel is not None:
        return multiples(
            table, panel=panel, chart=over_time, title=title, value=value, hue=hue, n=n,
            events=events, ylabel=ylabel,
        )  # fmt: skip
    if table.duplicated(["date", hue]).any():
        raise InputError(
            f"the table has several values of one day and {hue}: choose one frame and voice, or "
            "give each its panel, panel='frame'"
        )
    if "inferred" not in table:
        table = table.assign(inferred=0.0)
    ax = _new(ax, PAGE, 2.8)
    groups = _levels(table, hue)
    for place, group in enumerate(groups):
        part = table[(table[hue] == group) & table[value].notna()]
        colour, marker = _look(table, hue, group)
        x = mdates.date2num(part["date"]) + 0.16 * (place - (len(groups) - 1) / 2)
        ax.plot(x, part[value], color=colour, linewidth=0.8, alpha=0.5)
        ax.vlines(x, part[f"{value}_low"], part[f"{value}_high"], color=colour, linewidth=1)
        solid = (part["inferred"].fillna(0) <= 0.5).to_numpy()
        for sure in (True, False):
            dots = ax.scatter(
                x[solid == sure],
                part[value][solid == sure],
                s=18,
                marker=marker,
                facecolor=colour if sure else "white",
                edgecolor=colour,
                linewidth=0.9,
                zorder=3,
                clip_on=False,  # a value at the end of the scale is whole
                label=group if sure == solid.any() else None,
            )
            marks.of_rows(dots, part.index[solid == sure])
    _from_zero(ax, table[[value, f"{value}_high"]])
    _dates(ax)
    _finish(ax, title, ylabel=ylabel)
    _legend_beside(ax)
    if events is not None and len(events):
        _mark_events(ax, events, ax.get_ylim()[1])
    if n:
        _sizes(ax, table.dropna(subset=[value]).groupby("date")[n].agg(["min", "max"]))
    return ax


def specifications(table, *, title="", xlabel="Difference of shares of articles"):
    """A specification curve: every difference of a ``robustness.multiverse`` in order of size,
    with its interval, and below it which choices each one stands on.

    table : rows of one pair, frame, basis and voice; filled points are sure, hollow ones are not,
        or could not be tested; the specification without restriction is marked by a line

    Returns an array of two Axes. Raises InputError where the rows are of several differences.

    >>> table = robustness.multiverse(scores, pairs=[("North", "East")])
    >>> one = table[(table["frame"] == "costs") & (table["voice"] == "both")]
    >>> len(charts.specifications(one))
    2
    """
    _check(table, difference="difference", low="low", high="high", said="is")
    about = notes.needed(table, "Give the table as robustness.multiverse made it")
    for name in ("one", "two", "frame", "basis", "voice"):
        if table[name].nunique() > 1:
            raise InputError(f"the table has several values of {name!r}: draw one difference")
    choices = [name for name in about["choices"] if table[name].nunique() > 1]
    rows = [(name, value) for name in choices for value in pd.unique(table[name])]
    first = table.index[0]
    table = table[table["difference"].notna()].sort_values("difference", kind="stable")
    _, axes = plt.subplots(
        2, 1, figsize=(PAGE, 2.2 + 0.14 * len(rows)), sharex=True,
        height_ratios=[2.2, 0.14 * max(len(rows), 1)],
    )  # fmt: skip
    x, colour = np.arange(len(table)), COLOURS[0]
    sure, tested = (table["is"] == "sure").to_numpy(), table["low"].notna().to_numpy()
    axes[0].vlines(x[tested], table["low"][tested], table["high"][tested], color="0.8", linewidth=1)
    for chosen, face, label in (
        (~sure, "white", "not sure, or not tested"),
        (sure, colour, "sure"),
    ):
        axes[0].scatter(
            x[chosen], table["difference"][chosen], s=7, facecolor=face, edgecolor=colour,
            linewidth=0.5, zorder=3, label=f"{label} ({chosen.sum()})",
        )  # fmt: skip
    axes[0].axhline(0, color="0.5", linewidth=0.8, zorder=0)
    if first in table.index:
        for ax in axes:
            at = table.index.get_loc(first)
            ax.axvline(at, color=COLOURS[1], linewidth=1, zorder=0, label="without restriction")
    _finish(axes[0], title, ylabel=xlabel)
    axes[0].legend(loc="upper left")
    for place, (name, value) in enumerate(rows):
        at = x[(table[name] == value).to_numpy()]
        axes[1].scatter(at, np.full(len(at), place), s=4, marker="|", color="0.2", linewidth=0.7)
    axes[1].set_yticks(range(len(rows)), [f"{name}: {value}" for name, value in rows])
    axes[1].set_ylim(len(rows) - 0.5, -0.5)
    axes[1].tick_params(axis="y", length=0)
    axes[1].set_xlabel(f"{len(table)} specifications, in order of their difference")
    return axes


def multiples(table, *, panel, chart, columns=2, height=2.0, title="", **options):
    """One small chart per value of ``panel``, all on the same scale, with one legend.

    chart : a chart of this module that takes ``ax``; ``options`` go to it
    Returns the array of axes.

    >>> table = compare.groups(scores, by="group")
    >>> axes = charts.multiples(table, panel="voice", chart=charts.plane, x="costs", y="threat")
    """
    _check(table, panel=panel)
    names = _levels(table, panel)
    columns = min(columns, len(names))
    hue, n = options.get("hue"), options.get("n")
    if hue is not None and not isinstance(table[hue].dtype, pd.CategoricalDtype):
        # A level keeps its look in panels where others are missing.
        values = pd.Categorical(table[hue].astype(object), _levels(table, hue), ordered=True)
        table = table.assign(**{hue: values})
    # A line's name, which all panels share, can tell its size where that is one in all of them.
    in_title = chart is intervals and n and not _goes_with(table, n, hue)
    in_title = in_title and not _goes_with(table, n, options["row"])
    if in_title:
        options["n"] = ""
    if chart is plane and options.get("limit") is None:  # panels share their axes
        value = options.get("value", "presence")
        part = table[table[options.get("row", "frame")].isin([options["x"], options["y"]])]
        options["limit"] = _limit(part, [value, f"{value}_low", f"{value}_high"])
    rows = -(-len(names) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(PAGE, height * rows), sharex=True, sharey=True, squeeze=False
    )
    for ax, name in zip(axes.flat, names, strict=False):
        part = table[table[panel] == name]
        levels = _levels(part, hue) if in_title else []
        sizes = [_range((part if hue is None else part[part[hue] == at])[n]) for at in levels]
        named = f"{name} (n = {', '.join(sizes)})" if in_title else str(name)
        chart(part, ax=ax, title=named, **options)
        if ax.get_legend():
            ax.get_legend().remove()
        ax.label_outer()
    for ax in axes.flat[len(names) :]:
        ax.set_axis_off()
    shown = {}
    for ax in axes.flat:
        shown |= dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
    if chart is plane:
        shown = _with_sizes(shown, table, options.get("hue") or _by(table))
    label = _shared_label(axes)
    if len(shown) > 1 or options.get("hue"):
        widest = max(map(len, "\n".join(shown).split("\n")))
        ncols = max(1, min(len(shown), 120 // (widest + 8)))
        figure.legend(
            shown.values(), shown, loc="outside lower center", ncols=ncols, title=label or None,
            title_fontsize=7,
        )  # fmt: skip
    elif label:
        figure.supxlabel(label, fontsize=7)
    figure.suptitle(textwrap.fill(title, 105), x=0.01, ha="left", fontsize=8, fontweight="bold")
    return axes


def _limit(table, columns):
    """The end of an axis from 0 that holds all of these columns."""
    return MaxNLocator(5).tick_values(0, np.nanmax(table[columns].to_numpy(float)))[-1]


def _with_sizes(shown, table, hue):
    """The legend's names with their sizes, which may differ from panel to panel."""
    by_level = table.groupby(hue, observed=True)["articles"]
    sizes = {str(level): f"{level} (n = {_range(n)})" for level, n in by_level}
    return {sizes.get(name, name): handle for name, handle in shown.items()}


def _range(sizes):
    """The smallest and the largest size, or the one that there is."""
    return "–".join(f"{size:g}" for size in sorted({sizes.min(), sizes.max()}))


def _shared_label(axes):
    """The label that all panels have below them, taken from them ("" if they differ)."""
    labels = {ax.get_xlabel() for ax in axes.flat} - {""}
    if len(labels) != 1:
        return ""
    for ax in axes.flat:
        ax.set_xlabel("")
    return labels.pop()


def _new(ax, width, height):
    return plt.subplots(figsize=(width, height))[1] if ax is None else ax


def _levels(table, column):
    """The values of a column that occur, in the order of its categories or of the table."""
    if column is None:
        return [None]
    values = table[column]
    if isinstance(values.dtype, pd.CategoricalDtype):
        there = set(values.dropna())
        return [level for level in values.cat.categories if level in there]
    return list(pd.unique(values))


def _look(table, column, level):
    """Colour and marker of a level: by its place among all categories, so that a group looks the
    same in every chart. Raises InputError rather than give two levels one look."""
    if column is None:
        return COLOURS[0], MARKERS[0]
    values, there = table[column], _levels(table, column)
    known = list(values.cat.categories) if isinstance(values.dtype, pd.CategoricalDtype) else there
    known = known if len(known) <= len(COLOURS) else there
    if len(known) > len(COLOURS):
        raise InputError(
            f"{column!r} has {len(known)} values, and charts have {len(COLOURS)} looks that can be "
            f"told apart: draw a panel for each, panel={column!r}, put them on the lines, "
            f"row={column!r}, or leave some out"
        )
    place = known.index(level)
    return COLOURS[place], MARKERS[place]


def _goes_with(table, n, column, other=None):
    """Whether sizes are one for each value of a column (and not for each of the other)."""
    if column is None:
        return False
    one = (table.groupby(column, observed=True)[n].nunique() <= 1).all()
    return bool(one and (other is None or not _goes_with(table, n, other)))


def _check(table, **columns):
    """InputError where the table is empty, or a column that is to be drawn is not there."""
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"a chart draws a DataFrame, not {type(table).__name__}")
    if table.empty:
        raise InputError(
            "the table has no rows to draw: was it filtered by a name that is not in it?"
        )
    for argument, column in columns.items():
        if column is not None and column not in table:
            known = ", ".join(map(str, table.columns))
            raise InputError(f"{argument}={column!r}: the table has no such column; it has {known}")


def _by(table):
    """The columns that the table's groups come from."""
    by = notes.recall(table).get("by")
    if by:
        return by if isinstance(by, str) or len(by) > 1 else by[0]
    if "group" in table:
        return "group"
    raise InputError("say which column tells the groups apart: hue='…'")


def _joined(table, columns):
    """The table with two columns joined as one, where two are named; and the name of the one."""
    if columns is None or isinstance(columns, str):
        return table, columns
    columns = list(columns)
    if len(columns) == 1:
        return table, columns[0]
    _check(table, **{f"column {place + 1}": name for place, name in enumerate(columns)})
    name = groups_.JOINT.join(columns)
    in_order = table[columns].apply(
        lambda c: pd.Categorical(c.astype(object), _levels(table, c.name))
    )
    return table.assign(**{name: groups_.label(in_order, columns)}), name


def _ends(table, value, low, high):
    """The columns of the interval that belongs to a value, where there are such."""
    if low is not None or high is not None or value is None:
        if low is None or high is None:
            raise InputError("an interval has two ends: name low and high")
        return low, high
    if f"{value}_low" in table and f"{value}_high" in table:
        return f"{value}_low", f"{value}_high"
    if {"low", "high"} <= {*table} and value in ("share", "log_odds", "value"):
        return "low", "high"
    return None, None


def _chosen(table, value, row, hue, panel, ax):
    """What ``intervals`` draws where it is not told: value, row, hue and panel by what there is."""
    about = notes.recall(table)
    if value is None:
        preferred = [*(["presence"] if about.get("scores") == "coding.scores" else []), *VALUES]
        value = next((name for name in preferred if name in table), None)
        if value is None:
            raise InputError("say which column holds the values: value='…'")
    keys = [k for k in about.get("keys", ()) if k in table]
    if not keys:
        keys = [
            name for name in table
            if isinstance(table[name].dtype, pd.CategoricalDtype)
            or pd.api.types.is_string_dtype(table[name])
        ]  # fmt: skip
    if {"one", "two"} <= {*table}:
        table = table.assign(pair=table["one"].astype(str) + " - " + table["two"].astype(str))
        keys = ["pair", *(key for key in keys if key not in ("one", "two"))]
    free = [key for key in keys if key not in (row, hue, panel)]
    several = [key for key in free if table[key].nunique() > 1]
    if row is None:
        row = next((k for k in ("frame", "term", "variable") if k in several), None)
        row = row or next(iter(several or free), None)
        if row is None:
            raise InputError("say which column names the lines: row='…'")
    rest = [key for key in several if key != row]
    if hue is None and rest:
        first = [key for key in rest if key != "voice"] or rest
        hue = first[0]
        if table[hue].nunique() > len(COLOURS) and panel is None:  # many groups: one on each line
            row, panel, rest = hue, row, [key for key in rest if key != hue]
            hue = next((key for key in rest if table[key].nunique() <= len(COLOURS)), None)
        rest = [key for key in rest if key != hue]
    if panel is None and rest and ax is None:
        panel = rest if len(rest) > 1 else rest[0]
    return table, value, row, hue, panel


def _label(level, part=None, n=None):
    if level is None:
        return None
    return f"{level} (n = {part[n].max():g})" if n else str(level)


def _legend_beside(ax):
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)


def _finish(ax, title, *, xlabel="", ylabel=""):
    panels = _panels(ax)
    if panels > 1:  # matplotlib wraps at the figure's edge, not at the next panel
        title = textwrap.fill(title, int(80 * ax.figure.get_size_inches()[0] / PAGE / panels))
    ax.set_title(title, wrap=panels == 1)
    if xlabel:
        ax.set_xlabel(xlabel)
    if ylabel:
        ax.set_ylabel(ylabel)


def _from_zero(ax, values):
    """Let the y axis begin at 0 and hold all values, those of panels that share it included."""
    ax.set_ylim(0, max(ax.get_ylim()[1], 1.05 * np.nanmax(values.to_numpy())))


def _dates(ax):
    """Days below the axis, as many as fit beside each other."""
    first, last = ax.get_xlim()
    interval = max(2, int(np.ceil((last - first) * _panels(ax) / 10)))
    ax.xaxis.set_major_locator(mdates.DayLocator(interval=interval) if interval < 15 else (
        mdates.AutoDateLocator(maxticks=max(3, 9 // _panels(ax)))
    ))  # fmt: skip
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%-d %b"))


def _panels(ax):
    """How many panels stand beside each other in the figure."""
    spec = ax.get_subplotspec()
    return spec.get_gridspec().ncols if spec else 1


def _sizes(ax, sizes):
    """The number of articles above each day, small, between the axes and their title."""
    for date, least, most in sizes.itertuples():
        text = f"{least}" if least == most else f"{least}-{most}"
        _above(ax, text, (date, 1), "data")
    _above(ax, "n =", (0, 1), "axes fraction")
    ax.set_title(ax.get_title("left"), pad=14)


def _above(ax, text, point, x):
    ax.annotate(
        text, point, (0, 3), xycoords=(x, "axes fraction"), textcoords="offset points",
        ha="center", fontsize=6, color="0.3",
    )  # fmt: skip


def _mark_events(ax, events, top):
    """Numbered lines up to the top, and below the axis what the numbers mean."""
    events = events.sort_values("date")
    same_day = events.groupby("date").cumcount()
    ax.set_ylim(top=top * 1.1 + 0.06 * top * same_day.max())
    for number, (event, shift) in enumerate(zip(events.itertuples(), same_day, strict=True), 1):
        ax.vlines(event.date, 0, top * 1.02, color="0.6", linewidth=0.6, linestyle=":", zorder=0)
        ax.annotate(str(number), (event.date, top * (1.03 + 0.06 * shift)), ha="center")
    names = [f"{number}  {event.event}" for number, event in enumerate(events.itertuples(), 1)]
    half = -(-len(names) // 2)
    ax.set_xlabel("\n".join(names[:half]), loc="left", linespacing=1.4)
    right = ax.annotate(
        "\n".join(names[half:]),
        (0.55, 0),
        (0, -17),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        linespacing=1.4,
    )
    right.set_in_layout(False)  # the left column is as tall and makes the room


def _place_names(ax, x, y, names):
    """Write each name beside its point, at the nearest of a few places where it covers no other
    name, no named point and no legend; the strongest first."""
    ax.figure.canvas.draw()  # fixes the layout, and so where points stand
    renderer = ax.figure.canvas.get_renderer()
    points = ax.transData.transform(np.column_stack([x, y]))
    taken = [(px - 4, py - 4, px + 4, py + 4) for px, py in points]
    taken.append(ax.get_legend().get_window_extent(renderer).extents)
    for at_x, at_y, name in sorted(zip(x, y, names, strict=True), key=lambda item: -abs(item[1])):
        for place in PLACES:
            label = _beside(ax, name, (at_x, at_y), place)
            label.update_positions(renderer)
            box = Text.get_window_extent(label, renderer).extents  # without its line
            if _within(box, ax.bbox.extents) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                break
            label.remove()


def _beside(ax, name, point, place):
    """A small name, ``place`` points away from its point, with a thin line to it."""
    label = ax.annotate(
        name,
        point,
        place,
        textcoords="offset points",
        ha="left" if place[0] > 0 else "right",
        va="center",
        fontsize=6.5,
        arrowprops={"arrowstyle": "-", "linewidth": 0.4, "color": "0.6", "shrinkB": 2},
    )
    label.set_in_layout(False)
    return label


def _within(one, two):
    return one[0] >= two[0] and one[1] >= two[1] and one[2] <= two[2] and one[3] <= two[3]


def _overlap(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
