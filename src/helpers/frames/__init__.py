"""Frames by lexicon: how often the words of a frame occur.

A lexicon is an instrument with an error of its own: ``coding.accuracy`` measures it, and no
estimate that rests on one should be shown without.

``read`` and ``write`` handle the files, ``lexicon`` makes one from a dict. ``score`` counts hits
by article and voice, ``listed`` and ``terms`` name them, ``count`` and ``hits`` look single texts
up, ``coverage`` says what counts can answer. ``check``, ``cross_validate``, ``judgements`` and
``costs`` measure its error against the coders' codes, ``suggest``, ``unused`` and ``overlap`` help
whoever writes one, and ``spun`` says what a spinner's swapped words did to the frames."""

from helpers.frames.accuracy import check, costs, cross_validate, judgements
from helpers.frames.authoring import leave_one_out, overlap, suggest, unused
from helpers.frames.files import read, write
from helpers.frames.listing import listed, terms
from helpers.frames.lookup import count, hits
from helpers.frames.model import Frame, Lexicon, add, lexicon
from helpers.frames.naming import contrast, labelled
from helpers.frames.on_counts import coverage
from helpers.frames.reading import readings
from helpers.frames.rewording import spun
from helpers.frames.scoring import score

__all__ = [
    "Frame",
    "Lexicon",
    "add",
    "check",
    "contrast",
    "costs",
    "count",
    "coverage",
    "cross_validate",
    "hits",
    "judgements",
    "labelled",
    "leave_one_out",
    "lexicon",
    "listed",
    "overlap",
    "read",
    "readings",
    "score",
    "spun",
    "suggest",
    "terms",
    "unused",
    "write",
]
