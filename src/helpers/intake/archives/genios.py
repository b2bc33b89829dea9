"""Articles from GENIOS (wiso, GBI) as text: each ends with its source, section and number."""

import re

from helpers.errors import InputError
from helpers.intake import fields, markup

SOURCE = re.compile(r"Quelle:\s*(.+?)\s+(?:vom|Nr\.[^,]*,|,)?\s*(\d{1,2}\.\d{1,2}\.\d{4})(.*)")
HEADER = re.compile(r".{2,80} vom \d{1,2}\.\d{1,2}\.\d{4}\b.*")
PAGE = re.compile(r"Seite \d+ von \d+")
FIELD = re.compile(
    r"(Ressort|Rubrik|Dokumentnummer|Autor|Ausgabe|Seite|ISSN|Dauerhafte Adresse des Dokuments|"
    r"Alle Rechte vorbehalten|Copyright|©)\b[:\s](.*)"
)


def read(content, *, name):
    """Yield an Article for each of an export (bytes).

    Raises InputError where it is no such export; and, after all articles, where one has no text or
    the export breaks off within one.
    """
    text, doubts = markup.decode(content)
    lines = [markup.clean(line) for line in text.splitlines()]
    parts, part, faults = [], [], []
    for line in filter(None, lines):
        if PAGE.fullmatch(line):
            continue
        if SOURCE.fullmatch(line):
            parts.append((part, {"Quelle": line}))
            part = []
        elif parts and not part and (match := FIELD.fullmatch(line)):
            parts[-1][1][match[1]] = match[2].strip()
        else:
            part.append(line)
    if not parts:
        raise InputError(f"{name}: is not an export of GENIOS in a known layout")
    for number, (body, said) in enumerate(parts, 1):
        source = SOURCE.fullmatch(said["Quelle"])
        body = body[1:] if body and HEADER.fullmatch(body[0]) else body
        cells = {
            "title": body[0] if body else "",
            "outlet": source[1],
            "published": source[2],
            "byline": said.get("Autor", ""),
            "language": "de",
            "url": said.get("Dauerhafte Adresse des Dokuments", ""),
            "text": "\n".join(body[1:]),
        }
        if not cells["text"]:
            faults.append(f"article {number} of {len(parts)} has no text")
        where = dict.fromkeys(cells, "export") | {"language": "archive"}
        article = fields.article(_in_own_language(cells), source=f"{name}#{number}", where=where)
        yield article.warn(*doubts)
        doubts = []
    if len(" ".join(part).split()) > 50:
        faults.append(f"breaks off after article {len(parts)}: there may have been more")
    if faults:
        raise InputError(f"{name}: {'; '.join(faults)}")


def is_export(content, *, name):
    """Whether a text (bytes) is an export that ``read`` knows."""
    start = markup.decode(content[:50_000])[0]
    return bool(re.search(rf"(?m)^[^\S\n]*{SOURCE.pattern}[^\S\n]*$", start)) and bool(
        re.search(r"(?m)^[^\S\n]*(?:Dokumentnummer|Ressort):", start)
    )


def _in_own_language(cells):
    """German days are read as such; the language itself is told by the text."""
    day, month, year = cells["published"].split(".")
    return cells | {"published": f"{year}-{int(month):02}-{int(day):02}", "language": ""}
