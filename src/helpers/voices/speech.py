"""Who speaks in the texts of a study: narration, quoted, scare and reported speech.

Where there is a text, ``spans`` tells the outlet's own words from what it quotes or reports, and
who is quoted. ``frames.score(…, voices=spans)`` scores frames by them, so that groups are compared
by them as by any other voice. Counts know quoted and unquoted alone: the two are different
measurements, and ``compare`` refuses to mix them."""

import html
import warnings

import pandas as pd
from tqdm import tqdm

from helpers.errors import InputError
from helpers.voices import attribution
from helpers.voices.kinds import KINDS
from helpers.words import languages

VOICES = ("narration", "quoted", "scare", "reported")
SPANS = ["article_id", *attribution.COLUMNS]
UNNAMED = "nobody named"  # the speaker kind of speech that the text gives to nobody
ATTRIBUTED = ("quoted", "reported")

# Light tints of Okabe & Ito's colours, and lines that tell the voices apart without colour.
LOOK = {
    "narration": "",
    "quoted": "background: #B8DCF2; color: black; border-bottom: 2px solid #0072B2",
    "scare": "background: #F7F0A8; color: black; border-bottom: 2px dotted black",
    "reported": "background: #F8DDA6; color: black; border-bottom: 2px dashed #8A5A00",
}


def spans(study, *, speakers=None, kinds=KINDS):
    """Whose voice every stretch of the texts is in.

    study : the study; its articles need the column ``language``
    speakers : ``voices.read_speakers``, or None
    kinds : what counts as another's voice outside quotation marks: some of "reported" (said),
        "thought" (believed, wanted, planned) and "called" (a name given); the rest becomes
        narration. All three if not given, since in each the outlet passes on somebody else's view.

    Returns a DataFrame, one row per span: ``article_id`` and the columns of ``voices.attribute``.
    Articles in a language without rules are left out and named in a warning; so are those without
    a text.

    >>> spans = voices.spans(study)
    >>> sorted(spans["voice"].unique())
    ['narration', 'quoted', 'reported']
    """
    if not hasattr(study, "texts"):
        raise InputError(
            f"a study is needed, not {type(study).__name__}: corpus.load or from_frame"
        )
    unknown = [kind for kind in kinds if kind not in KINDS]
    if isinstance(kinds, str) or unknown:
        raise InputError(f"kinds must be a list of {', '.join(map(repr, KINDS))}, not {kinds!r}")
    if "language" not in study.articles:
        raise InputError(
            "voices are told by the rules of a language: say corpus.from_frame(df, language='en')"
        )
    language = study.articles["language"].reindex(study.texts.index)
    readable = study.texts[language.isin(attribution.LANGUAGES)]
    left = len(study.articles) - len(readable)
    if left:
        foreign = sorted(set(language[~language.isin(attribution.LANGUAGES)].dropna()))
        why = f"; there are no rules for {', '.join(foreign)}" if foreign else ""
        warnings.warn(
            f"{left} of {len(study.articles)} articles have no text whose voices can be told{why}",
            stacklevel=2,
        )
    parts = [pd.DataFrame(columns=SPANS)]
    for article, body in tqdm(readable.items(), total=len(readable), desc="voices", disable=None):
        part = attribution.attribute(body, language[article], speakers)
        own = (part["voice"] == "reported") & ~part["kind"].isin(list(kinds))
        part.loc[own, ["kind", "cue", "speaker", "entity", "speaker_kind"]] = ""
        part.loc[own, "voice"] = "narration"
        parts.append(part.assign(article_id=article)[SPANS])
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def by_kind(spans):
    """The spans with the kind of speaker in the name of the voice, "quoted: head of state", where
    somebody is quoted or reported; ``frames.score(…, voices=…)`` then tells them apart.

    >>> spans = voices.by_kind(voices.spans(study))
    >>> spans["voice"].str.startswith("narration").any().item()
    True
    """
    kind = spans["speaker_kind"].replace("", UNNAMED)
    attributed = spans["voice"].isin(ATTRIBUTED)
    return spans.assign(voice=spans["voice"].where(~attributed, spans["voice"] + ": " + kind))


def suppliers(scores):
    """Who supplies each frame: its hits by voice and speaker kind.

    scores : ``frames.score(study, lexicon, voices=voices.by_kind(spans))``

    Returns a DataFrame, most hits first in each frame: ``frame``, ``voice``, ``speaker_kind``
    ("" for narration and scare quotes), ``articles`` (with a hit), ``hits``, ``words`` (all words
    in this voice of such speakers), ``share`` (of the frame's hits; higher means that more of the
    frame comes from here). Raises InputError for scores of two languages.

    >>> spoken = frames.score(study, lexicon, voices=voices.by_kind(voices.spans(study)))
    >>> list(voices.suppliers(spoken))
    ['frame', 'voice', 'speaker_kind', 'articles', 'hits', 'words', 'share']
    """
    languages.together(scores[scores["hits"].notna()])
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

    >>> spans = voices.spans(study)
    >>> html = voices.show(study.texts["a00"], spans[spans["article_id"] == "a00"])
    """
    from IPython.display import HTML  # of use in a notebook alone, and slow to import

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
