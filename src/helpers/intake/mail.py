"""Articles in mails: a newsletter or an alert as .eml, or many as .mbox."""

import email
import re
from email import policy
from email.utils import parseaddr, parsedate_to_datetime

from helpers.errors import InputError
from helpers.intake import careful, fields

BEGIN = re.compile(rb"(?m)^From \S+ .*\d{4}\r?$")  # of each mail in an mbox
FORWARDED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|fw)\s*:\s*)+", re.I)


def read(content, *, name):
    """Yield an Article for each mail (bytes): subject, day, sender as outlet, decoded text.

    The text is that of the plain part, else of the HTML part. Raises InputError where no mail has
    a text.
    """
    parts = _parted(content)
    empty = 0
    for number, part in enumerate(parts, 1):
        with careful.reading(name, "mail"):
            mail = email.message_from_bytes(part, policy=policy.default)
            body = mail.get_body(("plain", "html"))
            text = body.get_content() if body is not None else ""
            sender, address = parseaddr(str(mail.get("From", "")))
            subject, stated = str(mail.get("Subject", "")), str(mail.get("Date", ""))
        if not text.strip():
            empty += 1
            continue
        cells = {
            "title": FORWARDED.sub("", subject),
            "outlet": sender or address.partition("@")[2],
            "published": _day(stated),
            "text": text,
        }
        where = {"title": "Subject", "outlet": "From", "published": "Date", "text": "mail"}
        source = f"{name}#{number}" if len(parts) > 1 else name
        article = fields.article(cells, source=source, where=where)
        yield article.warn("a mail: is its sender the outlet, and its text one article?")
    if empty:
        raise InputError(f"{name}: {empty} of {len(parts)} mail(s) hold no text")


def _parted(content):
    """The mails of an mbox; of a single mail, itself."""
    starts = [match.start() for match in BEGIN.finditer(content)]
    if not starts or starts[0] > 0:
        return [content]
    ends = [*starts[1:], len(content)]
    parts = [content[start:end] for start, end in zip(starts, ends, strict=True)]
    return [part.partition(b"\n")[2].replace(b"\n>From ", b"\nFrom ") for part in parts]


def _day(stated):
    try:
        return parsedate_to_datetime(stated).date().isoformat()
    except (ValueError, TypeError):
        return stated
