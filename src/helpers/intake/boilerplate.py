"""Lines that stand around articles and are no part of them: links, notices, bylines, dates."""

import functools
import re
from pathlib import Path

import yaml

from helpers.intake import dates, markup

LONGEST = 200  # characters; longer lines are paragraphs
TOP, END = 6, 4  # lines of a text among which bylines and dates may stand
COUNTS = re.compile(  # 4 min read, 12 просмотров, 10:30
    r"\W*(?:\d+[.,]?\d*k? ?(?:min(?:ute)?s?(?: read)?|мин\.?(?: чтения)?|минут\w*(?: чтения)?|"
    r"comments?|shares?|views?|просмотр\w*|комментари\w*|次阅读|閲覧)|\d{1,2}[:.]\d\d)\W*",
    re.IGNORECASE,
)
CONTACT = re.compile(r"\W*(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w+)\W*")  # of the reporter
GLUED = re.compile(r"(?<=[.!?”\"’»…])(?:ALSO READ|READ ALSO|READ MORE|ЧИТАЙТЕ ТАКЖЕ):.*")


def tidy(text, *, title="", bylines=()):
    """A text without the lines around its article.

    title : its headline: what stands above it in the text is the masthead; it goes too
    bylines : names of authors as stated; lines that hold just those go
    """
    lines = [markup.clean(GLUED.sub("", line)) for line in text.splitlines()]
    lines = [line for line in lines if line]
    lines = lines[_headline(lines, title) :]
    known = {letters(name) for name in bylines} - {""}
    kept = []
    for number, line in enumerate(lines):
        last = number >= len(lines) - END
        outer = number < TOP or last
        signed = outer and (letters(line) in known or is_byline(line))
        contact = last and len(line) < LONGEST and CONTACT.fullmatch(line)
        if is_notice(line) or signed or contact:
            continue
        kept.append(line)
    return "\n".join(kept)


def is_notice(line):
    """Whether a line is a link to another article, a button, a notice or a caption's credit."""
    plain = line.casefold().strip(" \t-–—|•·*>»«<:.!…()（）[]【】")
    if plain in _words("notices") or (len(line) < LONGEST and COUNTS.fullmatch(line)):
        return True
    if match := _beginning("also_read").match(plain):
        rest = plain[match.end() :].lstrip()
        return not rest or (rest[0] in ":：|>»–—-" and len(line) < 2 * LONGEST)
    if len(line) > LONGEST:
        return False
    if match := _beginning("labels").match(plain):
        return plain[match.end() :].lstrip()[:1] in tuple(":：/|©")
    return bool(_beginning("openings").match(plain))


def is_byline(line):
    """Whether a line is only a byline or a date: "By Jane Doe", "5 января 2022, 10:30"."""
    if len(line) > 90 or line[0] in "—–" or re.search(r"[^\W\d_]{3,}[.!?]$", line):
        return False
    if start := opens_as_byline(line):
        names = re.findall(r"[^\W\d_]{4,}", line[start:])
        return 0 < len(names) < 7 and not any(name[0].islower() for name in names)
    return is_date(line)


def opens_as_byline(line):
    """Length of the "By" that opens a line, in any language; 0 where none does."""
    match = _beginning("bylines").match(line.casefold())
    return match.end() if match else 0


def is_date(line):
    """Whether a line is a date and little else."""
    return len(line) < 60 and dates.parse(line) is not None and len(line.split()) < 9


def letters(text):
    """The letters and digits of a text, in lower case: what is compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _headline(lines, title):
    """Number of the first line below the headline, if that stands at the top; else 0."""
    wanted = letters(title)
    found = [i for i, line in enumerate(lines[: 2 * TOP]) if wanted and letters(line) == wanted]
    return found[0] + 1 if found else 0


@functools.cache
def _words(kind):
    """The phrases of a kind, in lower case."""
    found = _file()[kind]
    phrases = (
        [phrase for some in found.values() for phrase in some] if isinstance(found, dict) else found
    )
    return frozenset(str(phrase).casefold() for phrase in phrases)


@functools.cache
def _beginning(kind):
    """A pattern for what begins with one of the phrases of a kind."""
    phrases = sorted(_words(kind), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?:(?<=[^\x00-\u2fff])|(?!\w))")


@functools.cache
def _file():
    return yaml.safe_load(Path(__file__).with_name("boilerplate.yml").read_text(encoding="utf-8"))
