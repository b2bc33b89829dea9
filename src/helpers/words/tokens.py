"""A corpus as integer ids: made once, then counted, weighed, searched and joined without strings.

Small corpora are worked on in plain Python (``plain``), large ones by compiled code
(``compiled``); the answers are the same.
"""

import hashlib
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.errors import InputError
from helpers.files import store
from helpers.words import counts, text
from helpers.words.patterns import Vocabulary
from helpers.words.quanteda import quanteda

# From here on compiled code is faster, loading it included.
LARGE_TEXTS = 8_000_000  # characters
LARGE_TOKENS = 1_500_000
BLOCK = 1_000_000  # words looked through at a time
SENTENCE, STRETCH = 1, 2


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of articles, one after another, as ids.

    ids : int32 per word, its place in ``vocabulary``
    offsets : int64, one more than articles: article i has the words offsets[i] to offsets[i + 1]
    vocabulary : array of str, sorted, each word once
    articles : Index of the articles' names, in their order
    breaks : uint8 per word: 1 where a sentence begins, + 2 where a stretch of one voice begins,
        0 where the word goes on from the one before; None if not marked
    voice : uint8 per word, its place in ``voices``; None if not marked
    voices : names of the voices
    rule : "sklearn" or "quanteda": what counts as a word
    """

    ids: np.ndarray
    offsets: np.ndarray
    vocabulary: np.ndarray
    articles: pd.Index
    breaks: np.ndarray | None = None
    voice: np.ndarray | None = None
    voices: tuple[str, ...] = text.VOICES
    rule: str = "sklearn"

    def __len__(self):
        return len(self.offsets) - 1

    @property
    def article(self):
        """Of each word, the number of its article (int32)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.offsets))

    @property
    def sentence(self):
        """Of each word, the number of its sentence within the article, from 0 (int32)."""
        begins = np.cumsum(_marked(self).breaks & SENTENCE, dtype=np.int64)
        first = begins[np.minimum(self.offsets[:-1], max(len(begins) - 1, 0))]
        return (begins - np.repeat(first, np.diff(self.offsets))).astype(np.int32)

    def words(self, article):
        """The words of one article (by number), in order."""
        ids = self.ids[self.offsets[article] : self.offsets[article + 1]]
        return list(self.vocabulary[ids])


def tokenise(texts, *, words="sklearn", voices=True, lowercase=True, n_jobs=1):
    """The words of many texts as integer ids.

    texts : list of str, or Series of str whose index names the articles. Texts are taken as they
        are: ``text.normalise`` them first where the corpus does.
    words : "sklearn" (two or more word characters) or "quanteda" (its default tokens: one-letter
        words, apostrophes and hyphens kept, marks are tokens too; sentences are not marked)
    voices : also mark where sentences and quotations begin and end (``text.sentences``,
        ``text.by_voice``); needed for phrases within sentences, lexicons and voices
    lowercase : words in lower case
    n_jobs : number of threads; the result does not depend on it

    Returns Tokens. Raises InputError for a text that is not a str, naming the article.
    """
    articles = texts.index if isinstance(texts, pd.Series) else pd.RangeIndex(len(texts))
    # A column of str stays as it is, packed: as Python's own strings it takes twice the memory.
    packed = isinstance(texts, pd.Series) and texts.dtype == "str" and not texts.hasnans
    bodies = texts.array if packed else list(texts)
    for article, body in zip(articles, () if packed else bodies, strict=not packed):
        if not isinstance(body, str):
            raise InputError(
                f"article {article!r}: the text is {type(body).__name__}, not str: leave out "
                "articles without a text, or decode it"
            )
    if words == "quanteda":
        return _as_quanteda(bodies, articles, voices, lowercase)
    if words != "sklearn":
        raise InputError(f"words must be 'sklearn' or 'quanteda', not {words!r}")
    backend = backend_for(sum(map(len, bodies)), LARGE_TEXTS)
    ids, offsets, vocabulary, breaks, voice = backend.tokenise(
        bodies, voices=voices, lowercase=lowercase, n_jobs=n_jobs
    )
    return Tokens(ids, offsets, _strings(vocabulary), articles, breaks, voice)


