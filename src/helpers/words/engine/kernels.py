"""Compiled loops over UTF-8 bytes and word ids (numba). ``compiled`` calls them from threads.

They do what ``plain`` does, which is the place to read first. Nothing here touches Python objects,
so that threads run side by side.
"""

import numpy as np
from numba import njit

# What a character is (bits of ``kinds``).
WORD, LOWER, UPPER, SPACE = 1, 2, 4, 8
# What a byte can begin (values of ``signs``).
NEWLINE, STOP, QUOTE, LEAD_E2, LEAD_C2 = 1, 2, 3, 4, 5
SENTENCE, STRETCH = 1, 2
DOTTED_I = 0x130
SEED, PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a

EMPTY, BYTE, HALF = map(np.uint64, (0, 8, 32))
LOW_BYTE, LOW_HALF, TOP_BIT = map(np.uint64, (0xFF, 0xFFFFFFFF, 1 << 63))

compiled = njit(nogil=True, cache=True, no_cfunc_wrapper=True)


# Words ------------------------------------------------------------------------------------------
# Known words are numbered as they are met and lie one after another in ``arena``: word w from
# starts[w] to starts[w + 1]. ``keys[w + 1]`` tells word w from others: its last eight bytes, and
# the eight before them; of a longer word a hash of all before them, with a lowest byte of 0 that
# no letter has. ``slots`` is a hash table with open addressing: w + 1, or 0 for an empty row.


