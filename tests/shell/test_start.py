"""A study of another event: from a table to figures, no file of the workbench edited."""

import configparser
import random
import re

import made_up_copies
import nbformat
import pandas as pd
import pytest
import typer
from conftest import PROJECT

from helpers import corpus, intake
from helpers.corpus import extend, folder
from helpers.errors import InputError
from helpers.intake.article import Article
from helpers.shell import notebooks, start

SENTENCES = [
    "Ticket prices for the made-up tram doubled in the new year.",
    "The company said that new rails cost more than planned.",
    "Drivers of the made-up tram went on strike before dawn.",
    "A union leader said “nobody can live on these wages” and left.",
    "The strike goes on until Friday, the union told a newspaper.",
    "Passengers walked across the bridge in the rain.",
    "The mayor of the made-up city wants talks to begin at once.",
    "Depots stayed closed while buses ran every hour.",
]
RUSSIAN = [
    "Билеты на вымышленный трамвай подорожали вдвое с нового года.",
    "Водители вымышленного трамвая начали забастовку до рассвета.",
    "Пассажиры шли по мосту под дождём, автобусы ходили раз в час.",
    "Мэр вымышленного города хочет начать переговоры немедленно.",
]
LEXICON = """title: Frames of a made-up strike
language: en
frames:
  fares: {label: fares, patterns: [ticket price*, price*, cost*]}
  labour: {label: labour, patterns: [union leader, strike, wages]}
"""


def table_of(n=40):
    rng, rows, writer = random.Random(1), [], made_up_copies.Writer(1)
    for outlet, language in (("Tram Post", "en"), ("Rail Herald", "en"), ("Вестник", "ru")):
        for number in range(n):
            pool = SENTENCES if language == "en" else RUSSIAN
            said = rng.sample(pool, 3)
            if language == "en":
                said += [writer.sentence() for _ in range(4)]
            body = " ".join([*said, f"Report {number} of {outlet}, made up for a test."])
            rows.append((f"Report {number}", outlet, f"{number % 20 + 1:02}.03.2022", body))
    return pd.DataFrame(rows, columns=["headline", "medium", "Datum", "Text"])


COLUMNS = ["title=headline", "outlet=medium", "published=Datum", "text=Text"]


@pytest.fixture(scope="module")
def strike(tmp_path_factory):
    """A study made from the table above, its notebooks executed."""
    place = tmp_path_factory.mktemp("new")
    table_of().to_csv(place / "articles.csv", index=False)
    start.new(
        place / "strike", title="A made-up strike", question="Whose fault?", languages="en,ru",
        source=[str(place / "articles.csv")], column=COLUMNS,
    )  # fmt: skip
    (place / "strike" / "corpus" / "frames.yml").write_text(LEXICON, "utf-8")
    extend.recount(place / "strike" / "corpus")
    notebooks.run(place / "strike" / "notebooks")
    return place / "strike"


def test_a_table_becomes_a_sound_corpus(strike):
    assert folder.check(strike / "corpus") == []
    articles = folder.read(strike / "corpus")["articles"]
    assert len(articles) == 120
    assert set(articles["language"]) == {"en", "ru"}
    assert set(articles["published"]) == {f"2022-03-{day:02}" for day in range(1, 21)}


def test_every_notebook_runs_and_draws(strike):
    drawn = {file.stem for file in (strike / "figures").glob("*.svg")}
    assert {"three-readings", "frames-by-group", "articles-by-day", "distinctive-unquoted"} <= drawn
    assert {file.name for file in (strike / "notebooks").glob("*.ipynb")} == {
        file.name for file in (PROJECT / "notebooks").glob("*.ipynb")
    }


def test_what_the_study_lacks_closes_a_section_in_one_sentence(strike):
    outputs = [
        output.get("text", "")
        for cell in nbformat.read(strike / "notebooks" / "03-frames.ipynb", 4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    closed = [text for text in outputs if text.startswith("This section stays closed")]
    assert any("no codes yet" in text for text in closed)
    assert len(closed) == len(set(closed))


def test_the_groups_are_the_outlets_and_words_are_of_one_language(strike):
    table = pd.read_csv(strike / "figures" / "frames-by-group.csv")
    assert set(table["group"]) == {"Tram Post", "Rail Herald"}


def test_phrases_of_the_lexicon_are_counted(strike):
    table = folder.read(strike / "corpus")["counts"]
    assert {"ticket prices", "union leader"} <= set(table["term"])
    assert extend.recount(strike / "corpus") == (0, 0)


def begun(place, table, **how):
    """What is begun from a table; its columns bear their usual German names."""
    file = place / "table.csv"
    file.write_bytes(table)
    start.new(place / "study", languages="de", source=[str(file)], **how)
    return place / "study" / "corpus"


def german(*, section="Politik", n=4):
    """A table as Excel writes it in Germany: semicolons, Windows' letters."""
    rows = [
        f'{i};Blatt {i % 2};0{i + 1}.03.2022;Überschrift {i};Erfundener Text über Straßen, {i}.;'
        + ("Wirtschaft" if i % 2 else f'"{section}"')
        for i in range(n)
    ]  # fmt: skip
    head = "Nr;Zeitung;Datum;Titel;Text;Ressort"
    return "\r\n".join([head, *rows]).encode("cp1252")


def test_a_table_as_excel_writes_it_in_germany(tmp_path):
    assert list(folder.read(begun(tmp_path, german()))["articles"]["language"]) == ["de"] * 4


def test_columns_that_could_group_are_kept(tmp_path):
    path = begun(tmp_path, german(n=9))
    said = (path / "study.yml").read_text("utf-8")
    assert "Ressort (Politik, Wirtschaft)" in said
    assert "Nr (" not in said  # nine numbers are no groups
    assert "Zeitung (" not in said  # it is the outlet
    study = corpus.load(path)
    assert study.articles.groupby("Ressort").size().to_dict() == {"Politik": 5, "Wirtschaft": 4}


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["a", "b"] * 2, True),
        (["a", "b", "c"], False),  # less than two articles each
        (["a"] * 4, False),
        ([*"abcdefgh"] * 2, True),
        ([*"abcdefghi"] * 2, False),
        (["a" * 60, "b"] * 2, True),
        (["a" * 61, "b"] * 2, False),
    ],
)
def test_a_column_groups_by_few_short_values(cells, kept):
    found = [Article(more={"desk": cell}) for cell in cells]
    assert start._groupings(found) == ({"desk": sorted({*cells})} if kept else {})