def _as_quanteda(bodies, articles, voices, lowercase):
    """Tokens by quanteda's rule; a phrase ends where a voice does."""
    found, lengths, breaks, voice = [], [], [], []
    for body in bodies:
        stretches = text.by_voice(body) if voices else [(text.VOICES[0], body)]
        parts = [quanteda(stretch) for _, stretch in stretches]
        lengths.append(sum(map(len, parts)))
        for (name, _), part in zip(stretches, parts, strict=True):
            found += [word.lower() for word in part] if lowercase else part
            breaks += [STRETCH, *[0] * (len(part) - 1)][: len(part)]
            voice += [text.VOICES.index(name)] * len(part)
    ids, vocabulary = pd.factorize(np.array(found, dtype=object), sort=True)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    marks = (np.array(breaks, np.uint8), np.array(voice, np.uint8)) if voices else (None, None)
    return Tokens(
        ids.astype(np.int32), offsets, _strings(vocabulary), articles, *marks, rule="quanteda"
    )


def _strings(words):
    vocabulary = np.empty(len(words), dtype=object)
    vocabulary[:] = words
    return vocabulary


def backend_for(size, large):
    """``compiled`` for what is large, else ``plain``: same functions, same answers."""
    if size >= large:
        from helpers.words.engine import compiled as backend
    else:
        from helpers.words.engine import plain as backend
    return backend


def _marked(tokens):
    if tokens.breaks is None:
        raise InputError("these Tokens know no sentences: tokenise(..., voices=True)")
    return tokens


def mark_voice(tokens, texts, spans):
    """Give words finer voices.

    tokens : Tokens with sentences
    texts : the same texts, in the same order, that ``tokens`` was made of
    spans : DataFrame, one row per stretch of text: ``article`` (name, as in tokens.articles),
        ``start``, ``end`` (characters), ``voice`` (str). Words in no span keep their voice.

    Returns Tokens whose ``voices`` hold the new names too; each span is a stretch of its own.
    """
    voices = tuple(dict.fromkeys([*_marked(tokens).voices, *spans["voice"]]))
    breaks, voice = tokens.breaks.copy(), tokens.voice.copy()
    number = dict(zip(tokens.articles, range(len(tokens)), strict=True))
    unknown = sorted(set(spans["article"]) - set(number), key=str)
    if unknown:
        raise InputError(f"spans of articles that are not in the tokens: {unknown[:5]}")
    bodies = list(texts)
    for article, rows in spans.groupby("article", sort=False):
        here = number[article]
        starts = np.array([start for start, _ in places(tokens, here, bodies[here])], np.int64)
        base, end = tokens.offsets[here : here + 2]
        if len(starts) != end - base:
            raise InputError(f"article {article!r}: the text is not the one the tokens are from")
        for row in rows.sort_values("start").itertuples():
            inside = base + np.searchsorted(starts, [row.start, row.end])
            voice[slice(*inside)] = voices.index(row.voice)
            breaks[inside[inside < end]] |= STRETCH
    return replace(tokens, breaks=breaks, voice=voice, voices=voices)


def places(tokens, article, body):
    """Where the words of an article (by number) stand in its text: list of (start, end)."""
    if tokens.rule == "sklearn":
        return text.spans(body)
    lower, found, at = body.lower(), [], 0
    whole = lower if len(lower) == len(body) else body
    for word in tokens.words(article):
        at = whole.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


def join(parts):
    """One Tokens from several, their articles one after another."""
    parts = list(parts)
    if len({part.voices for part in parts if part.voice is not None}) > 1:
        raise InputError("parts with different voices cannot be joined")
    if len({part.voice is None for part in parts}) > 1:
        raise InputError("parts with and without voices cannot be joined")
    vocabulary = _strings(sorted(set().union(*(part.vocabulary for part in parts))))
    place = pd.Index(vocabulary)
    ids = np.concatenate(
        [place.get_indexer(part.vocabulary).astype(np.int32)[part.ids] for part in parts]
    )
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    marked = parts[0].voice is not None
    return Tokens(
        ids,
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        vocabulary,
        pd.Index(np.concatenate([part.articles.to_numpy() for part in parts])),
        np.concatenate([part.breaks for part in parts]) if marked else None,
        np.concatenate([part.voice for part in parts]) if marked else None,
        parts[0].voices,
        parts[0].rule,
    )


def select(tokens, keep):
    """The articles where ``keep`` (bool, one per article) holds, with the whole vocabulary."""
    keep = np.asarray(keep, dtype=bool)
    lengths = np.diff(tokens.offsets)
    words = np.repeat(keep, lengths)
    return replace(
        tokens,
        ids=tokens.ids[words],
        offsets=np.concatenate([[0], np.cumsum(lengths[keep])]).astype(np.int64),
        articles=tokens.articles[keep],
        breaks=None if tokens.breaks is None else tokens.breaks[words],
        voice=None if tokens.voice is None else tokens.voice[words],
    )


