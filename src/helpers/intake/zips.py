"""Whether an office file, which is a zip of XML, can be opened without harm."""

import io
import zipfile

from helpers.errors import InputError
from helpers.intake import careful

MOST_FILES = 5_000
MOST_XML = 30_000_000  # bytes of one XML part, unpacked; 5,000 pages of text have less
MOST = 300_000_000  # bytes of all parts, unpacked; pictures are never unpacked
DECLARES = (b"<!DOCTYPE", b"<!ENTITY")


def check(content, name):
    """Raise InputError where a file (bytes) is no zip, unpacks too large, or declares entities.

    Python's zipfile never unpacks more of a part than its stated size, so that can be trusted.
    """
    with careful.reading(name, "zipped office file"), zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = file.infolist()
        size = sum(part.file_size for part in parts)
        xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        largest = max((part.file_size for part in xml), default=0)
        if len(parts) > MOST_FILES or size > MOST or largest > MOST_XML:
            raise InputError(
                f"{name}: unpacks to {len(parts):,} parts of {size / 1e6:,.0f} MB, the largest "
                f"text {largest / 1e6:,.0f} MB: more than articles have (at most {MOST_FILES:,}, "
                f"{MOST / 1e6:.0f} and {MOST_XML / 1e6:.0f} MB); split the file, or refuse it"
            )
        if any(part.flag_bits & 1 for part in parts):
            raise InputError(f"{name}: is encrypted: open it with its password and save it without")
        for part in xml:
            _refuse_entities(file.read(part), name, part.filename)


def _refuse_entities(xml, name, part):
    plain = xml.replace(b"\0", b"")  # UTF-16 too
    if any(word in plain for word in DECLARES):
        raise InputError(f"{name}: {part} declares XML entities, which no office program writes")
