"""What study.yml says of one language is checked as the rest is; all here is made up."""

import pandas as pd
import pytest
import yaml

from helpers import corpus, frames
from helpers.corpus import extend
from helpers.intake.article import Article

TEXT = "Выдуманная статья о мосте. Цены на проезд выросли. Жители просят снизить цены."
SETTINGS = {
    "title": "made up",
    "languages": ["en", "ru"],
    "groups": {"by": "outlet"},
    "by_language": {"ru": {"groups": {"by": "press", "table": "presses.csv"}}},
}


@pytest.fixture
def folder(tmp_path):
    """Two made-up Russian outlets, grouped by a table of their own."""
    place = tmp_path / "corpus"
    place.mkdir()
    (place / "study.yml").write_text(yaml.safe_dump(SETTINGS))
    articles = [
        Article(outlet=f"Made-Up {n}", published="2022-01-05", published_from="page",
                url=f"https://made-up.example/{n}", text=f"{TEXT} Номер {n}.", language="ru",
                source="made up")
        for n in "ab"
    ]  # fmt: skip
    settings = {key: SETTINGS[key] for key in ("title", "languages")}
    (place / "study.yml").write_text(yaml.safe_dump(settings | {"groups": {"by": "outlet"}}))
    extend.add(articles, place)
    outlets = pd.read_csv(place / "outlets.csv", dtype="str", keep_default_na=False)
    outlets.assign(press=["city", "village"]).to_csv(place / "outlets.csv", index=False)
    rows = [("city", "Towns", "made up"), ("village", "Country", "made up")]
    table = pd.DataFrame(rows, columns=["value", "group", "reason"])
    table.to_csv(place / "presses.csv", index=False)
    settings = SETTINGS | {"columns": {"outlets.csv": ["press"]}}
    (place / "study.yml").write_text(yaml.safe_dump(settings))
    (place / "MANIFEST.csv").unlink()
    return place


def change(folder, **groups):
    settings = yaml.safe_load((folder / "study.yml").read_text("utf-8"))
    settings["by_language"]["ru"]["groups"] |= groups
    (folder / "study.yml").write_text(yaml.safe_dump(settings))


def test_a_language_has_groups_of_its_own(folder):
    assert corpus.check(folder) == []
    study = corpus.one_language(corpus.load(folder), "ru")
    assert sorted(study.articles["group"].astype("str")) == ["Country", "Towns"]


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({"by": "pres"}, "by_language: ru: groups: by: no column 'pres': is it press"),
        ({"order": ["Towns", "Sea"]}, "by_language: ru: groups: order: 'Sea' is no group of"),
    ],
)
def test_a_slip_in_the_groups_of_a_language_is_named(folder, groups, said):
    change(folder, **groups)
    assert any(said in str(fault) for fault in corpus.check(folder))


def test_a_value_that_the_table_of_groups_lacks_is_named(folder):
    table = (folder / "presses.csv").read_text("utf-8")
    (folder / "presses.csv").write_text(table.replace("village", "hamlet"))
    assert any("village" in str(fault) for fault in corpus.check(folder))


def test_a_value_that_stands_twice_in_the_table_of_groups_is_named(folder):
    with (folder / "presses.csv").open("a") as file:
        file.write("city,Towns,again\n")
    assert any(str(fault).startswith("presses.csv") for fault in corpus.check(folder))


def test_a_phrase_that_was_not_looked_for_is_named_in_russian(folder):
    lexicon = frames.lexicon({"costs": ["цены", "рост цен*"]}, language="ru")
    study = corpus.one_language(corpus.load(folder, source="shared"), "ru")
    table = frames.coverage(study, lexicon).set_index("pattern")["status"]
    assert table.to_dict() == {"цены": "counted", "рост цен*": "not counted"}
    with pytest.warns(UserWarning, match="рост цен"):
        frames.score(study, lexicon)
