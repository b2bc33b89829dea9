"""Languages: sentences made up for this test, of which the language is known."""

import pytest

from helpers.intake import languages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The made-up town raised the price of fuel on Wednesday.", "en"),
        ("Die erfundene Stadt hat am Mittwoch den Preis erhöht.", "de"),
        ("La ville inventée a augmenté le prix du carburant mercredi.", "fr"),
        ("La ciudad inventada subió el miércoles el precio del combustible.", "es"),
        ("Вымышленный город в среду повысил цены на топливо.", "ru"),
        ("Вигадане місто у середу підвищило ціни на пальне.", "uk"),
        ("Ойдан шығарылған қала сәрсенбі күні жанармай бағасын көтерді.", "kk"),
        ("Ойлоп табылган шаар шаршемби күнү күйүүчү майдын баасын көтөрдү.", "ky"),
        ("Hayali kent çarşamba günü yakıt fiyatını yükseltti.", "tr"),
        ("To'qima shahar chorshanba kuni yoqilg'i narxini oshirdi.", "uz"),
        ("Шаҳри сохта рӯзи чоршанбе нархи сӯзишвориро баланд кард.", "tg"),
        ("رفعت المدينة الخيالية سعر الوقود يوم الأربعاء.", "ar"),
        ("شهر خیالی روز چهارشنبه قیمت سوخت را افزایش داد.", "fa"),
        ("虚构的城市星期三提高了燃料价格。", "zh"),
        ("架空の町は水曜日に燃料価格を引き上げた。", "ja"),
        ("가상의 도시가 수요일에 연료 가격을 올렸다.", "ko"),
        ("", ""),
        ("12345 678 90", ""),
        ("ok", ""),
        ("\ud800 half a character, and a made-up sentence in English", "en"),
    ],
)
def test_guess(text, expected):
    assert languages.guess(text) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("zh_CN", "zh"),
        ("KK", "kk"),
        ("Russian", "ru"),
        ("русский", "ru"),
        ("kz", "kk"),
        ("nb-NO", "no"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_code(stated, expected):
    assert languages.code(stated) == expected
