"""Load the made-up texts with their annotated spans."""

import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "voices_made_up"
TAG = re.compile(r"<(?P<close>/?)(?P<kind>[qrx])(?P<rest>[^>]*)>")
VOICES = {"q": "quoted", "r": "reported", "x": "scare"}


class Text(NamedTuple):
    file: str
    name: str
    language: str
    hard: str
    body: str
    spans: list  # (start, end, voice, speaker, entity)


def load():
    """All made-up texts, as Text."""
    return [
        _text(file.stem, block)
        for file in sorted(FOLDER.glob("*.txt"))
        for block in file.read_text("utf-8").split("\n===\n")
    ]


def _text(file, block):
    head, _, tagged = block.strip().partition("\n")
    name, language, hard = re.fullmatch(r"# (.+) \((\w\w)\): (.+)", head).groups()
    body, spans, opened, at = "", [], None, 0
    for match in TAG.finditer(tagged):
        body += tagged[at : match.start()]
        at = match.end()
        if match["close"]:
            spans.append((opened[0], len(body), *opened[1:]))
        else:
            given = dict(re.findall(r'(\w)="([^"]*)"', match["rest"]))
            speaker = given.get("s", "")
            opened = (len(body), VOICES[match["kind"]], speaker, given.get("e", ""))
    return Text(file, name, language, hard, body + tagged[at:], spans)
