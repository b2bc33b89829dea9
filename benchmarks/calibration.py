"""Do the intervals cover, and do the tests reject, as often as they say?

Made-up corpora in which the truth is known: families of one to four copies, negative binomial
hits (overdispersed over families), two groups of 30 to 100 articles that do not differ, within a
corpus that holds others too. For each design, the share of corpora whose 95 % interval holds the
truth, and the share in which a test at .05 rejects. Writes calibration.csv.
"""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from helpers.measure import resample

CORPORA, RESAMPLES = 2000, 499
DESIGNS = list(product((30, 60, 100), ((2, 0.5), (5, 1), (10, 2)), (0.0, 0.3)))


def family_sizes(articles, copied, rng):
    """Articles of each family: one, or two to four for the share ``copied`` of families."""
    sizes = []
    while sum(sizes) < articles:
        sizes.append(int(rng.integers(2, 5)) if rng.random() < copied else 1)
    sizes[-1] -= sum(sizes) - articles
    return np.array(sizes)


def group(articles, rate, shape, copied, rng):
    """Sums per family: hits, words, articles with a hit, articles."""
    sizes = family_sizes(articles, copied, rng)
    words = rng.integers(100, 350, len(sizes))
    hits = rng.poisson(rng.gamma(shape, rate / 1000 / shape, len(sizes)) * words)
    return np.array([hits * sizes, words * sizes, (hits > 0) * sizes, sizes], dtype=float)


def true_presence(rate, shape, rng):
    """Share of texts with a hit, from many."""
    words = rng.integers(100, 350, 1_000_000)
    return (rng.poisson(rng.gamma(shape, rate / 1000 / shape, len(words)) * words) > 0).mean()


def one_corpus(articles, rate, shape, copied, presence, rng):
    """Which intervals hold the truth, which tests reject, in one made-up corpus."""
    one, two = (group(articles, rate, shape, copied, rng) for _ in range(2))
    n_one, n_two = one.shape[1], two.shape[1]
    others = 2 * (n_one + n_two)  # families of other groups, which are resampled too
    times = resample.draws(n_one + n_two + others, RESAMPLES, rng)[:, : n_one + n_two]
    one = np.pad(one, ((0, 0), (0, n_two)))
    two = np.pad(two, ((0, 0), (n_one, 0)))
    _, low, high = resample.rate_interval(*one[:2], times)
    found = {"rate": low <= rate / 1000 <= high}
    _, low, high = resample.share_interval(*one[2:])
    found["presence"] = low <= presence <= high
    _, low, high = resample.log_ratio_interval(one[:2], two[:2])
    found["rate_ratio"] = low <= 1 <= high if np.isfinite(low) else np.nan
    _, low, high = resample.difference_interval(one[2:], two[2:])
    found["presence_difference"] = low <= 0 <= high
    for name, rows in (("rate_test", slice(0, 2)), ("presence_test", slice(2, 4))):
        p = resample.permutation_p(one[rows], two[rows], resamples=RESAMPLES, seed=rng)
        found[name] = p <= 0.05
    return found


def main():
    rng = np.random.default_rng(2022)
    rows = []
    for articles, (rate, shape), copied in tqdm(DESIGNS, disable=None):
        presence = true_presence(rate, shape, rng)
        runs = [one_corpus(articles, rate, shape, copied, presence, rng) for _ in range(CORPORA)]
        design = {"articles": articles, "rate": rate, "shape": shape, "copied": copied}
        rows.append(
            design | {"presence_true": presence} | pd.DataFrame(runs).astype(float).mean().to_dict()
        )
    table = pd.DataFrame(rows).round(3)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))
    measures = [
        "rate",
        "presence",
        "rate_ratio",
        "presence_difference",
        "rate_test",
        "presence_test",
    ]
    print(table[measures].agg(["min", "mean", "max"]).round(3).to_string())


if __name__ == "__main__":
    main()
