"""A bundle holds the study and no private text, and its counts give no text away."""

import json
import re
import zipfile

import pandas as pd
import pytest
from conftest import PROJECT, write_corpus
from typer.testing import CliRunner

import helpers.__main__ as shell
from helpers.corpus import disclosure
from helpers.errors import InputError
from helpers.show import bundle


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    out = tmp_path_factory.mktemp("bundle") / "study.zip"
    bundle.write(out, PROJECT)
    return out


def test_it_holds_what_the_figures_need_and_the_same_bytes(packed, tmp_path):
    with zipfile.ZipFile(packed) as archive:
        names = {*archive.namelist()}
        for name in ("Makefile", "requirements.lock", "CITATION.cff", "corpus/counts.csv.gz",
                     "corpus/MANIFEST.csv", "corpus/frames.yml", "src/helpers/__init__.py",
                     "notebooks/03-frames.ipynb", "figures/own-voice.svg", "LICENSE"):  # fmt: skip
            assert archive.read(name) == (PROJECT / name).read_bytes(), name
        assert not [n for n in names if re.search(r"private/|__pycache__|\.pyc|(^|/)\.git/", n)]
        assert not [n for n in names if n.startswith(("/", "..")) or "\\" in n]
    bundle.write(tmp_path / "again.zip", PROJECT)
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_the_data_package_describes_each_table(packed):
    with zipfile.ZipFile(packed) as archive:
        about = json.loads(archive.read("datapackage.json"))
        assert about["profile"] == "tabular-data-package" and about["resources"]
        for resource in about["resources"]:
            with archive.open(resource["path"]) as file:
                how = "gzip" if resource["path"].endswith(".gz") else None
                table = pd.read_csv(file, compression=how)
            fields = resource["schema"]["fields"]
            assert [field["name"] for field in fields] == list(table)
            whole = [f["name"] for f in fields if f["type"] == "integer"]
            assert all(pd.api.types.is_integer_dtype(table[name]) for name in whole)


def test_the_crate_names_every_file(packed):
    with zipfile.ZipFile(packed) as archive:
        crate = json.loads(archive.read("ro-crate-metadata.json"))
        names = {*archive.namelist()} - {"datapackage.json", "ro-crate-metadata.json"}
    by_id = {entry["@id"]: entry for entry in crate["@graph"]}
    assert {part["@id"] for part in by_id["./"]["hasPart"]} == names
    assert names <= {*by_id}


def test_private_texts_stay_out(tmp_path):
    write_corpus(tmp_path / "corpus")
    (tmp_path / "corpus" / "private").mkdir()
    (tmp_path / "corpus" / "private" / "one.txt").write_text("a made-up secret sentence")
    bundle.write(tmp_path / "study.zip", tmp_path)
    with zipfile.ZipFile(tmp_path / "study.zip") as archive:
        names = archive.namelist()
        assert not any(b"made-up secret sentence" in archive.read(n) for n in names
                       if not n.startswith(("src/", "tests/")))  # fmt: skip
    assert "src/helpers/__init__.py" in names and "requirements.lock" in names


def test_wrong_use_is_named(tmp_path):
    with pytest.raises(InputError, match=r"is a \.zip file"):
        bundle.write(tmp_path / "study.tar", PROJECT)
    with pytest.raises(InputError, match="has no corpus/"):
        bundle.write(tmp_path / "study.zip", tmp_path)


def counts(rows):
    return "article_id,voice,term,n\n" + "".join(f"one,unquoted,{t},{n}\n" for t, n in rows)


def made(tmp_path, rows, phrases):
    words = sum(n for term, n in rows if " " not in term)
    articles = (
        "article_id,outlet,published,published_from,url,agency,origin,copy_type,copy_of,language,"
        "truncated,n_chars,n_sentences,n_words_unquoted,n_words_quoted\n"
        "one,Made-up Post,2022-01-05,page,https://example.org/one,,Made-up Post,original,,en,"
        f"false,40,2,{words},0\n"
    )
    return write_corpus(
        tmp_path / "corpus", articles__csv=articles, counts__csv=counts(rows), codes__csv=None,
        phrases__txt="".join(f"{p}\n" for p in phrases),
    )  # fmt: skip


def test_phrases_that_share_a_word_give_away_a_longer_run(tmp_path):
    rows = [(w, 1) for w in "a1 b1 c1 d1".split()] + [("a1 b1", 1), ("b1 c1", 1), ("c1 d1", 1)]  # noqa: SIM905
    folder = made(tmp_path, rows, ["a1 b1", "b1 c1", "c1 d1"])
    (folder / "private").mkdir()
    (folder / "private" / "one.txt").write_text("First a1 b1 c1 d1.")
    found = disclosure.longest(folder).iloc[0]
    assert (found["run"], found["words"], found["beyond"]) == ("a1 b1 c1 d1", 4, 2)
    assert found["stands"]
    assert "at most the 4" in disclosure.told(disclosure.longest(folder))


def test_a_word_that_stands_twice_forces_nothing(tmp_path):
    rows = [("a1", 1), ("b1", 2), ("c1", 1), ("a1 b1", 1), ("b1 c1", 1)]
    folder = made(tmp_path, rows, ["a1 b1", "b1 c1"])
    assert disclosure.longest(folder)["words"].tolist() == [2]


def test_the_published_counts_give_away_at_most_four_words():
    found = disclosure.longest(PROJECT / "corpus")
    assert found["beyond"].max() <= disclosure.BEYOND


def test_the_command_says_how_much_is_given_away(tmp_path, monkeypatch):
    monkeypatch.chdir(PROJECT)
    said = CliRunner().invoke(shell.app, ["bundle", str(tmp_path / "s.zip"), "--attack"])
    assert said.exit_code == 0 and "no private text" in said.output
    assert "longest run of words that the counts determine" in said.output
