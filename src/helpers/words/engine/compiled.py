"""The work on ``Tokens`` by compiled code (``kernels``) in threads, for large corpora.

``plain`` has the same functions with the same answers; ``tokens`` chooses by size.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise, product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy import strings
from scipy import sparse

from helpers.errors import InputError
from helpers.words import text
from helpers.words.engine import kernels

CHUNK = 2_000_000  # characters encoded at a time
NO_BREAKS = np.empty(0, dtype=np.uint8)


def tokenise(texts, *, voices, lowercase, n_jobs):
    """As ``plain.tokenise``."""
    # Room for a word in every two characters; of what is never written the system gives no memory.
    most = np.cumsum([0, *map(len, texts)]) // 2
    arrays = [np.empty(most[-1], dtype) for dtype in (np.int32, *(np.uint8, np.uint8) * voices)]
    ranges, tables = _ranges(most, n_jobs), _tables(lowercase)
    parts = _threads(
        lambda a, b: _tokenise_part(
            texts[a:b], tables, lowercase, *(array[most[a] : most[b]] for array in arrays)
        ),
        ranges,
    )
    offsets = np.cumsum(np.concatenate([[0], *(lengths for lengths, _ in parts)]), dtype=np.int64)
    _close_gaps(arrays, ranges, most, offsets)
    ids, breaks, voice = arrays if voices else (*arrays, None, None)
    numbers, vocabulary = _merge([known for _, known in parts])
    spans = [ids[offsets[a] : offsets[b]] for a, b in ranges]
    _threads(kernels.translate, list(zip(spans, numbers, spans, strict=True)))
    return ids, offsets, vocabulary, breaks, voice


def _tokenise_part(texts, tables, lowercase, ids, breaks=None, voice=None):
    """Write the words of some texts, with numbers of their own, and what is known of each.

    Returns (words per article, known words).
    """
    fold, kinds, lowered, signs, short, short_from = tables
    slots, starts, arena = np.zeros(512, np.int32), np.zeros(257, np.int64), np.empty(0, np.uint8)
    known = (slots, starts, arena, np.zeros((257, 2), np.uint64), 0)
    lengths, n = [], 0
    for chunk in _chunks(texts):
        bodies = map(text.settle_sigma, chunk) if lowercase else chunk
        encoded = [body.encode("utf-8", "surrogatepass") for body in bodies]
        bounds = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        raw = np.frombuffer(b"".join([*encoded, b"\n"]), dtype=np.uint8)
        del encoded
        ends, found, *known = kernels.words(
            raw, bounds, fold, kinds, lowered, lowercase, ids[n:], *known
        )
        here = slice(n, n + len(ends))
        if breaks is not None:
            kernels.marks(
                raw, bounds, ends, found, signs, kinds, short, short_from, breaks[here], voice[here]
            )
        lengths.append(found)
        n += len(ends)
    return np.concatenate(lengths), known


def _chunks(texts):
    """The texts in lists of about CHUNK characters; at least one list."""
    size, begin = 0, 0
    for i, body in enumerate(texts):
        size += len(body)
        if size >= CHUNK:
            yield texts[begin : i + 1]
            size, begin = 0, i + 1
    yield texts[begin:]


def _merge(tables):
    """Unite tables of known words.

    Returns (for each table the new numbers of its words, the words sorted).
    """
    known = tables[0]
    numbers = [np.arange(known[-1], dtype=np.int32)]
    for _, *other in tables[1:]:
        found, *known = kernels.merge(*known, *other)
        numbers.append(found)
    _, starts, arena, _, n_words = known
    buffers = [None, pa.py_buffer(starts[: n_words + 1]), pa.py_buffer(arena)]
    words = pa.Array.from_buffers(pa.large_string(), n_words, buffers)
    order = pc.sort_indices(words)  # bytes sort as their characters do
    rank = np.empty(n_words, dtype=np.int32)
    rank[order.to_numpy()] = np.arange(n_words, dtype=np.int32)
    return [rank[number] for number in numbers], words.take(order).to_pylist()


@cache
def _tables(lowercase):
    """What the kernels need to know of characters: Python's own answers, looked up once."""
    points = np.arange(0x110000, dtype=np.uint32)
    every = points.view("<U1")
    word, lower, upper, space = (
        test(every) for test in (strings.isalnum, strings.islower, strings.isupper, strings.isspace)
    )
    word[ord("_")] = True
    kinds = (
        word * kernels.WORD + lower * kernels.LOWER + upper * kernels.UPPER + space * kernels.SPACE
    ).astype(np.uint8)
    lowered = points.astype(np.int32)
    if lowercase:
        cased = np.flatnonzero(upper | strings.istitle(every))
        lowered[cased] = [ord(chr(point).lower()[0]) for point in cased]
    ascii_word = word[:256] & (points[:256] < 128)
    fold = np.where(ascii_word, lowered[:256], 0).astype(np.uint8)
    signs = np.zeros(256, dtype=np.uint8)
    for characters, sign in (
        (b"\n", kernels.NEWLINE),
        (b".!?", kernels.STOP),
        (b'"', kernels.QUOTE),
        (b"\xe2", kernels.LEAD_E2),
        (b"\xc2", kernels.LEAD_C2),
    ):
        signs[list(characters)] = sign
    short = [word.encode() for word in text.ABBREVIATIONS]
    short_from = np.cumsum([0, *map(len, short)], dtype=np.int64)
    return fold, kinds, lowered, signs, np.frombuffer(b"".join(short), np.uint8), short_from


def translate(ids, numbers, n_jobs):
    """As ``plain.translate``."""
    found = np.empty(len(ids), dtype=np.int32)
    cuts = np.linspace(0, len(ids), max(n_jobs, 1) + 1, dtype=np.int64)
    _threads(lambda a, b: kernels.translate(ids[a:b], numbers, found[a:b]), [*pairwise(cuts)])
    return found


