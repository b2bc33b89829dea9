"""The article that the study began with, where it lies beside the project."""

from dataclasses import replace

from conftest import shared

from helpers import corpus, intake, voices
from helpers.corpus import extend
from helpers.words import counts


def cell(counted, article_id, voice, term):
    rows = counted.rows
    row = rows.index[(rows["article_id"] == article_id) & (rows["voice"] == voice)].item()
    return counted.matrix[row, counted.terms.get_loc(term)]


def test_the_seed_article_s_counts_are_those_of_its_text(study):
    """The stored counts were read by others from the page; the file has lost some spaces."""
    body = next(shared("seed").glob("*.txt")).read_text(encoding="utf-8")
    counted = corpus.load(study).counts
    ids = counted.rows["article_id"]
    stored = counted.select(ids.str.startswith("report-wire"))
    own = counts.from_texts({"seed": body}, phrases=list(counted.phrases))
    for term in ("terrorist groups", "international terrorist"):
        assert stored.matrix[1, stored.terms.get_loc(term)] == 1
        assert cell(own, "seed", "quoted", term) == 1
        assert cell(own, "seed", "unquoted", term) == 0
    assert cell(own, "seed", "unquoted", "regulation") == 2


def test_the_seed_enters_privately(made_up):
    """The article that the study began with, where it lies beside the project."""
    found = list(intake.read(next(shared("seed").glob("*.txt"))))
    found = [replace(a, outlet="Report Wire", published="2022-01-06") for a in found]
    result = extend.add(found, made_up, private=True)
    assert result["status"].tolist() == ["added"]
    kept = (made_up / "private" / f"{result['article_id'][0]}.txt").read_text("utf-8")
    assert kept.startswith("In the face of mounting home unrest")
    assert "ALSO READ" not in kept and "min read" not in kept
    assert not list((made_up / "texts").glob("report-wire-20220106*"))


def test_the_seed_is_read_by_general_rules():
    (one,) = intake.read(next(shared("seed").glob("*.txt")))
    assert one.outlet == "Report Wire" and one.title.startswith("Amid home unrest")
    assert one.text.startswith("In the face of") and "ALSO READ" not in one.text


def test_the_seed_s_terror_is_the_president_s():
    """The article that the study began with: whose phrase are the terrorist groups?"""
    body = next(shared("seed").glob("*.txt")).read_text("utf-8")
    at = body.index("international terrorist groups")
    table = voices.attribute(body)
    row = table[(table["start"] <= at) & (table["end"] > at)].iloc[0]
    assert row["voice"] == "quoted"
    assert row["entity"] == "Kassym-Jomart Tokayev"
    assert row["speaker_kind"] == "head of state"
    protests = body.index("peaceable protests over the sudden rise")
    narrated = table[(table["start"] <= protests) & (table["end"] > protests)].iloc[0]
    assert narrated["voice"] == "narration"
