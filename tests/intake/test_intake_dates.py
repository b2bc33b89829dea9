"""Dates: how each language writes one day, what is never guessed, and every day written back."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from helpers.intake import dates

FIFTH = [  # 5 January 2022 as pages and exports write it
    ("2022-01-05", ""),
    ("2022-01-05T23:30:00Z", ""),
    ("2022-01-05T00:10:00.123+06:00", ""),
    ("2022-01-05 10:11:12", ""),
    ("20220105", ""),
    ("20220105T101112Z", ""),
    ("20220105101112", ""),
    ("2022/1/5", ""),
    ("2022.01.05", ""),
    ("Wed, 05 Jan 2022 10:00:00 +0600", ""),
    ("Wed Jan  5 10:00:00 +0000 2022", ""),
    ("Wed Jan 05 2022 10:00:00 GMT+0600 (Almaty)", ""),
    ("05-Jan-22", ""),
    ("05JAN2022", ""),
    ("January 5, 2022 Wednesday", "en"),
    ("Wednesday 5th January 2022", "en"),
    ("the 5th of January 2022", "en"),
    ("Published: Jan. 5th, 2022, 10:30 p.m. EST", "en"),
    ("10:30 5 January 2022", "en"),
    ("Mittwoch, 5. Januar 2022", "de"),
    ("Mittwoch, 5. Jänner 2022, 10.30 Uhr", "de"),
    ("05.01.2022 um 10:30 Uhr", "de"),
    ("mercredi 5 janvier 2022 à 10h30", "fr"),
    ("5 de enero de 2022", "es"),
    ("miércoles, 5 de enero del 2022", "es"),
    ("mercoledì 5 gennaio 2022", "it"),
    ("5 de janeiro de 2022", "pt"),
    ("woensdag 5 januari 2022", "nl"),
    ("5 stycznia 2022 r.", "pl"),
    ("5 января 2022", "ru"),
    ("5 января 2022 года", "ru"),
    ("10:15, 05.01.2022", "ru"),
    ("5-го января 2022 г.", "ru"),
    ("5 січня 2022 року", "uk"),
    ("5 студзеня 2022", "be"),
    ("2022 жылғы 5 қаңтар", "kk"),
    ("05 Қаңтар, 2022", "kk"),
    ("2022 ж. 5 қаңтарда", "kk"),
    ("2022-жылдын 5-январында", "ky"),
    ("5 Ocak 2022 Çarşamba", "tr"),
    ("5 OCAK 2022", "tr"),
    ("2022-yil 5-yanvar", "uz"),
    ("2022 йил 5 январь", "uz"),
    ("5 yanvar 2022", "az"),
    ("5 январи соли 2022", "tg"),
    ("5 يناير 2022", "ar"),
    ("٥ يناير ٢٠٢٢", "ar"),
    ("5 يناير/كانون الثاني 2022", "ar"),
    ("الأربعاء 5 كانون الثاني 2022", "ar"),
    ("5 جانفي 2022", "ar"),
    ("۵ ژانویه ۲۰۲۲", "fa"),
    ("5 جنوری 2022", "ur"),
    ("5 בינואר 2022", "he"),
    ("2022年1月5日", "zh"),
    ("二〇二二年一月五日", "zh"),
    ("2022年1月5日(水) 10:30", "ja"),
    ("令和4年1月5日", "ja"),
    ("民國111年1月5日", "zh"),
    ("2022년 1월 5일", "ko"),
    ("2022. 1. 5.", "ko"),
    ("5 มกราคม 2565", "th"),
    ("ngày 5 tháng 1 năm 2022", "vi"),
    ("05/01/2022 10:30", "vi"),
    ("5 जनवरी 2022", "hi"),
    ("৫ জানুয়ারি ২০২২", "bn"),
    ("5 Januari 2022", "id"),
    ("5 Ιανουαρίου 2022", "el"),
    ("2022. január 5., szerda", "hu"),
    ("2022. gada 5. janvārī", "lv"),
    ("2022 m. sausio 5 d.", "lt"),
    ("5. jaanuaril 2022", "et"),
    ("5. tammikuuta 2022", "fi"),
    ("5. ledna 2022", "cs"),
    ("5. 1. 2022", "cs"),
    ("5. јануара 2022.", "sr"),
    ("5. siječnja 2022.", "hr"),
    ("5 януари 2022 г.", "bg"),
    ("5 ianuarie 2022", "ro"),
    ("5 იანვარი, 2022", "ka"),
    ("5 հունվարի, 2022", "hy"),
    ("2022 оны 1-р сарын 5", "mn"),
    ("\u200e5 يناير 2022\u200f", "ar"),
]


@pytest.mark.parametrize(("text", "language"), FIFTH)
def test_each_writing_of_one_day(text, language):
    assert dates.parse(text, language=language) == ("2022-01-05", "day")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1/5/2022", "", ("2022", "year")),
        ("1/5/2022", "en", ("2022", "year")),
        ("1/5/2022", "en-US", ("2022-01-05", "day")),
        ("1/5/2022", "en-GB", ("2022-05-01", "day")),
        ("1/5/2022", "fr", ("2022-05-01", "day")),
        ("1/5/2022", "xx", ("2022", "year")),
        ("1/25/2022", "", ("2022-01-25", "day")),
        ("25/1/2022", "", ("2022-01-25", "day")),
        ("1/25/2022", "fr", ("2022-01-25", "day")),
        ("5/5/2022", "", ("2022-05-05", "day")),
        ("1/1/2022", "", ("2022-01-01", "day")),
        ("01.05.2022", "", ("2022-05-01", "day")),
        ("01.05.2022", "en", ("2022", "year")),
        ("01.05.22", "ru", ("2022-05-01", "day")),
        ("22. 01. 05.", "ko", ("2022-01-05", "day")),
        ("1/5/22", "", ("2022", "year")),
        ("1/25/22", "", ("2022-01-25", "day")),
        ("01/05/22", "", None),
        ("05.01.99", "ru", ("1999-01-05", "day")),
        ("13/13/2022", "", None),
        ("31.02.2022", "ru", None),
        ("2022-13-05", "", None),
        ("10/1400/15", "", None),
        ("۱۵ دی ۱۴۰۰", "fa", ("2022-01-05", "day")),
        ("1400/10/15", "fa", ("2022-01-05", "day")),
        ("۳۰ اسفند ۱۳۹۹", "fa", ("2021-03-20", "day")),
        ("1400/10/15", "", None),
        ("1443/06/02", "ar", None),
    ],
)
def test_numbers_are_read_by_evidence_only(text, language, expected):
    assert dates.parse(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("January 2022", "en", ("2022-01", "month")),
        ("январь 2022 г.", "ru", ("2022-01", "month")),
        ("2022年1月", "zh", ("2022-01", "month")),
        ("2022-01", "", ("2022-01", "month")),
        ("01/2022", "", ("2022-01", "month")),
        ("3-9 January 2022", "en", ("2022-01", "month")),
        ("January 3–9, 2022", "en", ("2022-01", "month")),
        ("2022", "", ("2022", "year")),
        ("5 listopada 2022", "pl", ("2022-11-05", "day")),
        ("5 listopada 2022", "hr", ("2022-10-05", "day")),
        ("5 listopada 2022", "", ("2022", "year")),
    ],
)
def test_no_more_than_is_written(text, language, expected):
    assert dates.parse(text, language=language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "© 2022 Made-up Post",
        "Copyright 2022",
        "3 hours ago",
        "yesterday",
        "5 January",
        "АЛМАТЫ, 5 января",
        "5 января 10 человек",
        "in 2022 prices rose",
        "10:30",
        "+7 727 250 00 00",
        "maybe 12 of 2022 voters",
        "version 1.2.3",
    ],
)
def test_what_is_no_date(text):
    assert dates.parse(text) is None


@given(
    st.dates(date(1970, 1, 1), date(2068, 12, 31)),
    st.sampled_from(dates.LOCALES.split()),
    st.sampled_from(["long", "full", "medium"]),
)
def test_what_babel_writes_is_read_back(day, locale, width):
    """An independent writer: CLDR's whole patterns, of which parse knows the names only."""
    written = format_date(day, format=width, locale=locale)
    assert dates.parse(written, language=locale) == (day.isoformat(), "day")


@given(st.text(max_size=60))
def test_any_text_is_safe(text):
    found = dates.parse(text)
    assert found is None or len(found.date) == {"day": 10, "month": 7, "year": 4}[found.precision]
