"""One frame, read three ways: by any of its words, by those outside quotation marks, and by what
coders took for the article's own voice."""

import pandas as pd

from helpers.frames.scoring import score

WORDS = {"both": "any word of it", "unquoted": "a word outside quotation marks"}
OWN = "in the article’s own voice (coder {})"


def readings(study, lexicon, frame, *, by="group"):
    """The share of articles with a frame in each group, by three readings that differ in whose
    voice counts.

    study, lexicon, frame, by : as in ``score`` and ``compare.groups``

    Returns a DataFrame, one row per reading and group: ``reading`` ("any word of it", "a word
    outside quotation marks", and for each coder "in the article's own voice"; the last only where
    the frame was coded 2 for the own voice), the column ``by``, ``articles``, ``families``,
    ``clusters``, ``presence``, ``presence_low``, ``presence_high``. The readings rest on different
    measurements, counts and codes, and stand beside each other. ``evidence.readings`` gives what
    they count.

    >>> table = frames.readings(study, lexicon, "threat")
    >>> table["reading"].iloc[0]
    'any word of it'
    """
    parts = tables(study, lexicon, frame, by=by)
    whole = pd.concat(parts, names=["reading", None]).reset_index("reading")
    names = [by] if isinstance(by, str) else list(by)
    shown = ["articles", "families", "clusters", "presence", "presence_low", "presence_high"]
    whole = whole[["reading", *names, *shown]].reset_index(drop=True)
    whole.attrs.clear()  # readings are told apart by their names, not by frame and voice
    return whole


def tables(study, lexicon, frame, *, by="group"):
    """The result of ``compare.groups`` behind each reading (dict)."""
    from helpers.measure import coding, compare  # which who checks a lexicon does without

    scores = score(study, lexicon)
    words = compare.groups(scores[scores["frame"] == frame], by=by)
    parts = {said: words[words["voice"] == voice] for voice, said in WORDS.items()}
    coders = study.codes.loc[study.codes["variable"] == frame, "coder"].unique()
    for coder in sorted(coders):
        codes = compare.groups(coding.scores(study, [frame], coder=coder), by=by)
        parts[OWN.format(coder)] = codes[codes["voice"] == "own"]
    return parts
