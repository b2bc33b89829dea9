"""Spreadsheets, HTML tables and XML of news, made up."""

import pytest
from made_up_archives import BODY, HEAD, ROWS, XML, html_table, xlsx

from helpers.errors import InputError
from helpers.intake import kinds


def read(content, name, **how):
    content = content if isinstance(content, bytes) else content.encode()
    return list(kinds.read(content, name=name, how=kinds.How(**how)))


@pytest.mark.parametrize(
    ("make", "name"), [(xlsx, "a.xlsx"), (html_table, "a.xls"), (html_table, "a.html")]
)
def test_a_row_is_an_article(make, name):
    found = read(make([HEAD, *ROWS]), name)
    assert [(one.title, one.outlet, one.published, one.text) for one in found] == [
        tuple(row[:4]) for row in ROWS
    ]
    assert "not used for a field: Mood" in found[0].warnings[-1] and found[1].source == f"{name}#2"


def test_columns_of_a_spreadsheet_can_be_said():
    odd = ["Oben", "Wer", "Wann", "Was", "Mood"]
    with pytest.raises(InputError, match="the columns are not known"):
        read(xlsx([odd, *ROWS]), "a.xlsx")
    columns = {"title": "Oben", "text": "Was", "published": "Wann"}
    (one, _) = read(xlsx([odd, *ROWS]), "a.xlsx", columns=columns)
    assert one.title == "Made up 0" and one.published == "2022-01-05"
    with pytest.raises(InputError, match="cannot be read as a zipped office file"):
        read(xlsx(ROWS).replace(b"sheetData", b"sheetDate"), "a.xlsx")
    with pytest.raises(InputError, match="the table has no rows"):
        read(xlsx([HEAD]), "a.xlsx")


def test_a_page_laid_out_by_a_table_is_a_page():
    page = (
        f"<html><title>Made up</title><table><tr><td>Menu</td><td><p>{BODY}</p></td></tr></table>"
    )
    (one,) = read(page, "a.html")
    assert one.source == "a.html"


@pytest.mark.parametrize("kind", XML)
def test_xml_of_news_is_read_by_its_own_fields(kind):
    (one,) = read(f'<?xml version="1.0" encoding="UTF-8"?>{XML[kind]}', "a.xml")
    assert (one.title, one.outlet, one.published, one.byline) == (
        "Made up", "Made-Up Post", "2022-01-05", "Mo Roe",
    )  # fmt: skip
    assert one.text == "A first made-up paragraph.\nA second one."


def test_several_items_and_other_xml():
    two = f"<newsMessage><itemSet>{XML['NewsML-G2'] * 2}</itemSet></newsMessage>"
    assert [one.source for one in read(two, "a.xml")] == ["a.xml#1", "a.xml#2"]
    for body, said in (
        ("<?xml version='1.0'?><other><a/></other>", "XML of a kind that is not known"),
        (XML["NITF"].replace("<p>", "<q>"), "cannot be read as a XML"),
        (f"<!DOCTYPE nitf [<!ENTITY a 'b'>]>{XML['NITF']}", "declares XML entities"),
    ):
        with pytest.raises(InputError, match=said):
            read(body, "a.xml")
