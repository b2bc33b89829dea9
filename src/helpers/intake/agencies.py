"""Which news agency a text credits."""

import re

from helpers.intake import dates, lists

NAMES = {row["written"]: row["agency"] for row in lists.read("agencies")}
NAMES |= {alias.upper(): name for alias, name in NAMES.items() if len(alias) > 3}
ALIAS = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
SEVERAL = rf"(?:{ALIAS})(?:\s*[/,;&+–-]\s*(?:and |und |et |y |и )?(?:{ALIAS}))*"
DATELINE = re.compile(  # "ALMATY (AP) —", "АЛМАТЫ, 5 января. /ТАСС/", "МОСКВА, 5 янв — РИА Новости"
    rf"(?P<place>[^\n]{{0,70}}?)(?:[(\[（/]\s*(?P<in>{SEVERAL})\s*[)\]）/]"
    rf"(?=\s*(?:[.:,;_–—-]|--|[^\W\d_]|$))|(?:^|[.,:–—-])\s*(?P<out>{SEVERAL})\s*[.:–—-](?=\W|$))"
)
ASIAN = re.compile(  # 新华社北京1月5日电, 【ワシントン共同】, (서울=연합뉴스)
    rf"[（【(［\[]?(?P<a>{ALIAS})[^\n。]{{0,25}}?[电電]|[【［\[][^\n】］\]]{{0,15}}?(?P<b>{ALIAS})"
    rf"[^\n】］\]]{{0,10}}[】］\]]|\([^\n()]{{1,10}}=(?P<c>{ALIAS})\)"
)
BYLINE = re.compile(
    r"^\W*(?:by|par|por|von|from|source|sources|quelle|fuente|fonte|источник|автор|дереккөз|"
    r"mit|mit material von|avec|con|"
    r"agency|agencies|agencia|agentur|with (?:inputs|files|reporting|additional reporting) from|"
    r"copyright|©|the|with|\d{4})\b[\s:]*",
    re.IGNORECASE,
)
STAFF = re.compile(r"\s+(?:staff|news agency|news|writers?|agency|correspondent|reporter)$", re.I)
LAST = re.compile(  # at the end of the last paragraphs: "… (Reuters)", "… — AFP", "with PTI inputs"
    rf"(?:\(\s*(?:with (?:inputs |files )?from\s+)?(?P<in>{SEVERAL})(?:\s+inputs)?\s*\)"
    rf"|(?<=[.!?”\"»])\s*[–—/-]+\s*(?P<out>{SEVERAL})/?)\W*$"
)
SIGNED = re.compile(
    r"^\W*(?:additional )?reporting by .{3,200}?[;.,]\s*(?:writing|editing) by ", re.I
)


def credited(text, byline=""):
    """Names of the agencies that a text or its byline credits, as "Reuters, AP"; "" for none.

    A credit stands in the byline, in a dateline that opens one of the first three paragraphs, as
    a line of its own among the first or last few, or at the end ("(Reuters)", "Source: TASS", the
    line "Reporting by …; Editing by …" that Reuters ends with). An agency that is only mentioned
    ("told Reuters", "according to TASS") is not credited.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [name for part in re.split(r"\n|\s\|\s", byline) for name in _names_only(part)]
    found += [name for line in lines[:3] for name in _opening(line)]
    ends = lines[:5] + lines[5:][-4:]
    found += [name for line in ends if len(line) > 2 for name in _names_only(line)]
    found += [name for line in lines[-4:] for name in _closing(line)]
    return ", ".join(dict.fromkeys(found))


def _split(several):
    """["Reuters", "AP"] of "Reuters/AP"."""
    return [NAMES[alias] for alias in re.findall(ALIAS, several)]


def dateline(line):
    """Place and day of the dateline with an agency that opens a paragraph, or ""."""
    return match["place"] if (match := _dateline(line)) else ""


def _opening(line):
    """Agencies in the dateline that opens a paragraph."""
    if match := ASIAN.match(line):
        return _split("".join(filter(None, match.groups())))
    match = _dateline(line)
    return _split(match["in"] or match["out"]) if match else []


def _dateline(line):
    match = DATELINE.match(line)
    if not match or not _is_dateline(match["place"], bracketed=bool(match["in"])):
        return None
    said = line[match.end() :].lstrip()[:1].islower()  # "The … (AP) said"
    return None if match["in"] and said else match


def _is_dateline(place, *, bracketed):
    """Whether these words are a place and a day: none of them, months aside, in lower case."""
    words = re.findall(r"[^\W\d_]{3,}", place)
    plain = all(not word[0].islower() or dates.is_month(word) for word in words)
    named = re.search(rf"(?:{ALIAS})\W*$", place)  # "The Associated Press (AP)"
    return plain and not named and (bracketed or bool(place.strip()))


def _names_only(line):
    """Agencies of a line or byline that holds names only: "By Jane Doe, Associated Press"."""
    if len(line) > 150 or line.endswith("?"):
        return []
    line = re.sub(r"\W*all rights reserved\W*$", "", line, flags=re.I)
    while (shorter := BYLINE.sub("", line)) != line:
        line = shorter
    found = []
    parts = re.split(
        r"\s*(?:[,;/|&+()–—·]|\.\s)\s*|\s+(?:and|und|et|y|и|with|for|via|-)\s+", line.strip(" ./")
    )
    for part in parts:
        part = STAFF.sub("", re.sub(r"^(?:the|in|by)\s+", "", part.strip(" .-"), flags=re.I))
        if part in NAMES:
            found.append(NAMES[part])
        elif any(len(word) > 3 and word[0].islower() for word in part.split()):  # a sentence
            return []
    return found


def _closing(line):
    """Agencies credited at the end of a paragraph."""
    if SIGNED.match(line):
        return ["Reuters"]
    match = LAST.search(line)
    return _split(match["in"] or match["out"]) if match else []
