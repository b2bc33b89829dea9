"""Words as quanteda's default tokeniser finds them.

quanteda 4 takes mail and web addresses, @names and #tags whole, cuts the rest by the word rules of
Unicode (UAX 29, as ICU has them: a colon always parts, @ is a letter), keeps hyphens between
letters or digits, and drops what is nothing but blanks and invisible characters. Chinese, Japanese,
Thai and their like need ICU's dictionaries: here a run of their letters is one word.
"""

import regex

# In the order in which they are tried at each place.
ADDRESSES = regex.compile(
    r"""(?x)
    [-+a-zA-Z0-9_.]+@[-a-zA-Z0-9]+(?:\.[-a-zA-Z0-9]+)*\.[a-z]+
    | (?:[-a-zA-Z0-9+.]{2,20}://|www\.) [-+a-zA-Z0-9@\#:.%~=_&/]+ (?:\.[-a-zA-Z0-9]+)+
      (?:[/?\#][-+a-zA-Z0-9@\#:.%~=_&]+)* [/?\#]?
    | @[a-zA-Z0-9_]+
    | \#[\p{L}\p{N}_]+\#?"""
)

_CLASSES = {
    "<trail>": r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*+",  # accents and the like go with a letter
    "<letter>": r"[\p{WB=ALetter}\p{WB=Hebrew_Letter}\p{Line_Break=SA}@--\p{Hangul}\p{M}]",
    "<digit>": r"\p{WB=Numeric}",
    "<low line>": r"\p{WB=ExtendNumLet}",
    "<in words>": r"[\p{WB=MidLetter}\p{WB=MidNumLet}'--:\uFE55\uFF1A]",
    "<in numbers>": r"[\p{WB=MidNum}\p{WB=MidNumLet}']",
    "<hyphen>": r"\p{Pd}",
    "<flag>": r"\p{WB=Regional_Indicator}",
    "<picture>": r"\p{Extended_Pictographic}",
}
# A mark stays in the word if what it needs stands on both its sides.
_RULES = r"""(?x)
    (?: (?: <letter> <trail>
            (?: <in words> <trail> (?=<letter>) | <hyphen> <trail> (?=<letter>|<digit>) )?
          | <digit> <trail>
            (?: <in numbers> <trail> (?=<digit>) | <hyphen> <trail> (?=<letter>|<digit>) )?
          | <low line> <trail> )++
      | <flag> <trail> <flag> <trail>
      | [\p{Han}\p{Hiragana}\p{Katakana}ー]++ <trail> | \p{Hangul}++ <trail>
      | [^\p{Z}\p{C}\p{M}] <trail> )
    (?: (?<=\u200D) <picture> <trail> )*"""


def _compiled(rules):
    for name, letters in _CLASSES.items():
        rules = rules.replace(name, letters)
    return regex.compile(rules, regex.V1)


_WORD = _compiled(_RULES)


def quanteda(text):
    """The words and marks of ``text`` in order (list of str)."""
    found, start = [], 0
    for address in ADDRESSES.finditer(text):
        found += _WORD.findall(text, start, address.start())
        found.append(address[0])
        start = address.end()
    return found + _WORD.findall(text, start)
