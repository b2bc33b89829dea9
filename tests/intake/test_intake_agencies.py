"""Agencies: credits in each place they stand in, and mentions, which are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.intake import agencies

CREDITS = [
    ("ALMATY (AP) — Prices rose in a made-up town.", "AP"),
    ("ALMATY, Kazakhstan (AP) -- Prices rose.", "AP"),
    ("(AP) — Prices rose.", "AP"),
    ("NUR-SULTAN, Jan 5 (Reuters) - Prices rose.", "Reuters"),
    ("MOSCOW, January 5. /TASS/. Prices rose.", "TASS"),
    ("АЛМАТЫ, 5 января. /ТАСС/. Цены выросли.", "TASS"),
    ("МОСКВА, 5 янв — РИА Новости. Цены выросли.", "RIA Novosti"),
    ("МОСКВА, 5 янв - РИА Новости. Цены выросли.", "RIA Novosti"),
    ("МОСКВА. 5 января. INTERFAX.RU - Цены выросли.", "Interfax"),
    ("НУР-СУЛТАН. КАЗИНФОРМ – Цены выросли.", "Kazinform"),
    ("NUR-SULTAN. KAZINFORM - Prices rose.", "Kazinform"),
    ("АЛМАТЫ. ҚазАқпарат – Баға өсті.", "Kazinform"),
    ("БИШКЕК, 5 янв — Sputnik. Цены выросли.", "Sputnik"),
    ("МИНСК, 5 янв - БелТА. Цены выросли.", "BelTA"),
    ("5 января, Минск /Корр. БЕЛТА/. Цены выросли.", "BelTA"),
    ("YEREVAN, JANUARY 5, ARMENPRESS. Prices rose.", "Armenpress"),
    ("Paris (AFP) – Prices rose.", "AFP"),
    ("Almaty, 5 ene (EFE).- Los precios subieron.", "EFE"),
    ("(ANSA) - ROMA, 05 GEN - I prezzi.", "ANSA"),
    ("Almaty (dpa) - Die Preise sind gestiegen.", "dpa"),
    ("NUR SULTAN (AA) - Fiyatlar arttı.", "Anadolu Agency"),
    ("New Delhi [India], January 5 (ANI): Prices rose.", "ANI"),
    ("New Delhi, Jan 5 (PTI) Prices rose.", "PTI"),
    ("Beijing, Jan. 5 (Xinhua) -- Prices rose.", "Xinhua"),
    ("SEOUL, Jan. 5 (Yonhap) -- Prices rose.", "Yonhap"),
    ("新华社北京1月5日电 价格上涨。", "Xinhua"),
    ("新华社北京1月5日电（记者某某）价格上涨。", "Xinhua"),
    ("【モスクワ共同】価格が上がった。", "Kyodo"),
    ("(서울=연합뉴스) 가격이 올랐다.", "Yonhap"),
    ("موسكو (رويترز) - ارتفعت الأسعار", "Reuters"),
    ("ALMATY (AP/Reuters) - Prices rose.", "AP, Reuters"),
    ("By Jane Made-Up\nALMATY (Reuters) - Prices rose.", "Reuters"),
    ("Reuters\nPrices rose in a made-up town.", "Reuters"),
    ("By The Associated Press\nPrices rose.", "AP"),
    ("Prices rose.\nSource: TASS", "TASS"),
    ("Цены выросли.\nИсточник: РИА Новости", "RIA Novosti"),
    ("Prices rose. (Reuters)", "Reuters"),
    ("Prices rose in town. — AFP", "AFP"),
    ("Prices rose.\n(With inputs from PTI)", "PTI"),
    ("Prices rose.\n--IANS", "IANS"),
    ("Prices rose.\n© 2022 AFP", "AFP"),
    ("Prices rose.\nCopyright 2022 The Associated Press. All rights reserved.", "AP"),
    ("Prices rose.\n(Reporting by Jane Made-Up; Editing by John Made-Up)", "Reuters"),
]
MENTIONS = [
    "",
    "A made-up mayor told Reuters that prices rose.",
    "Prices rose, according to TASS.",
    "The Associated Press (AP) said that prices rose.",
    "The mayor spoke to the agency RIA Novosti. Prices rose.",
    "Reuters reported on Wednesday that prices rose.",
    "Prices rose, Interfax - a news agency - reported.",
    "Цены выросли, сообщает ТАСС.",
    "He works for AFP.",
    "Reuters said so. AP said otherwise.",
    "Prices rose, TASS reports, citing RIA Novosti.",
    "Photo: AFP",
    "The TT race (AA) was off.",
]


@pytest.mark.parametrize(("text", "expected"), CREDITS)
def test_credits(text, expected):
    assert agencies.credited(text) == expected


@pytest.mark.parametrize("text", MENTIONS)
def test_mentions_are_no_credits(text):
    assert agencies.credited(text) == ""


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Jane Made-Up, Associated Press", "AP"),
        ("Reuters Staff", "Reuters"),
        ("Jane Made-Up | AFP", "AFP"),
        ("AP and Reuters", "AP, Reuters"),
        ("TASS Russian News Agency", ""),
        ("Xinhua News Agency", "Xinhua"),
        ("Jane Made-Up", ""),
        ("Made-up Post staff", ""),
    ],
)
def test_bylines(byline, expected):
    assert agencies.credited("Prices rose in a made-up town.", byline) == expected


@given(st.text())
def test_any_text_is_safe(text):
    assert isinstance(agencies.credited(text, text), str)
