"""Tables: what is recognised, what is asked for, and what cannot be read. Every row is made up."""

import csv
import gzip
import io
import json

import pytest
from made_up_archives import BIBTEX, RIS

from helpers.errors import InputError
from helpers.intake import kinds, tabular

BODY = (
    "Made-up drivers gathered on an invented bridge and asked for lower tolls, said a made-up man."
)
OWN = {
    "outlet": "Made-Up Post", "published": "2022-01-05", "title": "Made-up protest, again",
    "url": "https://made-up.example/a", "text": BODY,
}  # fmt: skip


def as_csv(rows, *, delimiter=",", **options):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0], delimiter=delimiter, **options)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def read(content, name="table.csv", **options):
    """The articles and the message about what could not be read."""
    found = []
    content = content.encode() if isinstance(content, str) else content
    try:
        for article in kinds.read(content, name=name, how=kinds.How(**options)):
            found.append(article)
    except InputError as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["table.csv", "table.txt"])
def test_csv_of_any_form(delimiter, encoding, name):
    text = as_csv([OWN, OWN | {"text": "Two\nlines, “quoted”; and a\ttab"}], delimiter=delimiter)
    found, said = read(text.encode(encoding), name)
    assert not said and [a.title for a in found] == ["Made-up protest, again"] * 2
    assert found[0].text == BODY and found[1].text == "Two\nlines, “quoted”; and a tab"
    assert found[0].published == "2022-01-05" and found[0].published_from == "page"
    assert [a.source for a in found] == [f"{name}#1", f"{name}#2"]
    assert found[0].found["outlet"] == "column outlet"


def test_russian_csv_in_cp1251():
    row = {
        "title": "Протесты в выдуманном городе",
        "published": "5 января 2022",
        "outlet": "Газета",
    }
    row |= {"text": "Выдуманные водители собрались на мосту и просили снизить плату за проезд."}
    found, said = read(as_csv([row], delimiter=";").encode("cp1251"))
    assert not said and found[0].title == row["title"] and found[0].text == row["text"]
    assert found[0].published == "2022-01-05" and found[0].language == "ru"


def test_an_excel_separator_line_is_obeyed():
    found, said = read("sep=;\n" + as_csv([OWN], delimiter=";"))
    assert not said and found[0].outlet == "Made-Up Post"


def test_long_texts_are_read():
    found, said = read(as_csv([OWN | {"text": "word " * 60_000}]))
    assert not said and len(found[0].text.split()) == 60_000


MEDIA_CLOUD = {
    "id": "f0", "indexed_date": "2022-01-06 01:02:03", "language": "ru",
    "media_name": "made-up.example", "media_url": "made-up.example", "publish_date": "2022-01-05",
    "title": "Выдуманные протесты",
    "url": "https://made-up.example/a?utm_source=x",
}  # fmt: skip
GDELT = {
    "URL": "https://made-up.example/a", "MobileURL": "", "Date": "2022-01-05 10:15:00",
    "Title": "Made-up protest",
}  # fmt: skip
ZOTERO = {
    "Key": "A1", "Item Type": "newspaperArticle", "Publication Year": "2022",
    "Author": "Roe, Made-Up", "Title": "Made-up protest", "Publication Title": "Made-Up Post",
    "Url": "https://made-up.example/a",
    "Date": "2022-01-05", "Language": "en-GB", "Abstract Note": "An abstract",
}  # fmt: skip


def test_media_cloud_is_recognised():
    (one,), said = read(as_csv([MEDIA_CLOUD]))
    assert not said and one.outlet == "made-up.example" and one.language == "ru"
    assert one.url == "https://made-up.example/a" and one.published == "2022-01-05"
    assert "gives no text" in one.warnings[0]


def test_gdelt_is_recognised_and_its_dates_doubted():
    listed = {"articles": [{
        "url": "https://made-up.example/a", "url_mobile": "", "title": "Made-up protest",
        "seendate": "20220105T101500Z", "domain": "made-up.example", "language": "Russian",
        "sourcecountry": "Kazakhstan",
    }]}  # fmt: skip
    graph = [
        "20220105101500-12",
        "20220105101500",
        "1",
        "made-up.example",
        "https://made-up.example/a",
    ]
    graph += [""] * 21 + ["<PAGE_TITLE>Made-up protest</PAGE_TITLE>"]
    for content in (as_csv([GDELT]), json.dumps(listed), "\t".join(graph)):
        (one,), said = read(content)
        assert not said and one.published == "2022-01-05" and one.published_from == "inferred"
        assert one.outlet == "made-up.example" and one.title == "Made-up protest"
        assert any("the day on which it saw the page" in w for w in one.warnings)


