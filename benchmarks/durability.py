"""Kill every command that writes, at every file event and at random, and see what is left.

``python benchmarks/durability.py`` (an hour) writes ``durability.csv``; ``add "two adds"`` after it
measures just these anew. Each turn begins with a fresh copy of a made-up study. A
process does the command and is killed (SIGKILL): before its n-th file event, for every n, and 100
times at random. Then ``check`` is run, and the folder is compared with what it was before the
command and what it is after an undisturbed one:

lost : files that neither the state of before nor that of after lacks, and that are missing
mixed : turns whose files that change together are partly old and partly new
torn : files that are neither as before nor as after
litter : files that neither state has
unlike : turns where the command, done once more, does not end in the undisturbed state

Besides: a disk that is full after so many bytes of a file (RLIMIT_FSIZE, 20 sizes for each
command), and two processes that add 200 articles each. It ends with an error if any number
is not 0.
"""

import contextlib
import hashlib
import io
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbclient  # noqa: F401 (imported before the processes are forked, as all that is slow)
import nbformat
import pandas as pd
import psutil
import pyarrow.parquet  # noqa: F401
from tqdm import tqdm

from helpers import corpus
from helpers.__main__ import app
from helpers.corpus import extend, fetch, folder
from helpers.errors import InputError
from helpers.scale import jobs
from helpers.show import bundle, figures  # noqa: F401
from helpers.web import client

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))
import durability  # noqa: E402
import killing  # noqa: E402

RANDOM, FULL = 100, 20
SECONDS = 60  # after which a process that was to be killed counts as hung
NOTEBOOK = """
from helpers import charts, compare, corpus, figures, frames
study = corpus.load("../corpus").where("language == 'en'")
table = compare.groups(frames.score(study, frames.read(study.lexicon)), by="outlet", resamples=200)
figures.save(charts.intervals(table), "{name}", table, study)
"""


@dataclass
class Command:
    """What is done in a folder, and which files change together (by a part of their names)."""

    do: callable
    together: callable = lambda name: "all"
    notebooks: bool = False
    again: bool = False  # it is gone on with by doing it again, which clears what is left


class Clock:
    """A clock that stands still."""

    @staticmethod
    def now(zone):
        return datetime(2022, 1, 31, tzinfo=zone)


def main(wanted):
    tqdm.set_lock(threading.RLock())  # its own is shared with the processes, which are killed
    tqdm.monitor_interval = 0
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        study = scratch / "study"
        make(study)
        for name, command in COMMANDS.items():
            if not wanted or name in wanted:
                found = measure(name, command, study, scratch)
                print(pd.DataFrame(found).to_string(index=False), flush=True)
                keep(found)
                rows += found
        if not wanted or TWO in wanted:
            rows.append(two_at_once(scratch / "two"))
            keep(rows[-1:])
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    sys.exit(int(table[[*KINDS]].to_numpy().sum() > 0))


def keep(rows):
    """Write the rows of a command into the table, in the place of those of an earlier run."""
    file, names = HERE / "durability.csv", [*COMMANDS, TWO]
    table = pd.read_csv(file) if file.exists() else pd.DataFrame(columns=[*rows[0]])
    table = table[~table["command"].isin({row["command"] for row in rows})]
    table = pd.concat([table, pd.DataFrame(rows)], ignore_index=True)
    order = table["command"].map(names.index)
    table.iloc[order.argsort(kind="stable")].to_csv(file, index=False)


def make(project):
    """A made-up study with two notebooks, a sheet of codes and a table of texts."""
    with contextlib.redirect_stdout(io.StringIO()):
        app(["new", str(project), "--example"], standalone_mode=False)
        shutil.rmtree(project / "notebooks")
        (project / "notebooks").mkdir()
        for name in ("costs", "fault"):
            cells = [nbformat.v4.new_code_cell(NOTEBOOK.format(name=name).strip(), id=name)]
            notebook = nbformat.v4.new_notebook(cells=cells)
            nbformat.write(notebook, project / "notebooks" / f"{name}.ipynb")
    have = corpus.load(project / "corpus")
    texts = have.texts.rename("text").rename_axis("article_id").reset_index()
    (project / "work").mkdir()
    texts.iloc[:30].to_json(project / "work" / "one.jsonl", orient="records", lines=True)
    texts.iloc[30:].to_json(project / "work" / "two.jsonl", orient="records", lines=True)
    for article in durability.articles("new", 3):
        (project / "work" / f"{article.url.rsplit('/', 1)[1]}.txt").write_text(article.text)
    sheet = have.articles.head(4)[["outlet", "published", "url"]].assign(coder="second", costs="1")
    sheet.rename_axis("article_id").to_csv(project / "work" / "sheet.csv")
    for article_id in have.articles.index[:3]:  # whose texts are to be fetched
        url = have.articles.loc[article_id, "url"]
        text = f"<p>{have.texts[article_id]}</p>".replace("\n\n", "</p><p>")
        page = f"<html><head><title>Made up</title></head><body><article>{text}</article></body>"
        (project / "work" / f"{url.rsplit('/', 1)[1]}.html").write_text(page)


