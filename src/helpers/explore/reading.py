"""One article to be read: its frames and voices marked, and the text it was copied from beside it.

Frames are told by colour and by name, voices by the line below the words, so that nothing rests on
colour alone. All of it is HTML without scripts, and whatever a text holds stands there as text.
"""

import html
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from helpers.errors import InputError
from helpers.explore.words_of import commonest
from helpers.files import store
from helpers.frames.lookup import columns, lookup
from helpers.frames.model import check_lexicon
from helpers.frames.on_counts import speaks
from helpers.frames.scoring import check_study, split
from helpers.likeness import copies
from helpers.show import evidence
from helpers.voices import attribution, speech
from helpers.words import text as text_
from helpers.words import tokens

TINTS = ("#CFE3F3", "#F9E2B4", "#CDE6DC", "#F0D9E7", "#E3E3E3", "#FBF3B0", "#D8D4EE", "#F5CFC2")
STYLE = """\
.read {font: 15px/1.6 Georgia, serif; color: #111; background: #fff; max-width: 78em}
.read .sides {display: flex; flex-wrap: wrap; gap: 2em}
.read .side {flex: 1 1 26em; min-width: 0; max-width: 44em; overflow-wrap: anywhere}
.read .body {white-space: pre-wrap; unicode-bidi: plaintext}
.read .quoted {border-bottom: 2px solid #0072B2}
.read .scare {border-bottom: 2px dotted #111}
.read .reported {border-bottom: 2px dashed #8A5A00}
.read .swapped {outline: 1px solid #B00; font-weight: bold}
.read mark {color: inherit; padding: 0 1px}
.read sup {font: 10px sans-serif; color: #444}
.read table {border-collapse: collapse; font: 13px sans-serif}
.read td, .read th {border: 1px solid #ccc; padding: 2px 8px; text-align: left}
.read .facts, .read .legend {font: 13px/1.7 sans-serif}
"""


@dataclass(frozen=True)
class Reading:
    """An article as HTML; a notebook shows it, ``save`` writes it as a page of its own."""

    title: str
    html: str

    def _repr_html_(self):
        return self.html

    def save(self, path):
        """Write one HTML file that needs nothing from elsewhere. It holds the text: mind whose it
        is before it is handed on."""
        page = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">"
            f'<meta name="viewport" content="width=device-width"><title>{html.escape(self.title)}'
            f"</title></head><body>{self.html}</body></html>\n"
        )
        store.put(Path(path), page.encode("utf-8", "replace"))


def read(study, article_id, lexicon=None, *, speakers=None):
    """Read one article: its words as they were counted, with what the instruments see in them.

    Hits of each frame are marked by colour and name, voices by the line below the words (quoted:
    solid, scare quotes: dotted, reported: dashed); who speaks stands in a table. Where the study
    has the text that this one was copied from, that stands beside it, and words that differ are
    marked in both. An article that the corpus holds as counts is shown by its facts, its hits and
    its commonest words, with the command that fetches its text.

    study : the study; article_id : which article
    lexicon : Lexicon, whose frames are marked; none are if not given
    speakers : ``voices.read_speakers``, or None

    Returns Reading. Raises InputError for an article that is not in the study.

    >>> page = explore.read(study, "a00", lexicon)
    >>> page.html.count('class="body"')
    1
    """
    check_study(study)
    if lexicon is not None:
        check_lexicon(lexicon)
    if article_id not in study.articles.index:
        raise InputError(f"the study has no article {article_id!r}")
    title = _title(study, article_id)
    if article_id in study.texts.index:
        inner = _text(study, article_id, lexicon, speakers)
    else:
        inner = _counts(study, article_id, lexicon)
    head = f"<h3>{_safe(title)}</h3>{_facts(study, article_id)}"
    return Reading(title, f'<style>{STYLE}</style><div class="read">{head}{inner}</div>')


def _text(study, article_id, lexicon, speakers):
    source_id = _source(study, article_id)
    spans = _spans(study, article_id, speakers)
    sides = [_side(study, article_id, source_id, lexicon, spans)]
    if source_id:
        own = _spans(study, source_id, speakers)
        sides.append(_side(study, source_id, article_id, lexicon, own, source=True))
    return f'{_legend(lexicon)}<div class="sides">{"".join(sides)}</div>{_speakers(spans)}'


def _side(study, article_id, other_id, lexicon, spans, *, source=False):
    body = study.texts[article_id]
    places = text_.spans(body)
    marks = [(s.start, s.end, "voice", s.voice, _who(s)) for s in spans.itertuples()]
    if lexicon is not None and article_id in {*speaks(study, lexicon)}:
        marked = split(study.texts[[article_id]], lexicon)
        names, ends = columns(lexicon), tokens.places(marked, 0, body)
        for hit in lookup(marked, lexicon).itertuples():
            start, end = ends[hit.position][0], ends[hit.position + hit.length - 1][1]
            marks.append((start, end, "frame", names[hit.column], hit.pattern))
    if other_id:
        for row in copies.spun(study, article_id, other_id).itertuples():
            if row.copy:
                last = row.position + len(row.copy.split()) - 1
                instead = f"the other text has: {row.source or '(nothing)'}"
                marks.append((places[row.position][0], places[last][1], "swapped", "", instead))
    head = ""
    if other_id:
        head = f"<h4>{'The text it comes from' if source else 'The article'}</h4>"
        head += _facts(study, article_id) if source else ""
    language = html.escape(str(study.articles.loc[article_id].get("language", "")))
    order = [] if lexicon is None else columns(lexicon)
    words = _marked(body, marks, order)
    return f'<div class="side">{head}<div class="body" lang="{language}">{words}</div></div>'


