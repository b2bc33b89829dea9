"""How long the explorer takes to answer: on the published corpus, and on 20,000 made-up articles.

``python benchmarks/explore.py`` asks each question once, coming from the frames of all articles,
and writes ``explore.csv``: seconds until table, chart and marks are at hand. What a browser adds
is not in it.
"""

import sys
import time
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import numpy as np
import pandas as pd

from helpers import corpus, explore, frames

PROJECT = Path(__file__).parents[1]
LARGE = 20_000
# What is chosen, and from what it comes.
QUESTIONS = {
    "frames: another measure": {"measure": "presence"},
    "frames: another voice": {"voice": "quoted"},
    "frames: copies once each": {"copies": "one per family"},
    "frames: by outlet": {"by": "outlet"},
    "frames: fewer days": {"days": ...},
    "frames: by day": {"over": "day"},
    "words: two patterns": {"view": "Words", "patterns": "people*, govern*"},
    "voices": {"view": "Voices"},
    "copies": {"view": "Copies"},
    "articles": {"view": "Articles"},
}


def main():
    warnings.simplefilter("ignore")
    published = corpus.load(PROJECT / "corpus")
    lexicon = frames.read(published.lexicon)
    rows = []
    for name, study in (("published corpus", published), (f"{LARGE:,} made up", made_up())):
        explorer = explore.open(study, lexicon)
        study.families  # noqa: B018  found once, before anything is asked
        for asked, controls in QUESTIONS.items():
            seconds = ask(explorer, controls)
            rows.append((name, asked, round(seconds, 3)))
            print(*rows[-1], flush=True)
    table = pd.DataFrame(rows, columns=["articles", "question", "seconds"])
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False)


def ask(explorer, controls):
    """Seconds from a choice to its answer."""
    explorer.reset()
    explorer.view.value, explorer.measure.value, explorer.over.value = "Frames", "rate", "group"
    start = time.perf_counter()
    for name, value in controls.items():
        if value is ...:
            last = len(explorer.days.options) - 1
            explorer.days.index = (last // 4, last // 2)
        else:
            getattr(explorer, name).value = value
    return time.perf_counter() - start


def made_up():
    """Articles of made-up words that a lexicon hits now and then; nothing in them is coverage."""
    rng = np.random.default_rng(1)
    words = np.array([f"word{k}" for k in range(5000)] + ["prices", "terrorists", "police"] * 40)
    n = LARGE
    texts = [" ".join(rng.choice(words, 200)) for _ in range(n)]
    table = pd.DataFrame({
        "text": texts, "outlet": rng.choice([f"Paper {k}" for k in range(60)], n),
        "group": rng.choice(["North", "East", "South"], n), "language": "en", "copy_of": "",
        "copy_type": "original",
        "published": pd.Timestamp("2022-01-03") + pd.to_timedelta(rng.integers(0, 20, n), "D"),
    })  # fmt: skip
    study = corpus.from_frame(table)
    ids = study.articles.index
    return study.replace(families=pd.DataFrame({"family": ids}, index=ids))


if __name__ == "__main__":
    sys.exit(main())
