"""Exports of Factiva in several interface languages; all made up."""

import pytest
from made_up_exports import ARTICLES, FACTIVA, factiva, read

from helpers.errors import InputError
from helpers.intake import kinds
from helpers.intake.archives import factiva as importer


@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize("language", FACTIVA)
def test_every_field_in_any_interface_language(language, codes):
    found, said = read(factiva(language=language, codes=codes))
    assert not said and len(found) == 3
    for number, (article, made) in enumerate(zip(found, ARTICLES, strict=True), 1):
        assert article.title == made.title and article.outlet == made.outlet
        assert article.published == made.day and article.published_from == "page"
        assert article.byline == made.byline and article.language == "en"
        assert article.text.split("\n") == list(made.paragraphs)
        assert article.source == f"export.docx#{number}" and not article.warnings


def test_a_section_that_looks_like_a_count_of_words_is_none():
    found, _ = read(factiva(codes=False).replace(b"<div>News</div>", b"<div>24 hours</div>"))
    assert [a.outlet for a in found] == [made.outlet for made in ARTICLES]


def test_another_suffix_changes_nothing():
    assert kinds.of(factiva(), name="saved.txt") == "factiva"


@pytest.mark.parametrize("codes", [True, False])
def test_an_export_that_breaks_off_says_so(codes):
    content = factiva(codes=codes)
    at = content.index(b"halved the tolls")
    found, said = read(content[:at])
    assert [a.title for a in found][:2] == [made.title for made in ARTICLES[:2]]
    assert "breaks off within article 3" in said


def test_an_empty_article_is_named_and_the_others_given():
    content = factiva().replace(
        b"</form>", b'<div class="article enArticle"><table></table></div></form>'
    )
    found, said = read(content)
    assert len(found) == 3 and "article 4 of 4 is empty" in said


def test_the_agency_credited_is_found():
    content = factiva().replace(b"Jane Invented", b"By Jane Invented, Reuters")
    found, _ = read(content)
    assert found[0].agency == "Reuters" and found[0].byline == "Jane Invented, Reuters"


def test_other_pages_are_no_export():
    page = b"<html><body><div class='article'><p>made up</p></div></body></html>"
    assert not importer.is_export(page, name="a.html")
    with pytest.raises(InputError, match="not an export of Factiva"):
        list(importer.read(page, name="a.html"))