def without(tokens, words):
    """The tokens less some words, as if the texts did not have them."""
    keep = ~pd.Index(tokens.vocabulary).isin(list(words))[tokens.ids]
    before = np.concatenate([[0], np.cumsum(keep)])
    breaks = tokens.breaks
    if breaks is not None and keep.any():  # what began with a word left out begins with the next
        kept = np.flatnonzero(keep)
        breaks = np.bitwise_or.reduceat(breaks[: kept[-1] + 1], np.append(0, kept[:-1] + 1))
    left = np.flatnonzero(np.bincount(tokens.ids[keep], minlength=len(tokens.vocabulary)))
    number = np.zeros(len(tokens.vocabulary), dtype=np.int32)
    number[left] = np.arange(len(left), dtype=np.int32)
    return replace(
        tokens,
        ids=number[tokens.ids[keep]],
        offsets=before[tokens.offsets].astype(np.int64),
        vocabulary=tokens.vocabulary[left],
        breaks=breaks,
        voice=None if tokens.voice is None else tokens.voice[keep],
    )


def save(tokens, folder):
    """Write to a new folder, whole or not at all; ``load`` reads it."""
    folder = Path(folder)
    if folder.exists():
        raise InputError(f"{folder}: exists already; remove it or choose another name")
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        _write(tokens, part)
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise store.NotWritten(
            f"{folder}: cannot be written ({error.strerror or error})"
        ) from error


def _write(tokens, part):
    for name in ("ids", "offsets", "breaks", "voice"):
        if getattr(tokens, name) is not None:
            _save_array(part / f"{name}.npy", getattr(tokens, name))
    (part / "vocabulary.txt").write_text("\n".join(tokens.vocabulary), "utf-8", "surrogatepass")
    pd.Series(tokens.articles).to_frame("article").to_parquet(part / "articles.parquet")
    about = {"voices": list(tokens.voices), "sha256": store.hashes(part)}
    seal = hashlib.sha256(json.dumps(about).encode()).hexdigest()
    (part / "tokens.json").write_text(json.dumps(about | {"seal": seal}), "utf-8")


def _save_array(path, array):
    """As ``np.save``, which writes through C's own buffers and says nothing where a full disk takes
    only some of them: to what is no plain file it writes as Python does."""
    with open(path, "wb") as stream:
        np.lib.format.write_array(SimpleNamespace(write=stream.write), np.ascontiguousarray(array))


def load(folder, *, in_memory=False):
    """Tokens that were saved; their arrays stay on disk and are read as needed.

    in_memory : read them at once instead
    Raises InputError where a file is not as it was saved.
    """
    folder = Path(folder)
    if not (folder / "tokens.json").exists():
        raise InputError(f"{folder}: holds no saved tokens (tokens.json is missing)")
    about = _sealed(folder)
    # "c": as "r", but numba sees arrays like any others and does not compile for them anew
    mode = None if in_memory else "c"
    arrays = {
        name: np.load(folder / f"{name}.npy", mmap_mode=mode)
        for name in ("ids", "offsets", "breaks", "voice")
        if (folder / f"{name}.npy").exists()
    }
    words = (folder / "vocabulary.txt").read_text("utf-8")
    articles = pd.Index(pd.read_parquet(folder / "articles.parquet")["article"])
    return Tokens(
        vocabulary=_strings(words.split("\n") if words else []),
        articles=articles,
        voices=tuple(about["voices"]),
        **arrays,
    )


def _sealed(folder):
    """What tokens.json says, after holding it and the other files against their checksums."""
    try:
        about = json.loads((folder / "tokens.json").read_text("utf-8"))
        seal = about.pop("seal")
        sound = hashlib.sha256(json.dumps(about).encode()).hexdigest() == seal
    except (OSError, ValueError, KeyError, AttributeError):
        sound = False
    spoilt = "tokens.json" if not sound else next(store.unlike(folder, about["sha256"]), None)
    if spoilt:
        raise InputError(f"{folder / spoilt}: is not as it was saved: tokenise and save anew")
    return about


