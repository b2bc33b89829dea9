"""Are corrected and adjusted differences right on average, and do their intervals hold the truth?

Made-up corpora of two groups of 300 articles in 20 to 80 text families, in which a coder would find
a frame in 40 % and in 20 % of the articles. A lexicon misses a third of them and finds the frame in
5 % of the others, or, where its error differs by group, in 25 % of the second group's. 50 or 100
articles of each group are coded. Then, for the adjusted difference, corpora in which longer
articles have the frame more often and one group has the longer articles.

For each design: the mean of the naive and of the corrected (adjusted) estimate beside the truth,
the share of 95 % intervals that hold the truth, and their width. Writes correction.csv.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from tqdm import tqdm

from helpers import compare

CORPORA, ARTICLES = 300, 300
SHARES = {"x": 0.4, "y": 0.2}
PAIR = [("x", "y")]
DESIGNS = [
    (families, coded, differs)
    for families in (20, 40, 80)
    for coded in (50, 100)
    for differs in (False, True)
]


def corpus_with_codes(families, coded, differs, rng):
    """Scores of a made-up corpus, and codes of the articles drawn."""
    parts = []
    for group, share in SHARES.items():
        false = 0.25 if differs and group == "y" else 0.05
        family = np.r_[np.arange(families), rng.integers(0, families, ARTICLES - families)]
        of_family = rng.beta(2 * share, 2 * (1 - share), families)
        code = rng.random(ARTICLES) < of_family[family]
        found = np.where(code, rng.random(ARTICLES) > 1 / 3, rng.random(ARTICLES) < false)
        drawn = np.isin(np.arange(ARTICLES), rng.choice(ARTICLES, coded, replace=False))
        part = {"group": group, "family": family, "hits": found, "code": code, "drawn": drawn}
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(
        family=table["group"] + table["family"].astype(str), p_coded=coded / ARTICLES,
        article_id=[f"a{i}" for i in table.index], voice="unquoted", frame="f", n_words=100,
        hits=table["hits"].astype(int),
    )  # fmt: skip
    codes = table[table["drawn"]].assign(coder="A", variable="f", value=table["code"].astype(int))
    return table.drop(columns="code"), codes[["article_id", "coder", "variable", "value"]]


def corpus_of_lengths(families, gap, rng):
    """Scores of a made-up corpus in which length goes with group and frame, and the difference at
    equal length."""
    group = np.repeat(["x", "y"], ARTICLES)
    own = rng.integers(0, families, 2 * ARTICLES)
    first = group == "x"
    words = rng.lognormal(np.where(first, 6, 5), 0.5)
    of_family = rng.normal(0, 0.7, (2, families))[np.where(first, 0, 1), own]
    logit = 1.5 * (np.log(words) - 5.5) - 0.5 + of_family
    hits = rng.random(len(group)) < expit(logit + gap * first)
    table = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(group))], "voice": "unquoted", "frame": "f",
            "hits": hits.astype(int), "n_words": words.astype(int), "group": group,
            "family": pd.Series(group) + pd.Series(own).astype(str),
        }
    )  # fmt: skip
    return table, (expit(logit + gap) - expit(logit)).mean()


def summed_up(about, naive, values, low, high, truth):
    naive, values, low, high, truth = map(np.asarray, (naive, values, low, high, truth))
    given = ~np.isnan(low)
    held = (low <= truth) & (high >= truth)
    return about | {
        "truth": truth.mean(), "naive": naive.mean(), "estimate": values.mean(),
        "bias": (values - truth).mean(), "holds_truth": held[given].mean(),
        "width": (high - low)[given].mean(), "given": given.mean(),
    }  # fmt: skip


def corrected(corpora):
    rng, rows = np.random.default_rng(2022), []
    for families, coded, differs in tqdm(DESIGNS, desc="corrected", disable=None):
        made = [corpus_with_codes(families, coded, differs, rng) for _ in range(corpora)]
        for method in ("ppi++", "dsl"):
            found = pd.concat(compare.corrected(*m, pairs=PAIR, method=method) for m in made)
            about = {"method": method, "families": families, "coded": coded, "differs": differs}
            truth = np.full(corpora, SHARES["x"] - SHARES["y"])
            rows.append(
                summed_up(
                    about, found["naive"], found["difference"], found["low"], found["high"], truth
                )
            )
    return rows


def adjusted(corpora):
    rng, rows = np.random.default_rng(2022), []
    for families in tqdm((20, 40, 80), desc="adjusted", disable=None):
        for gap in (0.0, 1.0):
            made = [corpus_of_lengths(families, gap, rng) for _ in range(corpora)]
            found = pd.concat(compare.adjusted(m, pairs=PAIR, at=["length"]) for m, _ in made)
            about = {"method": f"adjusted, gap {gap:g}", "families": families}
            ends = found["adjusted_low"], found["adjusted_high"]
            values = found["presence_difference"], found["adjusted"], *ends
            rows.append(summed_up(about, *values, [truth for _, truth in made]))
    return rows


def main(corpora=CORPORA):
    warnings.simplefilter("ignore")  # that the lexicon's error differs is the design
    table = pd.DataFrame(corrected(corpora) + adjusted(corpora)).round(3)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
