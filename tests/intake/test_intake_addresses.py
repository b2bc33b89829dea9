"""Addresses: what tells articles apart stays, the rest goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.intake import addresses


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ""),
        ("https://example.org/a", "https://example.org/a"),
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG:443/A", "https://example.org/A"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("//example.org/a", "https://example.org/a"),
        ("https://reader:secret@example.org/a", "https://example.org/a"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/#!/a", "https://example.org/#!/a"),
        (
            "https://example.org/a?utm_source=x&id=5&fbclid=3&gclid=4&yclid=1",
            "https://example.org/a?id=5",
        ),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
        (
            "https://example.org/a?uid=7&gallery=9&eid=1",
            "https://example.org/a?eid=1&gallery=9&uid=7",
        ),
        ("https://example.org/?12345", "https://example.org/?12345"),
        ("https://example.org/a?amp=1", "https://example.org/a"),
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/a;jsessionid=0AF?x=1", "https://example.org/a?x=1"),
        (
            "https://example.org/новость",
            "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C",
        ),
        ("https://example.org/%d0%bd%2fa", "https://example.org/%D0%BD%2Fa"),
        (
            "https://web.archive.org/web/20220105101112id_/http://example.org/a",
            "https://example.org/a",
        ),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
        (" https://example.org/\n a ", "https://example.org/a"),
        ("urn:made-up:three", "urn:made-up:three"),
        ("mailto:made-up@example.org", "mailto:made-up@example.org"),
        ("http://[", "http://["),
        ("https://example.org:99999999/a", "https://example.org:99999999/a"),
    ],
)
def test_canonical(url, expected):
    assert addresses.canonical(url) == expected


@given(st.text(), st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3))
def test_canonical_twice_is_canonical(path, query):
    url = f"https://example.org/{path}?" + "&".join(f"{k}={v}" for k, v in query.items())
    once = addresses.canonical(url)
    assert addresses.canonical(once) == once


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://m.example.org/a", "example.org"),
        ("https://amp.com/a", "amp.com"),
        ("https://news.example.org:80/a", "news.example.org"),
        ("a.html", ""),
        ("http://[", ""),
    ],
)
def test_host(url, expected):
    assert addresses.host(url) == expected
