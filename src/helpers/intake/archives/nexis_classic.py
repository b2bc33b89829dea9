"""Nexis UK and older LexisNexis: a count, outlet, date, title, labels in capitals, the text."""

import re
from collections import Counter

from helpers.intake.archives import nexis_words as words
from helpers.intake.archives.nexis_words import Stated
from helpers.intake.documents.blocks import Block

COUNT = re.compile(r"(?:FOCUS - )?(?:([^\W\d]+) )?(\d+) ([^\W\d]{1,5}) (\d+)(?: ([^\W\d]+))?")
ITEMS = re.compile(r"[^\W\d]:\s*(\d{1,4})\s?-\s?(\d{1,4})(?!\S)")  # "Selected Items: 1-49"
FIRST = 40  # blocks among which the first count stands


def fits(blocks):
    """Whether a count of documents ("1 of 100 DOCUMENTS") stands before labels in capitals."""
    counts = [i for i, block in enumerate(blocks[:FIRST]) if _count(block)]
    return bool(counts) and any(
        (found := words.label(block)) and found[0].isupper()
        for block in blocks[counts[0] : counts[0] + FIRST]
    )


def split(blocks):
    """([(number, blocks of the document)], Stated)."""
    at = [i for i, block in enumerate(blocks) if _count(block)]
    forms = Counter(_count(blocks[i])[2] for i in at)
    at = [i for i in at if _count(blocks[i])[2] == forms.most_common(1)[0][0]]
    counts = [_count(blocks[i]) for i in at]
    ends = [*at[1:], len(blocks)]
    documents = [
        (number, blocks[start + 1 : end])
        for (number, _, _), start, end in zip(counts, at, ends, strict=True)
    ]
    total = Counter(total for _, total, _ in counts).most_common(1)[0][0]
    first, last = _items(blocks[: at[0]]) or (1, total)
    return documents, Stated(last - first + 1, {n: f"no. {n}" for n in range(first, last + 1)})


def missing(documents, stated):
    """What the export counts and does not hold (list of str)."""
    there = {number for number, _ in documents}
    return [name for number, name in stated.which.items() if number not in there]


def cells(blocks):
    """What a document states, as ``fields.article`` takes it."""
    day = next((i for i, block in enumerate(blocks[:10]) if i and words.is_day(block)), None)
    head = [b for b in blocks[: day or 1] if not words.is_copyright(b) and not words.label(b)]
    first = -1 if any(map(words.is_copyright, blocks[:1])) else 0  # below it, maybe wrapped
    rest = list(_parted(blocks[(day or 0) + 1 :]))
    top = next((i for i, block in enumerate(rest) if words.label(block)), min(1, len(rest)))
    labels, at = _labels(rest, top)
    body, more = _body(rest[at:])
    labels = [*labels, *more]
    stated = {words.field(name): value for name, value in reversed(labels)}
    titles = [block.text for block in rest[:top] if not words.is_copyright(block)]
    return {
        "outlet": head[first].text if head else "",
        "published": blocks[day].text if day else "",
        "title": stated.get("headline") or (titles[0] if titles else ""),
        "byline": stated.get("byline", ""),
        "url": stated.get("url", ""),
        "length": stated.get("length", ""),
        "language": words.spoken(more),
        "text": words.text(body),
    }


def _count(block):
    """(number, total, form) of "1 of 100 DOCUMENTS" in any language, else None."""
    match = COUNT.fullmatch(block.text) if len(block.text) < 60 else None
    if not match or not (match[1] or match[5]) or not 0 < int(match[2]) <= 10_000:
        return None
    return int(match[2]), int(match[4]), (match[1], match[3], match[5])


def _items(cover):
    """First and last number of what was asked for, where the cover tells."""
    for block in cover:
        match = ITEMS.search(block.text)
        if match and int(match[1]) <= int(match[2]) and not 1900 < int(match[1]) < 2100:
            return int(match[1]), int(match[2])
    return None


def _parted(blocks):
    """Blocks, with the label "BODY:" parted from the text that stands beside it."""
    for block in blocks:
        found = words.label(block)
        if found and words.is_heading(Block(found[0]), "body") and found[1]:
            yield Block(f"{found[0]}:")
            yield Block(found[1])
        else:
            yield block


def _labels(blocks, at):
    """Labels that follow one another from ``at`` on, and where the text begins."""
    labels = []
    while at < len(blocks) and (found := words.label(blocks[at])):
        at += 1
        if found[0].isupper() and not found[1] and words.is_heading(blocks[at - 1], "body"):
            break
        labels.append(found)
    return labels, at


def _body(blocks):
    """(blocks of the text, labels after it)."""
    end = len(blocks)
    while end and _is_after(blocks[end - 1]):
        end -= 1
    labelled = [i for i in range(end, len(blocks)) if words.label(blocks[i])]
    copyright = [i for i in range(end, len(blocks)) if words.is_copyright(blocks[i])]
    end = min([*labelled, *copyright, len(blocks)])
    for i, block in enumerate(blocks[:end]):
        found = words.label(block)
        if found and found[0].isupper() and words.field(found[0]) in ("graphic", "loaded"):
            end = i
            break
    after = [words.label(block) for block in blocks[end:]]
    return blocks[:end], [found for found in after if found]


def _is_after(block):
    """Whether a block may stand below the text: a label, a copyright, or a few words."""
    few = len(block.text.split()) <= 6 and not block.speech
    return bool(words.label(block)) or words.is_copyright(block) or few