def add():
    extend.add(durability.articles("new", 3), "corpus", private=True)


def edit():
    extend.edit(first(), "corpus", published="2022-03-09")


def remove():
    extend.remove([first()], "corpus", reason="made up")


def code():
    app(["code", "work/sheet.csv"], standalone_mode=False)


def check_accept():
    """What was changed by hand is taken up; the change itself is part of the state of before."""
    app(["check", "--accept"], standalone_mode=False)


def fetched():
    fetch.texts(Path("corpus"), article_ids=[*ids()[:3]], get=page, sleep=lambda _: None, delay=0)


def page(url):
    file = Path("work") / f"{url.rsplit('/', 1)[1]}.html"
    if not file.exists():
        return client.Page(url, 404, {}, b"")
    return client.Page(url, 200, {"content-type": "text/html; charset=utf-8"}, file.read_bytes())


def first():
    return ids()[0]


def ids():
    return folder.read("corpus")["articles"].index


def counted():
    jobs.count("work/*.jsonl", Path("work/count"), scheduler="none", lexicon="corpus/frames.yml")


def scored():
    jobs.score("work/*.jsonl", Path("work/score"), scheduler="none", lexicon="corpus/frames.yml")


def weighted():
    jobs.tfidf("work/*.jsonl", Path("work/tfidf"), scheduler="none")


def by_figure(name):
    return re.sub(r"\.(evidence\.csv|csv|svg|png)$", "", name)


def alone(name):
    return name


COMMANDS = {
    "add": Command(add),
    "edit": Command(edit),
    "remove": Command(remove),
    "code": Command(code),
    "check --accept": Command(check_accept),
    "fetch": Command(fetched, together=alone, again=True),
    "bundle": Command(lambda: app(["bundle", "work/out.zip"], standalone_mode=False), again=True),
    "page": Command(lambda: app(["page", "work/page.html"], standalone_mode=False), again=True),
    "scale count": Command(counted, together=alone, again=True),
    "scale score": Command(scored, together=alone, again=True),
    "scale tfidf": Command(weighted, together=alone, again=True),
    "run": Command(
        lambda: app(["run"], standalone_mode=False), together=by_figure, notebooks=True, again=True
    ),
    "accept": Command(
        lambda: app(["accept"], standalone_mode=False),
        together=lambda name: "moved" if name.startswith("test-output/") else "all",
        notebooks=True,
        again=True,
    ),
}
TWO = "two adds"
KINDS = ("lost", "mixed", "torn", "litter", "unlike")


def measure(name, command, study, scratch):
    """A row for each way of killing it, and one for full disks."""
    before = prepared(name, study, scratch / "before")
    undisturbed = copied(before, scratch / "turn")  # one place for all, which some files name
    seconds, events, said = once(command, undisturbed, scratch)
    check(undisturbed)
    if not events:
        raise SystemExit(f"{name} changed nothing: {said}")
    states = contents(before), contents(undisturbed)
    rng = random.Random(name)
    turns = {
        "at every file event": [
            {"role": role, "event": k} for role, n in events.items() for k in range(1, n + 1)
        ],
        "at random": [{"after": rng.uniform(0, seconds)} for _ in range(RANDOM)],
        "disk full": [{"bytes": int(30 * 1.5**k)} for k in range(FULL)],
    }  # fmt: skip
    rows = []
    for how, each in turns.items():
        sums = dict.fromkeys(KINDS, 0)
        for turn in tqdm(each, desc=f"{name}, {how}", disable=None):
            place = copied(before, scratch / "turn")
            said = start(command, place, scratch, **turn)
            for kind, n in judged(command, place, states, scratch, said, turn).items():
                sums[kind] += n
            shutil.rmtree(place)
        rows.append({"command": name, "disturbed": how, "turns": len(each)} | sums)
    return rows