def document_frequency(ids, offsets, n, n_jobs):
    """As ``plain.document_frequency``."""
    parts = _threads(
        lambda a, b: kernels.document_frequency(ids, offsets, a, b, n), _ranges(offsets, n_jobs)
    )
    return np.sum(parts, axis=0)


def pairs(first, words, offsets, breaks, shift, n_first, min_df, n_jobs):
    """As ``plain.pairs``."""
    if len(words) >= 2**32:
        raise InputError("too many words for one machine's memory: take parts (helpers scale)")
    breaks = NO_BREAKS if breaks is None else breaks
    n_words = int(words.max(initial=-1)) + 1
    level = np.full(len(first), -1, dtype=np.int32)
    counts = _threads(
        lambda a, b: kernels.head_counts(first, words, offsets, a, b, breaks, shift, n_first),
        _ranges(offsets, n_jobs),
    )
    starts = np.cumsum(np.sum(counts, axis=0))
    articles = np.searchsorted(offsets, np.arange(0, len(words), 64), side="right") - 1
    ranges = _ranges(starts, n_jobs)
    found = _threads(
        lambda low, high: kernels.pairs(
            first, words, offsets, breaks, shift, starts, low, high,
            articles.astype(np.int32), max(min_df, 1), n_words, level,
        ),
        ranges,
    )  # fmt: skip
    for (low, _), before in zip(ranges[1:], found, strict=False):
        kernels.raise_numbers(first, low, level, len(before[0]))
    heads, tails, df = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return level, heads, tails, df.astype(np.int64)


def find(first, words, offsets, shift, heads, tails, n_jobs):
    """As ``plain.find``."""
    level = np.full(len(first), -1, dtype=np.int32)
    starts = np.searchsorted(heads, np.arange(int(first.max(initial=-1)) + 2))
    _threads(
        lambda a, b: kernels.find_pairs(first, words, offsets, a, b, shift, starts, tails, level),
        _ranges(offsets, n_jobs),
    )
    return level


def rows(levels, columns, offsets, n_columns, dtype, n_jobs):
    """As ``plain.rows``."""
    # Room for rows without a column twice; of what is never written the system gives no memory.
    most = len(levels) * offsets
    indices, data = np.empty(most[-1], dtype=np.int32), np.empty(most[-1], dtype=dtype)
    lengths = np.zeros(len(offsets) - 1, dtype=np.int64)
    ranges = _ranges(offsets, n_jobs)
    _threads(
        lambda a, b: kernels.fill_rows(
            levels, columns, offsets, a, b, n_columns, lengths, indices, data, most[a]
        ),
        ranges,
    )
    starts = np.concatenate([[0], np.cumsum(lengths)])
    _close_gaps((indices, data), ranges, most, starts)
    if starts[-1] < 2**31:
        starts = starts.astype(np.int32)
    matrix = sparse.csr_matrix((len(starts) - 1, n_columns), dtype=dtype)
    matrix.data, matrix.indices, matrix.indptr = data, indices, starts
    return matrix


def weigh(counts, weigher, n_jobs):
    """As ``plain.weigh``."""
    idf = weigher.idf_ if weigher.use_idf else np.empty(0)
    norm = {None: 0, "l1": 1, "l2": 2}[weigher.norm]
    _threads(
        lambda a, b: kernels.weigh(
            counts.data, counts.indices, counts.indptr, a, b, idf, weigher.sublinear_tf, norm
        ),
        _ranges(counts.indptr, n_jobs),
    )
    return counts


def prepare():
    """Compile everything, which takes half a minute once; numba keeps it for later processes.

    ``make env`` calls it. Where it was not called, the first large corpus pays.
    """
    from sklearn.feature_extraction.text import TfidfTransformer  # slow to import

    texts = ["“One two,” said three. One two three?"] * 4
    ids, offsets, vocabulary, breaks, _ = tokenise(texts, voices=True, lowercase=True, n_jobs=2)
    n = len(vocabulary)
    document_frequency(ids, offsets, n, 2)
    level, heads, tails, _ = pairs(ids, ids, offsets, breaks, 1, n, 1, 2)
    find(ids, ids, offsets, 1, heads, tails, 2)
    levels, columns = (ids, level), (np.arange(n, dtype=np.int32), heads)
    for depth, dtype in product((1, 2), (np.int64, np.float64)):
        counts = rows(levels[:depth], columns[:depth], offsets, n, dtype, 2)
    weigh(counts, TfidfTransformer().fit(counts), 2)


def _close_gaps(arrays, ranges, room, starts):
    """Move what threads wrote to where it belongs: articles ``a`` to ``b`` from place room[a] to
    starts[a] … starts[b]; cut off the rest."""
    for array in arrays:
        for a, b in ranges:
            array[starts[a] : starts[b]] = array[room[a] : room[a] + starts[b] - starts[a]]
        array.resize(starts[-1], refcheck=False)


def _ranges(starts, n):
    """Cut 0 … len(starts) - 1 into ``n`` ranges of about equal weight: list of (begin, end)."""
    aims = np.linspace(starts[0], starts[-1], max(n, 1) + 1)[1:-1]
    cuts = [0, *np.searchsorted(starts, aims), len(starts) - 1]
    return [(int(a), int(b)) for a, b in pairwise(cuts)]


def _threads(work, arguments, n_jobs=None):
    """``work(*argument)`` for each argument, each in a thread of its own."""
    if len(arguments) == 1 or n_jobs == 1:
        return [work(*argument) for argument in arguments]
    with ThreadPoolExecutor(n_jobs or len(arguments)) as pool:
        return list(pool.map(lambda argument: work(*argument), arguments))
