"""The corpus loads as its README says, and every fault is named with its place."""

import re

import pytest
from conftest import FILES, write_corpus

from helpers import corpus
from helpers.corpus import folder as folder_
from helpers.errors import InputError


def test_load_joins_the_facts_of_outlet_and_origin(made_up):
    articles = corpus.load(made_up).articles
    assert articles.index.name == "article_id"
    assert list(articles.index) == ["one", "two", "three"]
    assert articles.loc["two", "country"] == "GB"
    assert articles.loc["two", "origin_country"] == "RU"
    assert articles.loc["two", "origin_ownership"] == "state"
    assert articles["published"].dt.strftime("%d").tolist() == ["05", "06", "06"]
    assert articles["truncated"].tolist() == [False, True, False]
    assert "text" not in articles


def test_group_is_that_of_the_origin_and_unknown_is_a_group(made_up):
    articles = corpus.load(made_up).articles
    assert articles["group"].tolist() == ["North", "East", "Unknown"]
    assert list(articles["group"].cat.categories) == ["North", "East", "Unknown"]


def test_without_groups_every_country_stands_for_itself(tmp_path):
    folder = write_corpus(tmp_path / "c", groups__csv=None, study__yml=None)
    assert corpus.load(folder).articles["group"].tolist() == ["US", "RU", "Unknown"]


def test_na_and_none_are_words(tmp_path):
    names = FILES["outlets.csv"].replace("Made-up Times", "NA")
    articles = FILES["articles.csv"].replace("Made-up Times", "NA")
    folder = write_corpus(tmp_path / "c", outlets__csv=names, articles__csv=articles)
    assert corpus.load(folder).articles["outlet"].tolist() == ["Made-up Post", "NA", "NA"]


def test_shared_text_is_read_and_private_text_only_by_name(made_up):
    for folder, text in (("texts", "shared"), ("private", "private")):
        (made_up / folder).mkdir()
        (made_up / folder / "one.txt").write_text(text)
    assert corpus.load(made_up).texts.to_dict() == {"one": "shared"}
    assert corpus.load(made_up, source="private").texts.to_dict() == {"one": "private"}
    assert corpus.texts(made_up, ["one", "two"]) == {"one": "shared"}
    assert corpus.texts(made_up, ["one"], source="private") == {"one": "private"}
    with pytest.raises(InputError, match="source"):
        corpus.texts(made_up, ["one"], source="both")


