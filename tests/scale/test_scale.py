"""Corpora in parts: the same answers as in one go."""

import json
import subprocess
import sys

import fsspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import sparse
from typer.testing import CliRunner

from helpers import copies, frames
from helpers import corpus as corpus_
from helpers.errors import InputError
from helpers.frames import scoring
from helpers.measure import terms
from helpers.scale import jobs as scale
from helpers.scale import parts
from helpers.shell import scale as shell
from helpers.words import counts, tokens

LEXICON = """\
language: en
frames:
  costs: {patterns: [price*, fuel tax]}
  threat: {patterns: [terrorist group*, attack*]}
  never: {patterns: [tear gas*]}
"""
WORDS = [
    "fuel",
    "prices",
    "tax",
    "rose",
    "terrorist",
    "groups",
    "group",
    "attacked",
    "Calm",
    "“and”",
    "the.",
    "of\nto",
]


@pytest.fixture
def texts():
    """Made-up articles."""
    rng = np.random.default_rng(4)
    made = {f"a{i:03}": " ".join(rng.choice(WORDS, size=i % 23)) for i in range(120)}
    return pd.Series(made, name="text").rename_axis("article_id")


@pytest.fixture
def corpus(tmp_path, texts):
    """The same articles in three kinds of file: the pattern that finds them."""
    folder = tmp_path / "parts"
    folder.mkdir()
    texts[:50].to_frame().reset_index().to_parquet(folder / "1.parquet", row_group_size=20)
    texts[50:80].to_frame().reset_index().to_json(folder / "2.jsonl", orient="records", lines=True)
    texts[80:].to_frame().to_csv(folder / "3.csv.gz")
    return str(folder / "*")


@pytest.fixture
def lexicon(tmp_path):
    (tmp_path / "frames.yml").write_text(LEXICON)
    return tmp_path / "frames.yml"


def read(folder):
    return pd.concat(map(pd.read_parquet, sorted(folder.glob("*.parquet"))), ignore_index=True)


def test_parts_are_the_whole_corpus(monkeypatch, corpus, texts):
    monkeypatch.setattr(parts, "PORTION", 40)
    monkeypatch.setattr(parts, "BATCH", 7)
    found = parts.find(corpus)
    assert [part.groups for part in found] == [(0, 1), (2,), None, None]
    whole = pd.concat([batch for part in found for batch in parts.read(part)])
    assert whole.index.tolist() == texts.index.tolist()
    assert whole.tolist() == texts.tolist()


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("a.jsonl", '{"text": "aa"}\n{"text": 3}\n', "row 2: column 'text' is not a text"),
        ("a.jsonl", '{"text": "aa"}\n{"text"', "line 2: is not a JSON object"),
        ("a.csv", "body\naa\n", "no column 'text'"),
        ("a.csv", "text\n", "holds no articles"),
        ("a.jsonl", "", "holds no articles"),
        ("a.docx", "", "is not one of"),
    ],
)
def test_files_that_cannot_be_used_are_named(tmp_path, name, body, message):
    (tmp_path / name).write_text(body)
    with pytest.raises(InputError, match=message):
        for part in parts.find(tmp_path / name):
            list(parts.read(part))
    with pytest.raises(InputError, match="no file found"):
        parts.find(tmp_path / "*.parquet")


def test_articles_without_names_are_named_by_file_and_row(tmp_path):
    (tmp_path / "a.csv").write_text("text\n001\nNA\n")
    (part,) = parts.find(tmp_path / "a.csv")
    (batch,) = parts.read(part)
    assert batch.to_dict() == {"a.csv:1": "001", "a.csv:2": "NA"}


def test_counts_of_parts_are_those_of_the_whole(tmp_path, corpus, texts, lexicon):
    scale.count(corpus, tmp_path / "out", lexicon=lexicon, scheduler="none")
    phrases = ["fuel tax", "terrorist group", "terrorist groups"]
    expected = counts.to_table(counts.from_texts(texts.to_dict(), phrases=phrases))
    found = read(tmp_path / "out" / "counts").astype(
        {c: str for c in ("article_id", "voice", "term")}
    )
    keys = ["article_id", "voice", "term"]
    found = found.astype(dict.fromkeys(keys, str)).sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    total = pd.read_parquet(tmp_path / "out" / "terms.parquet").set_index("term")
    grouped = expected.groupby("term")
    assert (total["n"] == grouped["n"].sum()).all()
    assert (total["articles"] == grouped["article_id"].nunique()).all()


