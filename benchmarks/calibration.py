"""Do the intervals cover, and do the tests reject, as often as they say?

Made-up corpora in which the truth is known. Each design names the clusters of two groups that do
not differ (4 to 60, sometimes few in one group), how large they are (families of 1 to 20, one of
60), how many stand in both groups, how alike the articles of one cluster are, and how frequent the
frame is. For each, over all its corpora: the share of 95 % intervals that hold the truth, and of
tests at .05 that reject, out of those that are given; the share that is given, since fewer than six
effective clusters have none; and the mean width. A second part asks how often ``terms.keyness``
finds a term where 12 outlets of different house style do not differ by group, and how many planted
terms it finds.

A third holds the power of the test against Welch's on cluster means. Writes calibration.csv,
calibration-keyness.csv and calibration-power.csv.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse, stats
from tqdm import tqdm

from helpers import corpus, terms
from helpers.measure import resample
from helpers.words.counts import Counts

CORPORA, RESAMPLES = 600, 499
# clusters of either group, sizes, share in both groups, likeness within a cluster, presence
DESIGNS = [
    *((n, n, "one each", 0.0, 1.0, p) for n in (4, 6, 8, 12, 20, 40, 60) for p in (0.1, 0.3, 0.5)),
    *((n, n, "one each", 0.0, 1.0, p) for n in (20, 60) for p in (0.02, 0.98)),
    *((n, n, "1 to 4", 0.0, 1.0, p) for n in (8, 20, 60) for p in (0.1, 0.5)),
    *((n, n, "1 to 20", 0.0, 1.0, p) for n in (12, 30, 60) for p in (0.1, 0.5)),
    *((n, n, "one of 60", 0.0, 1.0, 0.3) for n in (11, 30, 60)),
    *((n, n, "1 to 4", shared, 1.0, 0.3) for n in (12, 40) for shared in (0.2, 0.5)),
    *((n, n, "outlets of 10", 0.0, icc, 0.3) for n in (6, 12, 30) for icc in (0.0, 0.1, 0.3)),
    *((n, m, "one each", 0.0, 1.0, 0.3) for n, m in ((6, 60), (8, 40), (10, 100))),
]


def sizes_of(kind, n, rng):
    if kind == "1 to 4":
        return rng.integers(1, 5, n)
    if kind == "1 to 20":
        return np.minimum(rng.geometric(0.25, n), 20)
    if kind == "one of 60":
        return np.array([60] + [1] * (n - 1))
    return np.full(n, 10 if kind == "outlets of 10" else 1)


def group(sizes, own, likeness, rng):
    """Sums per cluster: hits, words, articles with a hit, articles. ``own`` is each cluster's
    probability of a hit; with ``likeness`` 1 the articles of a cluster are copies."""
    words = rng.integers(100, 350, len(sizes)) * sizes
    hit = own * sizes if likeness == 1 else rng.binomial(sizes, own)
    hits = hit * (1 + rng.poisson(1, len(sizes)))
    return np.array([np.minimum(hits, words), words, hit, sizes], dtype=float)


def one_corpus(one, two, kind, shared, likeness, presence, rng):
    """What covers and rejects in one made-up corpus (missing where it is refused)."""
    parts, both = [], int(shared * min(one, two))
    spread = 0.0 if likeness in (0, 1) else likeness
    clusters = one + two - both
    if spread:  # beta-binomial with this intraclass correlation
        total = (1 - spread) / spread
        own = rng.beta(presence * total, (1 - presence) * total, clusters)
    else:
        own = np.full(clusters, presence)
    drawn = (rng.random(clusters) < own).astype(float) if likeness == 1 else own
    for first, last in ((0, one), (one - both, clusters)):
        sums = np.zeros((4, clusters))
        sums[:, first:last] = group(
            sizes_of(kind, last - first, rng), drawn[first:last], likeness, rng
        )
        parts.append(sums)
    enough = [resample.effective(part[3]) >= resample.FEWEST for part in parts]
    names = ("presence", "presence_width", "rate_test", "presence_test", "presence_difference")
    found = dict.fromkeys([*names, "rate_ratio"], np.nan)
    found["given"] = float(all(enough))
    if enough[0]:
        _, low, high = resample.share_interval(*parts[0][2:])
        found |= {"presence": low <= presence <= high, "presence_width": high - low}
    if all(enough):
        rates, presences = [[part[i : i + 2] for part in parts] for i in (0, 2)]
        _, low, high = resample.log_ratio_interval(*rates)
        found["rate_ratio"] = low <= 1 <= high if not np.isnan(low) else np.nan
        _, low, high = resample.difference_interval(*presences)
        found["presence_difference"] = low <= 0 <= high
        for name, pair in (("rate_test", rates), ("presence_test", presences)):
            p = resample.test(*pair, resamples=RESAMPLES, seed=int(rng.integers(2**31))).p
            found[name] = p <= 0.05 if not np.isnan(p) else np.nan
    return found


def intervals(corpora):
    rng = np.random.default_rng(2022)
    rows = []
    for design in tqdm(DESIGNS, desc="designs", disable=None):
        runs = [one_corpus(*design, rng) for _ in range(corpora)]
        names = ("clusters_one", "clusters_two", "sizes", "shared", "likeness", "presence_true")
        about = dict(zip(names, design, strict=True))
        rows.append(about | pd.DataFrame(runs).astype(float).mean().to_dict())
    return pd.DataFrame(rows).round(3)


POWER = [
    (20, "one each", 1.0), (40, "one each", 1.0), (30, "1 to 4", 1.0), (40, "1 to 20", 1.0),
    (12, "outlets of 10", 0.1), (30, "outlets of 10", 0.1),
]  # fmt: skip


def power(corpora):
    """How often a planted difference of presence (.3 against .6) is found, by all articles and by
    ``copies="one per family"`` (which gives each cluster one vote), beside Welch's t-test on the
    clusters' own shares, which does so too; and the width of the interval beside Wilson's, for
    single articles."""
    rng = np.random.default_rng(2023)
    rows = []
    for n, kind, likeness in tqdm(POWER, desc="power", disable=None):
        found, one_each, welch, widths = [], [], [], []
        for _ in range(corpora):
            parts = []
            for presence in (0.3, 0.6):
                own = np.full(n, presence)
                if 0 < likeness < 1:
                    total = (1 - likeness) / likeness
                    own = rng.beta(presence * total, (1 - presence) * total, n)
                drawn = (rng.random(n) < own).astype(float) if likeness == 1 else own
                parts.append(group(sizes_of(kind, n, rng), drawn, likeness, rng)[2:])
            gap = np.zeros(n)
            one = [np.append(part, gap) for part in parts[0]]
            two = [np.append(gap, part) for part in parts[1]]
            seed = int(rng.integers(2**31))
            found.append(resample.test(one, two, resamples=RESAMPLES, seed=seed).p <= 0.05)
            votes = [np.array([hit / np.maximum(n, 1), n > 0], float) for hit, n in (one, two)]
            same = resample.test(*votes, resamples=RESAMPLES, seed=seed).p <= 0.05
            one_each.append(same)
            shares = [hit / articles for hit, articles in parts]
            welch.append(stats.ttest_ind(*shares, equal_var=False).pvalue <= 0.05)
            if kind == "one each":
                hit = parts[0][0]
                _, low, high = resample.share_interval(hit, np.ones(n))
                ends = stats.binomtest(int(hit.sum()), n).proportion_ci(method="wilson")
                widths.append((high - low) / (ends.high - ends.low))
        ratio = np.mean(widths) if widths else np.nan
        shares = [np.mean(test) for test in (found, one_each, welch)]
        rows.append((n, kind, likeness, *shares, ratio))
    columns = ["clusters", "sizes", "likeness", "power", "power_one_per_family", "welch"]
    columns += ["width_to_wilson"]
    return pd.DataFrame(rows, columns=columns).round(3)


def outlets_of_style(rng, planted, terms_=300, outlets=12, per=20):
    """A study of outlets whose words differ by house style, and by group for planted terms only."""
    base, counts, rows = rng.dirichlet(np.full(terms_, 0.5)), [], []
    frequent = np.argsort(base)[-100 : -100 + planted] if planted else []
    for outlet in range(outlets):
        p = base * rng.gamma(2, 0.5, terms_)
        if outlet % 2 == 0:
            p[frequent] *= 5
        p /= p.sum()
        for article in range(per):
            counts += [rng.multinomial(200, p), np.zeros(terms_, int)]
            rows.append((f"o{outlet:02}a{article:02}", f"o{outlet}", "xy"[outlet % 2]))
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "group"]).set_index("article_id")
    about = pd.DataFrame(
        {"article_id": np.repeat(table.index, 2), "voice": ["unquoted", "quoted"] * len(table)}
    )
    about["n_words"] = np.sum(counts, axis=1)
    names = pd.Index([f"term{i:03}" for i in range(terms_)])
    stored = Counts(sparse.csr_matrix(np.array(counts)), about, names)
    family = pd.DataFrame({"family": table.index}, index=table.index)
    texts = pd.Series(dtype="str")
    return corpus.Study(table, texts, stored=stored, given_families=family), names[frequent]


def keyness(corpora):
    rng = np.random.default_rng(2022)
    rows = []
    for planted in (0, 5):
        for cluster in ("outlet", "family"):
            false, found = [], []
            for _ in tqdm(range(corpora), desc=f"keyness, {cluster}", disable=None):
                study, names = outlets_of_style(rng, planted)
                table = terms.keyness(study, cluster=cluster, min_articles=1, resamples=999)
                sure = set(table.loc[(table["group"] == "x") & (table["q"] < 0.05), "term"])
                false.append(bool(sure - set(names)))
                found.append(len(sure & set(names)) / planted if planted else np.nan)
            rows.append(
                (planted, cluster, np.mean(false), np.nanmean(found) if planted else np.nan)
            )
    columns = ["planted", "cluster", "corpora_with_a_false_term", "planted_found"]
    return pd.DataFrame(rows, columns=columns).round(3)


def main(corpora=CORPORA):
    here = Path(__file__)
    table = intervals(corpora)
    table.to_csv(here.with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))
    shown = power(corpora)
    shown.to_csv(here.with_name("calibration-power.csv"), index=False, lineterminator="\n")
    print(shown.to_string(index=False))
    words = keyness(max(corpora // 5, 20))
    words.to_csv(here.with_name("calibration-keyness.csv"), index=False, lineterminator="\n")
    print(words.to_string(index=False))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
