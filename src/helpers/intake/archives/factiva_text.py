"""Articles from Factiva's exports as text or RTF: with field codes, or in its Article Format."""

import re

from helpers.errors import InputError
from helpers.intake import dates, fields, languages, lists, markup
from helpers.intake.archives.factiva import COUNT, NUMBER, SOURCE, TIME
from helpers.intake.documents import rtf
from helpers.intake.paragraphs import COPYRIGHT

ALONE = re.compile(r"(?m)^[ \t]*(HD|PD|SN|LP|TD|AN)[ \t]*$")
BEGIN = "HD"  # what may stand before the headline of an article: SE, CLM
ABOVE = 4  # lines above the count of words in which headline and author stand


def read(content, *, name):
    """Yield an Article for each of an export (bytes).

    With codes (HD, BY, WC, PD, SN, LA, LP, TD …) each stands on a line of its own, or before its
    value. In the Article Format lines follow in one order: headline, author, count of words, date,
    time, source, its code, language, copyright, the text, and "Document …" at the end.

    Raises InputError where it is no such export; and, after all articles, where one is empty or
    the export breaks off within one.
    """
    lines, doubts = _lines(content, name)
    records = _coded(lines) or _placed(lines)
    if not records:
        raise InputError(f"{name}: is not an export of Factiva in a known layout")
    faults = []
    for number, cells in enumerate(records, 1):
        ended, count = cells.pop("ended"), cells.pop("count")
        if not cells["text"]:
            faults.append(f"article {number} of {len(records)} has no text")
        where = dict.fromkeys(cells, "export")
        article = fields.article(cells, source=f"{name}#{number}", where=where)
        yield article.warn(*doubts, *lists.held_against(count, article.text))
        doubts = []
    if not ended:
        faults.append(f"breaks off within article {len(records)}: there may have been more")
    if faults:
        raise InputError(f"{name}: {'; '.join(faults)}")


def is_export(content, *, name):
    """Whether a text or RTF (bytes) is an export that ``read`` knows."""
    if content.lstrip().startswith(b"{\\rtf"):
        return b"Document " in content and bool(_placed(_lines(content, name)[0]))
    start = markup.decode(content[:50_000])[0]
    if {"HD", "PD"} <= set(ALONE.findall(start)):
        return True
    return "Document " in start and bool(_placed(start.splitlines()))


def _lines(content, name):
    if content.lstrip().startswith(b"{\\rtf"):
        return [markup.clean(line) for line in rtf.text(content, name).splitlines()], []
    text, doubts = markup.decode(content)
    return [markup.clean(line) for line in text.splitlines()], doubts


def _coded(lines):
    """The articles of an export with codes, [] for one without."""
    known = set(lists.column("factiva_codes", "code"))
    if sum(line in ("HD", "PD", "SN") for line in lines) < 2:
        return []
    records, code = [], ""
    for line in lines:
        if line in known:
            code = line
            if code == BEGIN or not records:
                records.append({})
            records[-1].setdefault(code, [])
        elif records and code and line:
            records[-1][code].append(line)
    return [_of_codes(record) for record in records if "HD" in record]


def _of_codes(record):
    def said(code):
        return " ".join(record.get(code, []))

    return {
        "title": said("HD"),
        "byline": " | ".join(said(code) for code in ("BY", "CR") if said(code)),
        "published": said("PD"),
        "outlet": said("SN"),
        "language": said("LA"),
        "text": "\n".join([*record.get("LP", []), *record.get("TD", [])]),
        "count": said("WC"),
        "ended": any(code in record for code in ("AN", "RE", "IN", "NS", "PUB", "IPD", "CO"))
        or "TD" in record,
    }


def _placed(lines):
    """The articles of an export without codes, [] where nothing shows that it is one."""
    lines = [line for line in lines if line]
    heads = [i for i in range(1, len(lines) - 3) if _is_head(lines, i)]
    ends = [i for i, line in enumerate(lines) if NUMBER.fullmatch(line)]
    if not heads or not ends:
        return []
    found = []
    for at, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        end = next((i for i in ends if at < i < following), None)
        before = max([i for i in ends if i < at], default=-1) + 1
        found.append(_of_place(lines, max(before, at - ABOVE), at, end, following))
    return found


def _is_head(lines, i):
    """Whether line i counts words, and the next states the day."""
    return bool(COUNT.fullmatch(lines[i])) and len(lines[i]) < 30 and _is_day(lines[i + 1])


def _of_place(lines, first, at, end, following):
    below = at + 2
    while below < following and TIME.fullmatch(lines[below]):
        below += 1
    outlet, language, start = lines[below], "", below + 1
    for i in range(below + 1, min(below + 7, following)):
        if SOURCE.fullmatch(lines[i]) or (languages.code(lines[i]) and len(lines[i]) < 30):
            language = lines[i] if languages.code(lines[i]) and not language else language
            start = i + 1
        elif COPYRIGHT.match(lines[i]):
            start = i + 1
            break
    above = lines[first:at]
    return {
        "title": above[0] if above else "",
        "byline": " | ".join(above[1:]),
        "published": lines[at + 1],
        "outlet": outlet,
        "language": language,
        "text": "\n".join(lines[start : following if end is None else end]),
        "count": lines[at],
        "ended": end is not None,
    }


def _is_day(line):
    day = dates.parse(line) if len(line) < 60 else None
    return bool(day) and day.precision == "day"
