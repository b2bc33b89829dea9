"""Are copies found, spun ones too, and how fast, beside MinHash libraries?

Part one: made-up coverage of one event (``tests/made_up_copies.py``): verbatim, cut, edited, 10, 25
and 40 % of the content words swapped, reordered and mixed copies among independent reports that
share vocabulary, stock phrases and quoted statements. Writes copies.csv: for texts and for counts,
by threshold, the share of the copies of each kind that stand in a family with their source, and the
share of articles in a wrong family; beside it what MinHash over runs of five words (datasketch,
rensa, gaoya; Jaccard .8 and .5, connected parts) finds in the same articles.

Part two, with a number of articles (100000): 5 % of made-up articles of 545 words spun (25 %),
5 % nearly verbatim. Writes copies-speed.csv: seconds and peak memory of families from texts, and of
the near-verbatim pairs (Jaccard .8) beside the peers', from texts and from words split already,
each in a process of its own.
"""

import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import corpora
import made_up_copies

from helpers import copies, corpus
from helpers.corpus import Study
from helpers.words import text

HERE = Path(__file__)
AT = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
SHINGLE, HASHES = 5, 128
NAMES = ("ours", "datasketch", "rensa", "gaoya")


def shingles(body):
    words = text.words(body)
    return {" ".join(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1))}


def by_datasketch(texts, jaccard):
    from datasketch import MinHash, MinHashLSH

    index, pairs = MinHashLSH(threshold=jaccard, num_perm=HASHES), []
    for number, body in enumerate(texts):
        made = MinHash(num_perm=HASHES)
        made.update_batch([shingle.encode() for shingle in shingles(body)])
        pairs += [(number, other) for other in index.query(made)]
        index.insert(number, made)
    return pairs


def by_rensa(texts, jaccard):
    from rensa import RMinHash, RMinHashLSH

    index, pairs = RMinHashLSH(threshold=jaccard, num_perm=HASHES, num_bands=16), []
    made = []
    for number, body in enumerate(texts):
        made.append(RMinHash(num_perm=HASHES, seed=42))
        made[-1].update(list(shingles(body)))
        near = index.query(made[-1])
        pairs += [(number, o) for o in near if made[-1].jaccard(made[o]) >= jaccard]
        index.insert(number, made[-1])
    return pairs


def by_gaoya(texts, jaccard):
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=jaccard, num_hashes=HASHES, num_bands=None, band_size=None,
        analyzer="word", lowercase=True, ngram_range=(SHINGLE, SHINGLE),
    )  # fmt: skip
    pairs = []
    for number, body in enumerate(texts):
        pairs += [(number, other) for other in index.query(body)]
        index.insert_document(number, body)
    return pairs


def by_ours(texts, _):
    """Pairs of texts that stand in each other, next to no word swapped."""
    study = corpus.from_frame(pd.DataFrame({"text": texts}))
    return near_verbatim(study)


def near_verbatim(study):
    one, two, found = study.likeness.measured(0.8)
    near = (found[["contained_one", "contained_two"]].min(axis=1) >= 0.8) & (found["swapped"] < 0.1)
    return list(zip(one[near], two[near], strict=True))


PEERS = {"ours": by_ours, "datasketch": by_datasketch, "rensa": by_rensa, "gaoya": by_gaoya}


def connected(pairs, names):
    one, two = np.array(pairs, dtype=int).reshape(-1, 2).T
    links = sparse.coo_matrix((np.ones(len(one)), (one, two)), shape=(len(names), len(names)))
    return pd.Series(sparse.csgraph.connected_components(links, directed=False)[1], names)


def accuracy():
    table = made_up_copies.coverage(seed=2022, each=50, independent=500)
    study = corpus.from_frame(table[["text"]])
    stored = Study(study.articles, study.texts.iloc[:0], stored=study.counts)
    rows = []

    def judge(method, threshold, family):
        found, wrong = made_up_copies.judged(table, family)
        rows.append({"method": method, "threshold": threshold, **found.round(3), "wrong": wrong})

    for at in tqdm(AT, desc="thresholds", disable=None):
        judge("helpers, texts", at, copies.families(study, text=at)["family"])
        judge("helpers, counts", at, copies.families(stored, counts=at)["family"])
    for name in NAMES[1:]:
        for jaccard in (0.8, 0.5):
            pairs = PEERS[name](list(table["text"]), jaccard)
            judge(name, jaccard, connected(pairs, table.index))
    return pd.DataFrame(rows).round(4).sort_values(["method", "threshold"], kind="stable")


def large(n):
    """n made-up articles: n/20 of the last are spun copies, n/20 near copies of the first."""
    base = corpora.texts_of(corpora.corpus("english", n))[: n - 2 * (n // 20)]
    rng, part = random.Random(3), n // 20
    words = sorted({word for body in base[:300] for word in re.findall(r"[a-z]{4,}", body)})
    spun = [
        " ".join(
            rng.choice(words) if len(w) > 3 and rng.random() < 0.25 else w for w in b.split(" ")
        )
        for b in base[:part]
    ]
    near = [" ".join(w for w in b.split(" ") if rng.random() > 0.01) for b in base[part : 2 * part]]
    return base + spun + near, part


def one_run(task, n):
    """(seconds, recall of the spun, recall of the near, peak GB), printed."""
    texts, part = large(n)
    base = len(texts) - 2 * part
    warm = texts[:50]
    if task == "families":
        copies.families(corpus.from_frame(pd.DataFrame({"text": warm})))
        begin = time.perf_counter()
        study = corpus.from_frame(pd.DataFrame({"text": texts}))
        family = copies.families(study)["family"].to_numpy()
    elif task == "ours, from words":
        by_ours(warm, 0.8)
        study = corpus.from_frame(pd.DataFrame({"text": texts}))
        assert len(study.tokens) == n
        begin = time.perf_counter()
        family = connected(near_verbatim(study), np.arange(n)).to_numpy()
    else:
        PEERS[task](warm, 0.8)
        begin = time.perf_counter()
        family = connected(PEERS[task](texts, 0.8), np.arange(n)).to_numpy()
    seconds = time.perf_counter() - begin
    spun = (family[:part] == family[base : base + part]).mean()
    near = (family[part : 2 * part] == family[base + part :]).mean()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{seconds:.1f},{spun:.3f},{near:.3f},{peak:.2f}")


def speed(n):
    rows = []
    for task in ("families", "ours, from words", *NAMES):
        run = [sys.executable, str(HERE), "--run", task, str(n)]
        out = subprocess.run(run, capture_output=True, text=True, check=True).stdout
        rows.append((task, n, *map(float, out.strip().splitlines()[-1].split(","))))
        print(*rows[-1])
    columns = ["task", "articles", "seconds", "spun_found", "near_found", "peak_gb"]
    return pd.DataFrame(rows, columns=columns)


def main(arguments):
    if arguments[:1] == ["--run"]:
        return one_run(arguments[1], int(arguments[2]))
    table = accuracy()
    table.to_csv(HERE.with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))
    for n in map(int, arguments):
        found = speed(n)
        found.to_csv(HERE.with_name("copies-speed.csv"), index=False, lineterminator="\n")
        print(found.to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
