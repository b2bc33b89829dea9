"""Files made to do harm: a clear error or a clean article, and nothing outside the corpus."""

import io
import json
import random
import sys
import zipfile
from pathlib import Path

import made_up_files as made
import pandas as pd
import pytest
from robustness import attempt

from helpers.corpus import extend
from helpers.errors import InputError
from helpers.files import tables
from helpers.intake import kinds, markup
from helpers.intake.article import Article
from helpers.intake.pages import page as pages

BOMB = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "made up" * 100}">' for n in range(10)
)
BILLION_LAUGHS = f"<!DOCTYPE d [{BOMB}]>"
EXTERNAL = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
TEXT = " ".join(made.PARAGRAPHS)


def read(content, name):
    """The article, or what the InputError says; within bounds of time and memory."""
    run = attempt(content, name)
    assert not run.fault, run
    try:
        return next(iter(kinds.read(content, name=name)))
    except InputError as error:
        return str(error)


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("declared", [BILLION_LAUGHS, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_or_left_as_they_stand(declared, encoding):
    secret = Path("/etc/hostname").read_text().strip() if sys.platform == "linux" else "made up"
    xml = f'<?xml version="1.0"?>{declared}<rss version="2.0"><channel><item><title>&a;&a9;</title>'
    files = {
        "feed.xml": f"{xml}</item></channel></rss>".encode(encoding),
        "word.docx": zipped(**{"word/document.xml": f"{declared}<d>&a;&a9;</d>".encode(encoding)}),
        "page.html": f"{declared}<title>&a;&a9;</title><p>{TEXT}</p>".encode(encoding),
    }
    for name, content in files.items():
        found = read(content, name)
        assert name in found if isinstance(found, str) else name == "page.html"
        assert secret not in str(found) or len(secret) < 5
        assert len(str(found)) < 10_000


def test_a_zip_bomb_is_not_unpacked():
    content = zipped(**{"word/document.xml": b" " * 400_000_000})
    assert len(content) < 500_000
    assert "more than articles have" in read(content, "bomb.docx")
    assert "more than articles have" in read(zipped(**{"a.html": b" " * 400_000_000}), "bomb.zip")


def test_a_gzip_bomb_is_not_unpacked():
    assert "bomb.warc.gz" in read(made.bomb(1_000), "bomb.warc.gz")


def test_names_in_a_zip_that_lead_elsewhere_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = zipped(**{"../../escaped.html": made.page(), "/root.html": made.page()})
    assert len(list(kinds.read(content, name="made-up.zip"))) == 1  # ".." is passed over
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "evil",
    ["../../escaped", "/etc/passwd", "..\\..\\escaped", "a\0b", "con", "\u202e../x", "🙂" * 200],
)
def test_titles_outlets_and_addresses_write_nothing_outside_the_corpus(tmp_path, evil):
    folder = tmp_path / "within" / "corpus"
    article = Article(
        outlet=evil, title=evil, url=f"https://made-up.example/{evil}", published="2022-01-05",
        published_from="page", language="en", text=f"{TEXT} {evil}", source=evil,
    )  # fmt: skip
    before = set(tmp_path.rglob("*"))
    try:
        extend.add([article], folder)
    except InputError as error:
        assert str(error)
    outside = [
        path for path in set(tmp_path.rglob("*")) - before if folder not in (path, *path.parents)
    ]
    assert outside in ([], [folder.parent])
    for path in folder.rglob("*.txt"):
        assert path.resolve().is_relative_to(folder.resolve())


def test_nuls_half_characters_and_marks_of_direction_do_not_pass():
    html = (
        b"<html><title>Made\0 up \xed\xa0\x80 &#xD800; \xe2\x80\xae ferry</title>"
        + f"<h1>Made up ferry</h1><p>{TEXT}\0 \u202e\u2066</p>".encode()
    )
    article = read(html, "page.html")
    for field in (article.title, article.text):
        field.encode("utf-8")
        assert not set(field) & set("\0\u202e\u2066")
    assert made.PARAGRAPHS[0] in article.text


def test_mixed_encodings_lose_no_more_than_the_odd_letters():
    html = f"<meta charset=utf-8><title>Паром ходит</title><p>{'Паром снова ходит. ' * 30}</p>"
    content = html.encode() + "<p>Порт</p>".encode("windows-1251")
    article = read(content, "page.html")
    assert article.title == "Паром ходит" and "Паром снова ходит." in article.text
    assert any("decoded" in warning for warning in article.warnings)


def test_a_page_of_100_megabytes_is_refused_at_once():
    content = b"<html><body><p>" + b"made up " * 12_500_000
    assert len(content) > 100_000_000
    assert "more than a news page has" in read(content, "huge.html")
    many = b"<html><body>" + b"<p>made up</p>" * 1_300_000
    assert "too many for one article" in read(many, "many.html")


@pytest.mark.parametrize("depth", [300, 1_500, 50_000])
def test_deep_nesting_keeps_the_text_or_says_why_not(depth):
    html = f"<title>Made up</title>{'<div>' * depth}<p>{TEXT}</p>{'</div>' * depth}"
    found = read(html.encode(), "deep.html")
    if depth > 2_000:
        assert "deep" in found
    else:
        assert made.PARAGRAPHS[0] in found.text


@pytest.mark.parametrize(
    "opening", ["<b>", "<table><tr><td>", "<!--", "<script>", "<a href=", "[{"]
)
def test_what_is_opened_50_000_times_takes_no_time(opening):
    for name in ("page.html", "page.json", "page.txt"):
        read(f"<p>made up</p>{opening * 50_000}".encode(), name)
        read((opening * 50_000).encode(), name)


@pytest.mark.parametrize("letter", [*"(a-/.0<&,|\"' \n\t[{«:", "1 ", "a-", "By ", "A. "])
def test_long_runs_of_one_letter_take_no_time(letter):
    rng = random.Random(0)
    run = letter * 100_000
    for name in ("page.html", "note.txt", "table.csv", "a.rtf"):
        start = {"page.html": "<p>", "a.rtf": "{\\rtf1 ", "table.csv": "title,text\n"}.get(name, "")
        read(f"{start}{run}{rng.random()}".encode(), name)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "''=1"])