@pytest.mark.parametrize("column", ["", "title", "copy_of", "country", "rate", "a\nb"])
def test_a_column_that_cannot_be_one_of_the_articles_is_not_kept(column):
    assert start._groupings([Article(more={column: cell}) for cell in "abab"]) == {}


def test_a_declared_column_is_filled_by_the_tables_that_follow(tmp_path):
    path = begun(tmp_path, german())
    more = german(n=6).replace(b"Text \xfcber", b"Neuer Text \xfcber").replace(b"Politik", b"Sport")
    (tmp_path / "more.csv").write_bytes(more)
    extend.add([*intake.read(tmp_path / "more.csv")], path)
    assert set(corpus.load(path).articles["Ressort"]) == {"Politik", "Wirtschaft", "Sport"}


def test_a_column_overwrites_nothing_that_add_finds_out(tmp_path):
    path = begun(tmp_path, german().replace(b"Ressort", b"copy_type"))
    assert set(corpus.load(path).articles["copy_type"]) == {"unclear"}


def test_a_cell_cannot_write_settings(tmp_path):
    path = begun(tmp_path, german(section="x\ntitle: taken\n#\x1b[2J"))
    assert corpus.settings(path)["title"] == "A study"
    assert "\x1b" not in (path / "study.yml").read_text("utf-8")


def test_a_column_that_a_result_has_is_not_kept(tmp_path):
    path = begun(tmp_path, german().replace(b"Ressort", b"hits"))
    assert corpus.settings(path).get("columns") is None


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"Nr;Farbe\r\n1;rot\r\n", "the columns are not known"),
        (german().replace(b"Datum", b"Wann"), "no article could enter"),
        (b"", "empty"),
    ],
)  # fmt: skip
def test_nothing_is_left_of_a_study_that_cannot_begin(tmp_path, table, told):
    with pytest.raises(InputError, match=told):
        begun(tmp_path, table)
    assert not (tmp_path / "study").exists()


def test_an_empty_folder_stays_where_a_study_cannot_begin(tmp_path):
    (tmp_path / "study").mkdir()
    with pytest.raises(InputError):
        begun(tmp_path, german().replace(b"Datum", b"Wann"))
    assert [*(tmp_path / "study").iterdir()] == []


def test_what_could_not_enter_is_told_and_the_study_begun(tmp_path, capsys):
    table = german() + b"\r\n9;Blatt 1;;Ohne Tag;Erfundener Text ohne Tag.;Politik"
    with pytest.raises(typer.Exit):
        begun(tmp_path, table)
    assert len(corpus.load(tmp_path / "study" / "corpus")) == 4
    assert "What did not enter" in capsys.readouterr().err


@pytest.mark.parametrize("given", ["", "german", "en;ru", "EN"])
def test_languages_are_codes(tmp_path, given):
    with pytest.raises(InputError, match="language codes"):
        start.new(tmp_path / "study", languages=given)


def test_the_example_is_complete(tmp_path):
    start.new(tmp_path / "made-up", example=True)
    assert folder.check(tmp_path / "made-up" / "corpus") == []
    notebooks.run(tmp_path / "made-up" / "notebooks")
    drawn = {file.stem for file in (tmp_path / "made-up" / "figures").glob("*.svg")}
    assert {"coder-agreement", "own-voice", "copies-by-group", "copies-effect"} <= drawn


def test_the_warning_of_a_changed_corpus_is_alike_in_every_run():
    rules = configparser.ConfigParser()
    rules.read_string(start.SANITIZE)  # as nbval reads it

    def said(process, folder):
        words = f"/x/ipykernel_{process}/{process}1.py:2: UserWarning: {folder}: changed by hand"
        for rule in rules.values():
            words = re.sub(rule["regex"], rule["replace"], words) if "regex" in rule else words
        return words

    assert said(12, "/x/tmpab_12xyz/corpus") == said(345, "/y/z/tmpoqxic0ib/corpus")
    assert "changed by hand" in said(12, "/x/tmpab_12xyz/corpus")


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is not empty"):
        start.new(tmp_path)
