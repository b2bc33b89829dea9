"""Sentences from tables, and sections that open when the study has what they need."""

import pandas as pd
import pytest
from conftest import study_of, write_corpus
from IPython.core.interactiveshell import InteractiveShell

from helpers import compare, corpus, findings, frames
from helpers.errors import InputError
from helpers.measure import cells
from helpers.show import sections

TABLE = pd.DataFrame(
    {
        "group": ["North", "South", "East"],
        "presence": [0.614, 0.25, float("nan")],
        "presence_low": [0.5, float("nan"), float("nan")],
        "presence_high": [0.72, float("nan"), float("nan")],
    }
)


def test_shares_in_words():
    assert findings.shares(TABLE) == (
        "61 % [50–72] of North, 25 % (no interval) of South, not known of East"
    )
    assert findings.shares(TABLE, ends=False).startswith("61 % of North, 25 % of South")
    other = TABLE.set_axis(["paper", "share", "low", "high"], axis=1)
    assert findings.shares(other).startswith("61 % [50–72] of North")
    with pytest.raises(InputError, match="no column 'rate'"):
        findings.shares(TABLE, "rate")


def test_names_in_words():
    names = pd.DataFrame({"label": ["prices", "order", "prices"]})
    assert findings.listed(names, [True, True, True]) == "prices, order"
    assert findings.listed(names, [False] * 3) == "none"


@pytest.fixture
def tables(tmp_path):
    pd.DataFrame(
        {"group": ["North", "South"], "share": [0.5, 0.25], "low": [0.4, 0.2], "high": [0.6, 0.3],
         "n": [30, 10], "is": ["sure", "not sure"], "gap": [-0.116, 0.1]}
    ).to_csv(tmp_path / "t.csv", index=False)  # fmt: skip
    return tmp_path


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("t: share; group=North", "50 % [40–60]"), ("t: share; group=South !percent", "25 %"),
        ("t: n; group=North !number", "30"), ("t: is; group=South !word", "not sure"),
        ("t: gap; group=North !points", "−12"), ("t: n !sum", "40"),
        ("t: n; group=South !share", "25 %"),
    ],
)  # fmt: skip
def test_places_are_filled(tables, place, said):
    assert findings.fill("It is {{" + place + "}}.", tables) == f"It is {said}."


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("t: share; group=Nowhere", "0 rows of t.csv"), ("t: share", "2 rows of t.csv"),
        ("t: share; side=North", "no column 'side'"), ("u: share", "write it as"),
        ("share of t", "write it as"),
    ],
)  # fmt: skip
def test_a_place_that_nothing_answers_is_named(tables, place, message):
    with pytest.raises(InputError, match=message):
        findings.fill("{{" + place + "}}", tables)


def test_a_page_keeps_what_stands_around_its_findings(tables):
    page, template = tables / "page.md", tables / "findings.md"
    page.write_text("Before.\n<!-- findings -->\nold\n<!-- /findings -->\nAfter.\n")
    template.write_text("{{t: n !sum}} articles.\n")
    assert findings.write(template, tables, page)
    assert page.read_text() == (
        "Before.\n<!-- findings -->\n40 articles.\n<!-- /findings -->\nAfter.\n"
    )
    assert not findings.write(template, tables, page)
    page.write_text("No place.")
    with pytest.raises(InputError, match="has no place for findings"):
        findings.write(template, tables, page)


# Sections ----------------------------------------------------------------------------------------


@pytest.fixture
def shell():
    made = InteractiveShell()
    sections.register(made)
    return made


def ran(shell, capsys, cell):
    result = shell.run_cell(cell)
    return result, capsys.readouterr().out


def test_what_is_lacking(made_up):
    study = corpus.load(made_up)
    assert sections.lacking(study, ["days"]) == ""
    assert sections.lacking(study, ["days", "word", "windows"]) == "word"
    with pytest.raises(InputError, match="%%needs cods: is not known"):
        sections.lacking(study, ["cods"])


def test_every_need_can_be_asked_of_any_study(made_up):
    bare = study_of({"a": "Fuel prices rose.", "b": "The police came."})
    for study in (corpus.load(made_up), bare):
        for need in sections.NEEDS:
            assert sections.lacking(study, [need]) in ("", need)
    assert sections.lacking(bare, ["codes"]) == "codes"
    assert sections.lacking(bare, ["groups"]) == "groups"
    assert sections.lacking(bare, ["texts"]) == ""