def test_scores_of_parts_are_those_of_the_whole(tmp_path, corpus, texts, lexicon):
    scale.score(corpus, tmp_path / "out", lexicon=lexicon, scheduler="none")
    found = read(tmp_path / "out" / "scores")
    expected = scoring.of_tokens(tokens.tokenise(texts), frames.read(lexicon))
    assert found["hits"].sum() > 0
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=0, atol=0)


def as_matrix(folder, texts):
    table = read(folder / "tfidf")
    names = pd.read_parquet(folder / "terms.parquet")["term"].tolist()
    rows = texts.index.get_indexer(table["article_id"].astype(str))
    cells = (table["tf_idf"], (rows, table["term"]))
    return sparse.csr_matrix(cells, shape=(len(texts), len(names))), names


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 2), "min_df": 3},
        {"ngram_range": (2, 3), "min_df": 2, "max_df": 0.4, "sublinear_tf": True},
    ],
    ids=str,
)
def test_tf_idf_of_parts_is_that_of_the_whole(tmp_path, corpus, texts, options):
    scale.tfidf(corpus, tmp_path / "out", scheduler="none", **options)
    vectorizer = terms.Vectorizer(**options)
    expected = vectorizer.fit_transform(list(texts))
    found, names = as_matrix(tmp_path / "out", texts)
    assert names == vectorizer.get_feature_names_out().tolist()
    assert abs(found - expected).max() < 1e-12


@pytest.fixture
def copied(tmp_path):
    """Made-up articles in three files, every fourth of them another's with words swapped."""
    rng = np.random.default_rng(8)
    words = np.array([f"word{k}" for k in range(4000)])
    made = {}
    for i in range(80):
        own = rng.choice(words, 120)
        if i % 4 == 3:
            own = np.array(made[f"a{i - 3:03}"].split())
            swapped = rng.random(len(own)) < 0.2
            own[swapped] = rng.choice(words, swapped.sum())
        made[f"a{i:03}"] = " ".join(own)
    table = pd.Series(made, name="text").rename_axis("article_id").reset_index()
    (tmp_path / "copied").mkdir()
    for n, begin in enumerate((0, 30, 50)):
        table[begin : (30, 50, 80)[n]].to_parquet(tmp_path / "copied" / f"{n}.parquet")
    return table


def test_copies_of_parts_are_those_of_the_whole(tmp_path, copied):
    scale.copies(str(tmp_path / "copied" / "*"), tmp_path / "out", scheduler="none")
    study = corpus_.from_frame(copied, language="en")
    pairs = pd.read_parquet(tmp_path / "out" / "pairs.parquet")
    expected = copies.pairs(study)
    assert len(expected) == 20 and (expected["swapped"] > 0.1).all()
    pd.testing.assert_frame_equal(pairs, expected, check_dtype=False)
    families = pd.read_parquet(tmp_path / "out" / "families.parquet").set_index("article_id")
    pd.testing.assert_frame_equal(families, copies.families(study), check_dtype=False)


def test_a_likeness_beyond_one_is_refused_before_any_work(tmp_path, copied):
    with pytest.raises(InputError, match="least"):
        scale.copies(str(tmp_path / "copied" / "*"), tmp_path / "out", least=30)
    assert not (tmp_path / "out").exists()


def test_copies_of_articles_with_one_name_are_refused(tmp_path, copied):
    copied.to_parquet(tmp_path / "copied" / "again.parquet")
    with pytest.raises(InputError, match="several articles are named 'a000'"):
        scale.copies(str(tmp_path / "copied" / "*"), tmp_path / "out", scheduler="none")


def test_a_killed_run_goes_on(tmp_path, corpus, texts, monkeypatch):
    done = []
    real = scale._tokenise

    def broken(part, folder):
        done.append(part.number)
        if part.number == 1 and done.count(1) == 1:
            raise KeyboardInterrupt
        return real(part, folder)

    monkeypatch.setattr(scale, "_tokenise", broken)
    with pytest.raises(KeyboardInterrupt):
        scale.tfidf(corpus, tmp_path / "out", scheduler="none")
    scale.tfidf(corpus, tmp_path / "out", scheduler="none")
    assert done == [0, 1, 1, 2]
    found, _ = as_matrix(tmp_path / "out", texts)
    assert abs(found - terms.Vectorizer().fit_transform(list(texts))).max() < 1e-12
    before = (tmp_path / "out" / "terms.parquet").stat().st_mtime_ns
    scale.tfidf(corpus, tmp_path / "out", scheduler="none")
    assert (tmp_path / "out" / "terms.parquet").stat().st_mtime_ns == before
    with pytest.raises(InputError, match="another job"):
        scale.tfidf(corpus, tmp_path / "out", scheduler="none", min_df=2)
    with pytest.raises(InputError, match="not empty"):
        scale.tfidf(corpus, tmp_path, scheduler="none")


