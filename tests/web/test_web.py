"""Pages from the public web, and nothing else."""

import contextlib
import gzip
import http.server
import socket
import threading
import time
import zlib

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


EMBEDDED = [
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "::ffff:0:127.0.0.1",
    "::ffff:10.0.0.1", "2002:a00:1::1", "2001:0:7f00:1::1", "fec0::1", "192.0.0.8", "192.0.0.171",
    "198.18.0.1", "100:0:0:1::1", "3fff::1", "5f00::1", "2001:db8::1", "255.255.255.255", "::",
]  # fmt: skip


@pytest.mark.parametrize("address", EMBEDDED)
def test_an_address_that_stands_for_a_private_one_is_not_public(address):
    assert not web.is_public(address)


def test_a_public_address_behind_nat64_is_public():
    assert web.is_public("64:ff9b::808:808") and web.is_public("::ffff:8.8.8.8")


def slow(conversation):
    """A server that sends pieces with a pause after each, on a port of its own."""
    there = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            client, _ = there.accept()
            client.recv(10_000)
            for piece, pause in conversation:
                client.sendall(piece)
                time.sleep(pause)
            client.close()

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{there.getsockname()[1]}/"


HEAD = b"HTTP/1.1 200 OK\r\n"
DRIPS = {
    "status": [(b"H", 0.2)] * 100,
    "headers": [(HEAD, 0), *[(b"X-A: b\r\n", 0.2)] * 100],
    "continue": [(b"HTTP/1.1 100 Continue\r\n\r\n", 0.1)] * 200,
    "sizes": [(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", 0), *[(b"1", 0.2)] * 100],
    "body": [(HEAD + b"Content-Length: 999\r\n\r\n", 0), *[(b"x", 0.2)] * 100],
    "trailers": [
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", 0),
        *[(b"X-A: b\r\n", 0.2)] * 100,
    ],
}


@pytest.mark.parametrize("where", DRIPS)
def test_a_slow_drip_ends_at_the_deadline(where):
    begin = time.monotonic()
    with pytest.raises(web.Unreachable):
        web.get(slow(DRIPS[where]), seconds=1, allowed=local)
    assert time.monotonic() - begin < 2


PACKED = gzip.compress(b"A made-up page. " * 500)
CUT = {
    "length": HEAD + b"Content-Length: 99\r\n\r\nshort",
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n9\r\nx",
    "gzip": HEAD + b"Content-Encoding: gzip\r\n\r\n" + PACKED[:60],
    "headers": HEAD + b"X-Made-Up: yes\r\nContent-Le",
    "deflate": HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b"x" * 99)[:8],
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nshort",
    "no number": HEAD + b"Content-Length: 5x\r\n\r\nshort",
}


@pytest.mark.parametrize("how", CUT)
def test_a_body_that_is_cut_off_is_no_page(how):
    with pytest.raises(web.Unreachable):
        web.get(slow([(CUT[how], 0)]), seconds=5, allowed=local)


def test_several_gzip_members_are_read_whole():
    body = PACKED + gzip.compress(b"The end.")
    answer = HEAD + b"Content-Encoding: gzip\r\n\r\n" + body
    page = web.get(slow([(answer, 0)]), seconds=5, allowed=local)
    assert page.body.endswith(b"made-up page. The end.")


@pytest.mark.parametrize("address", ["224.0.0.1", "239.1.2.3", "233.252.0.1", "ff0e::1", "ff02::1"])
def test_multicast_is_not_public(address):
    """Some groups of it pass for global addresses."""
    assert not web.is_public(address)