def test_formulas_are_guarded_in_tables_and_read_back(cell, tmp_path):
    guarded = tables.to_csv(pd.DataFrame({"title": [cell]})).decode()
    shown = guarded.split("\n", 1)[1].lstrip('"')
    assert shown.startswith("'")
    (tmp_path / "t.csv").write_bytes(guarded.encode())
    table, faults = tables.read(tmp_path / "t.csv", {"title": lambda cell: None})
    assert faults == [] and table["title"].tolist() == [cell]


def test_formulas_of_articles_are_guarded_in_the_corpus(tmp_path):
    article = Article(
        outlet="=Made-Up", title='=HYPERLINK("http://made-up.example")', published="2022-01-05",
        published_from="page", language="en", text=TEXT, source="@made-up",
        url="https://made-up.example/a",
    )  # fmt: skip
    extend.add([article], tmp_path / "corpus")
    for file in (tmp_path / "corpus").glob("*.csv"):
        for row in file.read_text("utf-8").splitlines():
            assert not [cell for cell in row.split(",") if cell.strip('"')[:1] in tuple("=+-@")]


def test_scripts_in_titles_are_text_where_a_notebook_shows_them():
    html = f"<title>&lt;script&gt;alert(1)&lt;/script&gt; ferry</title><p>{TEXT}</p>"
    article = read(html.encode(), "page.html")
    assert "script" in article.title
    table = pd.DataFrame([article.as_dict()])
    itables = pytest.importorskip("itables")
    for shown in (table.to_html(), itables.to_html_datatable(table, connected=True)):
        assert "<script>alert" not in shown.replace(json.dumps("")[0], "")


def test_limits_are_those_that_the_messages_name():
    with pytest.raises(InputError, match=f"{markup.MOST_BYTES / 1e6:.0f} MB"):
        pages.read(b"<p>" + b" " * markup.MOST_BYTES, name="made-up")
