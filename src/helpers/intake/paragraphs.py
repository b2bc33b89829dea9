"""The paragraphs of a plain text, wherever its lines break."""

import re

COUNT = re.compile(r"(?:[^\W\d]+ )?\d+ [^\W\d]{1,5} \d+(?: [^\W\d]+)?")
COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)|all rights reserved|alle rechte|tous droits|todos los derechos|"
    r"todos os direitos|tutti i diritti|все права)",
    re.IGNORECASE,
)
WIDEST = 100  # characters of a line in a text that was wrapped for reading


def of(text):
    """Paragraphs (list of str), each on one line.

    Blank lines part paragraphs. Lines with none between are one paragraph if they were wrapped:
    none is wide, and only the last is much shorter than the others; else each is one.
    """
    found = []
    for block in re.split(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+", _unix(text).strip("\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        found += [" ".join(lines)] if is_wrapped(lines) else lines
    return found


def of_export(text):
    """Paragraphs of a text that a database made, of which all or none is wrapped for reading.

    Where it is, all lines between blank ones are joined, but for counts ("1 of 100 DOCUMENTS") and
    the line of the copyright.
    """
    lines = [line.strip(" \t") for line in _unix(text).split("\n")]
    full = [line for line in lines if line]
    if sum(len(line) > WIDEST for line in full) * 50 > len(full):
        return full
    text = "\n".join(f"\n{line}\n" if _is_alone(line) else line for line in lines)
    return [" ".join(block.split("\n")) for block in re.split("\n{2,}", text.strip("\n")) if block]


def _is_alone(line):
    return bool(COUNT.fullmatch(line) or COPYRIGHT.match(line))


def is_wrapped(lines):
    """Whether lines are one paragraph, broken for the sake of width."""
    widest = max(map(len, lines), default=0)
    wide = all(len(line) >= 0.6 * widest for line in lines[:-1])
    return len(lines) > 1 and 40 < widest <= WIDEST and wide


def _unix(text):
    return (
        re.sub(r"\r\n?|[\u2028\x0b\x85]", "\n", text)
        .replace("\u2029", "\n\n")
        .replace("\f", "\n\n")
    )
