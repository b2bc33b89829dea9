"""Each mark of a chart is where its row's value is."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from made_up_study import LEXICON, made_up_study

from helpers import charts, compare, corpus, figures, frames
from helpers.errors import InputError
from helpers.show import marks


@pytest.fixture(scope="module")
def study():
    return made_up_study(n=60)


@pytest.fixture(scope="module")
def table(study):
    table = compare.groups(frames.score(study, LEXICON), by="group")
    return table[table["voice"] == "both"]


def back(ax, figure, row):
    """Where a mark is, in the units of the axes."""
    width, height = figure.canvas.get_width_height()
    return ax.transData.inverted().transform((row["x"] * width, (1 - row["y"]) * height))


def test_each_dot_stands_for_its_row(table):
    ax = charts.intervals(table, value="rate")
    found = marks.places(ax.figure)
    assert sorted(found["row"]) == sorted(table.index)
    for _, row in found.iterrows():
        assert back(ax, ax.figure, row)[0] == pytest.approx(table.loc[row["row"], "rate"], abs=1e-6)
    plt.close("all")


def test_each_panel_has_its_own(study):
    whole = compare.groups(frames.score(study, LEXICON), by="group")
    axes = charts.intervals(whole, value="rate", row="frame", hue="group", panel="voice")
    found = marks.places(axes.flat[0].figure)
    assert sorted(found["row"]) == sorted(whole.index)
    assert found[["x", "y"]].duplicated().sum() == 0
    plt.close("all")


def test_bars_and_days_have_theirs(study):
    kinds = corpus.kinds(study)
    ax = charts.stacked(kinds, row="group", hue="copy_type")
    found = marks.places(ax.figure)
    assert sorted(found["row"]) == sorted(kinds.index)
    days = compare.over_time(frames.score(study, LEXICON), by="group")
    days = days[(days["voice"] == "both") & (days["frame"] == "costs")]
    ax = charts.over_time(days)
    found = marks.places(ax.figure)
    assert sorted(found["row"]) == sorted(days.index[days["rate"].notna()])
    plt.close("all")


@pytest.mark.parametrize("kind", ["pdf", "svg", "png"])
def test_a_chart_for_print(table, tmp_path, kind):
    ax = charts.intervals(table, value="rate", title="Made up, with a rather long title to wrap")
    before = ax.figure.get_size_inches().tolist()
    figures.export(ax, tmp_path / f"one.{kind}", width=charts.COLUMN, grey=True)
    figures.export(ax, tmp_path / f"two.{kind}", width=charts.COLUMN, grey=True)
    assert (tmp_path / f"one.{kind}").stat().st_size > 1000
    assert ax.figure.get_size_inches().tolist() == before
    colours = {tuple(c) for dots in ax.collections for c in dots.get_facecolor()}
    assert any(len(set(c[:3])) > 1 for c in colours)  # the chart itself keeps its colours
    plt.close("all")


def test_grey_is_grey_and_a_column_is_a_column(table, tmp_path):
    ax = charts.intervals(table, value="rate")
    figures.export(ax, tmp_path / "grey.png", width=charts.COLUMN, grey=True, dpi=100)
    pixels = plt.imread(tmp_path / "grey.png")[:, :, :3]
    assert np.ptp(pixels, axis=2).max() < 0.01
    assert pixels.shape[1] == 350
    figures.export(ax, tmp_path / "colour.png", dpi=100)
    assert np.ptp(plt.imread(tmp_path / "colour.png")[:, :, :3], axis=2).max() > 0.1
    plt.close("all")


def test_other_kinds_of_file_are_refused(table, tmp_path):
    ax = charts.intervals(table, value="rate")
    with pytest.raises(InputError, match=r"written as \.pdf, \.svg or \.png"):
        figures.export(ax, tmp_path / "figure.doc")
    plt.close("all")
