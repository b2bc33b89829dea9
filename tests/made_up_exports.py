"""Made-up exports of news databases, laid out as theirs are. No article in them is real."""

import html
import io
from typing import NamedTuple

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from helpers.errors import InputError
from helpers.intake import kinds


class Made(NamedTuple):
    """A made-up article and what should come of it."""

    title: str
    outlet: str
    day: str  # as ISO
    byline: str
    paragraphs: tuple


ARTICLES = (
    Made("Drivers protest on a made-up bridge", "The Made-Up Times (Nowhere)", "2022-01-05",
         "Jane Invented", (
        "Crowds gathered on the invented bridge on Wednesday and asked for lower tolls.",
        "A made-up driver: we will not pay. The council meets on Friday to talk about the bridge.",
        "Nobody was hurt, said the police of the invented town on Thursday morning.",
        "with made-up agencies")),
    Made("What happened on the bridge on January 5, 2022", "Made-Up Monitor", "2022-01-06", "", (
        "This is what happened on the bridge, hour by hour, as far as anybody made it up.",
        "Tolls", "At noon the tolls were doubled without notice to anybody at all.",
        "Contact: the bridge, 12345 Nowhere")),
    Made("Tolls halved after protest; Council gives in", "Invented Post", "2022-01-07",
         "Made-Up Roe and John Doe", (
        "The council of the invented town has halved the tolls, and the drivers went home.",
        "“We are glad,” said a made-up driver. “It was never about the bridge.”")),
)  # fmt: skip


def read(content, name="export.docx"):
    """The articles in an export, and the message about what could not be read."""
    found = []
    try:
        for article in kinds.read(content, name=name):
            found.append(article)
    except InputError as error:
        return found, str(error)
    return found, ""


class Words(NamedTuple):
    """The words of an interface, and its dates by ISO day."""

    documents: str
    section: str
    length: str
    words: str
    byline: str
    body: str
    classification: str
    language: str
    loaded: str
    end: str
    days: tuple


INTERFACES = {
    "en": Words("Documents", "Section", "Length", "words", "Byline", "Body", "Classification",
                "Language", "Load-Date", "End of Document",
                ("January 5, 2022 Wednesday 9:20 PM GMT", "January 6, 2022 Thursday",
                 "January 7, 2022")),
    "de": Words("Dokumente", "Rubrik", "Länge", "Wörter", "Autor", "Hauptteil", "Klassifizierung",
                "Sprache", "Ladedatum", "Ende des Dokuments",
                ("Mittwoch 5. Januar 2022", "6. Januar 2022 Donnerstag", "07. Januar 2022")),
    "fr": Words("Documents", "Rubrique", "Longueur", "mots", "Auteur", "Corps", "Classification",
                "Langue", "Date de chargement", "Fin du document",
                ("mercredi 5 janvier 2022", "6 janvier 2022 jeudi 18:30 GMT+1", "7 janvier 2022")),
    "es": Words("Documentos", "Sección", "Longitud", "palabras", "Autor", "Cuerpo", "Clasificación",
                "Idioma", "Fecha de carga", "Fin del documento",
                ("miércoles 5 de enero de 2022", "6 de enero de 2022 jueves",
                "7 de enero de 2022")),
    "ru": Words("Документы", "Раздел", "Длина", "слов", "Автор", "Текст", "Классификация",
                "Язык", "Дата загрузки", "Конец документа",
                ("5 января 2022 г. среда", "6 января 2022 г.", "7 января 2022, пятница")),
    "eo": Words("Dokumentoj", "Sekcio", "Longo", "vortoj", "", "Enhavo", "Klasifiko", "Lingvo",
                "Ŝargdato", "Fino de la dokumento",
                ("January 5, 2022", "January 6, 2022", "January 7, 2022")),
}  # fmt: skip


def uni_lines(articles=ARTICLES, language="en", *, count=None, cover=True, listed=ARTICLES):
    """(text, whether in bold, whether centred) of a Nexis Uni export's paragraphs; \f new page."""
    words = INTERFACES[language]
    if cover:
        yield "Date and Time: Friday, 5. July 2022 09:31:00 CEST", True, False
        yield "Job Number: 00000001", True, False
        yield f"{words.documents} ({count or len(articles)})", True, False
        for number, made in enumerate(listed, 1):
            yield f"{number}. {made.title}", True, False
            yield "Client/Matter: -None-", True, False
            yield "Search Terms: bridge and made-up", True, False
    for made, day in zip(articles, _days(articles, words), strict=True):
        yield f"\f{made.title}", True, True
        yield made.outlet, False, True
        yield day, False, True
        yield f"Copyright 2022 {made.outlet} All Rights Reserved", False, False
        yield f"{words.section}:\u00a0NEWS; Pg. 3", True, False
        yield f"{words.length}:\u00a01,355 {words.words}", True, False
        if made.byline and words.byline:
            yield f"{words.byline}:\u00a0{made.byline}", True, False
        yield words.body, True, False
        for paragraph in made.paragraphs:
            yield paragraph, paragraph == "Tolls", False
        yield words.classification, True, False
        yield f"{words.language}:\u00a0ENGLISH", True, False
        yield "Publication-Type:\u00a0Newspaper", True, False
        yield "Subject:\u00a0BRIDGES (89%); TOLLS (78%)", True, False
        yield f"{words.loaded}:\u00a0{day}", True, False
        yield words.end, True, False


