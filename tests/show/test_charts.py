"""Charts show what their tables hold: read off the artists."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.show import charts

GROUPS = pd.CategoricalDtype(["North", "East", "Rest"], ordered=True)
TABLE = pd.DataFrame(
    {
        "frame": ["costs", "threat"] * 2,
        "group": pd.Series(["North", "North", "East", "East"], dtype=GROUPS),
        "articles": [9, 9, 5, 5],
        "presence": [0.6, 0.4, 0.3, 0.5],
        "presence_low": [0.5, 0.3, 0.2, np.nan],
        "presence_high": [0.7, 0.5, 0.4, np.nan],
    }
)


@pytest.fixture(autouse=True)
def _closed():
    charts.set_style()
    yield
    plt.close("all")


def dots(ax):
    """x of every dot."""
    return sorted(float(x) for c in ax.collections for x in _offsets(c)[:, 0])


def _offsets(collection):
    is_dots = isinstance(collection, matplotlib.collections.PathCollection)
    return np.asarray(collection.get_offsets()) if is_dots else np.empty((0, 2))


def lines(ax):
    """(from, to) in x of every horizontal interval."""
    found = []
    for collection in ax.collections:
        if isinstance(collection, matplotlib.collections.LineCollection):
            found += [(s[0][0], s[1][0]) for s in collection.get_segments() if s[0][1] == s[1][1]]
    return sorted(found)


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def draw_intervals(**options):
    given = {"value": "presence", "low": "presence_low", "high": "presence_high", "row": "frame"}
    return charts.intervals(TABLE, **given | {"hue": "group", "n": "articles"} | options)


def test_intervals_show_every_value_and_interval():
    ax = draw_intervals()
    assert dots(ax) == [0.3, 0.4, 0.5, 0.6]
    assert lines(ax) == [(0.2, 0.4), (0.3, 0.5), (0.5, 0.7)]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["costs", "threat"]
    assert legend(ax) == ["North (n = 9)", "East (n = 5)"]


def test_a_dot_without_interval_is_hollow():
    ax = draw_intervals()
    hollow = [c for c in ax.collections if len(_offsets(c)) and c.get_facecolor()[0][:3].min() == 1]
    assert [float(_offsets(c)[0, 0]) for c in hollow] == [0.5]


def test_rows_that_are_the_groups_need_no_legend_and_tell_their_size():
    part = TABLE[TABLE["frame"] == "costs"]
    ax = charts.intervals(part, value="presence", row="group", hue="group", n="articles")
    assert ax.get_legend() is None
    labels = [tick.get_text() for tick in ax.get_yticklabels()]
    assert labels == ["North (n = 9)", "East (n = 5)"]


def test_a_group_looks_the_same_in_every_chart():
    west = TABLE[TABLE["group"] == "North"]
    csto = TABLE[TABLE["group"] == "East"]
    assert charts._look(west, "group", "North") == charts._look(TABLE, "group", "North")
    assert charts._look(csto, "group", "East") == charts._look(TABLE, "group", "East")


def test_neighbouring_colours_differ_in_grey():
    rgb = np.array([matplotlib.colors.to_rgb(colour) for colour in charts.COLOURS])
    grey = rgb @ [0.299, 0.587, 0.114]
    assert np.abs(np.diff(grey)).min() > 0.09
    assert len(set(charts.MARKERS)) == len(set(charts.HATCHES)) == len(charts.COLOURS)


def test_stacked_bars_end_where_their_parts_add_up():
    table = pd.DataFrame({"group": ["a", "a", "b"], "part": ["x", "y", "y"], "articles": [3, 4, 5]})
    ax = charts.stacked(table, row="group", hue="part", value="articles")
    ends = {}
    for bar in ax.patches:
        ends[round(bar.get_y(), 2)] = max(
            ends.get(round(bar.get_y(), 2), 0), bar.get_x() + bar.get_width()
        )
    assert sorted(ends.values()) == [5, 7]
    assert legend(ax) == ["x", "y"]


def test_own_voice_bars_are_shares():
    table = TABLE[["frame", "group", "articles"]].assign(
        own=[0.2, 0.1, 0, 0.5], own_low=0.1, own_high=0.3, any=[0.5, 0.4, 0.1, 0.5],
        any_low=0.4, any_high=0.6,
    )  # fmt: skip
    ax = charts.own_voice(table)
    widths = sorted(round(bar.get_width()) for bar in ax.patches)
    assert widths == [0, 0, 10, 10, 20, 30, 30, 50]
    assert {tuple(map(round, ends)) for ends in lines(ax)} == {(10, 30), (40, 60)}


def test_plane_puts_groups_at_their_two_values():
    ax = charts.plane(TABLE, x="costs", y="threat")
    points = sorted(tuple(map(float, _offsets(c)[0])) for c in ax.collections if len(_offsets(c)))
    assert points == [(0.3, 0.5), (0.6, 0.4)]
    assert legend(ax) == ["North (n = 9)", "East (n = 5)", "both alike"]


DAYS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2022-01-05", "2022-01-06"] * 2),
        "group": pd.Series(["North", "North", "East", "East"], dtype=GROUPS),
        "articles": [3, 4, 1, 2],
        "inferred": [1, 0, 0, 2],
    }
)
EVENTS = pd.DataFrame(
    {"date": pd.to_datetime(["2022-01-05", "2022-01-06"]), "event": ["One", "Two"]}
)


def test_timeline_bars_add_up_and_inferred_parts_are_hollow():
    ax = charts.timeline(DAYS, events=EVENTS)
    assert sum(bar.get_height() for bar in ax.patches) == DAYS["articles"].sum()
    hollow = [bar for bar in ax.patches if bar.get_facecolor()[:3] == (1, 1, 1)]
    assert sum(bar.get_height() for bar in hollow) == DAYS["inferred"].sum()
    assert "One" in ax.get_xlabel()
    assert legend(ax) == ["North", "East", "day inferred"]


def test_a_timeline_without_inferred_days_has_no_hollow_bar():
    few = DAYS.assign(inferred=0, articles=[1, 1, 0, 1])
    ax = charts.timeline(few)
    assert legend(ax) == ["North", "East"]
    assert all(bar.get_facecolor()[:3] != (1, 1, 1) for bar in ax.patches)
    assert all(float(tick).is_integer() for tick in ax.get_yticks())  # no half articles


def test_a_timeline_of_shares_has_shares_on_its_axis():
    ax = charts.timeline(DAYS.assign(articles=[0.1, 0.2, 0.3, 0.4], inferred=0))
    assert not all(float(tick).is_integer() for tick in ax.get_yticks())


def test_days_and_slopes_tell_their_sizes():
    days = DAYS.assign(presence=0.5, presence_low=0.4, presence_high=0.6, inferred=0.0)
    ax = charts.over_time(days, value="presence", n="articles", title="North")
    assert {text.get_text() for text in ax.texts} == {"n =", "1-3", "2-4"}
    voices = TABLE.drop(columns="frame").assign(voice=["unquoted", "quoted"] * 2)
    ax = charts.slope(voices, left="unquoted", right="quoted", value="presence", n="articles")
    assert legend(ax) == ["North (n = 9)", "East (n = 5)"]


def test_long_titles_are_wrapped():
    figure = draw_intervals(title="a title " * 30).figure
    figure.canvas.draw()
    title = next(t for t in figure.findobj(matplotlib.text.Text) if "a title" in t.get_text())
    box = title.get_window_extent()
    assert box.x1 <= figure.bbox.width and box.y1 <= figure.bbox.height


def test_no_text_is_below_six_points_and_none_is_cut_off():
    for ax in (
        draw_intervals(title="t", xlabel="x"),
        charts.timeline(DAYS, events=EVENTS, title="t"),
    ):
        figure = ax.figure
        figure.canvas.draw()
        width, height = figure.canvas.get_width_height()
        left, right = ax.get_xlim()
        ticks = [t for t in ax.get_xticklabels() if not left <= t.get_position()[0] <= right]
        for text in figure.findobj(matplotlib.text.Text):
            if not text.get_text() or not text.get_visible() or text in ticks:
                continue
            assert text.get_fontsize() >= 6
            box = text.get_window_extent()
            assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1


def test_a_chart_draws_on_the_ax_it_is_given_and_leaves_its_table_alone():
    before = TABLE.copy()
    ax = plt.subplots()[1]
    assert draw_intervals(ax=ax) is ax
    pd.testing.assert_frame_equal(TABLE, before)


def test_no_interval_of_a_plane_is_cut_by_the_scale_of_another_panel():
    rows = [
        (group, frame, panel, 10, share, share - 0.05, share + reach)
        for panel, reach in (("one", 0.5), ("two", 0.06))
        for group, frame, share in (
            ("x", "a", 0.4), ("x", "b", 0.3), ("y", "a", 0.2), ("y", "b", 0.1),
        )
    ]  # fmt: skip
    columns = ["group", "frame", "panel", "articles", "presence", "presence_low", "presence_high"]
    table = pd.DataFrame(rows, columns=columns)
    axes = charts.multiples(table, panel="panel", chart=charts.plane, x="a", y="b", hue="group")
    for ax in axes.flat:
        assert ax.get_xlim()[1] >= 0.9 and ax.get_ylim()[1] >= 0.9
