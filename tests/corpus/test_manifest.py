"""What was changed without a command is seen: refused, or named until it is taken up."""

import shutil
import subprocess

import pytest
from conftest import PROJECT
from typer.testing import CliRunner

import helpers.__main__ as shell
from helpers import charts, compare, corpus, figures, frames
from helpers.corpus import extend, manifest
from helpers.errors import InputError
from helpers.notes import recall


@pytest.fixture
def folder(tmp_path):
    """The published corpus, in a folder that git does not know."""
    place = tmp_path / "corpus"
    shutil.copytree(PROJECT / "corpus", place)
    return place


def accept(folder, *options):
    return CliRunner().invoke(shell.app, ["check", str(folder), "--accept", *options])


def flip(file, at=None):
    content = bytearray(file.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    file.write_bytes(bytes(content))


def test_the_published_corpus_is_as_its_manifest_says():
    assert manifest.differences(PROJECT / "corpus") == ({}, [])


@pytest.mark.parametrize("name", ["counts.csv.gz", "codes.csv"])
def test_what_only_commands_write_is_refused_when_changed(folder, name):
    if name == "codes.csv":
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text[:-2] + "1\n" if text[-2] != "1" else text[:-2] + "2\n")
    else:
        flip(folder / name)
    with pytest.raises(InputError, match=f"{name}: differs from MANIFEST.csv"):
        corpus.read(folder)
    assert corpus.check(folder)


def test_what_only_commands_write_is_refused_when_gone_or_new(folder):
    (folder / "codes.csv").unlink()
    with pytest.raises(InputError, match=r"codes.csv: stands in MANIFEST.csv and is not there"):
        corpus.read(folder)
    shutil.copy(PROJECT / "corpus" / "codes.csv", folder)
    (folder / "sample.csv").write_text("article_id,stratum,drawn,p_coded\n")
    with pytest.raises(InputError, match=r"sample.csv: is not in MANIFEST.csv"):
        corpus.read(folder)


@pytest.mark.parametrize("name", ["outlets.csv", "groups.csv", "frames.yml", "study.yml"])
def test_what_people_write_is_read_and_named_until_it_is_taken_up(folder, name):
    with open(folder / name, "a") as file:
        file.write("\n" if name.endswith("yml") else "")
        if not name.endswith("yml"):
            file.seek(0)
    if not name.endswith("yml"):  # another line at the end, of the same facts
        lines = (folder / name).read_text("utf-8").splitlines()
        (folder / name).write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n", "utf-8")
    with pytest.warns(UserWarning, match=f"changed by hand: {name}"):
        study = corpus.load(folder)
    assert study.by_hand == (name,)
    assert any(doubt.file == name for doubt in corpus.doubts(folder))
    said = accept(folder)
    assert said.exit_code == 0 and f"{name}: changed" in said.output
    assert corpus.load(folder).by_hand == () and corpus.doubts(folder) == []


def test_results_and_figures_carry_the_note(folder, tmp_path):
    with open(folder / "frames.yml", "a") as file:
        file.write("# of a reader\n")
    with pytest.warns(UserWarning, match="frames.yml"):
        study = corpus.load(folder)
    scores = frames.score(study, frames.read(study.lexicon))
    assert recall(scores)["changed_by_hand"] == ["frames.yml"]
    table = compare.groups(scores, by="ownership")
    assert recall(table)["changed_by_hand"] == ["frames.yml"]
    ax = charts.intervals(table, row="ownership", panel="frame")
    figures.save(ax, "noted", table, study, folder=tmp_path / "figures")
    story = figures.provenance(tmp_path / "figures" / "noted.svg")
    assert story["changed_by_hand"] == ["frames.yml"]
    assert story["manifest"] == manifest.digest(folder)
    texts = [text.get_text() for text in ax.flat[0].figure.texts]
    assert any("changed by hand: frames.yml" in text for text in texts)


def test_a_command_does_not_take_up_what_was_changed_by_hand(folder):
    lines = (folder / "articles.csv").read_text("utf-8").splitlines()
    (folder / "articles.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n", "utf-8")
    article_id = lines[1].split(",")[0]
    extend.edit(article_id, folder, truncated="false")
    assert [doubt.file for doubt in corpus.doubts(folder)] == ["articles.csv"]
    changed, faults = manifest.differences(folder)
    assert changed == {"articles.csv": "changed"} and not faults


def test_a_command_writes_the_manifest(folder):
    (folder / "MANIFEST.csv").unlink()
    article_id = corpus.read(folder)["articles"].index[0]
    extend.edit(article_id, folder, truncated="false")
    assert manifest.differences(folder) == ({}, [])
    extend.remove([article_id], folder, reason="made up")
    assert manifest.differences(folder) == ({}, [])
    assert {"articles.csv", "counts.csv.gz", "frames.yml"} <= {*manifest.read(folder)[0]}


def test_a_merge_conflict_is_said_to_be_one(folder):
    file = folder / "MANIFEST.csv"
    file.write_text("<<<<<<< ours\n" + file.read_text() + "=======\n>>>>>>> theirs\n")
    with pytest.raises(InputError, match=r"MANIFEST.csv: holds a merge conflict"):
        corpus.read(folder)
    assert accept(folder).exit_code == 0
    assert corpus.check(folder) == []


@pytest.mark.parametrize("at", [2, 40, 100, -3])
def test_a_flipped_manifest_is_not_taken_for_another_state(folder, at):
    flip(folder / "MANIFEST.csv", at)
    faults = corpus.check(folder)
    assert faults or corpus.doubts(folder)


def test_nothing_is_taken_up_that_has_faults(folder):
    with open(folder / "outlets.csv", "a") as file:
        file.write("Made-up Post,Atlantis,commercial\n")
    before = (folder / "MANIFEST.csv").read_bytes()
    said = accept(folder)
    assert said.exit_code and isinstance(said.exception, InputError)
    assert "nothing was taken up" in str(said.exception)
    assert (folder / "MANIFEST.csv").read_bytes() == before


def test_what_changed_is_shown_line_by_line_where_git_has_the_file_of_before(folder):
    def git(*command):
        subprocess.run(
            ["git", "-c", "user.name=Made Up", "-c", "user.email=made@up.example", *command],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "made up")
    lines = (folder / "groups.csv").read_text("utf-8").splitlines()
    changed = lines[1] + " (looked at again)"
    (folder / "groups.csv").write_text("\n".join([lines[0], changed, *lines[2:]]) + "\n", "utf-8")
    said = accept(folder).output
    assert f"-{lines[1]}\n" in said and f"+{changed}\n" in said
    assert lines[2] not in said


def test_where_git_does_not_have_the_file_of_before_that_is_said(folder):
    with open(folder / "study.yml", "a") as file:
        file.write("# of a reader\n")
    assert "its state of before is not at hand" in accept(folder).output
