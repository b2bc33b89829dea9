"""Read lexicons from the files of other programs, and write them as YAML."""

import codecs
import re
import warnings
from pathlib import Path

from charset_normalizer import from_bytes

from helpers.errors import InputError
from helpers.files import store
from helpers.frames import foreign, notation, trees

LARGEST = 50_000_000  # bytes
READERS = {
    ".yml": notation.read,
    ".yaml": notation.read,
    ".dic": foreign.liwc,
    ".lcd": foreign.lexicoder,
    ".lc3": foreign.lexicoder,
    ".ykd": foreign.yoshikoder,
    ".cat": foreign.wordstat,
}
MARKS = {  # the longer first
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read(path, encoding=None):
    """Read a lexicon, by the ending of its name.

    ``.yml``, ``.yaml``: the project's own form or a plain tree of lists as quanteda writes it.
        The own form holds ``frames``: each a list of patterns, or a mapping with ``patterns`` and,
        as wanted, ``except``, ``rejected``, ``kind`` (glob, fixed, regex), ``label``,
        ``definition``, ``reasoning`` and nested ``frames``; beside it ``language``, ``title``,
        ``version``, ``negators``, ``window``, ``case_sensitive``
    ``.dic``: LIWC, hierarchical by tabs or flat
    ``.lcd``, ``.lc3``: Lexicoder; ``.ykd``: Yoshikoder; ``.cat``: WordStat

    encoding : of the file; if not given, what a byte order mark or an XML declaration says, else
        UTF-8 or UTF-16, else a guess, with a warning

    Returns Lexicon. Raises InputError with file and line where the file is malformed; entries that
    cannot be read or that belong nowhere are named in a warning.

    >>> frames.read("corpus/frames.yml").language
    'en'
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: no lexicon format ends in {path.suffix!r}: {', '.join(READERS)}")
    found = reader(path, _decode(path, encoding))
    return trees.lexicon(path, found) if isinstance(found, dict) else found


def write(lexicon, path):
    """Write a lexicon as YAML in the project's own form; ``read`` gives the same lexicon back.

    >>> frames.write(lexicon, folder / "mine.yml")
    >>> frames.read(folder / "mine.yml") == lexicon
    True
    """
    store.put(path, notation.write(lexicon).encode())


def _decode(path, encoding):
    """The text of a file, without marks that no one sees."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: is larger than {LARGEST // 1_000_000} MB: no lexicon is")
        raw = path.read_bytes()
        encoding = encoding or _declared(raw)
        body = raw.decode(encoding) if encoding else _guess(path, raw)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeError, LookupError) as error:
        raise InputError(f"{path}: cannot be read as {encoding or 'text'}: {error}") from None
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]", "", body)


def _declared(raw):
    """The encoding that the bytes themselves name or show, else None."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return encoding
    said = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", raw)
    if said:
        return said[1].decode("ascii")
    zeros = [raw[side:2000:2].count(0) for side in (0, 1)]  # every other byte of Latin letters
    if max(zeros) > len(raw[:2000]) / 5:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return None


def _guess(path, raw):
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(raw).best()
    encoding = best.encoding if best else "cp1252"
    warnings.warn(
        f"{path} is not UTF-8 and was read as {encoding}, a guess: say encoding=… if letters look "
        "wrong",
        stacklevel=4,
    )
    return raw.decode(encoding)