def _days(articles, words):
    known = dict(zip([made.day for made in ARTICLES], words.days, strict=True))
    return [known[made.day] for made in articles]


def uni_docx(*args, **options):
    document = docx.Document()
    for text, bold, centred in uni_lines(*args, **options):
        paragraph = document.add_paragraph()
        if text.startswith("\f"):
            paragraph.add_run().add_break(WD_BREAK.PAGE)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        label, mark, rest = text.lstrip("\f").partition(":\u00a0")
        paragraph.add_run(label + mark).bold = bold
        paragraph.add_run(rest)
        document.add_paragraph()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def uni_rtf(*args, **options):
    lines = []
    for text, bold, _ in uni_lines(*args, **options):
        body = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text.lstrip("\f"))
        body = "\\b " * bold + body.replace("\\u160?", "\\~")
        lines.append("\\pard {" + body + "}\\par\n\\par\n")
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0\n" + "".join(lines) + "}").encode()


class Old(NamedTuple):
    """The words of an older interface."""

    count: str
    byline: str
    section: str
    length: str
    loaded: str
    language: str
    rights: str
    days: tuple


OLD = {
    "en": Old("{} of {} DOCUMENTS", "BYLINE", "SECTION", "LENGTH: {} words", "LOAD-DATE",
    "LANGUAGE",
              "All Rights Reserved", ("January 5, 2022 Wednesday", "January 6, 2022",
              "January 7, 2022")),
    "de": Old("Dokument {} von {}", "AUTOR", "RUBRIK", "LÄNGE: {} Wörter", "UPDATE", "SPRACHE",
              "Alle Rechte vorbehalten", ("5. Januar 2022 Mittwoch", "6. Januar 2022",
              "7. Januar 2022")),
    "fr": Old("Document {} de {}", "AUTEUR", "RUBRIQUE", "LONGUEUR: {} mots", "DATE-CHARGEMENT",
              "LANGUE", "Tous droits réservés", ("5 janvier 2022 mercredi", "6 janvier 2022",
              "7 janvier 2022")),
}  # fmt: skip


def classic(articles=ARTICLES, language="en", *, numbers=None, count=None, items=None):
    """Groups of lines of a Nexis UK or LexisNexis export."""
    words = OLD[language]
    items = items or count or len(articles)
    yield f"Download Request: Selected Items: 1-{items}\nTime Of Request: Friday"
    yield "Terms: (DATE(>=2022-01-01 and <=2022-02-01) and (bridge))"
    numbers = numbers or range(1, len(articles) + 1)
    known = dict(zip([made.day for made in ARTICLES], words.days, strict=True))
    for made, number in zip(articles, numbers, strict=True):
        yield words.count.format(number, count or len(articles))
        yield made.outlet
        yield f"{known[made.day]}\nFirst Edition"
        yield made.title.replace("; ", ";\n")
        if made.byline:
            yield f"{words.byline}: {made.byline}"
        yield f"{words.section}: NEWS; Pg. 3"
        yield words.length.format(355)
        yield from made.paragraphs
        yield "GRAPHIC: The made-up bridge, with a great many invented drivers standing on it"
        yield f"{words.loaded}: {known[made.day]}"
        yield f"{words.language}: ENGLISH"
        yield "PUBLICATION-TYPE: Newspaper"
        yield f"Copyright 2022 {made.outlet}\n{words.rights}"


def classic_txt(*args, **options):
    """As text, wrapped at 78 columns and with lines in the middle."""
    import textwrap

    groups = []
    for group in classic(*args, **options):
        lines = [part for line in group.split("\n") for part in textwrap.wrap(line, 78)]
        centred = len(lines) < 3 and ":" not in group
        groups.append("\r\n".join(line.center(78) if centred else line for line in lines))
    return ("\ufeff" + "\r\n\r\n".join(groups) + "\r\n").encode()