def test_newsapi_is_recognised():
    answer = {"status": "ok", "totalResults": 1, "articles": [{
        "source": {"id": None, "name": "Made-Up Post"}, "author": "Made-Up Roe", "title": "Protest",
        "description": "An abstract", "url": "https://made-up.example/a", "urlToImage": None,
        "publishedAt": "2022-01-05T10:15:00Z", "content": "Made-up drivers… [+1234 chars]",
    }]}  # fmt: skip
    (one,), said = read(json.dumps(answer), "answer.json")
    assert not said and (one.outlet, one.byline) == ("Made-Up Post", "Made-Up Roe")
    assert one.published == "2022-01-05" and one.text == "Made-up drivers… [+1234 chars]"


def test_zotero_is_recognised_in_csv_csl_and_json():
    csl = [{
        "id": "a", "type": "article-newspaper", "title": "Made-up protest",
        "container-title": "Made-Up Post", "URL": "https://made-up.example/a", "language": "en-GB",
        "author": [{"family": "Roe", "given": "Made-Up"}], "issued": {"date-parts": [[2022, 1, 5]]},
    }]  # fmt: skip
    item = {
        "itemType": "newspaperArticle", "title": "Made-up protest", "date": "2022-01-05",
        "publicationTitle": "Made-Up Post", "url": "https://made-up.example/a", "language": "en-GB",
        "creators": [{"creatorType": "author", "firstName": "Made-Up", "lastName": "Roe"}],
    }  # fmt: skip
    contents = [as_csv([ZOTERO]), json.dumps(csl), json.dumps({"items": [item]})]
    contents += [json.dumps([{"key": "A1", "version": 3, "data": item}])]
    for content in contents:
        (one,), said = read(content, "zotero.json")
        assert not said and one.outlet == "Made-Up Post" and one.title == "Made-up protest"
        assert one.published == "2022-01-05" and one.language == "en"
        assert "Roe" in one.byline and "Made-Up" in one.byline
        assert one.url == "https://made-up.example/a" and not one.text


def test_unknown_columns_are_listed_and_can_be_mapped():
    text = as_csv([{"Oben": "Erfunden", "Wann": "5.1.2022", "Was": BODY}])
    found, said = read(text)
    assert not found and "Oben, Wann, Was" in said and "--column" in said
    columns = {"title": "Oben", "published": "Wann", "text": "Was"}
    (one,), said = read(text, columns=columns)
    assert not said and one.title == "Erfunden" and one.text == BODY
    assert "no column 'Titel'" in read(text, columns={"title": "Titel"})[1]
    assert "'titel' is not a field" in read(text, columns={"titel": "Oben"})[1]


def test_nested_columns_are_mapped_by_their_path():
    text = json.dumps([{"about": {"head": "Made-up", "when": 1641340800}, "body": [BODY, "End."]}])
    columns = {"title": "about.head", "published": "about.when", "text": "body"}
    (one,), said = read(text, columns=columns)
    assert not said and one.title == "Made-up" and one.published == "2022-01-05"


def test_a_columns_map_overrides_what_is_recognised():
    (one,), _ = read(as_csv([ZOTERO]), columns={"text": "Abstract Note"})
    assert one.text == "An abstract" and one.outlet == "Made-Up Post"


def test_rows_that_cannot_be_read_are_named_and_the_others_given():
    text = as_csv([OWN, OWN, OWN]).splitlines()
    text[2] = "only, two"
    found, said = read("\n".join(text))
    assert [a.source for a in found] == ["table.csv#1", "table.csv#3"]
    assert "row 2 (line 3) has 2 cells, the header 5" in said
    empty = dict.fromkeys(OWN, "") | {"outlet": "x"}
    found, said = read(as_csv([OWN, empty]))
    assert len(found) == 1 and "row 2 has neither text nor address nor title" in said


def test_an_open_quote_is_named_not_swallowed():
    found, said = read(as_csv([OWN]) + '"never closed,a,b,c,d\n' + as_csv([OWN]).splitlines()[1])
    assert len(found) == 1 and "line 3" in said


def test_json_lines_with_a_broken_line():
    lines = [json.dumps(OWN), '{"title": "cut', json.dumps(OWN | {"title": "Third"})]
    found, said = read("\n".join(lines), "rows.jsonl")
    assert [a.title for a in found] == ["Made-up protest, again", "Third"] and "row 2" in said
    (one,), said = read(json.dumps(OWN), "row.json")
    assert not said and one.title == OWN["title"]


def test_json_that_breaks_off_gives_its_whole_objects():
    text = json.dumps({"articles": [OWN, OWN, OWN]}, indent=1)
    found, said = read(text[: text.rindex("title")], "cut.json")
    assert len(found) == 2 and "after 2 whole objects" in said


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", "[]", '{"a": 1}', '["a", "b"]', "[1, 2]"])
def test_json_that_is_no_table_is_refused(text):
    found, said = read(text, "x.json")
    assert not found and said.startswith("x.json")


