"""Scripts whose words no blank or mark parts: texts in them cannot be counted word by word.

Chinese, Japanese, Thai, Lao, Khmer and Burmese write a clause as one run of letters; in the scripts
of India and Tibet the signs of a word are no letters to the words rule, which breaks them up. A
count of such "words" would be wrong without a sign of it, so these texts are refused by name.
"""

import re

import regex

from helpers.errors import InputError

SCRIPTS = {
    "Chinese or Japanese": r"\p{Han}\p{Hiragana}\p{Katakana}",
    "Thai, Lao, Khmer or Burmese": r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}",
    "Indic": r"\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}"
    r"\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Tibetan}",
}
LETTERS = {name: regex.compile(f"[{letters}]") for name, letters in SCRIPTS.items()}
ANY = regex.compile(f"[{''.join(SCRIPTS.values())}]")
# Where all of them lie, which is answered faster, for a column at once.
PERHAPS = "[\u0900-\u1fff\u2e80-\U0010ffff]"
LEAST = 0.05  # of the letters; below it, a name or a word within a text of another script


def unsplit(text):
    """The script that keeps ``text`` from being split into words ("" if there is none).

    >>> unsplit("燃料价格上涨"), unsplit("Fuel prices rose (燃料).")
    ('Chinese or Japanese', 'Chinese or Japanese')
    >>> unsplit("Fuel prices rose.")
    ''
    """
    if not re.search(PERHAPS, text) or not ANY.search(text):
        return ""
    found = {name: len(letters.findall(text)) for name, letters in LETTERS.items()}
    name = max(found, key=found.get)
    return name if sum(found.values()) > LEAST * sum(map(str.isalpha, text)) else ""


def refuse(texts):
    """InputError where words cannot be told apart in some of the texts (Series of str)."""
    some = texts[texts.str.contains(PERHAPS).to_numpy(dtype=bool)] if len(texts) else texts
    unreadable = {article: name for article, body in some.items() if (name := unsplit(body))}
    if unreadable:
        article, script = next(iter(unreadable.items()))
        more = f" ({len(unreadable)} such articles)" if len(unreadable) > 1 else ""
        raise InputError(
            f"article {article!r}: its script ({script}) has no blanks between words, or signs "
            f"that part them, so that its words cannot be counted{more}: leave these articles out"
        )
