"""Text into paragraphs, voices, sentences and words.

One paragraph stands on one line. Words are scikit-learn's default: lower case, runs of two or
more word characters. Everything here takes and returns plain strings.
"""

import re
import unicodedata

WORD = re.compile(r"(?u)\b\w\w+\b")
# Double marks that open and close within one paragraph; an unclosed mark quotes nothing.
QUOTATION = re.compile(r'“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|"[^"\n]*"')
SENTENCE_END = re.compile(
    r"""(?<=[.!?…])[”"»’')\]]*\s+(?=[^\W\d_a-zа-яёәғқңөұүһі]|[\d“"«„(\[—-])  # the usual case
      | (?<=[a-zа-яё][.!?])(?=[A-ZА-ЯЁ][a-zа-яё])                # a lost space: "help.By Thursday"
      | \n""",
    re.VERBOSE,
)
ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"«])(?:\w|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Maj|Capt|Sen|Rep|Gov|St|vs|etc|Jan|"
    r"Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|U\.S|U\.K|U\.N|им|гг|руб|тыс|млн|млрд|ул)\.$"
)
VOICES = ("unquoted", "quoted")


def normalise(text):
    """Unicode NFKC: full-width letters, ligatures and no-break spaces become their plain forms."""
    return unicodedata.normalize("NFKC", text)


def words(text):
    """The words of ``text`` in order, lower case, as scikit-learn's default pattern finds them."""
    return WORD.findall(text.lower())


def sentences(text):
    """The sentences of ``text`` in order. A line break always ends one."""
    found, start = [], 0
    for match in SENTENCE_END.finditer(text):
        if match[0] != "\n" and ABBREVIATION.search(text[start : match.start()]):
            continue
        found.append(text[start : match.end()])
        start = match.end()
    found.append(text[start:])
    return [sentence.strip() for sentence in found if sentence.strip()]


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
