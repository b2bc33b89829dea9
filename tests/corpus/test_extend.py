"""Articles in, out and corrected; every article here is made up and says so."""

import re
import shutil
import subprocess
from dataclasses import replace

import pandas as pd
import pytest
import yaml
from conftest import PROJECT

from helpers import corpus, intake
from helpers.corpus import extend
from helpers.corpus import folder as folder_
from helpers.errors import InputError
from helpers.files import tables
from helpers.intake.article import Article
from helpers.words import counts

BODY = (
    "This made-up article tells of a bridge in an invented town. Crowds gathered on the bridge on "
    "Wednesday and asked for lower tolls. “We will not pay,” said a made-up driver. Officials of "
    "the invented town said that the tolls would be looked at again in the spring, and that the "
    "bridge would stay open until then. Nobody was hurt. The made-up council meets on Friday, and "
    "again on Monday, to talk about the toll, the bridge, the river and the road that leads to it."
)
ARTICLE = Article(
    outlet="Made-Up Gazette",
    published="2022-01-05",
    published_from="page",
    precision="day",
    title="Made-up toll protest",
    url="https://made-up.example/toll",
    language="en",
    text=BODY,
    source="toll.html",
)


TWO = ("by_language", "columns")  # settings that only a study in two languages has


@pytest.fixture
def folder(study, tmp_path):
    """A corpus with the study's settings and three made-up articles, counts only."""
    place = tmp_path / "corpus"
    place.mkdir()
    for name in ("phrases.txt", "groups.csv"):
        shutil.copy(study / name, place)
    settings = yaml.safe_load((study / "study.yml").read_text("utf-8"))
    settings = {name: value for name, value in settings.items() if name not in TWO}
    (place / "study.yml").write_text(yaml.safe_dump(settings | {"languages": ["en"]}))
    others = [
        replace(
            ARTICLE,
            outlet=f"Made-Up Paper {n}",
            url=f"https://made-up.example/{n}",
            text=" ".join(f"invented{n}word{k % 40}" for k in range(100)),
        )
        for n in range(3)
    ]
    extend.add(others, place)
    shutil.rmtree(place / "private")
    for name in ("CHANGES.csv", "MANIFEST.csv"):
        (place / name).unlink()
    return place


def test_an_article_enters_with_its_counts_and_stays_private(folder):
    before = corpus.load(folder).counts
    result = extend.add([ARTICLE], folder)
    article_id = result["article_id"][0]
    assert result["status"].tolist() == ["added"]
    assert re.fullmatch(r"made-up-gazette-20220105-[0-9a-f]{6}", article_id)
    assert not corpus.check(folder)
    row = corpus.load(folder).articles.loc[article_id]
    assert row["outlet"] == "Made-Up Gazette" and row["url"] == ARTICLE.url
    assert row["copy_type"] == "unclear" and row["origin"] == "Made-Up Gazette"
    assert (folder / "private" / f"{article_id}.txt").read_text().strip() == BODY
    assert not list((folder / "texts").glob(f"{article_id}*"))
    after = corpus.load(folder).counts
    assert len(after.rows) == len(before.rows) + 2
    mine = after.rows["article_id"] == article_id
    expected = counts.from_texts({article_id: BODY})
    assert after.rows.loc[mine, "n_words"].tolist() == expected.rows["n_words"].tolist()
    changes = corpus.read(folder)["changes"]
    assert changes[["what", "article_id", "source"]].values.tolist() == [
        ["added", article_id, "toll.html"]
    ]
    assert result["doubts"][0] == ["outlet 'Made-Up Gazette' is new: fill in outlets.csv"]


def test_the_same_source_again_adds_nothing(folder):
    extend.add([ARTICLE], folder)
    files = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    again = extend.add([ARTICLE, replace(ARTICLE, text=BODY + " ")], folder)
    assert again["status"].tolist() == ["there already"] * 2
    shutil.rmtree(folder / "private")  # as on another machine
    assert extend.add([ARTICLE], folder)["status"].tolist() == ["there already"]
    assert all(file.read_bytes() == files[file] for file in files if file.exists())


def test_a_licence_lets_a_text_be_shared_unless_told_otherwise(folder):
    free = replace(ARTICLE, license="CC-BY-4.0")
    shared_id = extend.add([free], folder)["article_id"][0]
    assert (folder / "texts" / f"{shared_id}.txt").exists()
    other = replace(free, text=BODY.replace("bridge", "ferry"), url="https://made-up.example/other")
    kept = extend.add([other], folder, private=True)["article_id"][0]
    assert (folder / "private" / f"{kept}.txt").exists()
    stored = corpus.read(folder)["counts"]["article_id"]
    assert kept in set(stored) and shared_id not in set(stored)
    assert not corpus.check(folder)