def test_html_in_a_cell_is_read_as_paragraphs():
    (one,), _ = read(as_csv([OWN | {"text": "<p>One &amp; two.</p><p>Three<br>four</p>"}]))
    assert one.text == "One & two.\nThree\nfour"


def test_dates_that_cannot_be_read_are_said():
    (one,), _ = read(as_csv([OWN | {"published": "some day"}]))
    assert not one.published and "'some day' cannot be read" in one.warnings[0]
    (one,), _ = read(as_csv([OWN | {"published": "January 2022"}]))
    assert not one.published and one.precision == "month" and "only the month" in one.warnings[0]


def test_prose_is_no_table():
    assert not tabular.is_table("One, two, three.\nFour, five, and six.\nMore.", name="a.txt")
    assert not tabular.is_table("A title\n\nSome text, with a comma.", name="a.txt")


def test_the_year_of_a_csl_date_may_be_a_string():
    item = {
        "container-title": "Made-Up Times",
        "title": "Made up",
        "URL": "https://made-up.example",
    }
    found, said = read(json.dumps([item | {"issued": {"date-parts": [["2022", 1, 5]]}}]), "a.json")
    assert found[0].published == "2022-01-05" and not said


def test_what_zotero_keeps_beside_items_is_no_article():
    kinds_of = ("newspaperArticle", "attachment", "note")
    rows = [{"itemType": kind, "title": "Made up", "date": "2022-01-05"} for kind in kinds_of]
    found, said = read(json.dumps(rows), "a.json")
    assert len(found) == 1 and not said


def test_an_article_that_newsapi_removed_is_named():
    stated = {"source": {"name": "Made-Up Times"}, "publishedAt": "2022-01-05T10:00:00Z"}
    whole = stated | {"title": "Made up - Made-Up Times", "url": "https://made-up.example/a"}
    whole["content"] = "The invented ferry runs again, said… [+1234 chars]"
    removed = stated | {"title": "[Removed]", "url": "https://removed.com"}
    found, said = read(json.dumps({"articles": [whole, removed]}), "a.json")
    assert [article.title for article in found] == ["Made up"]
    assert "cut off" in found[0].warnings[0] and "row 2 was removed" in said


@pytest.mark.parametrize("text", [RIS, BIBTEX])
def test_references_are_read_and_said_to_hold_no_text(text):
    (one, other), said = read(text, "references.txt")
    assert not said and one.title == "A made-up protest" and one.outlet == "Made-Up Post"
    assert one.published == "2022-01-05" and one.byline == "Roe, Mo"
    assert one.url == "https://made-up.example/a" and other.title == "Another one"
    assert any("gives no text" in warning for warning in one.warnings)


HEADERS = {
    "de": ["Überschrift", "Medium", "Datum", "Volltext"],
    "fr": ["Titre", "Journal", "Date de publication", "Texte"],
    "es": ["Titular", "Medio", "Fecha", "Cuerpo"],
    "it": ["Titolo", "Testata", "Data", "Testo"],
    "pt": ["Título", "Veículo", "Data de publicação", "Conteúdo"],
    "nl": ["Kop", "Krant", "Publicatiedatum", "Inhoud"],
    "sv": ["Rubrik", "Tidning", "Publiceringsdatum", "Brödtext"],
    "pl": ["Tytuł", "Gazeta", "Data publikacji", "Treść"],
    "ru": ["Заголовок", "Издание", "Дата", "Текст"],
    "tr": ["Başlık", "Gazete", "Tarih", "Metin"],
    "snake": ["web_title", "publisher", "published_at", "full_text"],
    "plain": ["HEADLINE", "Source", "date", "body"],
}


@pytest.mark.parametrize("language", HEADERS)
def test_columns_are_known_by_their_usual_names_in_ten_languages(language):
    title, outlet, day, text = HEADERS[language]
    title = "title" if language == "snake" else title
    row = {title: "Made up", outlet: "Made-Up Post", day: "2022-01-05", text: BODY, "Extra": "1"}
    (one,), said = read(as_csv([row]))
    assert not said and (one.title, one.outlet, one.published, one.text) == (
        "Made up", "Made-Up Post", "2022-01-05", BODY,
    )  # fmt: skip
    assert any("not used for a field: Extra" in warning for warning in one.warnings)


def test_unused_columns_are_said_once():
    rows = [{"title": f"Made up {i}", "text": BODY, "mood": "x"} for i in range(3)]
    found, _ = read(as_csv(rows))
    said = [any("not used for a field: mood" in w for w in article.warnings) for article in found]
    assert said == [True, False, False]


