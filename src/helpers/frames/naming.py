"""The frames of a study by their full names, and the two that it sets against each other."""

import pandas as pd

from helpers.errors import InputError
from helpers.frames.model import check_lexicon


def labelled(table, lexicon):
    """The table with a column ``label``: the full name of each row's frame.

    table : any result with a column ``frame``
    Raises InputError for a table without frames.

    >>> frames.labelled(scores, lexicon)["label"].nunique() == len(lexicon.names)
    True
    """
    check_lexicon(lexicon)
    if not isinstance(table, pd.DataFrame) or "frame" not in table:
        raise InputError("the table has no column 'frame'")
    labels = lexicon.labels
    return table.assign(label=table["frame"].map(lambda name: labels.get(name, name)))


def contrast(study, lexicon):
    """The two frames that the study sets against each other: those that study.yml names
    (``contrast``), else the first two of the lexicon (list of str).

    Raises InputError where study.yml names others than the lexicon has.

    >>> frames.contrast(study, lexicon)
    ['costs', 'threat']
    """
    check_lexicon(lexicon)
    named = list(study.settings.get("contrast") or lexicon.names[:2])
    unknown = [name for name in named if name not in lexicon.names]
    if unknown or not named:
        raise InputError(
            f"study.yml: contrast names {', '.join(map(repr, unknown)) or 'no frame'}; the lexicon "
            f"has {', '.join(lexicon.names)}"
        )
    return named
