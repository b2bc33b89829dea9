"""Nexis Uni, Nexis+ and Lexis+: title, outlet, date, labels, the text, classification, an end."""

import re
from collections import Counter

from helpers.intake import boilerplate
from helpers.intake.archives import nexis_words as words
from helpers.intake.archives.nexis_words import Stated

LENGTH = re.compile(r"[\d.,\s\u00a0]*\d[\s\u00a0]*[^\W\d]+\.?")  # the value: "355 words"
TOTAL = re.compile(r"[^\W\d][^\d:]{2,30}\((\d{1,5})\)")  # on the cover: "Documents (100)"
LISTED = re.compile(r"(\d{1,5})\.[\s\u00a0]*(\S.*)")  # on the cover: "1. Title"
NEAR = 9  # blocks between the date and the length of a document
BEFORE = 5  # blocks of title, outlet and the like before the date


def fits(blocks):
    """Whether a date is followed by the length of a document, and that has other labels, too."""
    return bool(_heads(blocks, set())) and sum(map(bool, map(words.label, blocks))) > 1


def split(blocks):
    """([(number, blocks of the document)], Stated)."""
    ends = _ends(blocks)
    heads = _heads(blocks, ends)
    cover, rest = blocks[: heads[0]], _marked(blocks, len(heads))[heads[0] :]
    parts, part = [], []
    for i, block in enumerate(rest, heads[0]):
        if part and (i in ends or (not ends and i in heads)):
            parts.append(part)
            part = []
        if i not in ends:
            part.append(block)
    parts = [part for part in [*parts, part] if len(part) > 2]
    return list(enumerate(parts, 1)), _stated(cover)


def missing(documents, stated):
    """What the cover lists and the export does not hold (list of str)."""
    lacking = stated.count - len(documents)
    if lacking <= 0:
        return []
    there = Counter(_key(document[0].text) for _, document in documents)
    absent = []
    for number, title in stated.which.items():
        if there[_key(title)] > 0:
            there[_key(title)] -= 1
        else:
            absent.append(f"no. {number} ({title[:60]})")
    if len(absent) == lacking:
        return absent
    return [f"{lacking} documents; the list of titles does not tell which"]


def cells(blocks):
    """What a document states, as ``fields.article`` takes it."""
    day = next((i for i, b in enumerate(blocks[: BEFORE + 4]) if i > 1 and words.is_day(b)), None)
    if day is None:  # no title, or no outlet
        day = next((i for i, b in enumerate(blocks[:4]) if i and words.is_day(b)), 0)
    top = _titles(blocks[:day])
    labels, start = _labels(blocks, day + 1 if day else 1)
    end = _end(blocks, start)
    after = [found for found in map(words.label, blocks[end:]) if found]
    stated = {words.field(name): value for name, value in reversed([*labels, *after])}
    return {
        "outlet": blocks[top].text if top < day else "",
        "published": blocks[day].text if day else "",
        "title": " ".join(block.text for block in blocks[:top]) if top else blocks[0].text,
        "byline": stated.get("byline", ""),
        "url": stated.get("url", ""),
        "length": stated.get("length", ""),
        "language": words.spoken(after),
        "text": words.text(blocks[start:end]),
    }


def _ends(blocks):
    """Numbers of the blocks that end documents: known words, or the last line wherever it stands.

    An unknown last line counts if it follows a label, and a date follows soon wherever else it is.
    """
    known = {i for i, block in enumerate(blocks) if words.is_heading(block, "end")}
    last = blocks[-1].text
    if known or not _is_short(last) or len(blocks) < 3 or not words.label(blocks[-2]):
        return known
    same = {i for i, block in enumerate(blocks) if block.text == last}
    soon = [blocks[i + 1 : i + BEFORE + 2] for i in same if i + 1 < len(blocks)]
    return same if all(any(map(words.is_day, below)) for below in soon) else set()


