"""Changes are there whole or not at all, whenever the process dies."""

import errno
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from durability import articles, kill_while_adding

from helpers import corpus
from helpers.corpus import extend
from helpers.errors import InputError
from helpers.files import store


def files(folder):
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and store.PENDING not in file.parts
    }


@pytest.mark.parametrize("dies_at", range(1, 14))
def test_a_change_is_whole_wherever_it_breaks_off(tmp_path, monkeypatch, dies_at):
    """The process dies at each step that touches the disk, one after another."""
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "gone").write_bytes(b"old")
    before = files(tmp_path)
    after = {"a": b"new a", "deep/b": b"new b"}
    steps = iter(range(1, 1000))

    def dying(step):
        def stepping(*arguments, **options):
            if next(steps) == dies_at:
                raise KeyboardInterrupt
            return step(*arguments, **options)

        return stepping

    with monkeypatch.context() as patched:
        for module, name in ((os, "replace"), (os, "fsync"), (os, "unlink")):
            patched.setattr(module, name, dying(getattr(module, name)))
        try:
            with store.changing(tmp_path):
                store.commit(tmp_path, {"a": b"new a", "gone": None, "deep/b": b"new b"})
        except KeyboardInterrupt:
            pass
    with store.reading(tmp_path):
        assert files(tmp_path) in (before, after)


def test_readers_wait_for_a_change_and_see_it_whole(tmp_path):
    (tmp_path / "a").write_text("old")
    context = multiprocessing.get_context("spawn")
    with store.changing(tmp_path):
        reader = context.Process(target=_read_into, args=(tmp_path,))
        reader.start()
        time.sleep(0.5)
        store.commit(tmp_path, {"a": b"new"})
    reader.join(20)
    assert (tmp_path / "seen").read_text() == "new"


def _read_into(folder):
    with store.reading(folder):
        seen = (folder / "a").read_text()
    (folder / "seen").write_text(seen)


def test_killed_while_adding_nothing_acknowledged_is_lost(tmp_path):
    for turn in range(6):
        kill_while_adding(tmp_path / "corpus", turn)


def test_two_processes_adding_lose_nothing(tmp_path):
    folder = tmp_path / "corpus"
    command = [sys.executable, str(Path(__file__).parents[1] / "durability.py"), str(folder)]
    both = [subprocess.Popen([*command, f"{who}", "10"]) for who in "ab"]
    assert [process.wait(120) for process in both] == [0, 0]
    assert len(corpus.load(folder).articles) == 20
    assert extend.add(articles("a", 10), folder)["status"].eq("there already").all()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_the_lock_of_a_killed_process_is_free(tmp_path):
    code = (
        f"import time; from helpers.files import store\nwith store.changing({str(tmp_path)!r}):\n"
    )
    code += " print('has it', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "has it\n"
    process.kill()
    process.wait()
    process.stdout.close()
    with store.changing(tmp_path):
        pass


def journal(folder, moves, contents=()):
    """A change as a stranger's folder may hold it."""
    pending = folder / store.PENDING
    pending.mkdir(parents=True)
    for number, content in enumerate(contents):
        if content is not None:
            (pending / str(number)).write_bytes(content)
    text = moves if isinstance(moves, str) else json.dumps(moves)
    (pending / store.MADE).write_text(text)


def digest(content):
    return hashlib.sha256(content).hexdigest()


HOSTILE = {
    "a parent": [["../victim", None]],
    "a parent below": [["texts/../../victim", None]],
    "an absolute path": [["/victim", None]],
    "a new file elsewhere": [["../victim", digest(b"x")]],
    "a hidden file": [[".git", None]],
    "deep": [["a/b/c", digest(b"x")]],
    "the wrong hash": [["a", digest(b"y")]],
    "no hash": [["a", True]],
    "no list": {"a": None},
    "no JSON": "[[",
    "nested": "[" * 100_000,
    "a number": [[1, None]],
    "a backslash": [["..\\victim", None]],
    "nothing to move": [["a", digest(b"x")], ["b", digest(b"x")]],
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("verb", [store.reading, store.changing])
def test_a_change_that_was_not_made_here_touches_nothing(tmp_path, kind, verb):
    folder, victim = tmp_path / "corpus", tmp_path / "victim"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    victim.write_bytes(b"kept")
    journal(folder, HOSTILE[kind], [b"x"])
    with pytest.raises(InputError, match="not made here, or was spoilt"), verb(folder):
        pass
    assert victim.read_bytes() == b"kept" and (folder / "a").read_bytes() == b"old"


@pytest.mark.parametrize("at", [".change", "texts", "a", "0"])
def test_a_link_leads_nowhere(tmp_path, at):
    folder, outside = tmp_path / "corpus", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "b").write_bytes(b"kept")
    if at == ".change":
        journal(tmp_path / "other", [["a", digest(b"x")]], [b"x"])
        (folder / ".change").symlink_to(tmp_path / "other" / ".change")
    elif at == "texts":
        (folder / "texts").symlink_to(outside)
        journal(folder, [["texts/b", digest(b"x")]], [b"x"])
    elif at == "a":
        (folder / "a").symlink_to(outside / "b")
        journal(folder, [["a", digest(b"x")]], [b"x"])
    else:
        journal(folder, [["a", digest(b"kept")]])
        (folder / ".change" / "0").symlink_to(outside / "b")
    with pytest.raises(InputError), store.changing(folder):
        pass
    assert (outside / "b").read_bytes() == b"kept"
    assert not (folder / "a").exists() or at == "a"


def test_what_cannot_be_written_changes_nothing_and_leaves_nothing(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "texts").write_bytes(b"a file in the place of a folder")
    before = files(tmp_path)
    with pytest.raises(InputError, match="each other's place"), store.changing(tmp_path):
        store.commit(tmp_path, {"a": b"new", "texts/b": b"new"})
    assert files(tmp_path) == before and not (tmp_path / store.PENDING).exists()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "_write", full)
    with (
        pytest.raises(InputError, match=r"nothing was changed.*No space"),
        store.changing(tmp_path),
    ):
        store.commit(tmp_path, {"a": b"new"})
    assert files(tmp_path) == before and not (tmp_path / store.PENDING).exists()


def test_one_file_is_put_whole_or_not_at_all(tmp_path, monkeypatch):
    store.put(tmp_path / "a", b"old")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="No space left on device"):
            store.put(tmp_path / "a", b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_who_waits_says_so(tmp_path, capfd):
    (tmp_path / "a").write_text("old")
    with store.changing(tmp_path):
        reader = multiprocessing.get_context("spawn").Process(target=_read_into, args=(tmp_path,))
        reader.start()
        time.sleep(store.PATIENCE + 4)
        store.commit(tmp_path, {"a": b"new"})
    reader.join(20)
    assert "another command is at work in this folder" in capfd.readouterr().err
    assert (tmp_path / "seen").read_text() == "new"


def test_a_folder_that_cannot_be_copied_is_told_by_its_first_file(tmp_path, monkeypatch):
    for name in ("one", "two", "three"):
        (tmp_path / name).write_text("made up")

    def full(source, target, **how):
        raise OSError(28, "No space left on device", str(source))

    told = r"No space left.* and 2 more files; nothing was changed"
    with pytest.raises(InputError, match=told) as error, store.scratch() as place:
        shutil.copytree(tmp_path, place / "copy", copy_function=full)
    assert len(str(error.value)) < 300
    assert not place.exists()