def test_order_of_adding_changes_no_byte_of_the_counts(folder, tmp_path):
    other = replace(
        ARTICLE, text=BODY.replace("bridge", "ferry"), url="https://made-up.example/other"
    )
    twin = shutil.copytree(folder, tmp_path / "twin")
    extend.add([ARTICLE], folder)
    extend.add([other], folder)
    extend.add([other, ARTICLE], twin)
    name = "counts.csv.gz"
    assert (folder / name).read_bytes() == (twin / name).read_bytes()


def test_a_spun_copy_is_named_and_joins_the_family_of_what_it_copies(folder):
    pages = list(intake.read(PROJECT / "notebooks/made-up-pages"))[:2]
    first, spun = extend.add(pages, folder).itertuples()
    assert f"many of the same words as {first.article_id}" in "\n".join(spun.doubts)
    assert corpus.load(folder).articles.loc[spun.article_id, "copy_of"] == ""
    families = corpus.load(folder).families
    assert families["family"][spun.article_id] == families["family"][first.article_id]


def test_near_copies_are_linked_and_shown(folder):
    first = extend.add([ARTICLE], folder)["article_id"][0]
    spun = BODY.replace("bridge", "overpass").replace("Nobody", "No one")
    copy = replace(
        ARTICLE, outlet="Other Made-Up Paper", text=spun, url="https://made-up.example/s"
    )
    result = extend.add([copy], folder)
    assert result["status"][0] == "added"
    assert f"nearly the same words as {first}" in "\n".join(result["doubts"][0])
    assert corpus.load(folder).articles.loc[result["article_id"][0], "copy_of"] == ARTICLE.url


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": " \n"}, "has no text"),
        ({"published": ""}, "no day of publication: give --published"),
        ({"published": "2922-01-05"}, "in the future"),
        ({"published": "5 January"}, "is not a valid day"),
        ({"outlet": " "}, "names no outlet"),
    ],
)
def test_what_cannot_enter_is_refused_and_named(folder, change, why):
    before = (folder / "articles.csv").read_bytes()
    result = extend.add([replace(ARTICLE, **change)], folder)
    assert result["status"][0] == "refused" and why in result["why"][0]
    assert (folder / "articles.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"published": "2021-06-01"}, "outside the study's window"),
        ({"published": "2022-01-01", "published_from": "url"}, "1 January is often a guess"),
        ({"precision": "month"}, "the month of publication only"),
        ({"language": "de"}, "language 'de', the study has en"),
        ({"text": BODY[:200]}, "only"),
        ({"text": BODY + " […]"}, "breaks off"),
        ({"text": BODY + " [+1234 chars]"}, "breaks off"),
        ({"warnings": ("the page is behind a paywall",)}, "behind a paywall"),
    ],
)
def test_doubts_are_shown_and_the_article_enters(folder, change, doubt):
    result = extend.add([replace(ARTICLE, **change)], folder)
    assert result["status"][0] == "added" and doubt in "\n".join(result["doubts"][0])


def test_lines_an_outlet_repeats_are_shown(folder):
    masthead = "The made-up masthead of a made-up gazette\n"
    extend.add([replace(ARTICLE, text=masthead + BODY)], folder)
    other = replace(
        ARTICLE, text=masthead + BODY[::-1].replace("“", "'"), url="https://made-up.example/other"
    )
    doubts = "\n".join(extend.add([other], folder)["doubts"][0])
    assert "the outlet repeats: The made-up masthead" in doubts


def test_only_the_opening_is_counted_where_the_study_says_so(folder):
    long = BODY + "\n" + " ".join(f"invented{n:04}" for n in range(400))
    article_id = extend.add([replace(ARTICLE, text=long)], folder)["article_id"][0]
    row = corpus.load(folder).articles.loc[article_id]
    assert row["n_chars"] <= 2000 and row["truncated"]
    assert (folder / "private" / f"{article_id}.txt").read_text().strip() == long
    assert not corpus.check(folder)


