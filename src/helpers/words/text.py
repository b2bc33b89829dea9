"""Text into paragraphs, voices, sentences and words.

One paragraph stands on one line. Words are scikit-learn's default: lower case, runs of two or
more word characters. Everything here takes and returns plain strings; ``tokens.tokenise`` turns
many texts into ids.
"""

import re
import unicodedata
from itertools import pairwise

WORD = re.compile(r"(?u)\b\w\w+\b")
# The same words where they stand in a text that is not yet lower case: İ becomes "i" and a
# combining dot, and the dot ends a word.
SPAN = re.compile(r"[^\Wİ]+İ|[^\Wİ]{2,}")
# Double marks that open and close within one paragraph; an unclosed mark quotes nothing.
QUOTATION = re.compile(r'“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|"[^"\n]*"')
# What stands between two words, from the first mark that can end a sentence.
SENTENCE_END = re.compile(r"\n|[.!?…][^\w\n]*")
SPACE = re.compile(r"\s")
# Words that keep their full stop within a sentence, besides all single letters (J., U.S., ж.).
ABBREVIATIONS = re.findall(
    r"\w+",
    "Mr Mrs Ms Dr Prof Gen Lt Col Sgt Maj Capt Sen Rep Gov St vs etc "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec им гг руб тыс млн млрд ул",
)
ABBREVIATION = re.compile(rf"\b(?:\w|{'|'.join(ABBREVIATIONS)})\Z")
VOICES = ("unquoted", "quoted")


def normalise(text):
    """Unicode NFKC: full-width letters, ligatures and no-break spaces become their plain forms."""
    return unicodedata.normalize("NFKC", text)


def without_yo(text):
    """Text with the Russian ё written е, as most papers do, so that a word counts as one."""
    return text.replace("ё", "е").replace("Ё", "Е")


def words(text):
    """The words of ``text`` in order, lower case, as scikit-learn's default pattern finds them."""
    return WORD.findall(text.lower())


def spans(text, *, lowercase=True):
    """Where the ``words`` of ``text`` stand: ``(start, end)`` in characters, in the same order.

    lowercase : as in ``tokens.tokenise``; in lower case a word ends after İ, as it becomes two
        characters
    """
    return [match.span() for match in (SPAN if lowercase else WORD).finditer(text)]


def sentences(text):
    """The sentences of ``text`` in order (``sentence_ends`` tells the rule)."""
    cuts = [0, *sentence_ends(text), len(text)]
    found = (text[start:end].strip() for start, end in pairwise(cuts))
    return [sentence for sentence in found if sentence]


def sentence_ends(text):
    """Where the sentences of ``text`` end, in characters.

    A sentence ends at a line break; after . ! ? or … (and any closing marks) where a blank and
    then anything but a lower-case letter follow; and where a blank was lost ("help.By Thursday").
    A single full stop ends none after a single letter or a common abbreviation, nor before a comma.
    """
    ends = []
    for match in SENTENCE_END.finditer(text):
        start, end, gap = *match.span(), match[0]
        if gap == "\n":
            ends.append(start)
            continue
        if end == len(text) or text[end] == "\n":
            continue
        blank = SPACE.search(gap)
        if blank:
            short = gap[1 : blank.start()] == "" and gap[0] == "."
            abbreviated = short and ABBREVIATION.search(text, max(0, start - 6), start)
            goes_on = text[end].islower() or gap[1:2] == ","  # "Roe Jr., 55, said"
            if not goes_on and not abbreviated:
                ends.append(start + blank.start())
        elif len(gap) == 1 and _blank_was_lost(text, start, end):
            ends.append(end)
    return ends


def _blank_was_lost(text, start, end):
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    return before.islower() and after[0].isupper() and after[1:].islower()


def by_voice(text):
    """Stretches of ``text`` in order as ``(voice, stretch)``.

    ``quoted`` stands between double quotation marks within one paragraph, ``unquoted`` is all the
    rest: indirect speech, single marks and scare quotes included. It is not the journalist's own
    voice; that takes a reader (``coding``) or the finer voices of ``voices``.
    """
    stretches, start = [], 0
    for match in QUOTATION.finditer(text):
        stretches += [("unquoted", text[start : match.start()]), ("quoted", match[0][1:-1])]
        start = match.end()
    stretches.append(("unquoted", text[start:]))
    return [(voice, stretch) for voice, stretch in stretches if stretch]


def settle_sigma(text):
    """``text`` with each Σ as ``str.lower`` writes it: ς at the end of a word, else σ.

    It is the one letter whose lower case hangs on its neighbours; settled over the whole text, it
    stays the same when the text is cut up. The length does not change.
    """
    if "Σ" not in text:
        return text
    lower = text.replace("İ", "I").lower()
    return "".join(
        small if letter == "Σ" else letter for letter, small in zip(text, lower, strict=True)
    )
