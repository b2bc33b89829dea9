"""Pages from the public web, and nothing else."""

import contextlib
import gzip
import http.server
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.web import client as web


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path == "/inward":
            return self._answer(302, {"Location": "http://10.0.0.1/"})
        if self.path == "/file":
            return self._answer(302, {"Location": "file:///etc/passwd"})
        if self.path == "/round":
            return self._answer(302, {"Location": "/round"})
        if self.path == "/moved":
            return self._answer(301, {"Location": "/page"})
        if self.path == "/large":
            return self._answer(200, {}, b"x" * 200_000)
        if self.path == "/bomb":
            packed = gzip.compress(bytes(50_000_000))
            return self._answer(200, {"Content-Encoding": "gzip"}, packed)
        if self.path == "/packed":
            return self._answer(200, {"Content-Encoding": "gzip"}, gzip.compress(b"packed"))
        if self.path == "/missing":
            return self._answer(404, {}, b"gone")
        return self._answer(200, {"X-Made-Up": "yes"}, f"at {self.path}".encode())

    def _answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # the other side has had enough
            self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    here = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    here.asked = []
    threading.Thread(target=here.serve_forever, daemon=True).start()
    yield here
    here.shutdown()
    here.server_close()


def local(address):
    return address == "127.0.0.1"


def at(server, path):
    return f"http://127.0.0.1:{server.server_port}{path}"


def test_a_page_with_status_headers_and_body(server):
    page = web.get(at(server, "/page?a=b c&d=ж"), allowed=local)
    assert (page.status, page.headers["x-made-up"]) == (200, "yes")
    assert page.body == b"at /page?a=b%20c&d=%D0%B6"
    assert web.get(at(server, "/missing"), allowed=local).status == 404
    assert web.get(at(server, "/packed"), allowed=local).body == b"packed"
    moved = web.get(at(server, "/moved"), allowed=local)
    assert moved.body == b"at /page" and moved.url.endswith("/page")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/inward", "10.0.0.1 is not an address of the public internet"),
        ("/file", "only http and https"),
        ("/round", "more than 5 redirects"),
        ("/large", "more than 100,000 bytes"),
        ("/bomb", "more than 100,000 bytes"),
    ],
)
def test_what_leads_elsewhere_or_is_too_large(server, path, message):
    with pytest.raises(web.Unreachable, match=message):
        web.get(at(server, path), allowed=local, most=100_000)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/",
        "http://192.168.0.1/", "http://172.16.9.9/", "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://[fd00::1]/", "http://[2002:7f00:1::]/",
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org", "javascript:1", "",
        "http://", "http:///x", "http://user:secret@example.org/", "http://[bad/", "//example.org",
    ],
)  # fmt: skip
def test_nothing_private_is_asked(url, server):
    before = len(server.asked)
    with pytest.raises(web.Unreachable):
        web.get(url, seconds=5)
    assert len(server.asked) == before


@given(st.ip_addresses(v=4))
def test_ipv4_inside_ipv6_is_judged_alike(address):
    assert web.is_public(str(address)) == web.is_public(f"::ffff:{address}")


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07::1"])
def test_public_addresses(address):
    assert web.is_public(address)


@pytest.mark.parametrize("address", ["224.0.0.1", "239.1.2.3", "233.252.0.1", "ff0e::1", "ff02::1"])
def test_multicast_is_not_public(address):
    """Some groups of it pass for global addresses."""
    assert not web.is_public(address)