def prepared(name, study, place):
    copied(study, place)
    if name == "check --accept":
        articles = place / "corpus" / "articles.csv"
        articles.write_text(articles.read_text().replace("number 3", "number three"))
    if name == "page":
        start(COMMANDS["run"], place, place.parent)
    if name == "fetch":
        with contextlib.chdir(place):
            for article_id in ids()[:3]:
                (place / "corpus" / "texts" / f"{article_id}.txt").unlink()
    return place


def copied(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def start(command, place, scratch, *, role="", event=0, after=None, bytes=None):
    """Do the command in a process of its own, and disturb it; returns its last words."""
    os.environ |= {"KILL_ROLE": role, "KILL_EVENT": str(event), "KILL_WITHIN": str(place)}
    os.environ["PYTHONPATH"] = str(scratch / "site")
    killing.install(scratch / "site")
    said, saying = os.pipe()  # not a file, which a full disk would cut off
    pid = os.fork()
    if not pid:
        os.setpgrp()
        os.dup2(saying, 1)
        os.dup2(saying, 2)
        os.chdir(place)
        extend.datetime = Clock  # CHANGES.csv says when: alike in every turn
        if bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes, bytes))
        else:
            killing.arm("main")
        try:
            command.do()
        except InputError as error:
            print(f"error: {error}", flush=True)
        finally:
            killing.leave()
    if after is not None:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    until = time.monotonic() + SECONDS
    while not os.waitpid(pid, os.WNOHANG)[0]:
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
        time.sleep(0.005)
    if command.notebooks:  # a kernel ends when it sees that its parent is gone
        end_kernels(str(place))
    os.close(saying)
    with open(said, encoding="utf-8", errors="replace") as words:
        return words.read()


def end_kernels(place):
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("KILL_WITHIN") == place and process.pid != os.getpid():
                process.kill()


def once(command, place, scratch):
    """Do the command undisturbed: seconds, file events in each role (dict), what it said."""
    began = time.monotonic()
    said = start(command, place, scratch)
    seconds = time.monotonic() - began
    tally = scratch / "site" / "events"
    found = [line.split() for line in tally.read_text().splitlines()]
    events = {role: max(int(n) for r, n in found if r == role) for role, _ in found}
    return seconds, events, said


def check(place):
    """The next command."""
    with contextlib.chdir(place), contextlib.redirect_stdout(io.StringIO()):
        app(["check"], standalone_mode=False)


def judged(command, place, states, scratch, said, turn):
    before, after = states
    found = dict.fromkeys(KINDS, 0)
    check(place)
    now = contents(place)
    if command.again:
        start(command, place, scratch)
        check(place)
        found["unlike"] = int(contents(place) != after)
    both = before.keys() & after.keys()
    found["lost"] = len(both - now.keys())
    temporary = now.keys() - before.keys() - after.keys()
    found["litter"] = 0 if command.again else len(temporary)
    changes = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    found["torn"] = sum(
        now[name] not in (before.get(name), after.get(name))
        for name in now if name not in temporary
    )  # fmt: skip
    sides = {}
    for name in changes:
        side = "new" if now.get(name) == after.get(name) else "old"
        sides.setdefault(command.together(name), set()).add(side)
    found["mixed"] = int(any(len(side) > 1 for side in sides.values()))
    if "bytes" in turn and now != after and "error: " not in said:
        found["unlike"] += 1  # it ended otherwise than by naming the fault
    if any(found.values()) and os.environ.get("SHOW"):
        odd = [n for n in now if n in temporary or now[n] not in (before.get(n), after.get(n))]
        print(turn, found, odd[:5], sorted(both - now.keys())[:5], said[-400:])
    return found


def contents(place):
    """Hash of each file, without what is not the study's own: caches and clocks."""
    found = {}
    for file in sorted(place.rglob("*")):
        name = file.relative_to(place).as_posix()
        if file.is_file() and "/.cache/" not in name and "__pycache__" not in name:
            found[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def two_at_once(place):
    """Two processes that add 200 articles each: how many are missing."""
    command = [sys.executable, durability.__file__, str(place)]
    both = [subprocess.Popen([*command, who, "200"], stdout=subprocess.DEVNULL) for who in "ab"]
    for process in both:
        process.wait()
    lost = 400 - len(corpus.load(place))
    return {"command": TWO, "disturbed": "200 articles each", "turns": 1, "lost": lost} | (
        dict.fromkeys(KINDS[1:], 0)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
