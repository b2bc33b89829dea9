"""The language of a text."""

import functools
import itertools
import re
import tempfile
import unicodedata
from collections import Counter

from babel import Locale
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from helpers.files import store
from helpers.intake import dates

# Varieties that the model tells apart and ISO 639-1 (as pages state it) does not.
SAME = {"arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh", "uzs": "uz", "nn": "no", "sdh": "ku"}
# Countries stated as languages, and codes that another has replaced.
MISTAKEN = {"kz": "kk", "ua": "uk", "cn": "zh", "jp": "ja", "cz": "cs", "gr": "el", "dk": "da"}
MISTAKEN |= {"by": "be", "iw": "he", "in": "id", "nb": "no", "nn": "no"}
# Languages so near each other that a guess does not tell against what is stated.
NEAR = (
    {"hr", "bs", "sr"},
    {"id", "ms"},
    {"no", "da"},
    {"cs", "sk"},
    {"bg", "mk"},
    {"es", "gl"},
    {"tt", "ba"},
    {"hi", "mr", "ne"},
)
MOST = 800  # characters that are looked at
LIKELIEST = 10  # languages whose shares are added up; the others' are next to nothing
ENOUGH = 20  # letters; a character of a script without spaces counts as three


def guess(text):
    """ISO 639-1 code of the language of ``text``, "" where it is too short or too mixed to say.

    By py3langid (Lui and Baldwin 2011, 139 languages), whose probability for the language must
    be above one half.
    """
    letters = itertools.islice(filter(str.isalpha, text[:MOST]), ENOUGH)
    if sum(3 if unicodedata.category(c) == "Lo" else 1 for c in letters) < ENOUGH:
        return ""
    shares = Counter()
    for code, share in _identifier().rank(text[:MOST].encode(errors="replace"))[:LIKELIEST]:
        shares[SAME.get(code, code)] += share
    code, share = shares.most_common(1)[0]
    return code if share > 0.5 and len(code) == 2 else ""


def code(stated):
    """ISO 639-1 code of a language as pages and exports state it, or "".

    Locales ("en_US"), names in many languages ("Russian", "anglais", "қазақ тілі"), and the codes
    of countries that pages put in their place ("kz").
    """
    stated = stated.strip().lower().replace("_", "-")
    if not stated:
        return ""
    first = stated.partition("-")[0]
    if re.fullmatch("[a-z]{2}", first):  # no name: names take half a second to load
        return MISTAKEN.get(first, first)
    name = re.split(r"\s*[(（]|\s+-", stated)[0]
    return _codes().get(stated) or _codes().get(name) or ""


def agree(stated, guessed):
    """Whether a guess may be the language that is stated: they are the same, or near."""
    return stated == guessed or any({stated, guessed} <= group for group in NEAR)


@functools.cache
def _codes():
    """Language name, in English, its own and other languages, lower case -> code."""
    locales = [Locale.parse(name) for name in dates.LOCALES.split()]
    names = {}
    for locale in locales:
        for name in (locale.english_name, locale.get_language_name()):
            names[name.partition(" (")[0].lower()] = MISTAKEN.get(locale.language, locale.language)
    for other in locales:
        for locale in locales:
            if name := other.languages.get(locale.language, "").lower():
                names.setdefault(name, MISTAKEN.get(locale.language, locale.language))
    return names


@functools.cache
def _identifier():
    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # it unpacks its model into a temporary file
        place, why = error.filename or tempfile.gettempdir(), error.strerror or error
        said = f"{place}: cannot be written ({why}); nothing was changed"
        raise store.NotWritten(said) from error
