"""Nexis Uni, Nexis+ and Lexis+: title, outlet, date, labels, the text, classification, an end."""

import re
from collections import Counter

from helpers.intake import furniture
from helpers.intake import nexis_words as words
from helpers.intake.nexis_words import Stated

LENGTH = re.compile(r"[\d.,\s\u00a0]*\d[\s\u00a0]*[^\W\d]+\.?")  # the value: "355 words"
TOTAL = re.compile(r"[^\W\d][^\d:]{2,30}\((\d{1,5})\)")  # on the cover: "Documents (100)"
LISTED = re.compile(r"(\d{1,5})\.[\s\u00a0]*(\S.*)")  # on the cover: "1. Title"
NEAR = 9  # blocks between the date and the length of a document
BEFORE = 5  # blocks of title, outlet and the like before the date


def fits(blocks):
    """Whether a date is followed by a document's length, or known marks of an end stand there."""
    return bool(_heads(blocks))


def split(blocks):
    """([(number, blocks of the document)], Stated)."""
    heads = _heads(blocks)
    cover, rest = blocks[: heads[0]], blocks[heads[0] :]
    mark = _end_mark(blocks, heads)
    parts, part = [], []
    starts = {head - heads[0] for head in heads}
    for i, block in enumerate(rest):
        ended = block.text.casefold() == mark or words.is_heading(block, "end")
        if part and (ended or (not mark and i in starts)):
            parts.append(part)
            part = []
        if not ended:
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
        "language": words.spoken(after),
        "text": "\n".join(block.text for block in blocks[start:end]),
    }


def _heads(blocks):
    """Where documents begin: numbers of the blocks that are their titles."""
    heads = []
    for i, block in enumerate(blocks):
        found = words.label(block)
        if not found or not (LENGTH.fullmatch(found[1]) or words.field(found[0]) == "length"):
            continue
        days = [j for j in range(max(i - NEAR, 0), i) if words.is_day(blocks[j])]
        if not days or (heads and days[-1] <= heads[-1] + 1):
            continue
        heads.append(_head(blocks, days[-1], heads[-1] + 2 if heads else 0))
    return heads


def _head(blocks, day, first):
    """Where the title above a date begins: at the bold lines above it, else two lines above."""
    above = range(day - 1, max(day - 1 - BEFORE, first - 1), -1)
    bold = [i for i in above if blocks[i].bold and not words.label(blocks[i])]
    if not bold:
        return max(day - 2, first)
    start = bold[0]
    while start - 1 in bold:
        start -= 1
    return start


def _titles(blocks):
    """How many of the blocks above the date are the title; the next is the outlet."""
    bold = next((i for i, block in enumerate(blocks) if not block.bold), len(blocks))
    return bold if 0 < bold < len(blocks) else min(1, max(len(blocks) - 1, 0))


def _end_mark(blocks, heads):
    """The line that ends each document, in lower case; "" where there is none."""
    before = [blocks[head - 1].text.casefold() for head in heads[1:]]
    last = blocks[-1]
    plain = len(last.text.split()) < 6 and not re.search(r"[.:;,!?\d]", last.text)
    found = Counter([*before, *[last.text.casefold()] * plain])
    text, n = found.most_common(1)[0] if found else ("", 0)
    return text if n >= max(2, len(heads) / 2) or (len(heads) == 1 and plain) else ""


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
    few = len(block.text.split()) < 4 and not re.search(r"[.:;,!?\d]", block.text)
    return (few and block.bold) or words.is_heading(block, "body") or words.is_heading(block, "after")


def _stated(cover):
    """What the cover says: how many documents there are, and their titles."""
    totals = [int(m[1]) for block in cover if (m := TOTAL.fullmatch(block.text))]
    listed = {int(m[1]): m[2] for block in cover if (m := LISTED.fullmatch(block.text))}
    listed = {number: listed[number] for number in sorted(listed) if number <= len(listed)}
    return Stated(max([*totals, len(listed)]), listed)


def _key(title):
    return furniture.letters(title)[:60]
