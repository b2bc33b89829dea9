"""Dates as news pages and export files of any language write them.

Month names and the order of day and month in each locale are those of Unicode's CLDR, by babel.
"""

import contextlib
import functools
import re
import unicodedata
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

LOCALES = """
    af ar ar_DZ ar_LB ar_MA az be bg bn bs ca cs cy da de de_AT el en en_GB es es_PE et eu fa fa_AF
    fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms mt
    my nb nl nn ne pa pl ps pt ro ru si sk sl so sq sr sr_Latn sv sw ta te tg th tk tr tt ug uk ur
    uz uz_Cyrl vi zh zh_Hant zu
"""
LETTER = r"[^\W\d_]"
FILLERS = re.compile(  # "5 de enero", "2022 жылғы 5 қаңтар", "5th of January", "2022. gada 5."
    rf"\b(?:{LETTER}{{1,2}}|the|day|del|жыл\w*|года|року|рік|оны|сарын|соли|yil\w*|"
    r"иил\w*|gada|nam|ngay)\b"  # йил, accents off
)
TIMES = re.compile(
    r"\b\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d+)?"
    r"(?:\s*(?:gmt|utc)?[+-]\d{2}:?\d{2}|\s+(?:[cemw]e?s?t|msk|[ecmp][sd]t|bst|ist|gmt|utc|almt)\b)?"
)
YEAR, MONTH = (
    "(?:[年년]|оны)",
    r"(?:\s*[月월]|(?:-р)? сарын)",
)  # before and after the month's number
VIETNAMESE = "một,hai,ba,tư,năm,sáu,bảy,tám,chín,mười,mười một,mười hai"  # as WordPress writes
CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
PERSIAN = (  # months of the solar calendar in Iran and in Afghanistan
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند",
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
)
SOLAR_MONTHS = {name: i for names in PERSIAN for i, name in enumerate(names.split(), 1)}
SOLAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(SOLAR_MONTHS)})(?:\s*ماه)?\W{{1,3}}(1[34]\d\d)(?!\d)"
)
SOLAR_NUMBERS = re.compile(r"(?<![\d/.-])(1[34]\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
SOLAR_EPOCH = 356033  # days from the start of that count to 1 January of the year 1
FARSI = str.maketrans("يك", "یک")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # year 1 less one
PATTERNS = [  # #5 is May, #0 a name that stands for two months, day 0 a range of days
    r"(?<![\d.])(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=\W|\d{6}\b|$)",
    r"(?<!\d)(?P<d>\d{1,2}) #(?P<m>\d+) (?P<y>\d{4})\b",
    r"#(?P<m>\d+) (?P<d>\d{1,2}) (?P<y>\d{4})\b",
    r"\b(?P<y>\d{4}) (?P<d>\d{1,2}) #(?P<m>\d+)",
    r"\b(?P<y>\d{4}) #(?P<m>\d+) (?P<d>\d{1,2})\b",
    r"(?<![\d/.-])(?P<numbers>\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?!\d)",
    r"(?<!\d )#(?P<m>\d+) (?P<y>\d{4})\b",
    r"\b(?P<y>\d{4}) #(?P<m>\d+)",
    r"(?<![\d/.-])(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?![\d/.-])",
    r"(?<![\d/.-])(?P<m>\d{1,2})[/.](?P<y>\d{4})(?![\d/.-])",
]


class Day(NamedTuple):
    """A date and how much of it is stated: "2022-01-05" day, "2022-01" month, "2022" year."""

    date: str
    precision: str


def parse(text, *, language=""):
    """The first date that a text states, or None: never more of it than is written.

    language : language or locale of the text ("kk", "en-GB"): evidence for what is ambiguous.

    The day is the one written, in the time zone it is written in. Where writing leaves a choice:
    - 2022/1/5 is year, month, day.
    - 5.1.2022 is day, month: no locale that writes points puts the month first. Not in English.
    - 1/5/2022 follows the order of its locale; "en" alone stands for both orders. Without that
      evidence only what all orders agree on is given: "2022"; all of it for 25/1/2022 and
      5/5/2022.
    - A two-digit year is read where the order is known, or with a named month and marks between
      (05-Jan-22): 69 to 99 as 19.., the rest as 20...
    - A range of days gives its month, a month name that means two months (listopad: Polish
      November, Croatian October) the year.
    - Of other calendars days of the Persian one (by its month names; by numbers in Persian texts)
      and Thai, Japanese and Taiwanese years are converted. A year beside other
      words ("© 2022") and what counts from today ("3 hours ago") are no dates.
    """
    if re.fullmatch(r"\s*(1[6-9]|20)\d\d\s*", text):
        return Day(text.strip(), "year")
    if re.fullmatch(r"\s*(1[6-9]|20)\d\d-\d\d-\d\d\s*", text):  # names of months take a second
        with contextlib.suppress(ValueError):
            return Day(date.fromisoformat(text.strip()).isoformat(), "day")
    text = _simple(_gregorian(_clean(text), language), language)
    matches = [match for pattern in PATTERNS for match in re.finditer(pattern, text)]
    for match in sorted(matches, key=lambda match: match.start()):  # ties: order of PATTERNS
        found = match.groupdict()
        day = _numeric(found["numbers"], language) if "numbers" in found else _day(**found)
        if day:
            return day
    return None


def is_month(word):
    """Whether a word is the name of a month, in any language and case."""
    return bool(_months().fullmatch(_plain(word)))


def _clean(text):
    """Plain text with ASCII digits and Gregorian years, without times of day."""
    text = "".join(str(unicodedata.decimal(c, c)) for c in _plain(text))
    for era, before in ERAS.items():
        text = re.sub(
            rf"{era}\s*(\d+|元)年",
            lambda match, before=before: f"{before + int(match[1].replace('元', '1'))}年",
            text,
        )
    text = re.sub("[〇零一二三四五六七八九]{4}(?=年)", lambda m: m[0].translate(CHINESE), text)
    text = re.sub("[一二三四五六七八九十]+(?=[月日号號])", _chinese, text)
    if re.search("[\u0e00-\u0e7f]", text):
        text = re.sub(r"\b2[45]\d\d\b", lambda match: str(int(match[0]) - 543), text)
    return TIMES.sub(" ", re.sub(r"(?<=\d)t(?=\d)", " ", text))


def _gregorian(text, language):
    """The text with days of the Persian calendar as Gregorian ones."""
    farsi = text.translate(FARSI)
    if SOLAR.search(farsi):
        text = SOLAR.sub(lambda m: _solar(m[3], SOLAR_MONTHS[m[2]], m[1]), farsi)
    if language.startswith("fa"):
        text = SOLAR_NUMBERS.sub(lambda m: _solar(m[1], m[3], m[4]), text)
    return text


def _solar(year, month, day):
    """A day of the Persian calendar as 2022-01-05, by its cycle of 33 years."""
    year, month, day = int(year) + 1595, int(month), int(day)
    if not (1 <= month <= 12 and 1 <= day <= 31 - (month > 6)):
        return " "
    before = 31 * (month - 1) if month < 7 else 30 * (month - 7) + 186
    days = 365 * year + year // 33 * 8 + (year % 33 + 3) // 4 + before + day
    return date.fromordinal(days - SOLAR_EPOCH).isoformat()


def _plain(text):
    """Case folded, without direction marks and the accents of Latin, Greek, Cyrillic, Arabic."""
    text = "".join(c for c in text.casefold() if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f\u0653-\u0655]", "", text))


def _chinese(match):
    """十二 as 12."""
    tens, ten, ones = match[0].translate(CHINESE).rpartition("十")
    return f"{tens or 1}{ones or 0}" if ten else ones


def _simple(text, language):
    """The text as PATTERNS want it: month names as " #5 ", nothing between the parts of a date."""
    text = re.sub(rf"(\d{{4}})\s*{YEAR}\s*(\d{{1,2}}){MONTH}\s*(\d{{1,2}})", r"\1-\2-\3", text)
    text = re.sub(rf"(\d{{4}})\s*{YEAR}\s*(\d{{1,2}}){MONTH}", r"\1-\2", text)
    text = _months().sub(lambda match: _numbered(match, language), text.replace("#", " "))
    text = re.sub(r"(\d{1,2})([-/.’' ]) #(\d+) [-/.’'](\d{2})\b", _short_year, text)
    text = re.sub(r"(#\d+)(?:\W+\1\b)+", r"\1", text)  # Arabic: يناير/كانون الثاني
    text = re.sub(rf"(?<=\d){LETTER}{{1,3}}\b", " ", text)  # 5th, 2022г.
    text = FILLERS.sub(" ", re.sub(r"(?<=\d)\.\s+(?=\d)", ".", text))
    text = re.sub(r"\b\d{1,2}\s?[-–]\s?\d{1,2}\W*(?= #)", "0", text)
    text = re.sub(r"(#\d+) +\d{1,2}\s?[-–]\s?\d{1,2}\b", r"\1 0", text)
    return re.sub(r"\s+", " ", re.sub(r"(?<!\d)[^\w#\s]+|[^\w#\s]+(?!\d)", " ", text))


@functools.cache
def _names():
    """Month name or stem -> {month: languages}."""
    names = defaultdict(lambda: defaultdict(set))
    for code in LOCALES.split():
        for widths in Locale.parse(code).months.values():
            for month, name in [*widths["wide"].items(), *widths["abbreviated"].items()]:
                name = re.sub(r"^(?:de |d[’'])|[\s.]+$", "", _plain(name))
                for form in (name, re.sub("(?:is|s|ь|и)$", "", name)):  # janvāris, janvārī
                    if form == name or len(form) > 4:
                        names[form][month].add(code.partition("_")[0])
    for month, word in enumerate(VIETNAMESE.split(","), 1):
        names[_plain(f"tháng {word}")][month].add("vi")
    return {name: dict(months) for name, months in names.items()}


@functools.cache
def _months():
    """A pattern for month names; Hebrew ones may have a prefix, long ones any ending."""
    names = "|".join(re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})ב?({names})({LETTER}{{0,4}})(?!{LETTER})")


