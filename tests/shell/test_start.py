"""A study of another event: from a table to figures, no file of the workbench edited."""

import random

import made_up_copies
import nbformat
import pandas as pd
import pytest
from conftest import PROJECT

from helpers.corpus import extend, folder
from helpers.errors import InputError
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


def test_columns_that_could_group_are_proposed(strike):
    said = (strike / "corpus" / "study.yml").read_text("utf-8")
    assert "medium (Rail Herald, Tram Post, Вестник)" in said


def test_the_example_is_complete(tmp_path):
    start.new(tmp_path / "made-up", example=True)
    assert folder.check(tmp_path / "made-up" / "corpus") == []
    notebooks.run(tmp_path / "made-up" / "notebooks")
    drawn = {file.stem for file in (tmp_path / "made-up" / "figures").glob("*.svg")}
    assert {"coder-agreement", "own-voice", "copies-by-group", "copies-effect"} <= drawn


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is not empty"):
        start.new(tmp_path)
