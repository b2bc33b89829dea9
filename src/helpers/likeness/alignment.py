"""Two texts word by word: which words of one stand, in the same order, in the other.

Runs of three words that both texts have are the anchors. Anchors that follow each other in both
texts, at most a few words apart, make a passage; the words between them were swapped. So a text
whose every fifth word was replaced is still found whole, and stock phrases that any two reports of
an event share make no passage.
"""

import numpy as np

from helpers.words.engine.kernels import compiled

ANCHOR = 3  # words
GAP = 15  # words between two anchors of one passage
SHIFT = 4  # words by which the two sides of a gap may differ in length
BACK = 60  # anchors looked back at
PASSAGE = 8  # words of the shortest passage
EXACT = 0.4  # least share of a passage's words that are the same in both texts
NOWHERE, SWAPPED = -1, -2


@compiled
def align(a, b):
    """Of each word of ``a`` the place of the same word in ``b``, NOWHERE, or SWAPPED for a word in
    a passage that stands where ``b`` has another.

    a, b : int32 ids of words. Returns an int32 array, one number for each word of ``a``.
    """
    partner = np.full(len(a), NOWHERE, dtype=np.int32)
    if len(a) < ANCHOR or len(b) < ANCHOR:
        return partner
    at, to = _anchors(a, b)
    score, before = _chained(at, to)
    taken = np.zeros(len(at), dtype=np.bool_)
    for last in np.argsort(-score, kind="mergesort"):
        if taken[last]:
            continue
        first = last  # back to where the passage begins, or meets a longer one
        while before[first] >= 0 and not taken[before[first]]:
            first = before[first]
        _enter(a, b, at, to, before, first, last, partner, taken)
    return partner


@compiled
def _anchors(a, b):
    """Places (in a, in b) of runs of ANCHOR words that both have, in order of a, then of b."""
    keys = _keys(b)
    order = np.argsort(keys, kind="mergesort")
    ranked = keys[order]
    wanted = _keys(a)
    low = np.searchsorted(ranked, wanted)
    high = np.searchsorted(ranked, wanted, side="right")
    n = 0
    for i in range(len(wanted)):
        n += min(high[i] - low[i], BACK // 4)
    at, to, n = np.empty(n, np.int32), np.empty(n, np.int32), 0
    for i in range(len(wanted)):
        for k in range(low[i], min(high[i], low[i] + BACK // 4)):
            at[n], to[n] = i, order[k]
            n += 1
    return at, to


@compiled
def _keys(ids):
    """A number for each run of ANCHOR words; ids below two million have numbers of their own."""
    keys = np.empty(len(ids) - ANCHOR + 1, dtype=np.int64)
    for i in range(len(keys)):
        key = np.int64(0)
        for k in range(ANCHOR):
            key = key * np.int64(2_097_151) + np.int64(ids[i + k])
        keys[i] = key
    return keys


@compiled
def _chained(at, to):
    """The most words that a passage up to each anchor holds; the anchor before it (-1: none)."""
    score, before = np.full(len(at), ANCHOR, np.int32), np.full(len(at), -1, np.int32)
    for k in range(len(at)):
        for other in range(k - 1, max(k - BACK, 0) - 1, -1):
            da, db = at[k] - at[other], to[k] - to[other]
            if da > GAP + ANCHOR:
                break
            if da < 1 or db < 1 or db > GAP + ANCHOR or abs(da - db) > SHIFT:
                continue
            if (da < ANCHOR or db < ANCHOR) and da != db:
                continue  # runs that overlap are one run, in both texts
            reached = score[other] + min(da, ANCHOR) - (1 if da != db else 0)
            if reached > score[k]:
                score[k], before[k] = reached, other
    return score, before


@compiled
def _enter(a, b, at, to, before, first, last, partner, taken):
    """Write the passage from anchor ``first`` to ``last`` into ``partner``, if it is one."""
    begin, end = at[first], at[last] + ANCHOR
    exact, k = 0, last
    found = np.full(end - begin, SWAPPED, dtype=np.int32)
    while True:
        for i in range(ANCHOR):
            found[at[k] + i - begin] = to[k] + i
        if k == first:
            break
        previous = before[k]
        gap_a, gap_b = at[previous] + ANCHOR, to[previous] + ANCHOR
        if at[k] - gap_a == to[k] - gap_b:
            for i in range(at[k] - gap_a):
                if a[gap_a + i] == b[gap_b + i]:
                    found[gap_a + i - begin] = gap_b + i
        k = previous
    for i in range(end - begin):
        exact += found[i] >= 0
    if end - begin < PASSAGE or exact < EXACT * (end - begin):
        return
    k = last
    while True:
        taken[k] = True
        if k == first:
            break
        k = before[k]
    for i in range(end - begin):
        if partner[begin + i] == NOWHERE:
            partner[begin + i] = found[i]
    _extend(a, b, begin - 1, to[first] - 1, -1, partner)
    _extend(a, b, end, to[last] + ANCHOR, 1, partner)


@compiled
def _extend(a, b, i, j, step, partner):
    """Carry a passage on from words i of ``a`` and j of ``b``, as far as at least two in five words
    side by side are the same."""
    exact = reach = 0
    for k in range(GAP):
        x, y = i + step * k, j + step * k
        if x < 0 or y < 0 or x >= len(a) or y >= len(b) or partner[x] != NOWHERE:
            break
        if a[x] == b[y]:
            exact += 1
            if exact >= EXACT * (k + 1):
                reach = k + 1
    for k in range(reach):
        x, y = i + step * k, j + step * k
        partner[x] = y if a[x] == b[y] else SWAPPED


@compiled
def measure(ids, offsets, own, one, two, results):
    """Align pairs of articles, either way, and write what was found.

    ids, offsets : the words of all articles, as in Tokens
    own : bool per word: whether it counts (words in quotation marks do not)
    one, two : int arrays, numbers of articles
    results : float array, pairs × 4, written: share of one's words that stand in passages of two,
        the same the other way, share of the words in passages that were swapped, words of the
        longest run that both have
    """
    for pair in range(len(one)):
        swapped = passages = longest = 0
        for side in range(2):
            x, y = (one[pair], two[pair]) if side == 0 else (two[pair], one[pair])
            begin, end = offsets[x], offsets[x + 1]
            partner = align(ids[begin:end], ids[offsets[y] : offsets[y + 1]])
            words = inside = run = 0
            for i in range(end - begin):
                if own[begin + i]:
                    words += 1
                    inside += partner[i] != NOWHERE
                    swapped += partner[i] == SWAPPED
                goes_on = i > 0 and partner[i] >= 0 and partner[i] == partner[i - 1] + 1
                run = run + 1 if goes_on else int(partner[i] >= 0)
                longest = max(longest, run)
            passages += inside
            results[pair, side] = inside / words if words else 0.0
        results[pair, 2] = swapped / passages if passages else 0.0
        results[pair, 3] = longest
