"""Whose voice a stretch of text is in: narration, quoted, scare or reported.

``attribute`` gives every character its voice, and for what is quoted or reported the cue and the
speaker; ``quotes`` finds just what stands between quotation marks. The rules are word lists
(``words.yml``) and what they govern (``english``, ``russian``): no model is loaded. Parsers that do
better on nested clauses (spaCy, Stanza) fetch their models at run time and read tens of articles a
second.
"""

from helpers.voices.attribution import attribute
from helpers.voices.marks import quotes
from helpers.voices.speakers import read_speakers

__all__ = ["attribute", "quotes", "read_speakers"]