ARTICLES = FILES["articles.csv"]
FAULTS = {
    "unknown column": ("articles__csv", ARTICLES.replace("truncated", "cut"), "line 1, column cut"),
    "missing column": ("outlets__csv", "outlet,country\nA,US\n", "column ownership: is missing"),
    "column twice": ("outlets__csv", "outlet,country,country,ownership\n", "stands twice"),
    "duplicate id": (
        "articles__csv",
        ARTICLES.replace("\ntwo,", "\none,"),
        "line 3, column article_id",
    ),
    "unsafe id": (
        "articles__csv",
        ARTICLES.replace("\ntwo,", "\n../two,"),
        "line 3, column article_id",
    ),
    "impossible date": (
        "articles__csv",
        ARTICLES.replace("2022-01-05", "2022-02-30"),
        "line 2, column published: '2022-02-30' is not a valid date",
    ),
    "date in another order": (
        "articles__csv",
        ARTICLES.replace("2022-01-05", "05.01.2022"),
        "not a valid date",
    ),
    "future date": ("articles__csv", ARTICLES.replace("2022-01-05", "2999-01-01"), "in the future"),
    "script as address": (
        "articles__csv",
        ARTICLES.replace("https://example.org/one", "javascript:alert(1)"),
        "line 2, column url",
    ),
    "outlet without a row": (
        "articles__csv",
        ARTICLES.replace("two,Made-up Times", "two,Nowhere News"),
        "line 3, column outlet: 'Nowhere News' has no row in outlets.csv",
    ),
    "origin without a row": (
        "outlets__csv",
        FILES["outlets.csv"].replace("Made-up Wire,RU,state\n", ""),
        "line 3, column origin",
    ),
    "country without a group": (
        "groups__csv",
        FILES["groups.csv"].replace("RU,East,made up\n", ""),
        "outlets.csv, line 4, column country: 'RU' has no row in groups.csv",
    ),
    "counts of an unknown article": (
        "counts__csv",
        FILES["counts.csv"].replace("three,quoted", "four,quoted"),
        "counts.csv.gz, line 13, column article_id: 'four'",
    ),
    "counts that do not add up": (
        "counts__csv",
        FILES["counts.csv"].replace("rose,1", "rose,3"),
        "articles.csv, line 2, column n_words_unquoted: one: says 5 words",
    ),
    "count that is no number": (
        "counts__csv",
        FILES["counts.csv"].replace("rose,1", "rose,x"),
        "'x'",
    ),
    "count of zero": ("counts__csv", FILES["counts.csv"].replace("rose,1", "rose,0"), "1 or more"),
    "unknown voice": (
        "counts__csv",
        FILES["counts.csv"].replace("two,unquoted,police", "two,narration,police"),
        "'narration' is not one of",
    ),
    "phrase not listed": (
        "phrases__txt",
        "fuel prices\n",
        "'terrorist groups' has no row in phrases",
    ),
    "counted twice": ("counts__csv", FILES["counts.csv"] + "one,unquoted,rose,1\n", "line 14"),
    "unknown code": (
        "codes__csv",
        FILES["codes.csv"].replace("one,A,costs,2", "one,A,costs,7"),
        "'7'",
    ),
    "unknown variable": (
        "codes__csv",
        FILES["codes.csv"].replace("one,A,costs", "one,A,mood"),
        "'mood'",
    ),
    "coded twice": ("codes__csv", FILES["codes.csv"] + "one,A,costs,1\n", "line 10"),
    "not UTF-8": (
        "outlets__csv",
        FILES["outlets.csv"].replace("Made-up Times", "Le Né").encode("latin-1"),
        "outlets.csv, line 3: is not UTF-8",
    ),
    "ragged row": (
        "outlets__csv",
        FILES["outlets.csv"].replace("GB,commercial", "GB,commercial,more"),
        "outlets.csv, line 3: has 4 cells, the header has 3",
    ),
    "open quotation mark": (
        "outlets__csv",
        FILES["outlets.csv"] + '"open,US,state\n',
        "proper CSV",
    ),
    "no rows at all": ("outlets__csv", "", "is empty"),
    "study that is no mapping": ("study__yml", "- a list\n", "study.yml, line 1"),
    "study that is not YAML": ("study__yml", "title: [", "proper YAML"),
}


