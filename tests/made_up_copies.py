"""Made-up coverage of one event, with copies of known kinds. Nothing in it is about real coverage.

Every article is put together from function words, words of the event, other words and stock phrases
that reports of an event have in common, so that independent reports share much of their vocabulary.
"""

import re

import numpy as np
import pandas as pd

FUNCTION = """
the of and to in a that is was for on with as by at from it an be were had has have not are which
this but they or its after who their been more would when one there his about over two than into up
out also could if no some other time during before what only all will against
"""
SYLLABLES = "ka ro mi ten sal ver do pli gra nor ba che lu fi sto ran pe qui zo wa thi len mar"
FUNCTION, SYLLABLES = FUNCTION.split(), SYLLABLES.split()
# kind: what a copy keeps of its source
KINDS = (
    "verbatim", "cut to half", "cut to a fifth", "lightly edited", "10 % swapped", "25 % swapped",
    "40 % swapped", "reordered", "mixed from two",
)  # fmt: skip
OTHERS = ("independent", "same statement")  # no copies, though of the same event


def vocabulary(size, rng):
    found = {}
    while len(found) < size:
        found["".join(rng.choice(SYLLABLES, rng.integers(2, 5)))] = None
    return np.array(list(found), dtype=object)


class Writer:
    """Writes made-up articles on one event."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        words = vocabulary(12_000, self.rng)
        self.event, self.other = words[:600], words[600:]
        of_event = 1 / np.arange(3, 603)
        self.of_event = of_event / of_event.sum()
        of_other = 1 / np.arange(10, 10 + len(self.other)) ** 0.9
        self.of_other = of_other / of_other.sum()
        self.of_function = 1 / np.arange(1, len(FUNCTION) + 1)
        self.of_function /= self.of_function.sum()
        self.stock = [self.run(int(n)) for n in self.rng.integers(4, 9, 60)]
        self.statements = [f"“{self.run(int(n))}.”" for n in self.rng.integers(20, 50, 12)]
        # each content word has words that a spinner puts in its place, of the same vocabulary
        self.synonyms = dict(zip(words, self.rng.choice(words, (len(words), 2)), strict=True))

    def run(self, n):
        """So many words of prose, half of them function words."""
        rng = self.rng
        kind = rng.random(n)
        content = np.where(
            kind < 0.75,
            rng.choice(self.event, n, p=self.of_event),
            rng.choice(self.other, n, p=self.of_other),
        )
        return " ".join(np.where(kind < 0.5, rng.choice(FUNCTION, n, p=self.of_function), content))

    def sentence(self):
        rng, parts = self.rng, []
        for n in rng.integers(3, 12, rng.integers(1, 4)):
            parts.append(self.run(int(n)))
            if rng.random() < 0.15:
                parts.append(str(rng.choice(self.stock)))
        if rng.random() < 0.1:
            parts.append(f"of {rng.integers(2, 9000)}")
        return " ".join(parts).capitalize() + "."

    def article(self, statements=2):
        """An article of its own: 15 to 40 sentences, and statements that others quote too."""
        found = [self.sentence() for _ in range(self.rng.integers(15, 41))]
        for statement in self.rng.choice(self.statements, statements, replace=False):
            found.insert(int(self.rng.integers(1, len(found))), str(statement))
        return " ".join(found)

    def copy(self, body, kind, other):
        """A copy of ``body``; of ``other`` too where it is mixed from two."""
        rng, sentences = self.rng, re.split(r"(?<=[.”]) ", body)
        if kind == "verbatim":
            return body
        if kind.startswith("cut"):
            kept = {"cut to half": 2, "cut to a fifth": 5}[kind]
            return " ".join(sentences[: max(len(sentences) // kept, 3)])
        if kind == "reordered":
            return " ".join(rng.permutation(sentences))
        if kind == "mixed from two":
            more = re.split(r"(?<=[.”]) ", other)
            return " ".join(sentences[: 2 * len(sentences) // 3] + more[: len(more) // 3])
        if kind == "lightly edited":
            kept = [s for s in sentences if rng.random() > 0.1]
            return self.spun(" ".join([self.sentence(), *kept]), 0.03)
        return self.spun(body, int(kind.split()[0]) / 100)

    def spun(self, body, share):
        """``body`` with so many of its content words swapped, some for two words."""

        def swap(word):
            found = self.synonyms.get(word[0].lower())
            if found is None or self.rng.random() > share:
                return word[0]
            n = 2 if self.rng.random() < 0.1 else 1
            return " ".join(self.rng.choice(found, n))

        return re.sub(r"[a-zA-Z]+", swap, body)


def coverage(seed=0, each=50, independent=500):
    """A table of made-up articles.

    each : copies of each kind, every one of a source of its own; independent : articles besides

    Returns a DataFrame, index article_id: ``text``, ``kind`` ("source", ``KINDS``, ``OTHERS``),
    ``source`` (article_id of what it copies, "" for what is no copy).
    """
    writer, rows = Writer(seed), []
    for kind in KINDS:
        for number in range(each):
            name, body = (
                f"{kind} {number}".replace(" ", "-").replace("%", "percent"),
                writer.article(),
            )
            rows.append((f"source-of-{name}", body, "source", ""))
            rows.append(
                (name, writer.copy(body, kind, writer.article()), kind, f"source-of-{name}")
            )
    rows += [(f"independent-{n}", writer.article(), "independent", "") for n in range(independent)]
    for number in range(each):
        rows.append((f"same-statement-{number}", writer.article(8), "same statement", ""))
    columns = ["article_id", "text", "kind", "source"]
    return pd.DataFrame(rows, columns=columns).set_index("article_id")


def judged(table, family):
    """How well families find the copies of ``coverage``.

    family : Series, index article_id
    Returns (share of the copies of each kind that stand in a family with their source: Series;
    share of articles in a family with one that is neither source nor copy of the same text: float)
    """
    copies = table[table["source"] != ""]
    found = family[copies.index].to_numpy() == family[copies["source"]].to_numpy()
    text = table["source"].where(table["source"] != "", table.index)
    wrong = text.groupby(family).transform("nunique") > 1
    return pd.Series(found, copies.index).groupby(copies["kind"], sort=False).mean(), wrong.mean()
