"""What swapping words did to the frames of a spun copy."""

import pandas as pd

from helpers.frames.lookup import columns, hits
from helpers.frames.model import check_lexicon
from helpers.frames.scoring import check_study
from helpers.likeness import copies
from helpers.words import text


def spun(study, lexicon, article_id, source_id):
    """The frames of a spun copy by its own words, and by those of its source.

    Where a spinner put one word in the place of another (``copies.spun``), the frame's words
    themselves may be gone: "militants" that became "zealots" are no hit any more. Here each swapped
    place is counted by either's words.

    study : the study, with both texts
    lexicon : the frames
    article_id, source_id : the copy and the text it was made from

    Returns a DataFrame, one row per frame: ``frame``; ``hits`` (in the copy as it stands);
    ``by_source`` (in the copy with its source's words put back); ``destroyed`` (of ``by_source``,
    those that the swaps took away), ``made`` (of ``hits``, those that the swaps brought in). Raises
    InputError where a text is not at hand.

    >>> texts = {"a": "They said fuel prices had risen and that terrorist groups were to blame.",
    ...          "b": "They said gas prices had risen and that terrorist gangs were to blame."}
    >>> made_up = corpus.from_frame(pd.DataFrame({"text": texts}))
    >>> words = frames.lexicon({"costs": ["fuel price*"], "threat": ["terrorist groups", "gangs"]})
    >>> frames.spun(made_up, words, "b", "a").values.tolist()
    [['costs', 0, 1, 1, 0], ['threat', 1, 1, 1, 1]]
    """
    check_study(study)
    check_lexicon(lexicon)
    swaps = copies.spun(study, article_id, source_id)
    body = study.texts[article_id]
    restored, old, new = _restored(body, swaps)
    found = hits([body, restored], lexicon)
    changed = [
        any(_meet(hit, swapped) for swapped in (old if hit.text == 0 else new))
        for hit in found.itertuples()
    ]
    names = columns(lexicon)[: len(lexicon.frames)]
    found = found.assign(changed=changed)
    own, source = (
        found[found["text"] == side].groupby("frame")["changed"].agg(["size", "sum"])
        for side in (0, 1)
    )
    table = pd.DataFrame(
        {
            "hits": own["size"].reindex(names, fill_value=0),
            "by_source": source["size"].reindex(names, fill_value=0),
            "destroyed": source["sum"].reindex(names, fill_value=0),
            "made": own["sum"].reindex(names, fill_value=0),
        }
    )
    return table.rename_axis("frame").reset_index()


def _restored(body, swaps):
    """The copy with its source's words put back; the swapped places in the copy and in it, as
    (first word, words)."""
    places, parts, done = text.spans(body), [], 0
    old, new, shift = [], [], 0
    for swap in swaps.itertuples():
        n_old, n_new = len(swap.copy.split()), len(swap.source.split())
        start = places[swap.position][0] if swap.position < len(places) else len(body)
        end = places[swap.position + n_old - 1][1] if n_old else start
        parts += [body[done:start], swap.source, "" if n_old else " "]
        done = end
        old.append((swap.position, n_old))
        new.append((swap.position + shift, n_new))
        shift += n_new - n_old
    return "".join([*parts, body[done:]]), old, new


def _meet(hit, swapped):
    """Whether a hit holds a swapped word, or a place where words were put in or left out."""
    begin, n = swapped
    return (hit.word < begin + n and begin < hit.word + hit.length) or (
        n == 0 and hit.word < begin < hit.word + hit.length
    )
