"""Who speaks in the texts: words in the voices narration, quoted, scare and reported.

Where there is a text, ``voices`` tells the outlet's own words from what it quotes or reports, and
who is quoted. Here the spans of ``voices`` become voices of ``Tokens``, so that frames are scored
and groups compared by them as by any other voice. Counts know quoted and unquoted alone: the two
are different measurements, and ``compare`` refuses to mix them.
"""

import html

import pandas as pd
from IPython.display import HTML
from tqdm import tqdm

from helpers import frames, voices
from helpers.corpus import folder as corpus
from helpers.errors import InputError
from helpers.words import text, tokens

VOICES = ("narration", "quoted", "scare", "reported")
SPANS = ["article", "start", "end", "voice", "cue", "speaker", "entity", "speaker_kind"]
UNNAMED = "nobody named"  # the speaker kind of speech that the text gives to nobody
ATTRIBUTED = ("quoted", "reported")

# Light tints of Okabe & Ito's colours, and lines that tell the voices apart without colour.
LOOK = {
    "narration": "",
    "quoted": "background: #B8DCF2; color: black; border-bottom: 2px solid #0072B2",
    "scare": "background: #F7F0A8; color: black; border-bottom: 2px dotted black",
    "reported": "background: #F8DDA6; color: black; border-bottom: 2px dashed #8A5A00",
}


def texts(path, *, source="shared"):
    """The texts of a corpus folder, as far as they are counted: normalised, and the opening alone.

    source : "shared" or "private", as in ``corpus.texts``; what is published rests on "shared"

    Returns a Series of str, index ``article_id``; empty where the folder holds none.
    """
    articles, study = corpus.load(path), corpus.study(path)
    found = corpus.texts(path, articles.index, source=source)
    bodies = {i: text.normalise(corpus.opening(body, study)) for i, body in found.items()}
    return pd.Series(bodies, dtype="str").rename_axis("article_id")


def spans(bodies, *, languages="en", speakers=None):
    """Whose voice every stretch of the texts is in.

    bodies : Series of str, its index the articles' names (``texts``)
    languages : the language of all, or a Series of them by article
    speakers : ``voices.read_speakers``, or None

    Returns a DataFrame, one row per span: ``article`` and the columns of ``voices.attribute``.
    """
    parts = []
    for article, body in tqdm(bodies.items(), total=len(bodies), desc="voices", disable=None):
        language = languages if isinstance(languages, str) else languages[article]
        part = voices.attribute(body, language, speakers)
        parts.append(part.assign(article=article)[SPANS])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=SPANS)


def tokenise(bodies, found, *, kinds=False):
    """The texts as Tokens in the voices of ``found`` (``spans``).

    kinds : also tell who is quoted or reported: voices such as "quoted: head of state"
    """
    marked = tokens.mark_voice(text.tokenise(bodies), bodies, _by_kind(found) if kinds else found)
    if (marked.voice == marked.voices.index("unquoted")).any():
        raise InputError("some words stand in no span: take the spans of these very texts")
    return marked


def score(bodies, lexicon, found, *, kinds=False):
    """Hits of each frame by article and voice, as ``frames.score`` gives them, for ``compare``.

    bodies, found, kinds : as in ``tokenise``

    Returns its columns; voices are narration, quoted, scare and reported, the latter three apart
    by speaker kind where ``kinds`` is set.
    """
    marked = tokenise(bodies, found, kinds=kinds)
    scores = frames.score(marked, lexicon)
    # Counts' voice, in which no word is left; their "quoted" is a voice here too.
    known = {*VOICES} if not kinds else {*_by_kind(found)["voice"]}
    return scores[scores["voice"].isin(known)].reset_index(drop=True)


def suppliers(scores):
    """Who supplies each frame: its hits by voice and speaker kind.

    scores : ``score(..., kinds=True)``

    Returns a DataFrame, most hits first in each frame: ``frame``, ``voice``, ``speaker_kind``
    ("" for narration and scare quotes), ``articles`` (with a hit), ``hits``, ``words`` (all words
    in this voice of such speakers), ``share`` (of the frame's hits; higher means that more of the
    frame comes from here).
    """
    named = scores["voice"].astype("str")
    table = scores.assign(
        voice=named.str.replace(": .*", "", regex=True),
        speaker_kind=named.str.extract(": (.*)", expand=False).fillna(""),
        any=scores["hits"] > 0,
    )
    sums = table.groupby(["frame", "voice", "speaker_kind"], sort=False, as_index=False).agg(
        articles=("any", "sum"), hits=("hits", "sum"), words=("n_words", "sum")
    )
    sums["share"] = sums["hits"] / sums.groupby("frame", sort=False)["hits"].transform("sum")
    order = {name: place for place, name in enumerate(pd.unique(scores["frame"]))}
    place = sums["frame"].map(order)
    sorted_ = sums.assign(place=place).sort_values(
        ["place", "hits", "words"], ascending=[True, False, False]
    )
    return sorted_[sorted_["hits"] > 0].drop(columns="place").reset_index(drop=True)


def show(body, found):
    """A text with its voices in colour, for a notebook.

    body : str; found : the spans of this text alone (``spans``, ``voices.attribute``)

    Returns HTML: the text, escaped, and a legend; pointing at a span tells the speaker.
    """
    parts = [
        _tinted(
            row.voice, body[row.start : row.end], f"{row.voice}: {row.entity} {row.speaker_kind}"
        )
        for row in found.itertuples()
    ]
    legend = " ".join(_tinted(voice, voice) for voice in VOICES)
    text_ = f'<div style="white-space: pre-wrap; max-width: 46em">{"".join(parts)}</div>'
    return HTML(f"{text_}<p>{legend}</p>")


def _tinted(voice, words, title=""):
    about = f' title="{html.escape(title.strip(": "))}"' if title else ""
    return f'<span style="{LOOK[voice]}"{about}>{html.escape(words)}</span>'


def _by_kind(found):
    """The spans with the kind of speaker in the name of the voice, where there is one."""
    kind = found["speaker_kind"].replace("", UNNAMED)
    attributed = found["voice"].isin(ATTRIBUTED)
    return found.assign(voice=found["voice"].where(~attributed, found["voice"] + ": " + kind))
