"""Articles from pages that a browser saved as one file (MHTML), or that came as mail."""

import email
from email import policy

from helpers.errors import InputError
from helpers.intake import careful
from helpers.intake.pages import page as pages


def read(content, *, name):
    """Yield the Article of the first page in an MHTML file or a mail (bytes).

    Raises InputError where it holds no page.
    """
    with careful.reading(name, "saved page (MHTML)"):
        message = email.message_from_bytes(content, policy=policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        if not parts:
            raise InputError(f"{name}: holds no page in HTML")
        page, encoding = parts[0].get_payload(decode=True), parts[0].get_content_charset("")
        stated = [message["Snapshot-Content-Location"], parts[0]["Content-Location"]]
        url = next((str(one) for one in stated if str(one).startswith("http")), "")
    yield pages.read(page or b"", url=url, name=name, encoding=encoding)