def test_each_language_has_its_own_opening(folder):
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    settings |= {"opening": 2000, "by_language": {"ru": {"opening": 40}}, "languages": ["en", "ru"]}
    (folder / "study.yml").write_text(yaml.safe_dump(settings))
    (folder / "phrases.ru.txt").write_text("")
    russian = " ".join(["Выдуманная статья рассказывает о мосте."] * 20)
    extend.add([replace(ARTICLE, text=russian, language="ru")], folder)
    row = corpus.load(folder).articles.loc[lambda t: t["url"] == ARTICLE.url].iloc[0]
    assert row["n_chars"] <= 40


def test_two_texts_whose_hashes_begin_alike_are_two_articles(folder, monkeypatch):
    plain = extend._hash
    monkeypatch.setattr(extend, "_hash", lambda body: f"{'ab' * 3}{plain(body)}")
    two = [
        replace(ARTICLE, url=f"https://made-up.example/alike{n}", text=f"{BODY} And {n} more.")
        for n in (1, 2)
    ]
    done = extend.add(two, folder)
    assert list(done["status"]) == ["added", "added"] and done["article_id"].is_unique
    assert {*done["article_id"]} <= {*corpus.load(folder).articles.index}
    again = extend.add(two, folder)
    assert list(again["status"]) == ["there already"] * 2


def test_private_texts_are_out_of_git_wherever_the_folder_lies(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    extend.add([ARTICLE], tmp_path / "other")
    seen = ["git", "-C", str(tmp_path), "status", "--short", "--untracked-files=all"]
    shown = subprocess.run(seen, capture_output=True, text=True, check=True).stdout
    assert "articles.csv" in shown and "private" not in shown


def test_an_origin_and_a_copy_type_that_are_not_known_are_refused_by_name(folder):
    with pytest.raises(InputError, match="origin 'Nobody' has no row in"):
        extend.add([ARTICLE], folder, origin="Nobody")
    with pytest.raises(InputError, match="copy_type 'foo' is not known: it is one of original"):
        extend.add([ARTICLE], folder, copy_type="foo")
    article_id = extend.add([ARTICLE], folder, origin="made-up paper 1")["article_id"][0]
    assert corpus.load(folder).articles.loc[article_id, "origin"] == "Made-Up Paper 1"


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "@made-up", "+1 Made-Up", "-made-up", "'=x"])
def test_cells_that_a_spreadsheet_would_run_are_guarded(folder, name):
    article_id = extend.add([replace(ARTICLE, outlet=name, agency=name)], folder)["article_id"][0]
    assert corpus.load(folder).articles.loc[article_id, "outlet"] == name
    raw = (folder / "articles.csv").read_text("utf-8")
    assert not re.search(r'(?m)(?:^|,)"?[=+@-]', raw.replace(",-", ""))
    again, faults = tables.read(folder / "outlets.csv", folder_.OUTLETS)
    assert not faults and name in set(again["outlet"])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b", "a\x00b", "\ud800 lone", "\u202egnp.exe", "x" * 5000, "…"]
)
def test_nothing_is_written_outside_the_corpus(folder, tmp_path, name):
    (tmp_path / "etc").mkdir()
    outside = sorted(p for p in tmp_path.rglob("*") if folder not in p.parents and p != folder)
    article = replace(ARTICLE, outlet=name, title=name, url="", text=f"{BODY} {name}")
    result = extend.add([article], folder)
    assert result["status"][0] == "added"
    assert re.fullmatch(r"[a-z0-9-]+", result["article_id"][0])
    assert not corpus.check(folder)
    after = sorted(p for p in tmp_path.rglob("*") if folder not in p.parents and p != folder)
    assert after == outside


def test_an_empty_folder_becomes_a_corpus(tmp_path):
    result = extend.add([ARTICLE], tmp_path / "new")
    assert corpus.load(tmp_path / "new").articles.index.tolist() == result["article_id"].tolist()


def test_a_dry_run_changes_nothing(folder, tmp_path):
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert extend.add([ARTICLE], folder, dry_run=True)["status"][0] == "added"
    assert before == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    extend.add([ARTICLE], tmp_path / "none", dry_run=True)
    assert not (tmp_path / "none").exists()


def test_remove_takes_everything_along(folder):
    before = corpus.load(folder).counts
    article_id = extend.add([ARTICLE], folder)["article_id"][0]
    extend.remove([article_id], folder, reason="a made-up one")
    assert not corpus.check(folder)
    after = corpus.load(folder).counts
    pd.testing.assert_frame_equal(after.rows, before.rows)
    assert not list(folder.rglob(f"{article_id}*"))
    assert corpus.read(folder)["changes"]["what"].tolist() == ["added", "removed"]
    with pytest.raises(InputError, match="has no article"):
        extend.remove([article_id], folder, reason="again")


