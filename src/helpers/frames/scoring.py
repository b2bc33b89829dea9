"""Frames scored: hits of each frame in each article and voice of a study."""

import warnings

import numpy as np
import pandas as pd

from helpers import notes
from helpers.errors import InputError
from helpers.frames import on_counts
from helpers.frames.lookup import columns, lookup
from helpers.frames.model import check_lexicon, to_json
from helpers.words import scripts, tokens
from helpers.words.patterns import impossible

COLUMNS = ["article_id", "voice", "frame", "hits", "n_words", "per_1000"]


def score(study, lexicon, *, words="sklearn", voices=None):
    """Hits of each frame in each article and voice.

    A hit is a word that matches a pattern, or a phrase that does. In a text hits are found by
    position: of words that overlap the longest phrase counts. In stored counts a phrase is a hit
    where it holds no word or shorter phrase that is a hit of the frame already. Higher means that
    the frame's words take up more of the text.

    study : the study
    lexicon : Lexicon (``frames.lexicon``, ``frames.read``)
    words : "sklearn" (two or more word characters, lower case) or "quanteda" (its default tokens);
        stored counts are by "sklearn", so that articles without a text are then not measured
    voices : spans of the texts (``voices.spans``), to score by the finer voices narration, quoted,
        scare and reported; if not given, voices are told by quotation marks (unquoted, quoted)

    Returns a DataFrame, one row per article, voice and frame: ``article_id``, ``voice``,
    ``frame``, ``hits``, ``n_words`` (words of the article in this voice), ``per_1000`` (hits per
    1,000 words; missing where there are no words), and every column of ``study.articles`` but
    ``text``, with ``family``. Missing hits and words mean "not measured": no counts and no text,
    another language than the lexicon's, a frame of which nothing was counted. What could not be
    answered is named in warnings: phrases that were not counted, patterns that can never match,
    negation in counts. Raises InputError where two phrases of a frame can overlap in counts, which
    cannot tell one hit from two.

    >>> from helpers import corpus, frames
    >>> texts = pd.DataFrame({"text": ["Fuel prices rose."]})
    >>> lexicon = frames.lexicon({"costs": ["fuel price*"]})
    >>> frames.score(corpus.from_frame(texts), lexicon)["hits"].tolist()
    [1, 0]
    """
    check_lexicon(lexicon)
    check_study(study)
    warn_impossible(lexicon, words)
    parts = []
    counts = study.stored if words == "sklearn" and voices is None else None
    readable = on_counts.speaks(study, lexicon)
    if counts is not None:
        readable_counts = counts.select(counts.rows["article_id"].isin(readable))
        parts.append(_long(on_counts.hits(readable_counts, lexicon)))
    texts = study.texts if counts is None else study.counted_texts
    texts = texts[texts.index.isin(readable)]
    if voices is not None:
        texts = texts[texts.index.isin(voices["article_id"])]
    if len(texts) or not parts:
        parts.append(of_tokens(split(texts, lexicon, words=words, voices=voices), lexicon))
    found = pd.concat(parts, ignore_index=True)
    kinds = voices is not None and bool(voices["voice"].str.contains(": ").any())
    if voices is not None:  # by quotation marks no word is left unquoted, or quoted without a kind
        known = {*voices["voice"]}
        found = found[found["voice"].isin(known)]
    table = _in_order(found, study.articles.index)
    _say_unmeasured(found["article_id"].nunique(), study, readable)
    table = table.join(study.facts, on="article_id")
    return notes.remember(
        table,
        "frames.score",
        words=words,
        voices=None if voices is None else "spans",
        kinds=kinds,
        lexicon=to_json(lexicon),
        rows=len(table),
        keys=["article_id", "voice", "frame"],
        **({"changed_by_hand": study.by_hand} if study.by_hand else {}),
    )


def check_study(study):
    """InputError where something else is given for a study."""
    if not hasattr(study, "articles"):
        raise InputError(
            f"a study is needed, not {type(study).__name__}: corpus.load(path), or "
            "corpus.from_frame(df, text=…)"
        )


def split(texts, lexicon, *, words="sklearn", voices=None):
    """Texts as Tokens for a lexicon, in voices by quotation marks or by ``voices`` (spans)."""
    scripts.refuse(texts)
    made = tokens.tokenise(texts, words=words, lowercase=not lexicon.case_sensitive)
    if voices is None:
        return made
    own = voices[voices["article_id"].isin(texts.index)].rename(columns={"article_id": "article"})
    marked = tokens.mark_voice(made, texts, own)
    outside = marked.voice == marked.voices.index("unquoted")
    if outside.any():
        name = marked.articles[marked.article[outside][0]]
        raise InputError(f"article {name!r}: words stand in no span; take the spans of these texts")
    return marked


def of_tokens(corpus, lexicon):
    """``score``'s own columns from Tokens with voices; negated hits are ``neg_<frame>``."""
    found = lookup(corpus, lexicon)
    names, voices = columns(lexicon), len(corpus.voices)
    row = found["article"] * voices + corpus.voice[found["position"]]
    size = len(corpus) * voices
    sums = np.bincount(row * len(names) + found["column"], minlength=size * len(names))
    place = corpus.article * voices + corpus.voice.astype(np.int64)
    if corpus.rule == "quanteda":  # its marks are tokens, but no words
        is_word = np.array([any(map(str.isalnum, word)) for word in corpus.vocabulary], dtype=bool)
        place = place[is_word[corpus.ids]]
    words = np.bincount(place, minlength=size)
    index = pd.MultiIndex.from_product([corpus.articles, corpus.voices]).to_frame(index=False)
    index.columns = ["article_id", "voice"]
    rows = pd.MultiIndex.from_frame(index.assign(n_words=words))
    return _long(pd.DataFrame(sums.reshape(size, len(names)), columns=names, index=rows))


def _long(hits):
    """From one column per frame to one row per frame."""
    long = hits.rename_axis(columns="frame").stack(future_stack=True).rename("hits").reset_index()
    words = long["n_words"].where(long["n_words"] > 0)
    return long.assign(per_1000=1000 * long["hits"] / words)[COLUMNS]


def _in_order(found, articles):
    """Every article, voice and frame, in the order of the articles; missing where not measured."""
    voices, frames = (list(pd.unique(found[name])) for name in ("voice", "frame"))
    whole = pd.MultiIndex.from_product([articles, voices, frames], names=COLUMNS[:3])
    return found.set_index(COLUMNS[:3]).reindex(whole).reset_index()


def _say_unmeasured(measured, study, readable):
    """Name what could not be measured: no text and no counts, or another language."""
    foreign = len(study.articles) - len(readable)
    rest = len(readable) - measured
    said = [f"{foreign} in another language than the lexicon's"] * (foreign > 0)
    said += [f"{rest} without a text or counts that could be used"] * (rest > 0)
    if said:
        warnings.warn(
            f"{foreign + rest} of {len(study.articles)} articles are not measured "
            f"({', '.join(said)}): their hits are missing, and they are in no denominator",
            stacklevel=3,
        )


def warn_impossible(lexicon, words="sklearn"):
    """Name patterns that can never match the words in use, and what to write."""
    if words != "sklearn":
        return
    found = [
        f"{frame.name}: {pattern!r} ({remedy})"
        for frame in lexicon.frames
        for pattern in (*frame.patterns, *frame.excluded)
        if (remedy := impossible(pattern, frame.kind))
    ]
    if found:
        warnings.warn(
            f"{len(found)} pattern(s) can never match, since words are runs of two or more letters "
            f"or digits: {'; '.join(found)}",
            stacklevel=3,
        )
