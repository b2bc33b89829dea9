"""Studies and corpus folders: ``load`` a folder or take a table of texts (``from_frame``).

Beside ``Study`` stand the folder and what changes it: ``check`` and ``read`` (the tables as they
are on disk), and the modules ``extend`` (add, edit, remove), ``sheets`` (coding by hand) and
``fetch`` (texts that may be kept privately).
"""

from helpers.corpus.folder import COPY_TYPES, check, doubts, read, settings, texts
from helpers.corpus.study import Study, from_frame, load

__all__ = [
    "COPY_TYPES",
    "Study",
    "check",
    "doubts",
    "from_frame",
    "load",
    "read",
    "settings",
    "texts",
]