def match(tokens, patterns, *, across_sentences=False, n_jobs=1):
    """Where patterns of one or more words occur.

    patterns : list of patterns; a pattern is a list with, for each of its words, an array of the
        vocabulary ids that fit there (``patterns.Vocabulary`` finds them)
    across_sentences : let a pattern run over the end of a sentence or of a voice
    n_jobs : number of threads; the result does not depend on it

    Returns a DataFrame of int, one row per occurrence in order of position, then of pattern:
    ``article`` (number), ``position`` (of the first word, in tokens.ids), ``pattern`` (number),
    ``length`` (words). Occurrences that overlap, of one pattern or of several, all count: what to
    do about them is the caller's business. Raises InputError for a pattern without words, and for
    Tokens without sentences unless they may be crossed.
    """
    for number, pattern in enumerate(patterns):
        if not len(pattern):
            raise InputError(f"pattern {number} has no words")
    search = _Search(patterns, tokens, None if across_sentences else _marked(tokens).breaks)
    cuts = np.searchsorted(tokens.offsets, np.arange(0, len(tokens.ids) + BLOCK, BLOCK))
    cuts = tokens.offsets[np.unique(np.minimum(cuts, len(tokens)))]  # between articles
    with ThreadPoolExecutor(max(n_jobs, 1)) as pool:
        found = list(pool.map(search.between, cuts[:-1], cuts[1:]))
    parts = [np.concatenate(part) for part in zip(*found, strict=True)] or [np.empty(0, int)] * 2
    position, pattern = parts
    article = np.searchsorted(tokens.offsets, position, side="right") - 1
    return pd.DataFrame(
        {
            "article": article,
            "position": position,
            "pattern": pattern.astype(np.int32),
            "length": search.lengths[pattern],
        }
    )


class _Search:
    """What ``match`` looks for: the words that begin patterns, and those that may follow."""

    def __init__(self, patterns, tokens, breaks):
        self.tokens, self.breaks = tokens, breaks
        self.lengths = np.array([len(pattern) for pattern in patterns], dtype=np.int64)
        number, words = _flat([pattern[0] for pattern in patterns])
        order = np.argsort(words, kind="stable")
        # patterns by the word that begins them: those of word w from starts[w] to starts[w + 1]
        self.patterns = number[order]
        self.starts = np.searchsorted(words[order], np.arange(len(tokens.vocabulary) + 1))
        self.begins = np.diff(self.starts) > 0
        # for each place in a pattern the (pattern, word) that fit there
        self.later = [
            np.sort(self._key(*_flat([p[k] if len(p) > k else () for p in patterns])))
            for k in range(1, self.lengths.max(initial=1))
        ]

    def _key(self, pattern, word):
        return pattern * len(self.tokens.vocabulary) + word

    def between(self, begin, end):
        """(position, pattern) of what begins in words ``begin`` to ``end``, in that order."""
        ids = self.tokens.ids[begin:end]
        at = np.flatnonzero(self.begins.take(ids))
        first = self.starts[ids[at]]
        times = self.starts[ids[at] + 1] - first
        position = np.repeat(at + begin, times)
        shift = np.repeat(first - np.cumsum(times) + times, times)
        pattern = self.patterns[np.arange(len(position)) + shift]
        for place, keys in enumerate(self.later, 1):
            keep = self.lengths[pattern] <= place
            keep[~keep] = self._goes_on(position[~keep], pattern[~keep], place, keys)
            position, pattern = position[keep], pattern[keep]
        return position, pattern

    def _goes_on(self, position, pattern, place, keys):
        """Whether the word at ``place`` of each pattern follows, in the same article."""
        offsets, here = self.tokens.offsets, position + place
        inside = here < offsets[np.searchsorted(offsets, position, side="right")]
        if self.breaks is not None:
            inside[inside] = self.breaks[here[inside]] == 0
        wanted = self._key(pattern[inside], self.tokens.ids[here[inside]])
        found = np.searchsorted(keys, wanted)
        found[found == len(keys)] = 0
        inside[inside] = keys[found] == wanted if len(keys) else False
        return inside


def _flat(sets):
    """(number of the set, member) of each member of some sets of word ids (int64 arrays)."""
    number = np.repeat(np.arange(len(sets)), [len(some) for some in sets])
    members = [np.asarray(some, dtype=np.int64) for some in sets]
    return number, np.concatenate(members) if members else np.empty(0, dtype=np.int64)