@pytest.mark.parametrize(("changed", "body", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place(tmp_path, changed, body, said):
    folder = write_corpus(tmp_path / "c", **{changed: body})
    with pytest.raises(InputError, match=re.escape(said)):
        corpus.load(folder)
    assert corpus.check(folder)


def test_every_fault_is_told_at_once(tmp_path):
    articles = ARTICLES.replace("2022-01-05", "never").replace("inferred", "guessed")
    faults = corpus.check(write_corpus(tmp_path / "c", articles__csv=articles))
    assert [(fault.line, fault.column) for fault in faults] == [
        (2, "published"),
        (3, "published_from"),
    ]


def test_a_broken_gzip_file_is_a_fault(made_up):
    file = made_up / "counts.csv.gz"
    file.write_bytes(file.read_bytes()[:40])
    assert "cannot be read" in str(corpus.check(made_up)[0])


def test_a_text_of_no_article_or_encoding_is_a_fault(made_up):
    (made_up / "texts").mkdir()
    (made_up / "texts" / "nobody.txt").write_text("made up")
    (made_up / "texts" / "one.txt").write_bytes("Né".encode("latin-1"))
    assert [fault.file for fault in corpus.check(made_up)] == ["texts/nobody.txt", "texts/one.txt"]


def test_a_study_can_add_columns(tmp_path):
    study = FILES["study.yml"] + "columns: {outlets.csv: [reach]}\n"
    outlets = FILES["outlets.csv"].replace("\n", ",9\n").replace("ownership,9", "ownership,reach")
    folder = write_corpus(tmp_path / "c", study__yml=study, outlets__csv=outlets)
    assert corpus.load(folder).articles["reach"].tolist() == ["9", "9", "9"]


@pytest.mark.parametrize(
    "columns",
    [
        "{articles.csv: [country]}",  # of outlets.csv
        "{articles.csv: [origin_country]}",
        "{articles.csv: [group]}",  # added when the tables are joined
        "{articles.csv: [hits]}",  # of results
        "{articles.csv: [reach], outlets.csv: [reach]}",
        "{articles.csv: [origin_reach], outlets.csv: [reach]}",
        "{outlets.csv: [language]}",  # of articles.csv
        "{outlets.csv: [rate]}",
        "{outlets.csv: [drawn]}",
    ],
)
def test_an_added_column_whose_name_is_taken_is_a_fault(tmp_path, columns):
    study = FILES["study.yml"] + f"columns: {columns}\n"
    folder = write_corpus(tmp_path / "c", study__yml=study)
    faults = [fault for fault in corpus.check(folder) if fault.file == "study.yml"]
    assert len(faults) == 1
    assert "rename it here and in its table" in faults[0].message


def test_a_missing_folder_says_so(tmp_path):
    with pytest.raises(InputError, match="is not a folder"):
        corpus.load(tmp_path / "nowhere")


def test_doubts_name_days_outside_the_window(tmp_path):
    folder = write_corpus(
        tmp_path / "c", articles__csv=ARTICLES.replace("2022-01-05", "2021-01-05")
    )
    assert ["one" in doubt.message for doubt in corpus.doubts(folder)] == [True]


@pytest.mark.parametrize(
    ("limit", "left"),
    [(12, "Fuel prices"), (11, "Fuel prices"), (10, "Fuel"), (4, "Fuel"), (99, "Fuel prices rose")],
)
def test_an_opening_ends_with_its_last_whole_word(limit, left):
    assert folder_.opening("Fuel prices rose", {"opening": limit}) == left


def test_an_article_with_a_text_and_no_counts_is_counted_from_the_text(tmp_path):
    body = "One two three four “five”"
    table = "article_id,voice,term,n\none,unquoted,aa,5\none,quoted,bb,2\n"
    folder = write_corpus(tmp_path / "c", counts__csv=table)
    (folder / "texts").mkdir()
    (folder / "texts" / "three.txt").write_text(body)
    (folder / "texts" / "one.txt").write_text("counts come first")
    study = corpus.load(folder)
    assert study.measured.tolist() == ["one", "three"]
    assert study.counts.rows["n_words"].tolist() == [5, 2, 4, 1]
    assert "first" not in study.counts.terms


def test_private_texts_count_only_when_asked_for(made_up):
    (made_up / "private").mkdir()
    (made_up / "private" / "two.txt").write_text("Private words, six in all here")
    assert corpus.load(made_up).counts.rows["n_words"].tolist()[2] == 3
    assert corpus.load(made_up, source="private").counts.rows["n_words"].tolist()[2] == 6


def test_counts_have_two_rows_for_every_article_in_order(made_up):
    counted = corpus.load(made_up).counts
    assert counted.rows["article_id"].tolist() == ["one", "one", "two", "two", "three", "three"]
    assert counted.rows["voice"].tolist() == ["unquoted", "quoted"] * 3
    assert counted.rows["n_words"].tolist() == [5, 2, 3, 0, 4, 1]
    assert list(counted.phrases) == ["fuel prices", "tear gas", "terrorist groups"]
    assert counted.matrix[:, counted.terms.get_loc("tear gas")].sum() == 0
    assert "price cap" not in counted.terms
