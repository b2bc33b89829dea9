"""The corpus is sound, and its README tells its size."""

import pandas as pd

from helpers import corpus


def test_the_study_s_corpus_is_sound_and_of_the_size_its_readme_tells(study):
    assert corpus.check(study) == []
    whole = corpus.load(study)
    readme = " ".join((study / "README.md").read_text().split())
    assert f"{len(whole)} articles, in two languages" in readme
    english, russian = (text.split("| ") for text in readme.split("| group (")[1:3])
    for name, code, cells in (("English", "en", english), ("Russian", "ru", russian)):
        articles = corpus.one_language(whole, code).articles
        told = f"{len(articles)} {name} articles of {articles['outlet'].nunique()} outlets"
        assert told in readme
        for group, part in articles.groupby("group", observed=True):
            at = next(i for i, cell in enumerate(cells) if cell.startswith(group))
            originals = (part["copy_type"] == "original").sum()
            numbers = [len(part), part["outlet"].nunique(), originals]
            assert [int(cell.split()[0]) for cell in cells[at + 1 : at + 4]] == numbers


def test_events_lie_in_the_study_s_window_and_have_sources(study):
    events = corpus.read(study)["events"]
    window = corpus.settings(study)["window"]
    assert 15 <= len(events) <= 25
    assert events["date"].between(str(window["start"]), str(window["end"])).all()
    assert events["source_url"].str.startswith("https://").all()


def test_the_corpus_holds_no_text_of_others(study):
    assert not list(study.glob("texts/*"))
    assert pd.read_csv(study / "outlets.csv").shape[1] == 4


def test_the_opening_alone_is_a_text_and_normalised(made_up):
    (made_up / "texts").mkdir()
    (made_up / "texts" / "one.txt").write_text("Shared ﬁre.", encoding="utf-8")
    with (made_up / "study.yml").open("a") as file:
        file.write("opening: 9\n")
    assert corpus.load(made_up).texts.to_dict() == {"one": "Shared"}
