"""Whose voice a stretch of text is in: narration, quoted, scare or reported.

``spans`` tells it for all texts of a study, ``by_kind`` also who is quoted; ``suppliers`` says who
supplies each frame, ``show`` colours a text. ``attribute`` gives every character its voice, and
for what is quoted or reported the cue and the speaker; ``quotes`` finds just what stands between
quotation marks. The rules are word lists (``words.yml``) and what they govern (``english``,
``russian``; ``tabled`` for Kazakh, German and French). ``if_missed`` says what missed indirect
speech would do to shares of own voice. No model is loaded: parsers that do better on nested clauses
(spaCy, Stanza) fetch theirs at run time and read tens of articles a second."""

from helpers.voices.attribution import attribute
from helpers.voices.marks import quotes
from helpers.voices.missed import if_missed, numbered
from helpers.voices.speakers import read_speakers
from helpers.voices.speech import by_kind, show, spans, suppliers

__all__ = [
    "attribute", "by_kind", "if_missed", "numbered", "quotes", "read_speakers", "show", "spans",
    "suppliers",
]  # fmt: skip
