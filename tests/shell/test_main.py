"""The command line, as a user meets it."""

import datetime
import hashlib
import json
import subprocess
import sys

import nbformat
import pytest
from conftest import FILES, PROJECT, write_corpus


def helpers(*arguments, cwd=PROJECT):
    command = [sys.executable, "-m", "helpers", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)


def test_check_finds_the_study_s_corpus_sound():
    result = helpers("check")
    assert result.returncode == 0
    assert "articles, no fault" in result.stdout


@pytest.mark.parametrize("place", ["", "figures"])
def test_any_command_first_finishes_what_a_killed_one_had_made(tmp_path, place):
    write_corpus(tmp_path / "corpus")
    folder = tmp_path / place
    (folder / ".change").mkdir(parents=True)
    (folder / ".change" / "0").write_bytes(b"new")
    digest = hashlib.sha256(b"new").hexdigest()
    (folder / ".change" / "made").write_text(json.dumps([["a.csv", digest]]))
    (folder / "a.csv").write_bytes(b"old")
    assert helpers("check", cwd=tmp_path).returncode == 0
    assert (folder / "a.csv").read_bytes() == b"new" and not (folder / ".change").exists()


def test_check_names_faults_and_exits_with_1(tmp_path):
    bad = FILES["articles.csv"].replace("2022-01-05", "2022-13-05")
    result = helpers("check", write_corpus(tmp_path / "c", articles__csv=bad))
    assert result.returncode == 1
    assert "articles.csv, line 2, column published" in result.stdout
    assert "Traceback" not in result.stderr


def test_check_reads_the_lexicon_too(tmp_path):
    study = FILES["study.yml"] + "lexicon: {en: frames.yml}\n"
    folder = write_corpus(tmp_path / "c", study__yml=study, frames__yml="frames: 3")
    result = helpers("check", folder)
    assert result.returncode == 1
    assert "frames.yml: must hold 'frames:'" in result.stdout


def test_check_of_a_missing_folder_is_a_message(tmp_path):
    result = helpers("check", tmp_path / "nowhere")
    assert result.returncode == 1
    assert "is not a folder" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_argument_is_a_message_not_a_traceback(tmp_path):
    result = helpers("run", tmp_path)
    assert result.returncode == 1
    assert result.stderr.startswith("error: no notebook in")


def test_figures_are_listed_with_what_they_rest_on():
    result = helpers("figures")
    assert result.returncode == 0
    assert result.stdout.count("corpus ") == len(list((PROJECT / "figures").glob("*.svg")))


@pytest.mark.parametrize(
    ("command", "spared"),
    [
        (["--help"], "numpy"),
        (["add", "nothing", "--corpus", "none"], "sklearn scipy.stats scipy.cluster numba"),
        (["remove", "x", "--reason", "y"], "sklearn scipy.stats scipy.cluster numba trafilatura"),
        (["check"], "sklearn scipy.stats scipy.cluster numba trafilatura"),
        (["figures"], "sklearn scipy nbformat"),
    ],
)
def test_a_command_imports_only_what_it_uses(command, spared):
    """What takes a second to import is not imported by who does not use it."""
    code = "import atexit, sys; from helpers.__main__ import main; sys.argv[0] = 'helpers'\n"
    code += "atexit.register(lambda: print('imported:', *sys.modules, file=sys.stderr))\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, cwd=PROJECT
    )
    imported = done.stderr.rpartition("imported:")[2].split()
    assert "typer" in imported and not set(spared.split()) & set(imported)


NOTE = """---
title: A made-up protest
date: 2022-01-05
outlet: Made-Up Post
url: https://made-up.example/a?utm_source=x
---
Crowds gathered on the made-up bridge on Wednesday and asked for lower tolls in the invented town.
"""
KEYS = [
    "outlet",
    "published",
    "published_from",
    "title",
    "url",
    "language",
    "agency",
    "text",
    "warnings",
]


def test_add_prints_what_would_be_added_as_json_and_what_could_not_be_read(tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "note.md").write_text(NOTE)
    (folder / "picture.gif").write_bytes(b"GIF89a")
    into = write_corpus(tmp_path / "c")
    before = {file: file.read_bytes() for file in into.iterdir()}
    result = helpers("add", folder, "--corpus", into, "--dry-run", "--json")
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert list(found)[: len(KEYS)] == KEYS
    assert found["published"] == "2022-01-05" and found["url"] == "https://made-up.example/a"
    assert result.returncode == 1 and "picture.gif: is a picture" in result.stderr
    assert before == {file: file.read_bytes() for file in into.iterdir()}
    result = helpers("add", folder / "note.md", "--corpus", into)
    assert result.returncode == 0 and result.stdout.startswith("made-up-post-20220105-")
    result = helpers("add", folder / "note.md", "--corpus", into, "--json")
    assert result.returncode == 0 and not result.stdout and "there already" in result.stderr