def classic_html(*args, **options):
    parts = []
    for group in classic(*args, **options):
        label, mark, rest = group.partition(": ")
        text = html.escape(group).replace("\n", "<BR>")
        if mark and label.isupper():
            text = f'<SPAN CLASS="c8">{label}: </SPAN><SPAN CLASS="c2">{html.escape(rest)}</SPAN>'
        parts.append(
            f'<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c2">{text}</SPAN></P>\n</DIV>'
        )
    head = "<HTML><HEAD><STYLE TYPE='text/css'><!-- .c0 { text-align: center; } --></STYLE>"
    breaks = '\n<DIV CLASS="c13">&nbsp;</DIV>\n<A NAME="DOC_ID_1_0"></A>\n'
    return (
        f"{head}<TITLE>&nbsp;</TITLE></HEAD>\n<BODY>" + breaks.join(parts) + "</BODY></HTML>"
    ).encode()


FACTIVA = {  # language of the interface: count of words, name of English, days, "Document"
    "en": ("1,285 words", "English", ("5 January 2022", "6 January 2022", "7 January 2022"),
    "Document"),
    "de": ("1285 Wörter", "Englisch", ("5 Januar 2022", "6 Januar 2022", "7 Januar 2022"),
    "Dokument"),
    "fr": ("1 285 mots", "Anglais", ("5 janvier 2022", "6 janvier 2022", "7 janvier 2022"),
    "Document"),
    "es": ("1285 palabras", "Inglés", ("5 enero 2022", "6 enero 2022", "7 enero 2022"),
    "Documento"),
    "it": ("1285 parole", "Inglese", ("5 gennaio 2022", "6 gennaio 2022", "7 gennaio 2022"),
    "Documento"),
    "ru": ("1285 слов", "Английский", ("5 января 2022", "6 января 2022", "7 января 2022"),
    "Документ"),
    "ja": ("1285 語", "英語", ("2022 年 1 月 5 日", "2022 年 1 月 6 日",
          "2022 年 1 月 7 日"), "文書"),
    "zh": ("1285 字", "英语", ("2022 年 1 月 5 日", "2022 年 1 月 6 日",
          "2022 年 1 月 7 日"), "文件"),
}  # fmt: skip


def factiva(articles=ARTICLES, language="en", *, codes=True):
    """A saved page of Factiva, with its field codes or without."""
    count, english, days, document = FACTIVA[language]
    known = dict(zip([made.day for made in ARTICLES], days, strict=True))
    make = _factiva_coded if codes else _factiva_placed
    parts = [
        make(made, count, known[made.day], english, f"{document} MADEUP0020220105ed4100{n:03}", n)
        for n, made in enumerate(articles, 1)
    ]
    state = '<input type="hidden" name="__VIEWSTATE" value="' + "QUJD" * 1000 + '">'
    head = '<html><head><meta charset="UTF-8"><title>Factiva</title></head><body><form>'
    return (
        f"{head}{state}<div id='contentLeft'>{''.join(parts)}</div></form></body></html>".encode()
    )


def _factiva_coded(made, count, day, english, document, _):
    text = [
        f'<p class="articleParagraph enarticleParagraph">{html.escape(p)}</p>'
        for p in made.paragraphs
    ]
    cells = {
        "SE": "News", "HD": f"<b class='enHeadline'>{html.escape(made.title)}\n</b>",
        "BY": made.byline,
        "WC": count, "PD": day, "ET": "15:32", "SN": made.outlet, "SC": "MADEUP", "PG": "3",
        "LA": english, "CY": "(c) 2022 made up. ", "LP": text[0], "TD": "\n".join(text[1:]),
        "NS": "gcat : Political/General News", "PUB": "Made-Up Limited", "AN": document,
    }  # fmt: skip
    rows = [
        f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td>{cell}</td></tr>'
        for code, cell in cells.items() if cell
    ]  # fmt: skip
    return f'<span></span><div class="article enArticle"><table>{"".join(rows)}</table><br/></div>'


def _factiva_placed(made, count, day, english, document, n):
    mark = '<p class="articleParagraph enarticleParagraph">'
    hits = [html.escape(p).replace("bridge", "<b>bridge</b>") for p in made.paragraphs]
    text = [f"{mark}{hit}</p>" for hit in hits]
    author = f'<div class="author">{made.byline} </div>' if made.byline else ""
    lines = [count, day, "15:32", made.outlet, "MADEUP", "3", english, "Copyright 2022. Made up. "]
    return (
        '<div id="article-X" class="article"><div class="article enArticle"><p>\n</p>'
        f'<div>News</div>\n<div id="hd"><span class="enHeadline counted">'
        f"{n}) {html.escape(made.title)}</span>\n</div>{author}"
        f"{''.join(f'<div>{line}</div>' for line in lines)}\n<p></p>{''.join(text)}"
        f"<p>{document}</p></div></div>"
    )


def text_of(i):
    """A made-up paragraph, another for each number."""
    return " ".join(
        f"In made-up town number {i} the price of fuel rose on street {k}, and people asked why."
        for k in range(6)
    )
