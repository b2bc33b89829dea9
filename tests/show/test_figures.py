"""Figures: same bytes, provenance, and why two differ."""

import re
from xml.etree import ElementTree

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import PROJECT

from helpers import corpus
from helpers.errors import InputError
from helpers.files import store
from helpers.show import charts, evidence, figures

TABLE = pd.DataFrame({"name": ["a", "б"], "value": [1 / 3, 2.0]})


BEHIND = pd.DataFrame({"article_id": ["one"], "n": [1]})


@pytest.fixture
def small(made_up):
    return corpus.load(made_up)


def draw(folder, study, table=TABLE, evidence=BEHIND, **parameters):
    charts.set_style()
    ax = plt.subplots(figsize=(2, 1))[1]
    ax.barh(table["name"], table["value"])
    figures.save(ax, "bars", table, study, evidence=evidence, folder=folder, **parameters)
    plt.close("all")
    return folder


def test_the_same_figure_has_the_same_bytes(tmp_path, small):
    one, two = draw(tmp_path / "1", small), draw(tmp_path / "2", small)
    for kind in ("svg", "png", "csv"):
        assert (one / f"bars.{kind}").read_bytes() == (two / f"bars.{kind}").read_bytes()
    assert figures.differences(one, two).empty


def test_the_table_stands_beside_the_picture(tmp_path, small):
    folder = draw(tmp_path / "1", small)
    assert (folder / "bars.csv").read_text() == "name,value\na,0.333333\nб,2\n"


def test_cells_that_a_spreadsheet_would_run_are_guarded(tmp_path, small):
    table = pd.DataFrame({"name": ["=1+1", "@made-up"], "value": [-0.5, 2.0]})
    draw(tmp_path, small, table, evidence=table)
    for name in ("bars.csv", "bars.evidence.csv"):
        assert (tmp_path / name).read_text() == "name,value\n'=1+1,-0.5\n'@made-up,2\n"
    assert evidence.of("bars", folder=tmp_path)["name"].tolist() == ["=1+1", "@made-up"]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_tell_where_they_come_from(tmp_path, small, kind):
    folder = draw(tmp_path / "1", small, level=0.95, note='<"&é')
    story = figures.provenance(folder / f"bars.{kind}")
    assert story["parameters"] == {"level": 0.95, "note": '<"&é'}
    assert story["redraw"] == "make figure NAME=bars"
    assert story["corpus"] == figures.origin(small)["corpus"]


def test_a_picture_without_provenance_says_so(tmp_path):
    plt.subplots(figsize=(1, 1))[0].savefig(tmp_path / "x.png")
    with pytest.raises(InputError, match="says nothing of its origin"):
        figures.provenance(tmp_path / "x.png")


def test_the_hashes_follow_corpus_and_lexicon_and_nothing_else(made_up):
    before = figures.origin(corpus.load(made_up))
    (made_up / "private").mkdir()
    (made_up / "private" / "one.txt").write_text("private")
    assert figures.origin(corpus.load(made_up)) == before
    (made_up / "frames.yml").write_text("frames: {f: {patterns: [x]}}")
    after = figures.origin(corpus.load(made_up))
    assert after["lexicon"] != before["lexicon"] and after["corpus"] == before["corpus"]
    with (made_up / "codes.csv").open("a") as file:
        file.write("two,B,costs,1\n")
    assert figures.origin(corpus.load(made_up))["corpus"] != before["corpus"]


def test_differences_tell_what_and_why(tmp_path, small):
    old = draw(tmp_path / "1", small)
    new = draw(tmp_path / "2", small, TABLE.assign(value=[0.5, 2.0]), level=0.9)
    found = figures.differences(old, new).iloc[0]
    assert (found["figure"], found["what"]) == ("bars", "table")
    assert "parameters changed" in found["why"]
    assert "value in row 1: 0.333333 became 0.5" in found["why"]
    assert figures.differences(tmp_path / "none", new)["what"].tolist() == ["new"]
    assert figures.differences(old, tmp_path / "none")["what"].tolist() == ["gone"]


def test_the_evidence_stands_beside_the_table(tmp_path, small):
    old = draw(tmp_path / "1", small)
    assert (old / "bars.evidence.csv").read_text() == "article_id,n\none,1\n"
    new = draw(tmp_path / "2", small, evidence=BEHIND.assign(n=2))
    assert figures.differences(old, new)["what"].tolist() == ["evidence"]
    with pytest.raises(InputError, match="does not remember how it was made"):
        draw(old, small, evidence=None)


def test_passages_of_texts_are_kept_out(tmp_path, small):
    passages = pd.DataFrame({"article_id": ["one"], "keyword": ["private"], "n": [1]})
    with pytest.raises(InputError, match="for the screen"):
        draw(tmp_path / "1", small, evidence=passages)


def test_names_stay_inside_the_folder(tmp_path, small):
    with pytest.raises(InputError, match="is not a name for a figure"):
        figures.save(plt.subplots()[1], "../x", TABLE, small, folder=tmp_path)


COMMITTED = sorted((PROJECT / "figures").glob("*.svg"))


@pytest.mark.parametrize("svg", COMMITTED, ids=lambda file: file.stem)
def test_committed_figures_rest_on_the_committed_corpus(svg, loaded):
    for file in (svg, svg.with_suffix(".png")):
        story = figures.provenance(file)
        assert story["corpus"] == loaded.origin
    for kind in (".csv", ".evidence.csv"):
        assert len(pd.read_csv(svg.with_suffix(kind))) > 0


def test_a_figure_s_files_change_together_or_not_at_all(tmp_path, small, monkeypatch):
    folder = draw(tmp_path / "1", small)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    real, turn = store.os.fsync, iter(range(100))

    def dying(handle):
        if next(turn) == 2:  # while the files are written, before the change is made
            raise KeyboardInterrupt
        return real(handle)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(store.os, "fsync", dying)
        draw(folder, small, table=TABLE.assign(value=[3.0, 4.0]))
    with store.changing(folder):
        pass
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    draw(folder, small, table=TABLE.assign(value=[3.0, 4.0]))
    assert "a,3" in (folder / "bars.csv").read_text()


@pytest.mark.parametrize(
    "name",
    ["Cash$ and $avings", "$\\href{x}{y}$", "\x1b[31mred", "a\x00b", "<b>&", "\u202egnp", "]]>--"],
)
def test_names_are_drawn_as_they_are_written(name, tmp_path, made_up):
    study = corpus.load(made_up)
    table = pd.DataFrame({"outlet": [name, "plain"], "rate": [1.0, 2.0], "kind": [name, "plain"]})
    ax = charts.intervals(table, value="rate", row="outlet", hue="kind", title=f"Of {name}")
    behind = pd.DataFrame({"article_id": ["one"], "outlet": [name], "n": [1]})
    figures.save(ax, "names", table, study, evidence=behind, folder=tmp_path)
    root = ElementTree.parse(tmp_path / "names.svg").getroot()  # sound XML, whatever stands in it
    assert not [one for one in root.iter() if one.tag.endswith(("}script", "}a"))]
    written = re.sub("[\x00-\x1f]", "�", name)
    assert written in {text.get_text() for text in ax.get_yticklabels()}
    assert not any(text.get_parse_math() for text in [*ax.get_yticklabels(), ax.title])
    figures.export(ax, tmp_path / "names.pdf")
    plt.close("all")
