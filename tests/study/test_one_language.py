"""Notebook 10 runs on either of the study's languages alone."""

import shutil

import pandas as pd
import pytest
import yaml
from conftest import PROJECT

from helpers import corpus
from helpers.corpus import packed
from helpers.shell import notebooks


def alone(language, folder):
    """The project with the articles of one language, as if it had no other."""
    shutil.copytree(PROJECT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("private"))
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    (folder / "benchmarks").mkdir()
    shutil.copy(PROJECT / "benchmarks" / "voices.csv", folder / "benchmarks")
    place = folder / "corpus"
    read = {"dtype": "str", "keep_default_na": False}
    articles = pd.read_csv(place / "articles.csv", **read).query("language == @language")
    articles.to_csv(place / "articles.csv", index=False)
    codes = pd.read_csv(place / "codes.csv", **read)
    codes[codes["article_id"].isin(articles["article_id"])].to_csv(place / "codes.csv", index=False)
    counted = pd.read_csv(place / "counts.csv.gz", **read).astype({"n": "int64"})
    counted = counted[counted["article_id"].isin(articles["article_id"])]
    (place / "counts.csv.gz").write_bytes(packed.pack(counted))
    settings = yaml.safe_load((place / "study.yml").read_text("utf-8"))
    own = settings.pop("by_language").get(language) or {}
    named = settings["lexicon"][language]
    settings |= own | {"languages": [language], "lexicon": {language: named}}
    (place / "study.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    if (place / f"phrases.{language}.txt").exists():
        (place / f"phrases.{language}.txt").replace(place / "phrases.txt")
    for other in place.glob("phrases.*.txt"):
        other.unlink()
    (place / "MANIFEST.csv").unlink()
    return folder


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_notebook_of_languages_runs_on_one_alone(language, tmp_path):
    folder = alone(language, tmp_path)
    assert corpus.check(folder / "corpus") == []
    notebooks.run(folder / "notebooks", only="languages-side-by-side")
    assert len([*(folder / "figures").glob("*.svg")]) >= 3