@compiled
def words(text, bounds, fold, kinds, lowered, lowercase, ids, slots, starts, arena, keys, n_words):
    """Write the ids of the words of articles that lie one after another in UTF-8.

    bounds : article d has the bytes bounds[d] to bounds[d + 1]
    fold : of each byte, its lower case if it is an ASCII character that words have, else 0
    kinds, lowered : of each code point, what it is, and its lower case

    Returns (end of each word, words per article, and the five variables of known words).
    """
    n_articles = len(bounds) - 1
    ends = np.empty((len(text) + n_articles) // 3 + 1, np.int64)
    lengths = np.empty(n_articles, np.int64)
    size = longest(bounds, 0, n_articles)
    # of one article: letters of its words, where each word stops in them, keys of the words
    letters = np.empty(2 * size + 8, np.uint8)
    stops = np.zeros(size // 2 + 3, np.int64)
    found = np.empty((size // 2 + 2, 2), np.uint64)
    n = 0
    for d in range(n_articles):
        m = spell(
            text, bounds[d], bounds[d + 1], fold, kinds, lowered, lowercase,
            letters, stops, found, ends, n,
        )  # fmt: skip
        slots, starts, arena, keys = room(slots, starts, arena, keys, n_words, m, stops[m])
        look_up(found, m, slots, keys, ids, n)
        n_words = enter(found, m, letters, stops, slots, starts, arena, keys, n_words, ids, n)
        lengths[d] = m
        n += m
    return ends[:n], lengths, slots, starts, arena, keys, n_words


@compiled
def spell(text, i, end, fold, kinds, lowered, lowercase, letters, stops, found, ends, n):
    """Write the words between two bytes: their letters and keys, and their ends from place ``n``
    on. Returns how many there are."""
    m = 0
    tail, at = 0, 0  # the word at hand has the letters tail to at
    low, inner = EMPTY, 0  # its last eight bytes, and how many bytes begin no letter
    while i <= end:
        stop = i
        if i < end:
            byte = text[i]
            letter = fold[byte]
            i += 1
            if letter:
                letters[at] = letter
                low = low << BYTE | np.uint64(letter)
                at += 1
                continue
            if byte >= 128:
                point, size = decode(text, i - 1)
                i += size - 1
                if kinds[point] & WORD:
                    begin = at
                    at = encode(lowered[point], letters, at)
                    for b in range(begin, at):
                        low = low << BYTE | np.uint64(letters[b])
                    inner += at - begin - 1
                    stop = i
                    if not (lowercase and point == DOTTED_I):
                        continue
        else:
            i += 1
        if at - tail - inner > 1:
            found[m, 0] = low
            found[m, 1] = EMPTY if at - tail <= 8 else high_key(letters, tail, at - 8)
            ends[n + m] = stop
            m += 1
            stops[m] = at
            tail = at
        at, low, inner = tail, EMPTY, 0
    return m


@compiled
def high_key(letters, begin, end):
    """What tells the beginning of a word, all but its last eight bytes, from others."""
    if end - begin <= 8:
        high = EMPTY
        for b in range(begin, end):
            high = high << BYTE | np.uint64(letters[b])
        return high
    high = SEED
    for b in range(begin, end):
        high = (high ^ np.uint64(letters[b])) * PRIME
    return (high | TOP_BIT) & ~LOW_BYTE


@compiled
def is_exact(high):
    """Whether a key holds all letters of its word."""
    return (high == EMPTY) | (high & LOW_BYTE != EMPTY)


@compiled
def first_row(slots, low, high):
    key = (low ^ low >> HALF ^ high) * PRIME
    return np.int64(key >> BYTE ^ key >> HALF) & (len(slots) - 1)


@compiled
def look_up(found, m, slots, keys, ids, n):
    """Write the ids of the words that stand in the first row where they could; -1 for the rest.
    Without any branch, so that the processor waits for many rows at once."""
    for w in range(m):
        low, high = found[w, 0], found[w, 1]
        entry = slots[first_row(slots, low, high)]
        fits = (keys[entry, 0] == low) & (keys[entry, 1] == high) & is_exact(high)
        ids[n + w] = entry - 1 if fits else -1


@compiled
def enter(found, m, letters, stops, slots, starts, arena, keys, n_words, ids, n):
    """Write the ids that ``look_up`` has left out, and number words not known yet. Returns how
    many are known."""
    for w in range(m):
        if ids[n + w] >= 0:
            continue
        low, high = found[w, 0], found[w, 1]
        row = first_row(slots, low, high)
        entry = slots[row]
        while entry and not (
            keys[entry, 0] == low
            and keys[entry, 1] == high
            and (is_exact(high) or same(arena, starts, entry - 1, letters, stops, w))
        ):
            row = (row + 1) & (len(slots) - 1)
            entry = slots[row]
        if not entry:
            n_words += 1
            entry = n_words
            slots[row] = entry
            keys[entry, 0], keys[entry, 1] = low, high
            at = starts[entry - 1]
            for b in range(stops[w], stops[w + 1]):
                arena[at] = letters[b]
                at += 1
            starts[entry] = at
        ids[n + w] = entry - 1
    return n_words


@compiled
def same(arena, starts, a, letters, stops, b):
    """Whether word ``a`` of the known ones has the letters of word ``b``."""
    length, k = starts[a + 1] - starts[a], 0
    if length != stops[b + 1] - stops[b]:
        return False
    while k < length and arena[starts[a] + k] == letters[stops[b] + k]:
        k += 1
    return k == length


@compiled
def room(slots, starts, arena, keys, n_words, more, n_bytes):
    """Space for ``more`` words of ``n_bytes`` together."""
    most = n_words + more + 1
    if 2 * most > len(slots):
        size = len(slots)
        while 2 * most > size:
            size *= 2
        starts = copied(starts, n_words + 1, np.empty(size // 2 + 1, np.int64))
        slots = np.zeros(size, np.int32)
        narrow = keys
        keys = np.zeros((size // 2 + 1, 2), np.uint64)
        for w in range(1, n_words + 1):
            keys[w, 0], keys[w, 1] = narrow[w, 0], narrow[w, 1]
            row = first_row(slots, keys[w, 0], keys[w, 1])
            while slots[row]:
                row = (row + 1) & (size - 1)
            slots[row] = w
    if starts[n_words] + n_bytes > len(arena):
        wider = np.empty(2 * (starts[n_words] + n_bytes), np.uint8)
        arena = copied(arena, starts[n_words], wider)
    return slots, starts, arena, keys


@compiled
def copied(source, n, target):
    """A loop, for numba takes seconds to compile an assignment to a slice."""
    for i in range(n):
        target[i] = source[i]
    return target


@compiled
def merge(slots, starts, arena, keys, n_words, other_starts, other_arena, other_keys, n_other):
    """Enter the words of another table. Returns (their numbers here, the table's variables)."""
    numbers = np.empty(n_other, np.int32)
    found = other_keys[1:]
    slots, starts, arena, keys = room(
        slots, starts, arena, keys, n_words, n_other, other_starts[n_other]
    )
    look_up(found, n_other, slots, keys, numbers, 0)
    n_words = enter(
        found, n_other, other_arena, other_starts, slots, starts, arena, keys, n_words, numbers, 0
    )
    return numbers, slots, starts, arena, keys, n_words


@compiled
def decode(text, i):
    """The code point at byte ``i`` (not ASCII), and its length in bytes."""
    first = np.int64(text[i])
    second = np.int64(text[i + 1]) & 0x3F
    if first < 0xE0:
        return (first & 0x1F) << 6 | second, 2
    third = np.int64(text[i + 2]) & 0x3F
    if first < 0xF0:
        return (first & 0x0F) << 12 | second << 6 | third, 3
    return (first & 0x07) << 18 | second << 12 | third << 6 | np.int64(text[i + 3]) & 0x3F, 4


@compiled
def encode(point, out, at):
    """Write a code point in UTF-8; returns where the next one goes."""
    if point < 0x80:
        out[at] = point
        return at + 1
    if point < 0x800:
        out[at] = 0xC0 | point >> 6
        out[at + 1] = 0x80 | point & 0x3F
        return at + 2
    if point < 0x10000:
        out[at] = 0xE0 | point >> 12
        out[at + 1] = 0x80 | point >> 6 & 0x3F
        out[at + 2] = 0x80 | point & 0x3F
        return at + 3
    out[at] = 0xF0 | point >> 18
    out[at + 1] = 0x80 | point >> 12 & 0x3F
    out[at + 2] = 0x80 | point >> 6 & 0x3F
    out[at + 3] = 0x80 | point & 0x3F
    return at + 4


@compiled
def translate(ids, numbers, out):
    for i in range(len(ids)):
        out[i] = numbers[ids[i]] if ids[i] >= 0 else -1


# Sentences and quotations -----------------------------------------------------------------------


@compiled
def marks(text, bounds, ends, lengths, signs, kinds, short, short_from, breaks, voice):
    """Write where sentences and stretches of one voice begin, and each word's voice.

    The rules are those of ``text.sentence_ends`` and ``text.QUOTATION``.

    ends, lengths : end of each word, words per article, as from ``words``
    signs : of each byte, what it can begin
    short, short_from : the abbreviations, one after another in UTF-8
    """
    missing = np.empty(4, np.int64)  # up to where a closing mark of each kind was sought in vain
    word = 0
    for d in range(len(bounds) - 1):
        i, begin, end, last = bounds[d], bounds[d], bounds[d + 1], word + lengths[d]
        missing[:] = -1
        found, now, closing, gap_end = SENTENCE | STRETCH, 0, -1, -1
        while i < end:
            sign = signs[text[i]]
            if sign == 0:
                i += 1
                continue
            sign, size = read_sign(text, i, sign)
            event, then = 0, now
            if sign == NEWLINE:
                event = SENTENCE
            elif sign == STOP:
                if i >= gap_end:
                    gap_end, is_end = sentence_end(
                        text, i, size, begin, end, kinds, short, short_from
                    )
                    event = SENTENCE if is_end else 0
            elif sign >= QUOTE and closing < 0:
                closing = close(text, i + size, end, sign, missing)
                if closing >= 0:
                    event, then = STRETCH, 1
            elif i == closing:
                closing = -1
                event, then = STRETCH, 0
            if event:
                while word < last and ends[word] <= i:
                    breaks[word], voice[word] = found, now
                    found = 0
                    word += 1
                found |= event
                now = then
            i += size
        while word < last:
            breaks[word], voice[word] = found, now
            found = 0
            word += 1


@compiled
def read_sign(text, i, sign):
    """What stands at byte ``i``, and its length: NEWLINE, STOP, an opening or closing mark (its
    last byte, or 34 for the straight one), or 0."""
    if sign == LEAD_E2:
        if text[i + 1] != 0x80:
            return 0, 3
        third = np.int64(text[i + 2])
        if third == 0xA6:
            return STOP, 3
        return (third if third == 0x9C or third == 0x9D or third == 0x9E else 0), 3
    if sign == LEAD_C2:
        second = np.int64(text[i + 1])
        return (second if second == 0xAB or second == 0xBB else 0), 2
    return (34 if sign == QUOTE else np.int64(sign)), 1


@compiled
def close(text, i, end, mark, missing):
    """The byte where a quotation that ``mark`` opens is closed in the same line, else -1."""
    if mark == 34:
        kind = 0
    elif mark == 0x9C:
        kind = 1
    elif mark == 0x9E:
        kind = 2
    elif mark == 0xAB:
        kind = 3
    else:
        return -1
    if i <= missing[kind]:
        return -1
    while i < end and text[i] != 10:
        if kind == 0 and text[i] == 34:
            return i
        if kind == 3 and text[i] == 0xC2 and text[i + 1] == 0xBB:
            return i
        general = (kind == 1 or kind == 2) and text[i] == 0xE2 and text[i + 1] == 0x80
        if general and (text[i + 2] == 0x9D or (kind == 2 and text[i + 2] == 0x9C)):
            return i
        i += 1
    missing[kind] = i
    return -1


@compiled
def sentence_end(text, i, size, begin, end, kinds, short, short_from):
    """Whether a sentence ends with the mark at byte ``i``, and where the next word begins."""
    j, blank, between = i + size, -1, 1
    kind, width = 0, 1
    while j < end and text[j] != 10:
        kind, width = look(text, j, kinds)
        if kind & WORD:
            break
        if kind & SPACE and blank < 0:
            blank = j
        j += width
        between += 1
    if j >= end or text[j] == 10:
        return j, False
    if blank >= 0:
        if kind & LOWER or text[i + size] == 44:
            return j, False
        single = text[i] == 46 and blank == i + 1
        return j, not (single and abbreviated(text, begin, i, kinds, short, short_from))
    if between > 1 or not kind & UPPER or i == begin or j + width >= end:
        return j, False
    before, _ = look(text, back(text, i), kinds)
    after, _ = look(text, j + width, kinds)
    return j, bool(before & LOWER) and bool(after & LOWER)


@compiled
def abbreviated(text, begin, i, kinds, short, short_from):
    """Whether a single letter or an abbreviation ends before byte ``i``."""
    if i == begin:
        return False
    previous = back(text, i)
    if not look(text, previous, kinds)[0] & WORD:
        return False
    if opens_word(text, begin, previous, kinds):
        return True
    for k in range(len(short_from) - 1):
        length = short_from[k + 1] - short_from[k]
        start = i - length
        alike = text[i - 1] == short[short_from[k + 1] - 1]  # cheap, and rarely true
        if alike and start >= begin and opens_word(text, begin, start, kinds):
            equal = True
            for b in range(length):
                equal = equal and text[start + b] == short[short_from[k] + b]
            if equal:
                return True
    return False


@compiled
def opens_word(text, begin, i, kinds):
    """Whether no word character stands before byte ``i``."""
    return i == begin or not look(text, back(text, i), kinds)[0] & WORD


@compiled
def back(text, i):
    """Where the character before byte ``i`` begins."""
    i -= 1
    while text[i] & 0xC0 == 0x80:
        i -= 1
    return i


@compiled
def look(text, i, kinds):
    """What the character at byte ``i`` is, and its length in bytes."""
    if text[i] < 128:
        return kinds[text[i]], 1
    point, size = decode(text, i)
    return kinds[point], size


# Runs of words ----------------------------------------------------------------------------------


@compiled
def document_frequency(ids, offsets, first, last, n):
    """In how many of the articles ``first`` to ``last`` each id occurs."""
    df = np.zeros(n, np.int64)
    seen = np.full(n, -1, np.int32)
    for d in range(first, last):
        for i in range(offsets[d], offsets[d + 1]):
            word = ids[i]
            if word >= 0 and seen[word] != d:
                seen[word] = d
                df[word] += 1
    return df


@compiled
def head_counts(heads, words, offsets, first, last, breaks, shift, n_heads):
    """Of each head, how many tokens of the articles ``first`` to ``last`` have a tail; int64, the
    first is 0, then one per head."""
    counts = np.zeros(n_heads + 1, np.int64)
    for d in range(first, last):
        for i in range(offsets[d], offsets[d + 1] - shift):
            if heads[i] >= 0 and goes_on(words, breaks, i + shift):
                counts[heads[i] + 1] += 1
    return counts


@compiled
def goes_on(words, breaks, i):
    return words[i] >= 0 and (len(breaks) == 0 or breaks[i] == 0)


@compiled
def pairs(
    heads, words, offsets, breaks, shift, starts, low, high, articles, min_df, n_words, level
):
    """Number the pairs whose head is ``low`` to ``high`` (not included) and that ``min_df``
    articles have; write the numbers to ``level``.

    starts : where each head's tokens lie once sorted by head, ``head_counts`` added up
    articles : the article of every 64th token

    Returns (heads, tails, df) of the pairs, in order.
    """
    base = starts[low]
    # the tokens by head, each with its tail: the tail in the lower half
    run_of = np.empty(starts[high] - base, np.uint64)
    fill = starts[low : high + 1] - base
    for d in range(len(offsets) - 1):
        for i in range(offsets[d], offsets[d + 1] - shift):
            if low <= heads[i] < high and goes_on(words, breaks, i + shift):
                run_of[fill[heads[i] - low]] = np.uint64(i) << HALF | np.uint64(words[i + shift])
                fill[heads[i] - low] += 1
    n = 0
    most = len(run_of) // min_df
    pair_heads, tails = np.empty(most, np.int32), np.empty(most, np.int32)
    dfs = np.empty(most, np.int32)
    # of each tail: the head it was seen with last, and its place among the tails of that head
    met = np.full((n_words, 2), -1, np.int32)
    # of each tail of the head at hand: its word, its articles, the last of them; its number
    state = np.empty((n_words, 3), np.int32)
    number = np.empty(n_words, np.int32)
    for head in range(low, high):
        run = run_of[starts[head] - base : starts[head + 1] - base]
        if len(run) < min_df:
            continue
        n_met = 0
        for r in range(len(run)):
            i = np.int64(run[r] >> HALF)
            word = np.int64(run[r] & LOW_HALF)
            d = articles[i >> 6]
            while offsets[d + 1] <= i:
                d += 1
            if met[word, 0] != head:
                met[word, 0], met[word, 1] = head, n_met
                state[n_met, 0], state[n_met, 1], state[n_met, 2] = word, 0, -1
                n_met += 1
            tail = met[word, 1]
            if state[tail, 2] != d:
                state[tail, 1] += 1
                state[tail, 2] = d
            run[r] = np.uint64(i) << HALF | np.uint64(tail)
        n_before = n
        for tail in range(n_met):
            number[tail] = -1
            if state[tail, 1] >= min_df:
                tails[n] = state[tail, 0]
                n += 1
        if n == n_before:
            continue
        tails[n_before:n].sort()
        for k in range(n_before, n):
            tail = met[tails[k], 1]
            number[tail] = k
            pair_heads[k], dfs[k] = head, state[tail, 1]
        for entry in run:
            level[np.int64(entry >> HALF)] = number[np.int64(entry & LOW_HALF)]
    return pair_heads[:n].copy(), tails[:n].copy(), dfs[:n].copy()


@compiled
def raise_numbers(heads, low, level, by):
    """Add ``by`` to the numbers of the pairs whose head is ``low`` or later."""
    for i in range(len(level)):
        if level[i] >= 0 and heads[i] >= low:
            level[i] += by


@compiled
def find_pairs(heads, words, offsets, first, last, shift, starts, tails, level):
    """Write the number of each pair that is known: head h has tails[starts[h] : starts[h + 1]]."""
    for d in range(first, last):
        for i in range(offsets[d], offsets[d + 1] - shift):
            if heads[i] >= 0 and words[i + shift] >= 0:
                low, high = starts[heads[i]], starts[heads[i] + 1]
                while low < high:
                    middle = (low + high) >> 1
                    if tails[middle] < words[i + shift]:
                        low = middle + 1
                    else:
                        high = middle
                if low < starts[heads[i] + 1] and tails[low] == words[i + shift]:
                    level[i] = low


@compiled
def fill_rows(levels, columns, offsets, first, last, n_columns, lengths, indices, data, n):
    """Count each article's columns into its row of a CSR matrix, sorted by column; the rows lie
    one after another from place ``n`` on."""
    most = len(levels) * longest(offsets, first, last)
    row, spare = np.empty(most, np.int32), np.empty(most, np.int32)
    places = np.empty(1024, np.int32)
    for d in range(first, last):
        m = 0
        for k in range(len(levels)):
            level, column = levels[k], columns[k]
            for i in range(offsets[d], offsets[d + 1]):
                if level[i] >= 0:
                    row[m] = column[level[i]]
                    m += row[m] >= 0
        sort(row, m, spare, places, n_columns)
        begin, latest = n, -1
        for j in range(m):
            if row[j] != latest:
                latest = row[j]
                indices[n], data[n] = latest, 0
                n += 1
            data[n - 1] += 1
        lengths[d] = n - begin


@compiled
def longest(starts, first, last):
    most = 0
    for d in range(first, last):
        most = max(most, starts[d + 1] - starts[d])
    return most


@compiled
def sort(row, m, spare, places, limit):
    """Sort ``m`` numbers below ``limit`` by their lowest ten bits, then the next ten, and so on."""
    shift = 0
    while limit >> shift:
        places[:] = 0
        for j in range(m):
            places[row[j] >> shift & 1023] += 1
        total = 0
        for b in range(1024):
            total += places[b]
            places[b] = total - places[b]
        for j in range(m):
            b = row[j] >> shift & 1023
            spare[places[b]] = row[j]
            places[b] += 1
        copied(spare, m, row)
        shift += 10


@compiled
def weigh(data, indices, starts, first, last, idf, sublinear, norm):
    """Turn counts into TF-IDF: scikit-learn's formula. norm : 0 none, 1 sum, 2 root of squares."""
    for d in range(first, last):
        total = 0.0
        for j in range(starts[d], starts[d + 1]):
            value = np.float64(data[j])
            if sublinear:
                value = np.log(value) + 1.0
            if len(idf):
                value *= idf[indices[j]]
            total += value * value if norm == 2 else abs(value)
            data[j] = value
        if norm and total > 0:
            scale = np.sqrt(total) if norm == 2 else total
            for j in range(starts[d], starts[d + 1]):
                data[j] /= scale
