"""Spreadsheets, HTML tables and XML of news, made up."""

import io
import zipfile

import pytest

from helpers.errors import InputError
from helpers.intake import kinds

BODY = "A made-up text about the price of fuel in a made-up town. " * 5
HEAD = ["Headline", "Source", "Date", "Full text", "Mood"]
ROWS = [[f"Made up {i}", "Made-Up Post", f"2022-01-0{5 + i}", BODY.strip(), "x"] for i in range(2)]


def read(content, name, **how):
    content = content if isinstance(content, bytes) else content.encode()
    return list(kinds.read(content, name=name, how=kinds.How(**how)))


def xlsx(rows):
    """A workbook with inline text, and the days as Excel's numbers."""

    def cell(at, value):
        if value.startswith("2022-01-0"):
            return f'<c r="{at}"><v>{44566 + int(value[-1]) - 5}</v></c>'
        return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'

    lines = "".join(
        f'<row r="{r}">'
        + "".join(cell(f"{'ABCDE'[c]}{r}", v) for c, v in enumerate(row))
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
        f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" '
        'sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, body in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{body}')
    return out.getvalue()


def html(rows):
    lines = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><body><table>{lines}</table></body></html>"


@pytest.mark.parametrize(("make", "name"), [(xlsx, "a.xlsx"), (html, "a.xls"), (html, "a.html")])
def test_a_row_is_an_article(make, name):
    found = read(make([HEAD, *ROWS]), name)
    assert [(one.title, one.outlet, one.published, one.text) for one in found] == [
        tuple(row[:4]) for row in ROWS
    ]
    assert "not used: Mood" in found[0].warnings[-1] and found[1].source == f"{name}#2"


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


TEXT = "<p>A first made-up paragraph.</p><p>A <b>second</b> one.</p>"
XML = {
    "NITF": f"<nitf><head><docdata><date.issue norm='20220105T101500Z'/></docdata><pubdata "
    f"name='Made-Up Post'/></head><body><body.head><hedline><hl1>Made up</hl1></hedline><byline>"
    f"Mo Roe</byline></body.head><body.content>{TEXT}</body.content></body></nitf>",
    "NewsML-G2": "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta><provider><name>"
    "Made-Up Post</name></provider><firstCreated>2022-01-05T10:15:00Z</firstCreated></itemMeta>"
    "<contentMeta><by>Mo Roe</by><headline>Made up</headline></contentMeta><contentSet><inlineXML>"
    f"<html><body>{TEXT}</body></html></inlineXML></contentSet></newsItem>",
    "JATS": "<article><front><journal-meta><journal-title>Made-Up Post</journal-title>"
    "</journal-meta><article-meta><title-group><article-title>Made up</article-title></title-group>"
    "<contrib-group><contrib><name>Mo Roe</name></contrib></contrib-group>"
    "<pub-date iso-8601-date='2022-01-05'/>"
    f"</article-meta></front><body><sec>{TEXT}</sec></body></article>",
    "TEI": "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>Made up"
    "</title><author>Mo Roe</author></titleStmt><publicationStmt>"
    "<publisher>Made-Up Post</publisher><date when='2022-01-05'/></publicationStmt></fileDesc>"
    "</teiHeader><text><body>"
    f"{TEXT}</body></text></TEI>",
}


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