def _numbered(match, language):
    """A month name as its number, 0 where languages differ on it."""
    name, ending = match.groups()
    if ending and len(name) < 4:
        return match[0]
    months = _names()[name]
    spoken = re.split("[-_]", language)[0]
    own = [month for month, languages in months.items() if spoken in languages]
    return f" #{own[0] if own else next(iter(months)) if len(months) == 1 else 0} "


def _short_year(match):
    """05-Jan-22."""
    return f"{match[1]} #{match[3]} {_century(match[4])}"


def _century(year):
    """The year that a two-digit year means, as POSIX has it."""
    return year if len(year) == 4 else f"{19 if int(year) > 68 else 20}{year}"


def _numeric(numbers, language):
    """5.1.2022, 1/5/2022, 05-01-22: what all orders that may be meant agree on."""
    parts = re.split("[-/.]", numbers)
    orders = ["dmy", "mdy"] + ["ymd"] * (len(parts[0]) == len(parts[2]) == 2)
    known = _order(language, points="." in numbers)
    readings = {order: _read(parts, order) for order in orders}
    if known in orders and readings[known]:
        return readings[known]
    days = {day for day in readings.values() if day}
    if len(days) == 1:
        return days.pop()
    years = {day.date[:4] for day in days}
    return Day(years.pop(), "year") if len(years) == 1 else None


def _read(parts, order):
    """The Day of three numbers in this order, or None."""
    found = dict(zip(order, parts, strict=True))
    return _day(_century(found["y"]), found["m"], found["d"])


def _order(language, *, points):
    """Order of day, month and year in a locale: "dmy", "mdy", "ymd", or "" if unknown."""
    order = ""
    if language and language != "en":
        try:
            pattern = Locale.parse(language.replace("-", "_")).date_formats["short"].pattern.lower()
            order = "".join(sorted("dmy", key=pattern.find))
        except (UnknownLocaleError, ValueError):
            pass
    return "dmy" if points and not order and language != "en" else order


def _day(y, m="", d=""):
    """The Day of these numbers, or None where there is no such date."""
    m, d = (part if part.strip("0") else "" for part in (m, d))
    try:
        whole = date(int(y), int(m or 1), int(d or 1)).isoformat()
    except ValueError:
        return None
    if not "1600" <= whole < "2101":
        return None
    if not m:
        return Day(whole[:4], "year")
    return Day(whole, "day") if d else Day(whole[:7], "month")
