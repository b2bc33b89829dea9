"""Articles from ProQuest's exports as text: records of labelled fields between lines of marks."""

import re

from helpers.errors import InputError
from helpers.intake import dates, fields, lists, markup

RULE = re.compile(r"_{20,}")
LABEL = re.compile(r"([A-Z][A-Za-z /-]{2,40}): ?(.*)")
PLACE = re.compile(
    r"\s*(?:;.*|,? ?\[[^\]]*\].*)$", re.S
)  # "The Post ; Nowhere (UK) [London]. 6 Jan"


def read(content, *, name):
    """Yield an Article for each record of an export (bytes).

    Raises InputError where it is no such export; and, after all articles, naming records without
    a text.
    """
    text, doubts = markup.decode(content)
    records = list(_records(text))
    if not records:
        raise InputError(f"{name}: is not an export of ProQuest in a known layout")
    faults = []
    for number, (title, said) in enumerate(records, 1):
        info = said.get("Publication info", "")
        cells = {
            "title": title or said.get("Title", ""),
            "outlet": PLACE.sub("", said.get("Publication title", "") or info),
            "published": said.get("Publication date", "") or _last_day(info),
            "byline": said.get("Author", "").strip(),
            "language": said.get("Language of publication", said.get("Language", "")),
            "url": said.get("Document URL", ""),
            "text": said.get("Full text", ""),
        }
        if not cells["text"]:
            faults.append(f"record {number} of {len(records)} has no full text")
        where = dict.fromkeys(cells, "export")
        article = fields.article(cells, source=f"{name}#{number}", where=where)
        yield article.warn(*doubts)
        doubts = []
    if faults:
        raise InputError(f"{name}: {'; '.join(faults)}")


def is_export(content, *, name):
    """Whether a text (bytes) is an export that ``read`` knows."""
    start = markup.decode(content[:50_000])[0]
    return (bool(RULE.search(start)) and "Publication info: " in start) or (
        "ProQuest document ID: " in start and "Full text: " in start
    )


def _records(text):
    """(title, fields) of each record that has fields."""
    known = set(lists.column("proquest_labels", "label"))
    for part in RULE.split(text):
        lines = [markup.clean(line) for line in part.splitlines()]
        title, said, label = "", {}, ""
        for line in filter(None, lines):
            match = LABEL.fullmatch(line)
            if match and match[1] in known:
                label = match[1]
                said.setdefault(label, match[2].strip())
            elif label:
                said[label] = f"{said[label]}\n{line}".strip()
            else:
                title = title or line
        if len(said) > 2:
            yield title, said


def _last_day(info):
    """The day in "The Post ; Nowhere (UK) [London (UK)]. 6 Jan 2022: 3."."""
    after = info.rpartition("].")[2] or info
    day = dates.parse(after, language="en-GB")
    return day.date if day else ""