def test_two_workers_and_one_that_dies(tmp_path, corpus, texts):
    """A worker is killed while it is at work; the parts it had are done by others."""
    (tmp_path / "deadly.py").write_text(
        "import os, pathlib\n"
        "from helpers.scale import jobs as scale\n"
        "real = scale._tokenise\n"
        "def die(part, folder):\n"
        "    mark = pathlib.Path(folder) / 'died'\n"
        "    if part.number == 1 and not mark.exists():\n"
        "        mark.touch()\n"
        "        os._exit(1)\n"
        "    return real(part, folder)\n"
    )
    run = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "if __name__ == '__main__':\n"
        "    import deadly; from helpers.scale import jobs as scale\n"
        "    scale._tokenise = deadly.die\n"
        "    scale.tfidf(sys.argv[2], sys.argv[1] + '/out', ngram_range=(1, 2), min_df=2)\n"
    )
    (tmp_path / "run.py").write_text(run)
    path = {"PYTHONPATH": f"{tmp_path}:{':'.join(sys.path)}"}
    command = [sys.executable, tmp_path / "run.py", str(tmp_path), corpus]
    result = subprocess.run(command, env=path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "died").exists()
    found, names = as_matrix(tmp_path / "out", texts)
    vectorizer = terms.Vectorizer(ngram_range=(1, 2), min_df=2)
    expected = vectorizer.fit_transform(list(texts))
    assert names == vectorizer.get_feature_names_out().tolist()
    assert abs(found - expected).max() < 1e-12


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("count", {"lexicon": "none.yml"}, "no such file of frames"),
        ("count", {"scheduler": "udp://nowhere"}, "no Dask scheduler answers"),
        ("count", {"output": "s3://bucket/out"}, "must be a folder"),
        ("count", {"pattern": "nosuch://bucket/*.parquet"}, "cannot be read"),
        ("tfidf", {"min_df": 1000, "scheduler": "none"}, "no term is left"),
        ("tfidf", {"ngram_range": (1, 0)}, "ngram_range"),
        ("tfidf", {"min_df": 0}, "min_df"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, corpus, name, options, message):
    given = {"pattern": corpus, "output": tmp_path / "out"} | options
    with pytest.raises(InputError, match=message):
        getattr(scale, name)(**given)


def test_remote_files_are_read(tmp_path, texts):
    """Through fsspec, as from s3://."""
    table = texts.to_frame().reset_index()
    for name, first in (("1", 0), ("2", 60)):
        with fsspec.open(f"memory://bucket/{name}.parquet", "wb") as stream:
            table[first : first + 60].to_parquet(stream)
    scale.count("memory://bucket/*.parquet", tmp_path / "out", scheduler="none")
    found = read(tmp_path / "out" / "counts")
    expected = counts.to_table(counts.from_texts(texts.to_dict()))
    assert found["n"].sum() == expected["n"].sum() and len(found) == len(expected)


def test_from_the_shell(tmp_path, corpus, lexicon):
    common = ["--input", corpus, "--scheduler", "none"]
    for name, options in {
        "count": ["--lexicon", str(lexicon)],
        "score": ["--lexicon", str(lexicon)],
        "tfidf": ["--longest", "2", "--min-df", "0.1"],
    }.items():
        output = ["--output", str(tmp_path / name)]
        result = CliRunner().invoke(shell.app, [name, *common, *output, *options])
        assert result.exit_code == 0, result.output
        assert json.loads((tmp_path / name / "job.json").read_text())["task"] == name
    wrong = ["tfidf", *common, "--output", str(tmp_path / "no"), "--min-df", "few"]
    assert "'few' is neither" in str(CliRunner().invoke(shell.app, wrong).exception)


