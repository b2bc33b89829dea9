"""Changes are there whole or not at all, whenever the process dies."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from durability import articles, kill_while_adding

from helpers import corpus
from helpers.corpus import extend
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
