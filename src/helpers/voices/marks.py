"""What stands between quotation marks."""

import re
from typing import NamedTuple

OPENING = {"“": "”", "„": "“”", "«": "»", "``": "''", "‘‘": "’’", "‘": "’", "'": "'", '"': '"”'}
MARK = re.compile(r"``|''|‘‘|’’|[“”„«»\"‘’']")
# ", the witness said" and ", said the witness": what stands before it was quoted.
SAID = "said|says|told|wrote|added|asked|replied|explained"
TRAILING = re.compile(
    rf",\s+(?:(?:[A-Z]|[Tt]he |an? |he |she |they |it |one |his |her |its |their )"
    rf"[^,.\n]{{0,60}}?\b(?:{SAID})\b"
    rf"|(?:{SAID})\s+[A-Z\w]|according to\b)"
)
DOUBLE = set('“„«"') | {"``", "‘‘"}


class Quote(NamedTuple):
    """A stretch between marks, the marks included. ``whole`` is False where a mark is missing."""

    start: int
    end: int
    whole: bool


def quotes(text):
    """The outermost quotations of ``text`` in order, as Quote (start, end, whole).

    Double marks of all kinds, and single ones where they quote: after a blank and before a letter,
    closed before a blank or a full stop. A quotation that is reopened in the next paragraph goes
    on; one that is never closed ends with its paragraph, or where a cue follows a comma.

    >>> [(quote.start, quote.end) for quote in voices.quotes("He said “no” twice.")]
    [(8, 12)]
    """
    found, carried = [], None
    for start, end in _paragraphs(text):
        marks = [m for m in MARK.finditer(text, start, end) if _may_quote(text, m)]
        part, carried = _paragraph(text, start, end, marks, carried)
        found += part
    return found


def _paragraphs(text):
    start = 0
    for match in re.finditer(r"\n", text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _may_quote(text, match):
    """Whether a mark can open or close a quotation: apostrophes cannot."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match[0] not in ("'", "’", "‘"):
        return True
    return not (before.isalnum() and after.isalnum()) and not after.isdigit()


def _paragraph(text, start, end, marks, carried):
    """Quotations of one paragraph, and the closing mark that is still awaited at its end."""
    found, awaited, begin = [], None, None
    if carried and text[start:end].strip() and not _reopens(text, start, carried):
        carried = None
    last = _last_closing(text, marks)
    for match in marks:
        mark = match[0]
        if awaited is None:
            if _opens(text, match, last):
                awaited, begin = OPENING[mark], match.start()
        elif (mark in awaited or _stands_in(text, match, awaited, last)) and _closes(
            text, match, awaited
        ):
            found.append(Quote(begin, match.end(), True))
            awaited = None
        elif awaited == '"”' and mark == '"':
            # A straight mark that can only open: the one before was never closed.
            found.append(Quote(begin, match.start(), False))
            begin = match.start()
    if awaited is None:
        return found, None
    if awaited in ("”", "“”", "»", '"”', "''", "’’"):
        goes_on = text[end + 1 : end + 2] in OPENING and text[end + 1 : end + 2] in DOUBLE
        last = end if goes_on else _bound(text, begin, end)
        found.append(Quote(begin, last, goes_on))
        return found, awaited if goes_on else None
    return found, None


def _last_closing(text, marks):
    """Where the last mark of each kind stands that can close."""
    return {match[0]: match.start() for match in marks if _closes(text, match, match[0])}


def _stands_in(text, match, awaited, last):
    """Whether a straight mark closes what a curly one opened."""
    before = text[match.start() - 1]
    return (
        awaited == "”"
        and match[0] in ('"', "’’", "''")
        and not before.isspace()
        and last.get("”", -1) < match.start()
    )


def _reopens(text, start, carried):
    return text[start : start + 1] in DOUBLE


def _opens(text, match, last):
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if match[0] in ("”", "»", "’", "’’", "''"):
        return False
    if match[0] in ("'", "‘"):
        return (
            (not before or before.isspace() or before in "([—–-:,")
            and after.isalnum()
            and last.get(OPENING[match[0]], -1) > match.start()
        )
    if match[0] == '"':
        return bool(after) and not (after.isspace() and before and not before.isspace())
    return True


def _closes(text, match, awaited):
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if awaited in ("'", "’"):
        return not before.isspace() and not after.isalnum()
    if awaited == '"”' and match[0] == '"':
        only_opens = (not before or before.isspace() or before in "(—") and after.isalnum()
        return not only_opens
    return True


def _bound(text, begin, end):
    """Where a quotation ends whose closing mark is missing: before ", X said", or its paragraph."""
    match = TRAILING.search(text, begin, end)
    return match.start() + 1 if match else end