def test_add_says_what_came_of_it_and_makes_no_folder_of_nothing(tmp_path):
    (tmp_path / "note.md").write_text(NOTE)
    result = helpers("add", "none.html", cwd=tmp_path)
    assert result.returncode == 1 and "none.html: there is no such file" in result.stderr
    assert not (tmp_path / "corpus").exists()
    result = helpers("add", "note.md", "--published", "5.1.2022", cwd=tmp_path)
    assert result.returncode == 1 and result.stderr.startswith("error: --published: '5.1.2022' is")
    result = helpers("add", "note.md", "note.md", cwd=tmp_path)
    assert "corpus: 1 article(s) added, 1 there already" in result.stdout
    article_id = result.stdout.partition(":")[0]
    result = helpers("remove", article_id, "--reason", "made up", cwd=tmp_path)
    assert "outlet 'Made-Up Post' goes with them" in result.stdout


def test_json_has_what_would_be_added_and_warnings_one_by_one(tmp_path):
    """What lacks a day would be added once it is given; what cannot be added is no line of it."""
    folder = tmp_path / "saved"
    folder.mkdir()
    soon = (datetime.date.today() + datetime.timedelta(9)).isoformat()
    note = NOTE.replace("Made-Up Post", "Invented; Post")
    (folder / "1.md").write_text(note)
    (folder / "2-undated.md").write_text(
        NOTE.replace("date: 2022-01-05\n", "").replace("/a?", "/b?")
    )
    (folder / "3-to-come.md").write_text(NOTE.replace("2022-01-05", soon))
    (folder / "4-again.md").write_text(note)
    into = write_corpus(tmp_path / "c")
    result = helpers("add", folder, "--corpus", into, "--dry-run", "--json")
    first, undated = map(json.loads, result.stdout.splitlines())
    assert result.returncode == 1  # one was refused
    assert first["outlet"] == "Invented; Post"
    assert first["warnings"][-1] == "outlet 'Invented; Post' is new: fill in outlets.csv"
    assert undated["published"] == ""
    assert "no day of publication: give --published" in undated["warnings"][0]
    refused, again = result.stderr.splitlines()[-2:]
    assert refused.startswith(f"3-to-come.md: refused (is dated {soon}")
    assert again.startswith("4-again.md: there already (as invented-post-20220105-")
    result = helpers("add", folder, "--corpus", into, "--json")
    assert result.returncode == 1 and json.loads(result.stdout) == first
    assert "2-undated.md: refused (has no day" in result.stderr


@pytest.mark.parametrize("source", ["http://127.0.0.1:1/a", "file:///etc/passwd"])
def test_add_refuses_addresses_within(tmp_path, source):
    result = helpers("add", source, "--corpus", tmp_path / "c", "--dry-run", "--json")
    assert result.returncode == 1 and not result.stdout and "Traceback" not in result.stderr
    assert "public" in result.stderr or "only http" in result.stderr


def test_accept_keeps_all_new_outputs_or_none(tmp_path):
    write_corpus(tmp_path / "corpus")
    for name in ("notebooks", "figures"):
        (tmp_path / name).mkdir()
    (tmp_path / "figures/rates.csv").write_text("group,rate\nNorth,2\n")

    def write(*sources):
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks/made-up.ipynb")

    make = "from pathlib import Path\nPath('../figures').mkdir(exist_ok=True)\n"
    make += "Path('../figures/rates.csv').write_text('group,rate\\nNorth,3\\n')"
    write(make, "1 / 0")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "made up"]):
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *who, *command], cwd=tmp_path, check=True)
    result = helpers("accept", cwd=tmp_path)
    assert result.returncode == 1 and "made-up.ipynb" in result.stderr
    assert (tmp_path / "figures/rates.csv").read_text() == "group,rate\nNorth,2\n"
    write(make)
    (tmp_path / "corpus/findings.md").write_text("They are many: {{rates: rate !number}}.\n")
    (tmp_path / "README.md").write_text("<!-- findings -->They are many: 2.<!-- /findings -->")
    result = helpers("accept", cwd=tmp_path)
    assert "sentences to read again (corpus/findings.md): 1\n  They are many: 3." in result.stdout
    assert result.returncode == 0 and "rates: 1 numbers" in result.stdout
    assert (tmp_path / "figures/rates.csv").read_text() == "group,rate\nNorth,3\n"
    assert '"execution_count": 1' in (tmp_path / "notebooks/made-up.ipynb").read_text()