def _heads(blocks, ends):
    """Where documents begin: numbers of the blocks that are their titles."""
    heads, day = [], -1
    for i, block in enumerate(blocks):
        if not _is_length(block):
            continue
        days = [j for j in range(max(i - NEAR, day + 1), i) if words.is_day(blocks[j])]
        if days:
            first = max((end for end in ends if end < days[-1]), default=day) + 1
            day = days[-1]
            heads.append(_head(blocks, day, first, cover=not heads))
    return heads


def _is_length(block):
    """Whether a block is the length of a document: a known label, or one with a hard blank.

    "Reading time: 4 minutes", as pages have it, is none.
    """
    found = words.label(block)
    if not found:
        return False
    hard = re.match("[^:]+:\u00a0", block.text) and LENGTH.fullmatch(found[1])
    return bool(hard) or words.field(found[0]) == "length"


def _head(blocks, day, first, *, cover):
    """Where the title above a date begins: at the bold lines above it, else two lines above."""
    above = range(day - 1, max(day - 1 - BEFORE, first - 1), -1)
    bold = [i for i in above if blocks[i].bold and not words.label(blocks[i])]
    if cover:
        bold = [i for i in bold if not (TOTAL.fullmatch(blocks[i].text) or _is_listed(blocks[i]))]
    if not bold:
        return max(day - 2, first)
    start = bold[0]
    while start - 1 in bold:
        start -= 1
    return start


def _marked(blocks, n):
    """Blocks with the headings of the export in bold type, which not every format keeps.

    They are few words beside a label that stand in each of several documents.
    """
    beside = Counter(
        block.text
        for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False)
        if _is_short(block.text) and (words.label(before) or words.label(after))
    )
    return [b._replace(bold=True) if beside[b.text] >= max(n, 2) else b for b in blocks]


def _titles(blocks):
    """How many of the blocks above the date are the title; the next is the outlet."""
    bold = next((i for i, block in enumerate(blocks) if not block.bold), len(blocks))
    return bold if 0 < bold < len(blocks) else min(1, max(len(blocks) - 1, 0))


def _labels(blocks, at):
    """Labels between the date and the text, and where the text begins."""
    labels = []
    while at < len(blocks):
        block, found = blocks[at], words.label(blocks[at])
        if found:
            labels.append(found)
        elif words.is_heading(block, "body") or (labels and _is_heading(block)):
            return labels, at + 1
        elif not words.is_copyright(block) and (labels or len(block.text) > 100):
            break
        at += 1
    return labels, at


def _end(blocks, start):
    """Where the text ends: before the labels and headings that close the document."""
    end = len(blocks)
    while end > start and (words.label(blocks[end - 1]) or _is_heading(blocks[end - 1])):
        end -= 1
    labelled = [i for i in range(end, len(blocks)) if words.label(blocks[i])]
    end = min([*labelled[:1], len(blocks)])
    if end > start and end < len(blocks) and _is_heading(blocks[end - 1]):
        end -= 1
    known = [i for i in range(start, end) if words.is_heading(blocks[i], "after")]
    return known[0] if known else end


def _is_heading(block):
    """Whether a block is a heading of the export: a few words in bold type, or known ones."""
    known = any(words.is_heading(block, kind) for kind in ("body", "after"))
    return known or (block.bold and _is_short(block.text))


def _is_short(text):
    """Whether these are a few words that make no sentence."""
    return len(text.split()) < 6 and not re.search(r"[.:;,!?\d]", text)


def _is_listed(block):
    return bool(LISTED.fullmatch(block.text))


def _stated(cover):
    """What the cover says: how many documents there are, and their titles."""
    totals = [int(m[1]) for block in cover if (m := TOTAL.fullmatch(block.text))]
    listed = {int(m[1]): m[2] for block in cover if (m := LISTED.fullmatch(block.text))}
    listed = {number: listed[number] for number in sorted(listed) if number <= len(listed)}
    return Stated(max([*totals, len(listed)]), listed)


def _key(title):
    return boilerplate.letters(title)[:60]