DAYS = [  # a column of days, whether the day was said to be first, and what is read of the first
    (["5/1/2022", "13/1/2022"], None, "2022-01-05"),
    (["5/1/2022", "1/13/2022"], None, "2022-05-01"),
    (["5/1/2022", "6/1/2022"], None, ""), (["5/1/2022", "6/1/2022"], True, "2022-01-05"),
    (["5/1/2022"], False, "2022-05-01"), (["5.1.22"], None, "2022-01-05"),
    (["5/5/2022"], None, "2022-05-05"), (["44566"], None, "2022-01-05"),
    (["44566.75"], None, "2022-01-05"), (["2022-W01-3"], None, "2022-01-05"),
    (["Wed Jan 05 19:20:36 CET 2022"], None, "2022-01-05"),
    (["13/1/2022", "1/13/2022", "5/1/2022"], None, "2022-01-13"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "first", "expected"), DAYS)
def test_the_order_of_day_and_month_is_the_whole_column_s(days, first, expected):
    rows = [{"title": f"Made up {i}", "date": day, "text": BODY} for i, day in enumerate(days)]
    found, _ = read(as_csv(rows), day_first=first)
    assert found[0].published == expected
    unsure = any("--day-first or --month-first" in w for w in found[0].warnings)
    assert unsure == (not expected)


def test_a_list_deep_in_json_is_found_or_named():
    articles = [{"webTitle": f"Made up {i}", "fields": {"bodyText": BODY}} for i in range(2)]
    whole = {"response": {"status": "ok", "tags": [{"x": 1}], "results": articles}}
    found, said = read(json.dumps(whole), "a.json")
    assert not said and [a.text for a in found] == [BODY, BODY]
    columns = {"title": "response.results[].webTitle", "text": "response.results[].fields.bodyText"}
    (first, _), _ = read(json.dumps(whole), "a.json", columns=columns)
    assert first.title == "Made up 0" and first.text == BODY
    _, said = read(json.dumps(whole), "a.json", columns={"title": "answer.results[].webTitle"})
    assert "no list 'answer.results'" in said and "response.results" in said


def test_a_packed_table_is_read_and_a_bomb_refused(monkeypatch):
    row = as_csv([{"title": "Made up", "text": BODY}])
    packed = gzip.compress(row if isinstance(row, bytes) else row.encode())
    (one,), said = read(packed, "table.csv.gz")
    assert not said and one.title == "Made up"
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 10)
    assert "unpacks to more than" in read(packed, "table.csv.gz")[1]


SAID = "A made-up text of a few words that says that prices rose in the made-up town of Vell."
COLLECTED = {  # as the documentation of each collector describes its records; contents made up
    "Event Registry": {"articles": {"page": 1, "results": [
        {"uri": "1", "lang": "eng", "date": "2022-01-06", "dateTime": "2022-01-06T10:00:00Z",
         "url": "https://made-up.example/x", "title": "Made-up head", "body": SAID,
         "source": {"uri": "made-up.example", "title": "Made-Up Paper"},
         "authors": [{"name": "Ana Roe"}]}]}},
    "newspaper4k": [
        {"url": "https://made-up.example/x", "title": "Made-up head", "authors": ["Ana Roe"],
         "publish_date": "2022-01-06 00:00:00", "text": SAID, "meta_lang": "en",
         "source_url": "https://made-up.example", "keywords": []}],
    "news-please": [
        {"authors": ["Ana Roe"], "date_download": "2022-02-01 00:00:00", "date_modify": None,
         "date_publish": "2022-01-06 10:00:00", "language": "en", "maintext": SAID,
         "source_domain": "made-up.example", "title": "Made-up head",
         "url": "https://made-up.example/x"}],
    "fundus": [
        {"title": "Made-up head", "authors": ["Ana Roe"], "publisher": "Made-Up Paper",
         "publishing_date": "2022-01-06 10:00:00+00:00", "url": "https://made-up.example/x",
         "lang": "en", "body": {"summary": [], "sections": [
             {"headline": [], "paragraphs": [SAID]}]}}],
    "trafilatura": {
        "title": "Made-up head", "author": "Ana Roe", "hostname": "made-up.example",
        "date": "2022-01-06", "fingerprint": "x", "text": SAID, "raw_text": "", "language": "en",
        "source": "https://made-up.example/x", "source-hostname": "Made-Up Paper",
        "filedate": "2026-01-01"},
}  # fmt: skip


@pytest.mark.parametrize("collector", COLLECTED)
def test_records_of_collectors_are_known_by_themselves(collector):
    content = json.dumps(COLLECTED[collector]).encode()
    (article,) = tabular.read(content, name="made-up.json")
    outlet = "made-up.example" if collector in ("newspaper4k", "news-please") else "Made-Up Paper"
    assert (article.title, article.outlet, article.published, article.byline) == (
        "Made-up head", outlet, "2022-01-06", "Ana Roe",
    )  # fmt: skip
    assert (article.language, article.url, article.text) == (
        "en", "https://made-up.example/x", SAID,
    )  # fmt: skip
