"""Sources: addresses, files, folders and zips; what a file is shows in it. All are made up."""

import base64
import io
import os
import zipfile

import made_up_files
import pytest
from test_intake_plain import BODY

from helpers import intake
from helpers.errors import InputError
from helpers.intake import kinds

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Made-up protest over tolls</title>
<meta property="og:site_name" content="Made-Up Post">
<meta property="article:published_time" content="2022-01-05T10:00:00Z"></head><body><article>
<h1>Made-up protest over tolls</h1><p>{BODY.replace(chr(10) * 2, "</p><p>")}</p></article>
</body></html>"""
NOTE = f"---\ntitle: A made-up note\ndate: 2022-01-06\n---\n{BODY}"


def read(source, **options):
    """Titles, and the message about what could not be read."""
    found = []
    try:
        for article in intake.read(source, **options):
            found.append(article)
    except InputError as error:
        return [a.title for a in found], str(error)
    return [a.title for a in found], ""


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PAGE.encode(), "pages"),
        (PAGE.encode("utf-16"), "pages"),
        (b"<?xml version='1.0'?>\n<html><body><p>made up</p></body></html>", "pages"),
        (b"<!-- saved from url=(1)https://made-up.example/ -->\n<html>", "pages"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "feeds"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "feeds"),
        (b"\xef\xbb\xbf{\\rtf1\\ansi made up}", "rtf"),
        (b"%PDF-1.7\n", "pdf"),
        (b"WARC/1.0\r\n", "warc"),
        (b"From: <Saved>\r\nContent-Type: multipart/related; boundary=x\r\n", "mhtml"),
        (b'[{"title": "made up"}]', "tabular"),
        (b"a;b;c\n1;2;3\n4;5;6\n", "tabular"),
        (NOTE.encode(), "plain"),
        ("Выдуманный текст, и только.".encode("cp1251"), "plain"),
        (made_up_files.word(), "docx"),
        (zipped({"one.txt": "made up"}), "zip"),
    ],
)
@pytest.mark.parametrize("name", ["x.txt", "x.doc", "x"])
def test_what_a_file_is_shows_in_its_content(content, kind, name):
    assert kinds.of(content, name=name) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\0", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office program"),
        (bytes(range(32)) * 100, "no kind that is known"),
        (b"<?xml version='1.0'?><made><up/></made>", "XML of a kind"),
        (zipped({"content.xml": "<x/>", "mimetype": "x"}), "save it as DOCX"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(content, why):
    with pytest.raises(InputError, match=why) as refused:
        kinds.of(content, name="given.bin")
    assert str(refused.value).startswith("given.bin")


def test_a_folder_is_read_in_order_and_nothing_skipped_in_silence(tmp_path):
    files = {
        "b.html": PAGE, "a.txt": NOTE, "deep/c.md": NOTE, "deep/picture.png": "GIF8",
        ".DS_Store": "x", "~$lock.docx": "x", "Thumbs.db": "x", ".hidden/x.txt": NOTE,
        "b_files/style.css": "body {}",
        "b-Dateien/script.js": "x()",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    titles, said = read(tmp_path)
    assert titles == ["A made-up note", "Made-up protest over tolls", "A made-up note"]
    assert said == "deep/picture.png: is a picture, sound or film: no article can be read from it"
    assert [a.source for a in kinds.read(NOTE.encode(), name="a.txt")] == ["a.txt"]


def test_a_zip_is_read_as_a_folder_is():
    content = zipped(
        {"b.html": PAGE, "a/a.txt": NOTE, "__MACOSX/._a.txt": "x", "x.png": b"\x89PNG"}
    )
    found = []
    with pytest.raises(InputError, match=r"all\.zip/x\.png: is a picture"):
        for article in kinds.read(content, name="all.zip"):
            found.append(article.source)
    assert found == ["all.zip/a/a.txt", "all.zip/b.html"]
    with pytest.raises(InputError, match="zip within a zip"):
        list(kinds.read(zipped({"in.zip": content}), name="all.zip"))


def test_a_page_saved_as_one_file_is_read():
    head = "From: <Saved by made-up>\r\nSnapshot-Content-Location: https://made-up.example/toll\r\n"
    head += 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    head += "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    body = base64.encodebytes(PAGE.encode()).decode()
    (one,) = kinds.read(f"{head}{body}\r\n--x--\r\n".encode(), name="page.mhtml")
    assert one.title == "Made-up protest over tolls" and one.url == "https://made-up.example/toll"
    with pytest.raises(InputError, match="holds no page"):
        list(kinds.read(head.replace("text/html", "text/plain").encode(), name="page.mhtml"))


def test_missing_empty_and_odd_sources(tmp_path, monkeypatch):
    assert "no such file" in read(tmp_path / "none.txt")[1]
    assert "holds no file" in read(tmp_path)[1]
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path)[1] == "pipe: is not a file"
    (tmp_path / "pipe").unlink()
    (tmp_path / "large.txt").write_text(NOTE)
    monkeypatch.setattr(intake, "MOST_BYTES", 10)
    assert "too much for one file" in read(tmp_path)[1]


def test_tables_and_web_archives_may_be_large(tmp_path, monkeypatch):
    rows = "".join(f"Made-Up {k},2022-01-05,An invented title,An invented text\n" for k in range(9))
    (tmp_path / "many.csv").write_text(f"outlet,published,title,text\n{rows}")
    (tmp_path / "one.txt").write_text(NOTE)
    monkeypatch.setattr(intake, "MOST_BYTES", 10)
    titles, said = read(tmp_path)
    assert len(titles) == 9 and "one.txt" in said and "many.csv" not in said
    monkeypatch.setattr(intake, "MOST_OF_MANY", 100)
    assert "many.csv: 0 MB is too much for one file (at most 0 MB)" in read(tmp_path)[1]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a", "http://localhost:8000/", "http://[::1]/", "file:///etc/passwd",
            "ftp://made-up.example/a", "http://169.254.169.254/latest/"],
)  # fmt: skip
def test_addresses_within_are_refused(url):
    titles, said = read(url)
    assert not titles and url.split("/")[2] in said


def test_an_address_is_read_by_what_comes_back():
    url = "https://made-up.example/toll?utm_source=x"
    (article,) = intake.read(url, get=lambda asked: PAGE.encode())
    assert article.url == "https://made-up.example/toll" and article.outlet == "Made-Up Post"
    assert article.published == "2022-01-05"


def test_a_wacz_gives_its_pages_and_nothing_else():
    archive = made_up_files.warc(
        {"https://made-up.example/1": made_up_files.page("Ferry runs")}, gz=True
    )
    beside = {
        "datapackage.json": "{}",
        "pages/pages.jsonl": '{"format": "x"}\n',
        "fuzzy.json": "{}",
    }
    packed = zipped({**beside, "archive/data.warc.gz": archive})
    assert [one.title for one in kinds.read(packed, name="a.wacz")] == ["Ferry runs"]


def test_an_arc_is_named():
    with pytest.raises(InputError, match="is an ARC archive"):
        kinds.of(b"filedesc://made-up.arc 0.0.0.0 20220105 text/plain 10\n", name="a.arc")


def test_the_folder_that_an_office_program_saves_beside_a_page_is_passed_over(tmp_path):
    (tmp_path / "story.htm").write_bytes(made_up_files.page("Ferry runs"))
    (tmp_path / "story.files").mkdir()
    (tmp_path / "story.files" / "frame.htm").write_bytes(made_up_files.page("A frame"))
    assert [one.title for one in intake.read(tmp_path)] == ["Ferry runs"]
