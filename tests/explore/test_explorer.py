"""The explorer answers what its controls ask, and the lines it gives make the same answer."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from made_up_study import LEXICON, made_up_study

from helpers import corpus, explore, frames
from helpers.errors import InputError
from helpers.explore import cells, own_frame, surface
from helpers.explore.question import Question, condition, sentence


@pytest.fixture(scope="module")
def study():
    return made_up_study(n=60)


@pytest.fixture
def explorer(study, tmp_path):
    return explore.open(study, LEXICON, folder=tmp_path)


@pytest.fixture(scope="module")
def published(study):
    from conftest import PROJECT

    return corpus.one_language(corpus.load(PROJECT / "corpus"))


def ask(explorer, **controls):
    for name, value in controls.items():
        getattr(explorer, name).value = value
    assert explorer.table is not None, explorer.said.value


QUESTIONS = {
    "frames": {},
    "presence": {"measure": "presence"},
    "quoted share": {"measure": "quoted share"},
    "by outlet": {"by": "outlet"},
    "by day": {"over": "day"},
    "one voice": {"voice": "quoted"},
    "once each": {"copies": "one per family"},
    "some": {"column": "ownership", "values": ("state", "public")},
    "some days": {"days": ("2022-01-04", "2022-01-05")},
    "words": {"view": "Words", "patterns": "fuel price*, terrorist*"},
    "neighbours": {"view": "Words", "patterns": "court", "words": "neighbours"},
    "lines": {"view": "Words", "patterns": "terrorist*, oil", "words": "lines"},
    "keyness": {
        **{"column": "ownership", "values": ("state",)},
        **{"view": "Words", "words": "keyness"},
    },
    "tf-idf": {"by": "outlet", "view": "Words", "words": "tf-idf"},
    "voices": {"view": "Voices"},
    "copies": {"view": "Copies"},
    "articles": {"view": "Articles"},
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_the_copied_cell_gives_the_same_table(study, explorer, asked):
    ask(explorer, **QUESTIONS[asked])
    names = {"study": study, "lexicon": LEXICON}
    with plt.rc_context():
        exec(explorer.lines, names)
    pd.testing.assert_frame_equal(names["table"], explorer.table)
    assert (names["ax"] is None) == (explorer.ax is None)
    plt.close("all")


@pytest.mark.parametrize("view", ["Frames", "Voices", "Copies", "Articles", "Words"])
def test_the_copied_cell_runs_by_itself_on_a_folder(published, view, tmp_path):
    explorer = explore.open(published, folder=tmp_path)
    explorer.patterns.value = "terrorist*"
    ask(explorer, view=view)
    names = {}
    with plt.rc_context():
        exec(explorer.lines, names)
    pd.testing.assert_frame_equal(names["table"], explorer.table)
    plt.close("all")


def test_what_is_chosen_stands_in_the_selection(study, explorer):
    ask(explorer, column="ownership", values=("state",), days=("2022-01-04", "2022-01-05"))
    articles = study.articles
    day = articles["published"].between("2022-01-04", "2022-01-05")
    inside = articles[(articles["ownership"] == "state") & day]
    assert set(explorer.chosen.articles.index) == set(inside.index)
    assert explorer.sentence.startswith(f"{len(inside)} articles of")
    assert (
        "ownership: state" in explorer.sentence
        and "2022-01-04 to 2022-01-05" in explorer.said.value
    )
    explorer.reset()
    assert len(explorer.chosen) == len(study)


def test_conditions_hold_any_name_and_value():
    only = {"it's": ["a'b", 'c"d'], "two words": ["x"]}
    table = pd.DataFrame({"it's": ["a'b", "z"], "two words": ["x", "x"]}, index=["one", "two"])
    study = corpus.from_frame(table.assign(text="made up"))
    assert study.where(condition(Question(only=only))).articles.index.tolist() == ["one"]
    assert condition(Question()) == ""


def test_groups_can_be_built_by_hand(study, explorer):
    first, second, *_ = sorted(study.articles["outlet"].unique())
    for name, outlet in (("mine", first), ("yours", second)):
        explorer.hand_name.value, explorer.hand_outlets.value = name, (outlet,)
        explorer.add_group()
    assert explorer.by.value == "by_hand"
    sizes = explorer.table.drop_duplicates("by_hand").set_index("by_hand")["articles"]
    counted = study.articles["outlet"].value_counts()
    assert sizes.to_dict() == {"mine": counted[first], "yours": counted[second]}
    assert "groups built by hand" in explorer.sentence


def test_a_mark_and_a_row_open_the_same_evidence(explorer):
    row = next(i for i, hits in enumerate(explorer.table["hits"]) if hits > 1)
    found = explorer.choose(row)
    assert found["n"].sum() == explorer.table["hits"].iloc[row]
    assert {"article_id", "outlet", "url"} <= {*found}
    assert explorer.surface.evidence["title"] == f"Evidence of row {row + 1}"
    assert {mark["row"] for mark in explorer.surface.marks} == {*range(len(explorer.table))}


def test_evidence_follows_the_order_of_the_table_shown(explorer):
    explorer.sort("hits")
    explorer.sort("hits")
    most = explorer.table["hits"].max()
    assert explorer.choose(0)["n"].sum() == most
    assert explorer.surface.table["sorted"] == "hits" and not explorer.surface.table["ascending"]


@pytest.mark.parametrize(
    "message", [{"choose": 1}, {"sort": "hits"}, {"sort": "no such"}, {"open": "a01"}]
)
def test_messages_of_the_page_are_answered(explorer, message):
    explorer._told(None, message, [])
    assert "<b>" not in explorer.told.value or "open" in message


def test_an_article_that_is_asked_for_is_read(explorer):
    explorer._told(None, {"open": "a01"}, [])
    assert 'class="read"' in explorer.told.value
    explorer._told(None, {"open": "nobody"}, [])
    assert "has no article" in explorer.told.value


def test_where_there_is_no_answer_none_is_shown(explorer):
    explorer.column.value = "ownership"
    explorer.view.value = "Words"
    assert explorer.table is None and explorer.surface.table == {} and explorer.surface.lines == ""
    assert "Type patterns" in explorer.said.value
    explorer.patterns.value = "*"
    explorer._told(None, {"choose": 0}, [])
    explorer._act(explorer.save_table)
    explorer.patterns.value, explorer.words.value = "fuel-price", "lines"
    assert explorer.table is None and "can never match" in explorer.said.value


def test_articles_are_searched(explorer):
    ask(explorer, view="Articles", search="paper b")
    rows = explorer.surface.table["rows"]
    assert rows and all("paper B" in row for row in rows)


def test_a_frame_of_ones_own(study, explorer, tmp_path):
    explorer.own_name.value, explorer.own_patterns.value = "court", "court, rights"
    explorer.try_frame()
    assert "court" in {*explorer.table["frame"]}
    assert "<b>" in explorer.about_own.value and "nearly matched" in explorer.about_own.value
    explorer.own_file.value = str(tmp_path / "mine.yml")
    explorer.save_frame()
    assert frames.read(tmp_path / "mine.yml").names == [*LEXICON.names, "court"]
    assert "frames.add(lexicon, {'court'" in explorer.lines


def test_the_summary_of_a_frame_counts_what_it_says(study):
    lexicon = frames.add(LEXICON, {"own": ["terrorist", "oil"]})
    about = own_frame.summary(study, lexicon, "own")
    listed = frames.listed(study, frames.lexicon({"own": ["terrorist", "oil"]}, language="en"))
    assert about["hits"]["n"].sum() == listed["n"].sum()
    assert "terrorists" in {*about["near"]["term"]}
    assert not {*about["near"]["term"]} & {*about["hits"]["term"]}
    overlap = frames.overlap(study, lexicon).query("one == 'own' or two == 'own'")
    assert sorted(about["overlap"]["articles"]) == sorted(overlap["articles"])


def test_the_error_of_a_frame_is_that_of_its_codes(published):
    name = published.settings["contrast"][0]
    whole = frames.read(published.lexicon)
    patterns = list(whole.frames[whole.names.index(name)].patterns)
    lexicon = frames.lexicon({"own": patterns}, language="en")
    about = own_frame.summary(published, frames.add(lexicon, {"other": ["police"]}), "own")
    row = about["error"].set_index("variable").loc[name]
    codes = published.codes[published.codes["coder"] == "A"]
    codes = codes[codes["variable"] == name].set_index("article_id")
    coded = codes["value"].astype(float) > 0
    hit = codes.index.isin(frames.listed(published, lexicon)["article_id"])
    assert row["precision"] == pytest.approx((coded & hit).sum() / hit.sum())
    assert row["recall"] == pytest.approx((coded & hit).sum() / coded.sum())


def test_figure_and_table_are_saved(explorer, tmp_path):
    explorer.name.value, explorer.grey.value = "made-up", True
    explorer._act(explorer.save_figure)
    explorer._act(explorer.save_table)
    kinds = {f.name.partition(".")[2] for f in tmp_path.glob("made-up.*")}
    assert kinds == {"svg", "png", "csv", "evidence.csv", "pdf", "xlsx"}
    explorer.name.value = "../../etc"
    explorer._act(explorer.save_figure)
    assert "is not a name" in explorer.told.value


def test_where_no_widget_runs_there_is_a_picture(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.sentence
    assert bundle["image/png"].startswith("iVBOR")
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_nothing_is_left_open_for_the_notebook_to_show_again(explorer):
    assert plt.get_fignums() == []


def test_many_outlets_leave_room(published, tmp_path):
    explorer = explore.open(published, folder=tmp_path)
    ask(explorer, by="outlet")
    assert explorer.table["outlet"].nunique() <= 20
    assert 'table[table["articles"] >= ' in explorer.lines


def test_of_many_articles_a_sample_is_read_and_families_alone_are_listed(
    study, explorer, monkeypatch
):
    monkeypatch.setattr(cells, "SAMPLE", 20)
    ask(explorer, view="Voices")
    assert explorer.sentence.startswith("20 articles") and "drawn" in explorer.lines
    copied = study.families.assign(family="one text")
    copied = study.replace(families=copied[["family"]])
    monkeypatch.setattr(cells, "TRACED", 10)
    explorer = explore.open(copied, LEXICON, folder=explorer.folder)
    ask(explorer, view="Copies")
    assert "sources" not in explorer.lines and len(explorer.table) == len(study)


def test_wrong_things_are_refused(study):
    with pytest.raises(InputError, match="a study is needed"):
        explore.open("corpus")
    with pytest.raises(InputError, match="lexicon must be a Lexicon"):
        explore.open(study, {"costs": ["price*"]})


def test_numbers_and_days_are_shown_short():
    table = pd.DataFrame({
        "a": [1.23456789, np.nan], "b": [3, 4], "c": ["x", None],
        "d": pd.to_datetime(["2022-01-05", None]),
    })  # fmt: skip
    shown = surface.shown(table)
    assert shown["rows"] == [["1.235", "3", "x", "2022-01-05"], ["", "4", "", ""]]
    assert shown["numbers"] == [0, 1]


def test_a_long_table_says_how_much_of_it_is_shown():
    shown = surface.shown(pd.DataFrame({"a": range(900)}))
    assert len(shown["rows"]) == surface.ROWS and "200 of 900 rows" in shown["note"]


def test_a_sentence_is_a_sentence(study):
    assert re.fullmatch(r"[^.]+\.", sentence(Question(), study))


def test_lexicons_without_a_file_are_written_out(published):
    lexicon = frames.lexicon({"own": ["terror*"]}, language="en")
    first = cells.blocks(Question(), published, lexicon)[0]
    assert "frames.lexicon({'own': ['terror*']}, language='en')" in first
    names = {}
    with plt.rc_context():
        exec(first, names)
    assert names["lexicon"] == lexicon
