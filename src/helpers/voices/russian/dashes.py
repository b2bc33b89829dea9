"""Direct speech that dashes mark, and quotations that the author breaks off (Russian)."""

import re

from helpers.voices.russian.indirect import CUE

# ", — сказал он. — ": the author's words within speech, up to the dash after which it goes on.
AUTHOR = re.compile(
    rf"[,.!?…]?\s+[—–-]\s+(?P<cue>{CUE.pattern})\b(?P<name>[^.,—–«»\n]{{0,80}})[^—–«»\n]{{0,120}}?(?:[.,]\s+[—–-]\s+|(?P<end>[.»]?\s*$))",
    re.IGNORECASE,
)


def spoken(text):
    """Spans (start, end, "quoted", cue, speaker) of speech that a dash opens at a line's beginning:
    "— Да, — сказал он. — Мы видели"."""
    found, at = [], 0
    for line in text.split("\n"):
        opening = re.match(r"\s*[—–-]\s+(?=\S)", line)
        if opening:
            found += _parts(line, 0, len(line), at)
        at += len(line) + 1
    return found


def interrupted(text, marked):
    """The quotations that the author does not break off, and the parts of those he does:
    «Да, — сказал он, — мы видели»."""
    kept, found = [], []
    for quote in marked:
        body = text[quote.start : quote.end]
        match = AUTHOR.search(body)
        if match and match["end"] is None:
            found += _parts(body, 0, len(body), quote.start)
        else:
            kept.append(quote)
    return kept, found


def _parts(body, start, end, base):
    match = AUTHOR.search(body, start, end)
    if not match:
        return [(base + start, base + end, "quoted", None, None)]
    cue = (base + match.start("cue"), base + match.end("cue"))
    name = match["name"].strip()
    begin = base + match.start("name") + match["name"].find(name)
    speaker = (begin, begin + len(name)) if name else None
    found = [(base + start, base + match.start(), "quoted", cue, speaker)]
    if match["end"] is None and match.end() < end:
        found.append((base + match.end(), base + end, "quoted", cue, speaker))
    return found