def to_counts(tokens, *, phrases=(), n_jobs=1):
    """Counts of the words, and of phrases within one sentence and voice.

    tokens : Tokens with voices "unquoted" and "quoted"
    phrases : as in ``counts.from_texts``

    Returns Counts, as ``counts.from_texts`` gives it for the same texts.
    """
    if _marked(tokens).voices != text.VOICES:
        raise InputError(f"counts know the voices {text.VOICES}, not {tokens.voices}")
    tokens = _without_yo(tokens)
    backend = backend_for(len(tokens.ids), LARGE_TOKENS)
    width = len(tokens.vocabulary)
    words = [
        backend.rows(
            (np.where(tokens.voice == voice, tokens.ids, np.int32(-1)),),
            (np.arange(width, dtype=np.int32),),
            tokens.offsets,
            width,
            np.int64,
            n_jobs,
        )
        for voice in range(2)
    ]
    known = [(p, kind) for p, kind in map(counts.phrase_of, phrases) if " " in p]
    found, forms = _phrases(tokens, known, n_jobs)
    terms = pd.Index(np.concatenate([tokens.vocabulary, forms]), dtype="str")
    # rows of both voices in turn, columns in order of the terms
    turn = np.arange(2 * len(tokens)).reshape(2, -1).T.ravel()
    matrix = sparse.hstack([sparse.vstack(words), found]).tocsr()[turn]
    order = terms.argsort()
    rows = pd.MultiIndex.from_product([tokens.articles, text.VOICES], names=["article_id", "voice"])
    table = rows.to_frame(index=False)
    table["n_words"] = np.asarray(sparse.vstack(words).tocsr()[turn].sum(axis=1)).ravel()
    wild = frozenset(phrase for phrase, kind in known if not counts.is_plain(phrase, kind))
    return counts.Counts(matrix[:, order], table, terms[order], wild)


def _without_yo(tokens):
    """The tokens with words that differ in ё and е alone made one."""
    folded = np.array([text.without_yo(word) for word in tokens.vocabulary], dtype=object)
    if (folded == tokens.vocabulary).all():
        return tokens
    number, vocabulary = pd.factorize(folded, sort=True)
    return replace(tokens, ids=number.astype(np.int32)[tokens.ids], vocabulary=vocabulary)


def _phrases(tokens, phrases, n_jobs):
    """(CSR matrix of the phrases' occurrences, both voices one after the other; their forms)."""
    vocabulary = Vocabulary(tokens.vocabulary)
    slots = [[vocabulary.find(word, kind) for word in p.split(" ")] for p, kind in phrases]
    matches = match(tokens, slots, n_jobs=n_jobs).drop_duplicates(["position", "length"])
    start = matches["position"].to_numpy()
    texts = _runs(tokens, start, start + matches["length"].to_numpy())
    forms = np.array(
        sorted({*texts, *(p for p, kind in phrases if counts.is_plain(p, kind))}), dtype=object
    )
    row = matches["article"].to_numpy() + len(tokens) * tokens.voice[start].astype(np.int64)
    cells = (np.ones(len(row), dtype=np.int64), (row, pd.Index(forms).get_indexer(texts)))
    return sparse.csr_matrix(cells, shape=(2 * len(tokens), len(forms))), forms


def kwic(tokens, matches, *, width=7):
    """Keywords in context, as words in lower case.

    matches : DataFrame with ``position`` and ``length``, as from ``match``
    width : words of the same article on either side

    Returns a DataFrame: ``article`` (name), ``left``, ``keyword``, ``right`` (str), and
    ``sentence`` (number within the article) and ``voice`` where they are marked.
    """
    position, length = (matches[name].to_numpy(np.int64) for name in ("position", "length"))
    article = np.searchsorted(tokens.offsets, position, side="right") - 1
    begin, end = tokens.offsets[article], tokens.offsets[article + 1]
    table = pd.DataFrame(
        {
            "article": tokens.articles[article],
            "left": _runs(tokens, np.maximum(begin, position - width), position),
            "keyword": _runs(tokens, position, position + length),
            "right": _runs(tokens, position + length, np.minimum(end, position + length + width)),
        }
    )
    if tokens.breaks is not None:
        table["sentence"] = [
            int(np.count_nonzero(tokens.breaks[a + 1 : p + 1] & SENTENCE))
            for a, p in zip(begin, position, strict=True)
        ]
        table["voice"] = np.array(tokens.voices, dtype=object)[tokens.voice[position]]
    return table


def _runs(tokens, starts, ends):
    words, ids = tokens.vocabulary, tokens.ids
    return [" ".join(words[ids[a:b]]) for a, b in zip(starts, ends, strict=True)]