def test_an_outlet_goes_with_the_last_article_that_brought_it(folder):
    other = replace(ARTICLE, text=BODY[::-1], url="https://made-up.example/other")
    known = replace(ARTICLE, outlet="Made-Up Star", text=BODY.upper(), url="https://b.example/b")
    first, second, third = extend.add([ARTICLE, other, known], folder)["article_id"]
    outlets = (folder / "outlets.csv").read_text("utf-8")
    filled = outlets.replace("Made-Up Star,,unknown", "Made-Up Star,,state")
    (folder / "outlets.csv").write_text(filled, "utf-8")
    assert extend.remove([first], folder, reason="one").empty
    left = extend.remove([second, third, second], folder, reason="made up")
    assert left.values.tolist() == [["Made-Up Gazette", True], ["Made-Up Star", False]]
    assert not corpus.check(folder)
    have = corpus.read(folder)
    assert "Made-Up Gazette" not in have["outlets"].index
    assert have["outlets"].loc["Made-Up Star", "ownership"] == "state"
    notes = have["changes"].set_index("article_id").query("what == 'removed'")["source"]
    assert notes.to_dict() == {
        first: "one", second: "made up (and outlet 'Made-Up Gazette')", third: "made up"
    }  # fmt: skip


def test_an_outlet_stays_that_add_did_not_bring_or_another_article_names(folder):
    there = corpus.load(folder).articles.index[0]  # noted as added nowhere
    left = extend.remove([there], folder, reason="made up")
    assert left["gone"].tolist() == [False]
    article_id = extend.add([ARTICLE], folder)["article_id"][0]
    copy = replace(ARTICLE, outlet="Made-Up Star", text=BODY[::-1], url="https://b.example/b")
    extend.add([copy], folder, origin="Made-Up Gazette")
    assert extend.remove([article_id], folder, reason="made up").empty
    assert "Made-Up Gazette" in corpus.read(folder)["outlets"].index


def test_an_edit_that_would_make_a_fault_is_refused(folder):
    article_id = extend.add([ARTICLE], folder)["article_id"][0]
    extend.edit(article_id, folder, published="2022-01-06")
    assert str(corpus.load(folder).articles.loc[article_id, "published"].date()) == "2022-01-06"
    before = (folder / "articles.csv").read_bytes()
    with pytest.raises(InputError, match="would have faults"):
        extend.edit(article_id, folder, published="2022-13-06")
    with pytest.raises(InputError, match="no column 'colour'"):
        extend.edit(article_id, folder, colour="red")
    with pytest.raises(InputError, match="no column 'article_id'"):
        extend.edit(article_id, folder, article_id="other")
    assert (folder / "articles.csv").read_bytes() == before


def test_a_known_address_with_a_new_text_is_there_already(folder):
    first = extend.add([ARTICLE], folder)["article_id"][0]
    rewritten = replace(ARTICLE, text=BODY.replace("bridge", "ferry"), outlet="Made-Up Weekly")
    row = extend.add([rewritten], folder).iloc[0]
    assert (row["status"], row["why"]) == ("there already", f"as {first}")
    elsewhere = replace(rewritten, url="https://made-up.example/elsewhere")
    assert extend.add([elsewhere], folder)["status"][0] == "added"


def test_outlets_keep_their_order_and_new_ones_come_last(made_up):
    before = corpus.read(made_up)["outlets"].index.tolist()
    extend.add([replace(ARTICLE, outlet="Aa Made-up Paper")], made_up)
    assert corpus.read(made_up)["outlets"].index.tolist() == [*before, "Aa Made-up Paper"]


def test_recount_finds_phrases_that_entered_the_lexicon(made_up):
    body = "The made-up fuel price rose again in the town today."
    extend.add([replace(ARTICLE, text=body)], made_up, private=True)
    settings = yaml.safe_load((made_up / "study.yml").read_text()) or {}
    settings["lexicon"] = {"en": "words.yml"}
    (made_up / "study.yml").write_text(yaml.safe_dump(settings))
    (made_up / "words.yml").write_text("frames:\n  a: {patterns: [price rose, fuel pri*]}\n")
    articles, phrases = extend.recount(made_up)
    assert (articles, phrases) == (1, 2)
    assert corpus.check(made_up) == []
    terms = set(corpus.read(made_up)["counts"]["term"])
    assert {"price rose", "fuel price"} <= terms
    assert extend.recount(made_up) == (0, 0)
