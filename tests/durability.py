"""Made-up articles, a process that adds them, and its killing at any moment."""

import random
import subprocess
import sys
import time
from pathlib import Path

from helpers import corpus
from helpers.corpus import extend
from helpers.intake.article import Article


def articles(who, n, first=0):
    """``n`` made-up articles, all different."""
    return [
        Article(
            outlet=f"Made-Up Paper {who}",
            published="2022-01-05",
            published_from="page",
            url=f"https://made-up.example/{who}/{k}",
            language="en",
            text=" ".join(f"invented{who}{k}x{w}" for w in range(70)),
            source="made up",
        )
        for k in range(first, first + n)
    ]


def kill_while_adding(folder, seed):
    """Kill -9 a process that adds made-up articles one by one, at a moment that ``seed`` tells;
    then all that it acknowledged must be there, and the folder without fault."""
    wait = random.Random(seed).uniform(0, 0.5)
    command = [sys.executable, __file__, str(folder), f"k{seed}", "30"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    acknowledged = [process.stdout.readline().strip()]
    time.sleep(wait)
    process.kill()
    acknowledged += process.stdout.read().split("\n")[:-1]
    process.stdout.close()
    process.wait()
    assert not corpus.check(folder)
    there = corpus.load(folder).articles
    missing = [name for name in acknowledged if name and name not in there.index]
    assert not missing, missing
    for article_id in there.index:
        assert (folder / "private" / f"{article_id}.txt").read_text("utf-8").count("invented") == 70


if __name__ == "__main__":
    folder, who, n = sys.argv[1:]
    for article in articles(who, int(n)):
        for name in extend.add([article], Path(folder))["article_id"]:
            print(name, flush=True)