def _marked(body, marks, frames):
    """The text as HTML: cut wherever a mark begins or ends, each piece with all its marks."""
    cuts = sorted({0, len(body), *(m[0] for m in marks), *(m[1] for m in marks)})
    parts = []
    for start, end in pairwise(cuts):
        here = [m for m in marks if m[0] <= start and end <= m[1]]
        piece = _safe(body[start:end])
        of_frames = [m for m in here if m[2] == "frame"]
        for _, last, _, name, pattern in of_frames:
            tint = TINTS[frames.index(name) % len(TINTS)]
            sign = f"<sup>{_safe(name)}</sup>" if last == end else ""
            piece = (
                f'<mark style="background:{tint}" title="{_safe(name)}: {_safe(pattern)}">{piece}'
                f"</mark>{sign}"
            )
        for _, _, kind, name, told in here:
            if kind != "frame":
                look = name if kind == "voice" else "swapped"
                if look != "narration":
                    piece = f'<span class="{_safe(look)}" title="{_safe(told)}">{piece}</span>'
        parts.append(piece)
    return "".join(parts)


def _counts(study, article_id, lexicon):
    parts = [
        "<p>The corpus holds this article as counts, without its text. To fetch the text and keep "
        f"it privately: <code>python -m helpers fetch {_safe(article_id)}</code>; then "
        "<code>corpus.load(path, source='private')</code>.</p>"
    ]
    if lexicon is not None:
        mask = study.articles.index == article_id
        hits = evidence.hits(study.where(mask), lexicon)
        parts.append(_table(hits[["frame", "voice", "term", "n"]], "Hits of the lexicon"))
    return "".join(parts) + commonest(study, article_id)


def _source(study, article_id):
    """The article that this one was made from, where its text is at hand; else ""."""
    family = study.families["family"]
    members = family.index[family == family[article_id]]
    if len(members) < 2:
        return ""
    known = copies.sources(study.where(study.articles.index.isin(members)))
    source_id = known.set_index("article_id").loc[article_id, "source_id"]
    return source_id if source_id in study.texts.index else ""


def _spans(study, article_id, speakers):
    language = study.articles.loc[article_id].get("language")
    if language not in attribution.LANGUAGES:
        return pd.DataFrame(columns=["start", "end", "voice", "speaker", "entity", "speaker_kind"])
    return speech.spans(study.where(study.articles.index == article_id), speakers=speakers)


def _who(span):
    return ": ".join(filter(None, [span.voice, span.entity or span.speaker, span.speaker_kind]))


def _speakers(spans):
    said = spans[spans["voice"].isin(["quoted", "reported"])]
    if said.empty:
        return ""
    columns_ = ["voice", "speaker", "entity", "speaker_kind"]
    table = said.groupby(columns_, sort=False).size().rename("passages").reset_index()
    return _table(table, "Who is quoted or reported")


def _table(table, caption):
    head = "".join(f'<th scope="col">{_safe(name)}</th>' for name in table)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><caption>{_safe(caption)}</caption><tr>{head}</tr>{rows}</table>"


def _legend(lexicon):
    voices = " ".join(
        f'<span class="{name}">{name}</span>' for name in ("quoted", "scare", "reported")
    )
    frames = "" if lexicon is None else " ".join(
        f'<mark style="background:{TINTS[i % len(TINTS)]}">{_safe(name)}</mark>'
        for i, name in enumerate(lexicon.names)
    )  # fmt: skip
    return f'<p class="legend">Voices: {voices}. Frames: {frames or "none"}.</p>'


def _title(study, article_id):
    title = study.articles.loc[article_id].get("title")
    return str(title) if pd.notna(title) and title else article_id


def _facts(study, article_id):
    row = study.articles.loc[article_id]
    parts = [_safe(article_id)]
    for name in ("outlet", "published", "origin", "copy_type", "language", "group"):
        value = row.get(name)
        if pd.notna(value) and value != "":
            shown = f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value
            parts.append(f"{name.replace('_', ' ')}: {_safe(shown)}")
    url = str(row.get("url") or "")
    if url.startswith(("http://", "https://")):
        parts.append(f'<a href="{_safe(url)}" rel="noopener noreferrer" target="_blank">page</a>')
    return f'<p class="facts">{"; ".join(parts)}</p>'


def _safe(value):
    return html.escape(str(value))
