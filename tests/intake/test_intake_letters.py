"""Bytes that declare no encoding: made-up texts, re-encoded as old programs save them."""

import pytest
import yaml
from conftest import PROJECT

from helpers.errors import InputError
from helpers.intake import kinds, markup

WRITTEN = yaml.safe_load((PROJECT / "tests/made_up_languages.yml").read_text("utf-8"))
MORE = {
    "nl": "De burgemeester van het verzonnen eiland zei dat de prijs van brandstof “te hoog” is, "
    "en dat de reünie van de coöperatie één keer werd uitgesteld. Zo’n café kost € 3 – niet meer. ",
    "sv": "Borgmästaren på den påhittade ön sade att priset på bränsle är ”alldeles för högt”, och "
    "att färjan går på lördag. Gästerna åt smörgås på kaféet – och gick hem. ",
    "en": "The mayor of the made-up island said that fuel is “far too dear”, and that the ferry’s "
    "café would stay shut – for now… Nobody’s fault, she said. ",
}
ENCODINGS = {
    "cp1252": ["en", "fr", "de", "es", "it", "pt", "nl", "sv"], "cp1250": ["pl", "cs", "hu", "ro"],
    "cp1251": ["ru", "uk", "bg"], "cp1254": ["tr"], "cp932": ["ja"], "gb18030": ["zh"],
    "euc-kr": ["ko"], "mac_roman": ["fr", "de", "es"],
}  # fmt: skip


def written(language):
    if language in MORE:
        return MORE[language] * 8
    about = WRITTEN[language]
    return "\n".join([*about["titles"], *about["paragraphs"]])


@pytest.mark.parametrize(
    ("encoding", "language"), [(e, one) for e, languages in ENCODINGS.items() for one in languages]
)
def test_no_letter_is_wrong(encoding, language):
    raw = written(language).encode(encoding, "ignore")
    text, doubts = markup.decode(raw)
    assert text == raw.decode(encoding)
    assert raw.isascii() or len(doubts) == 1


def test_an_encoding_can_be_said():
    raw = "title;text\nErfunden;Geprüfte Größe der erfundenen Ölmühle".encode("cp850")
    (one,) = kinds.read(raw, name="a.csv", how=kinds.How(encoding="cp850"))
    assert one.text == "Geprüfte Größe der erfundenen Ölmühle"
    for encoding, said in (
        ("cp9999", "cp9999' is not an encoding"),
        ("ascii", "is not in ascii: byte"),
    ):
        with pytest.raises(InputError, match=said):
            list(kinds.read(raw, name="a.csv", how=kinds.How(encoding=encoding)))


def test_the_doubt_is_said_once_a_file():
    rows = "".join(f"Erfunden {i};Die Größe der erfundenen Mühle für Öl.\n" for i in range(3))
    found = list(kinds.read(f"title;text\n{rows}".encode("cp1252"), name="a.csv"))
    assert [sum("encoding" in w for w in article.warnings) for article in found] == [1, 0, 0]
