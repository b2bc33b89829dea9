"""Exports of archives, mails, references, spreadsheets and XML of news, made up in each layout."""

import io
import zipfile

from made_up_exports import text_of

TITLES = ["A made-up protest", "A second made-up protest", "The third of them"]
NUMBERS = range(3)


def factiva_codes(i, count=None):
    return (
        f"HD\n{TITLES[i]}\n\nBY\nBy Mo Roe\n\nWC\n{count or len(text_of(i).split())} words\n\n"
        f"PD\n{5 + i} January 2022\n\nSN\nMade-Up Post\n\nLA\nEnglish\n\nLP\n"
        f"{text_of(i)}\n\nTD\nThe rest of it, which is made up.\n\nRE\nxx : Nowhere\n\n\n"
    )


def factiva_article(i):
    return (
        f"{TITLES[i]}\n\nBy Mo Roe\n{len(text_of(i).split())} words\n{5 + i} January 2022\n"
        f"10:20\nMade-Up Post\nMADEUP\nEnglish\n(c) 2022 Made-Up Post\n\n{text_of(i)}\n\n"
        f"The rest of it, which is made up.\n\nDocument MADEUP002022010{5 + i}ei150000{i}\n\n"
    )


def proquest(i):
    return (
        f"{'_' * 60}\n\n{TITLES[i]}\n\nAuthor: Mo Roe\n\nPublication info: Made-Up Post ; Nowhere "
        f"[Nowhere]. {5 + i} Jan 2022: 3.\n\nAbstract: None available.\n\nFull text: {text_of(i)}"
        "\n\nThe rest of it, which is made up.\n\nSubject: Protests\n\nPublication title: Made-Up "
        f"Post; Nowhere\n\nLanguage of publication: English\n\nProQuest document ID: 26160{i}\n\n"
        f"Document URL: https://made-up.example/{i}\n\n"
    )


def genios(i):
    day = f"0{5 + i}.01.2022"
    return (
        f"Seite {i + 1} von 3\n\nMade-Up Post vom {day}, S. 1\n\n{TITLES[i]}\n\n{text_of(i)}\n\n"
        f"The rest of it, which is made up.\n\nQuelle: Made-Up Post vom {day}, S. 1\n"
        f"Ressort: Politik\nDokumentnummer: MUP.{i}\n\n"
    )


def europresse(i):
    return (
        '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">'
        f'Made-Up Post, no. 2345{i}</span></div><div class="DocHeader">Politique, {5 + i} janvier '
        f'2022, p. 2</div><div class="titreArticle"><p class="titreArticleVisu">{TITLES[i]}</p>'
        f'</div></header><section><div class="docOcurrContainer"><p>{text_of(i)}</p><p>The rest '
        "of it, which is made up.</p></div></section></article>"
    )


def page_of(make):
    return "<html><body>" + "".join(map(make, NUMBERS)) + "</body></html>"


def rtf_of(make):
    return (
        "{\\rtf1\\ansi\\ansicpg1252 " + "".join(map(make, NUMBERS)).replace("\n", "\\par\n") + "}"
    )


LAYOUTS = {
    "factiva, codes": "".join(map(factiva_codes, NUMBERS)),
    "factiva, article, text": "".join(map(factiva_article, NUMBERS)),
    "factiva, article, rtf": rtf_of(factiva_article),
    "proquest": "".join(map(proquest, NUMBERS)) + "_" * 60 + "\n\nContact us\n",
    "genios": "".join(map(genios, NUMBERS)),
    "europresse": page_of(europresse),
}


MAIL = """From: Made-Up Letter <news@made-up.example>
Subject: Fwd: =?utf-8?q?Erfundene_Gr=C3=B6=C3=9Fe?=
Date: Wed, 05 Jan 2022 23:30:00 +0600
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="x"

--x
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

A made-up text of a made-up mail, with a line that is so long that it is =
broken.
--x
Content-Type: text/html; charset="utf-8"

<p>The same in HTML.</p>
--x--
"""


BODY = "A made-up text about the price of fuel in a made-up town. " * 5
HEAD = ["Headline", "Source", "Date", "Full text", "Mood"]
ROWS = [[f"Made up {i}", "Made-Up Post", f"2022-01-0{5 + i}", BODY.strip(), "x"] for i in range(2)]


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


def html_table(rows):
    lines = "".join("<tr>" + "".join(f"<td>{v}</td>" for v in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><body><table>{lines}</table></body></html>"


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


RIS = """TY  - NEWS
TI  - A made-up protest
JO  - Made-Up Post
DA  - 2022/01/05/
AU  - Roe, Mo
UR  - https://made-up.example/a
ER  -

TY  - NEWS
T1  - Another one
ER  -
"""


BIBTEX = """@article{made,
  title = {A {made-up} protest},
  author = {Roe, Mo},
  journal = "Made-Up Post",
  year = 2022, month = jan, day = 5,
  url = {https://made-up.example/a}
}
@comment{nothing}
@misc{other, title={Another one}}
"""


MBOX = f"From x Wed Jan  5 10:00:00 2022\n{MAIL}\n>From here on it goes on.\n" * 2