def test_a_closed_section_says_so_once(shell, capsys):
    shell.user_ns["study"] = study_of({"a": "Fuel prices rose.", "b": "The police came."})
    _, said = ran(shell, capsys, "%%needs codes\nprint('open')")
    assert said.startswith("This section stays closed: no codes yet") and "open" not in said
    _, said = ran(shell, capsys, "%%needs codes\nprint('open')")
    assert said == ""
    _, said = ran(shell, capsys, "%%needs texts\nx = 2\nx + 1")
    assert "3" in said and shell.user_ns["x"] == 2


def test_too_little_for_a_section_closes_it_and_what_follows(shell, capsys):
    shell.user_ns["study"] = study_of({"a": "Fuel prices rose.", "b": "The police came."})
    failing = "%%needs texts\nfrom helpers import terms\ntable = terms.tf_idf(study, min_df=99)"
    result, said = ran(shell, capsys, failing)
    assert result.success and "no term is left" in said
    result, said = ran(shell, capsys, "%%needs texts\ntable.head()")
    assert result.success and said == ""


def test_other_errors_stay_errors(shell, capsys):
    shell.user_ns["study"] = study_of({"a": "Fuel prices rose.", "b": "The police came."})
    assert not ran(shell, capsys, "%%needs texts\nmissing.head()")[0].success
    assert not ran(shell, capsys, "%%needs texts\n1 / 0")[0].success


# What the notebooks ask of a study ---------------------------------------------------------------


def test_main_groups_are_named_or_the_largest(made_up, tmp_path):
    study = corpus.load(made_up)
    sizes = study.articles["group"].astype(str)
    named = write_corpus(tmp_path / "named", study__yml="groups: {main: [B, A]}\n")
    assert corpus.load(named).main == ["B", "A"]
    plain = write_corpus(tmp_path / "plain", study__yml="title: Made up\n")
    found = corpus.load(plain)
    assert len(found.main) <= 2 and "Unknown" not in found.main
    assert set(found.main) <= set(found.articles["group"].astype(str)) | set(sizes)
    assert study_of({"a": "Fuel."}).main == []


def test_contrast_is_named_or_the_first_two(made_up, tmp_path):
    words = frames.lexicon({"a": ["x"], "b": ["y"], "c": ["z"]})
    assert frames.contrast(study_of({"a": "x"}), words) == ["a", "b"]
    named = corpus.load(write_corpus(tmp_path / "c", study__yml="contrast: [c, a]\n"))
    assert frames.contrast(named, words) == ["c", "a"]
    other = corpus.load(write_corpus(tmp_path / "d", study__yml="contrast: [q, a]\n"))
    with pytest.raises(InputError, match="contrast names 'q'"):
        frames.contrast(other, words)


def test_windows_and_dense_days_are_read_from_the_settings(tmp_path):
    yml = "dense: {start: 2022-01-06, end: 2022-01-07}\nwindows:\n"
    yml += "  - {window: before, start: 2022-01-01, end: 2022-01-05}\n"
    study = corpus.load(write_corpus(tmp_path / "c", study__yml=yml))
    assert corpus.windows(study)["start"].dt.day.tolist() == [1]
    days = corpus.dense(study).articles["published"]
    assert days.between("2022-01-06", "2022-01-07").all() and len(days) < len(study)
    table = corpus.per_day(study, "outlet")
    assert table["articles"].sum() == len(days)
    with pytest.raises(InputError, match="names no windows"):
        corpus.windows(study_of({"a": "Fuel."}))


def test_treatments_are_the_differences_of_each():
    texts = {f"a{i}": "Fuel prices rose." if i % 3 else "The police came." for i in range(24)}
    study = study_of(texts, side=["x", "y"] * 12, copy_type=["original"] * 16 + ["wire"] * 8)
    scores = frames.score(study, frames.lexicon({"costs": ["fuel price*"]}))
    table = compare.treatments(scores, by="side")
    assert list(table["copies"].cat.categories) == list(cells.COPIES)
    for name, part in table.groupby("copies", observed=True):
        alone = compare.differences(scores, by="side", copies=name)
        wanted = alone["presence_difference"].reset_index(drop=True)
        pd.testing.assert_series_equal(part["presence_difference"].reset_index(drop=True), wanted)
    fewer = compare.treatments(scores.drop(columns="copy_type"), by="side")
    assert "originals" not in set(fewer["copies"])
