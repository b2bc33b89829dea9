"""Made-up corpora with a fixed seed: Zipfian English, and one of mixed scripts."""

import os
import re
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(tempfile.gettempdir()) / "helpers-bench"
SEED = 20220105
N_WORDS = 545  # words of an article, on average
N_FRAMES, N_PATTERNS = 10, 300
SYLLABLES = {
    "english": (
        "the in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le "
        "ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur"
    ),
    "mixed": (
        "ст но то на ен ов ни ра во ко қа ға ың ің әр өз үш ұл іс һа é ção ñu ße ğı çü Ελ ος αι "
        "ли ре та ро the ing er an re 20 19 7_ ÅÅ ей ый ши жы де ті лы мен бір"
    ),
}


def vocabulary(kind, size, rng):
    """Made-up words, the frequent ones shorter, as in Zipf's law of abbreviation."""
    syllables = np.array(SYLLABLES[kind].split(), dtype=object)
    found = {}
    while len(found) < size:
        n = 1 + min(int(np.log2(2 + len(found) / 20) / 3.5 + rng.random()), 4)
        word = "".join(rng.choice(syllables, n))
        if len(word) > 1:
            found.setdefault(word.lower(), word)
    return np.array(list(found.values()), dtype=object)


def articles(kind, n):
    """Made-up articles: words by Zipf and Mandelbrot, in topics, with fixed companions."""
    rng = np.random.default_rng(SEED)
    words = vocabulary(kind, 250_000, rng)
    size = len(words)
    # each word plain, with a capital, with a comma, with a full stop, quoted
    forms = np.concatenate(
        [words, [w.capitalize() for w in words], words + ",", words + ".", "“" + words + "”"]
    )
    weight = np.cumsum(1 / (np.arange(size) + 2.7) ** 1.12)
    weight /= weight[-1]
    companions = np.searchsorted(weight, rng.random((size, 4)))
    for _ in range(n):
        length = int(rng.integers(N_WORDS // 2, 3 * N_WORDS // 2))
        ids = np.searchsorted(weight, rng.random(length))
        topic = rng.integers(1, 200)
        away = (ids > 300) & (rng.random(length) < 0.4)
        ids = np.minimum(np.where(away, ids // 7 * 7 + topic % 7, ids), size - 1)
        after = companions[np.roll(ids, 1), rng.integers(0, 4, length)]
        ids = np.where(rng.random(length) < 0.35, after, ids)
        form = np.where(rng.random(length) < 0.05, 2, 0)
        form[rng.random(length) < 0.01] = 4
        ends = np.flatnonzero(rng.random(length) < 1 / 18)
        form[ends] = 3
        form[(ends + 1)[ends + 1 < length]] = 1
        yield " ".join(forms[ids + size * form])


def corpus(kind, n):
    """The corpus on disk, made once: a Parquet file with row groups of 20,000 articles."""
    path = DATA / f"{kind}-{n}.parquet"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        made = articles(kind, n)
        unfinished = path.with_suffix(".part")
        schema = pa.schema({"article_id": pa.string(), "text": pa.string()})
        with pq.ParquetWriter(unfinished, schema) as writer:
            for start in range(0, n, 20_000):
                rows = range(start, min(n, start + 20_000))
                table = {
                    "article_id": [f"a{i:08}" for i in rows],
                    "text": [next(made) for _ in rows],
                }
                writer.write_table(pa.table(table, schema=schema))
        os.replace(unfinished, path)
    return path


def texts_of(path):
    batches = pq.ParquetFile(path).iter_batches(5000, columns=["text"])
    return [body for batch in batches for body in batch["text"].to_pylist()]


def patterns(texts):
    """Frames of words, beginnings of words and pairs of words, none of them in more than one of
    twenty articles; within a frame no two share a word, so that every peer counts the same."""
    rng = np.random.default_rng(SEED)
    sample = [
        set(re.findall(r"[a-z]{3,}(?: [a-z]{3,})?", body))
        for body in texts[:: max(1, len(texts) // 300)]
    ]
    articles = Counter(word for found in sample for word in set(" ".join(found).split()))
    rare = {word for word, n in articles.items() if n <= len(sample) / 20}
    pool = sorted({found for some in sample for found in some if set(found.split()) <= rare})
    frames = []
    for _ in range(N_FRAMES):
        used, frame = [], []
        while len(frame) < N_PATTERNS // N_FRAMES:
            words = pool[rng.integers(len(pool))].split()
            kind = len(frame) % 3  # word, beginning, pair
            words = words if kind == 2 else words[:1]
            long = kind != 1 or len(words[0]) > 6
            heads = [word[:3] for word in words]
            if len(words) == 1 + (kind == 2) and long and len({*used, *heads}) == len(used + heads):
                used += heads
                frame.append(f"{words[0][:6]}*" if kind == 1 else " ".join(words))
        frames.append(frame)
    return frames