def flip(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def spoil(folder, how):
    """Spoil the second of the three files of the corpus, in one way."""
    file = folder / ("3.csv.gz" if how == "cut gzip" else "1.parquet")
    content = file.read_bytes()
    if how == "flipped":
        flip(file)
    else:
        file.write_bytes(b"" if how == "empty" else content[: len(content) // 2])
    return file.name


@pytest.mark.parametrize("how", ["flipped", "cut", "empty", "cut gzip"])
def test_a_spoilt_part_stops_the_job_or_is_left_out_by_name(tmp_path, corpus, texts, how, capsys):
    (tmp_path / "parts" / "1.parquet").unlink()
    parts.write(tmp_path / "parts" / "1.parquet", [pa.table(texts[:50].to_frame().reset_index())])
    name = spoil(tmp_path / "parts", how)
    with pytest.raises(InputError, match=f"{name}.*--skip leaves such files out"):
        scale.count(corpus, tmp_path / "out", scheduler="none")
    assert not [*(tmp_path / "out").rglob("*.part")]
    scale.count(corpus, tmp_path / "out", scheduler="none", skip=True)
    left_out = pd.read_csv(tmp_path / "out" / "skipped.csv")
    assert left_out["file"].str.endswith(name).tolist() == [True]
    assert name in capsys.readouterr().err
    found = {*read(tmp_path / "out" / "counts")["article_id"]}
    gone = texts[:50] if name == "1.parquet" else texts[80:]
    assert not found & {*gone.index} and len(found) > 60


def test_where_no_part_can_be_read_that_is_said(tmp_path, corpus):
    for file in (tmp_path / "parts").iterdir():
        file.write_bytes(b"")
    with pytest.raises(InputError, match="no part could be read"):
        scale.count(corpus, tmp_path / "out", scheduler="none", skip=True)


@pytest.mark.parametrize("task", ["copies", "count", "score", "tfidf"])
def test_results_that_changed_since_are_refused_by_name(tmp_path, corpus, lexicon, task):
    options = {"lexicon": lexicon} if task == "score" else {}
    run = getattr(scale, task)
    run(corpus, tmp_path / "out", scheduler="none", **options)
    results = [f for f in (tmp_path / "out").rglob("*") if f.suffix == ".parquet"]
    flip(results[-1])
    with pytest.raises(InputError, match=f"{results[-1].name}: is not as the job wrote it"):
        run(corpus, tmp_path / "out", scheduler="none", **options)


def test_a_resumed_job_does_a_part_again_whose_result_was_spoilt(tmp_path, corpus, monkeypatch):
    scale.count(corpus, tmp_path / "whole", scheduler="none")
    real = parts.write

    def stop(path, tables):
        if path.name == "terms.parquet" and path.parent.name == "out":
            raise KeyboardInterrupt
        real(path, tables)

    monkeypatch.setattr(parts, "write", stop)
    with pytest.raises(KeyboardInterrupt):
        scale.count(corpus, tmp_path / "out", scheduler="none")
    monkeypatch.setattr(parts, "write", real)
    flip(tmp_path / "out" / "counts" / "part-00000.parquet")
    (tmp_path / "out" / "work" / "counting" / "1").write_text("{")
    scale.count(corpus, tmp_path / "out", scheduler="none")
    for name in ("terms.parquet", "counts/part-00000.parquet"):
        one, two = (tmp_path / folder / name for folder in ("whole", "out"))
        pd.testing.assert_frame_equal(pd.read_parquet(one), pd.read_parquet(two))


def test_a_resumed_job_notices_what_changed_since(tmp_path, corpus, lexicon, monkeypatch):
    def run():
        scale.count(corpus, tmp_path / "out", scheduler="none", lexicon=lexicon)

    run()
    monkeypatch.setattr(scale, "_code", lambda: "another")
    with pytest.raises(InputError, match="the helpers changed"):
        run()
    monkeypatch.undo()
    before = lexicon.read_text()
    lexicon.write_text(before + "  more: {patterns: [calm]}\n")
    with pytest.raises(InputError, match="lexicon differ"):
        run()
    lexicon.write_text(before)
    run()
    with open(tmp_path / "parts" / "2.jsonl", "a") as file:
        file.write('{"article_id": "b", "text": "one more"}\n')
    with pytest.raises(InputError, match=r"2.jsonl: changed since the job"):
        run()
    (tmp_path / "out" / "job.json").write_text("{")
    with pytest.raises(InputError, match=r"job.json: was spoilt"):
        run()
