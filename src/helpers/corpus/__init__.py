"""Studies and corpus folders: ``load`` a folder or take a table of texts (``from_frame``).

Beside ``Study`` stand the folder and what changes it: ``check`` and ``read`` (the tables as they
are on disk), what it holds by day and copy type (``dense``, ``per_day``, ``kinds``, ``windows``),
and the modules ``extend`` (add, edit, remove), ``sheets`` (coding by hand) and
``fetch`` (texts that may be kept privately).
"""

from helpers.corpus.folder import COPY_TYPES, check, doubts, read, settings, texts
from helpers.corpus.overview import copy, dense, kinds, languages, one_language, per_day, windows
from helpers.corpus.study import Study, from_frame, load

__all__ = [
    "COPY_TYPES",
    "Study",
    "check",
    "copy",
    "dense",
    "doubts",
    "from_frame",
    "kinds",
    "languages",
    "load",
    "one_language",
    "per_day",
    "read",
    "settings",
    "texts",
    "windows",
]
