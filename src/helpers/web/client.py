"""Fetch pages from the public web, and nothing else.

An address that comes out of a table must not reach into the network of whoever runs this: only
http and https, only to public addresses, checked on the address that is connected to, and again
after each redirect. Bodies are limited in size and the whole in time.
"""

import contextlib
import csv
import functools
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from importlib import resources
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from helpers import __version__
from helpers.errors import InputError

AGENT = f"helpers/{__version__} (media research; reads robots.txt)"
REDIRECTS = 5
MOVED = {301, 302, 303, 307, 308}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Page(NamedTuple):
    """What came back: the last address, status, headers (names in lower case) and body (bytes)."""

    url: str
    status: int
    headers: dict
    body: bytes


class Unreachable(InputError):
    """A page could not be had: refused, not answered, too large or too slow."""


@functools.cache
def _special():
    """The networks of special.csv, by IP version."""
    text = resources.files(__package__).joinpath("special.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines()[1:])
    found = [ipaddress.ip_network(row["network"]) for row in rows]
    return {version: [one for one in found if one.version == version] for version in (4, 6)}


def is_public(address):
    """Whether an IP address (str) belongs to the public internet; one that stands for an IPv4
    address (mapped, 6to4, NAT64) is judged as that one, too."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if any(ip in network for network in _special()[ip.version]):
        return False
    inner = _inner(ip) if ip.version == 6 else None
    return is_public(str(inner)) if inner is not None else True


def _inner(ip):
    """The IPv4 address that an IPv6 one stands for, or None."""
    if ip in NAT64:
        return ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def get(url, *, seconds=30, most=20_000_000, agent=AGENT, allowed=is_public):
    """Get a page.

    url : http or https
    seconds : for everything, redirects included
    most : bytes of the body, unpacked
    allowed : tells of an IP address whether it may be connected to

    Returns Page, whatever its status. Raises Unreachable with the address and what is wrong.
    """
    deadline = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        page = _once(url, deadline, most, agent, allowed)
        if page.status not in MOVED or "location" not in page.headers:
            return page
        url = urljoin(url, page.headers["location"])
    raise Unreachable(f"{url}: more than {REDIRECTS} redirects")


def _once(url, deadline, most, agent, allowed):
    parts = _parts(url)
    address = _resolve(parts, allowed, url)
    connection = _connection(parts, address, deadline)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _until(deadline, connection.sock, url):
            connection.request("GET", _quoted(target), headers={
                "User-Agent": agent, "Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip",
            })  # fmt: skip
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            _check_length(answer.headers.get_all("Content-Length", []), url)
            body = _body(answer, headers, most, deadline, url)
        return Page(url, answer.status, headers, body)
    except (OSError, http.client.HTTPException, zlib.error, ValueError, AttributeError) as error:
        _left(deadline, url)
        raise Unreachable(f"{url}: {error or type(error).__name__}") from None
    finally:
        connection.close()


@contextlib.contextmanager
def _until(deadline, connected, url):
    """Cut the connection at the deadline: timeouts of single reads do not end a server that sends
    a byte now and then, in its status, headers, sizes of chunks or trailers."""

    def cut():
        with contextlib.suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(_left(deadline, url), cut)
    watch.daemon = True
    watch.start()
    try:
        yield
        _left(deadline, url)
    finally:
        watch.cancel()


def _parts(url):
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise Unreachable(f"{url}: only http and https addresses can be fetched")
    if parts.username or parts.password:
        raise Unreachable(f"{url}: holds a user name")
    return parts


def _resolve(parts, allowed, url):
    """The first address of the host; refused if any of its addresses is not public."""
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{url}: the host is not known ({error})") from None
    closed = [place[4][0] for place in found if not allowed(place[4][0])]
    if closed:
        raise Unreachable(f"{url}: {closed[0]} is not an address of the public internet")
    return found[0][4][:2]


def _connection(parts, address, deadline):
    """A connection to the address that was checked, under the host's name."""
    seconds = _left(deadline, parts.geturl())
    host = (
        parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    )
    connection = http.client.HTTPConnection(host, parts.port, timeout=seconds)
    try:
        connection.sock = socket.create_connection(address, seconds)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
    except OSError as error:
        raise Unreachable(f"{parts.geturl()}: {error}") from None
    return connection


def _check_length(stated, url):
    """Unreachable where the length is not one number: then nobody can tell where the body ends."""
    if len(set(stated)) > 1 or not all(length.strip().isdecimal() for length in stated):
        raise Unreachable(f"{url}: its length is stated as {', '.join(stated)}")


def _body(answer, headers, most, deadline, url):
    """The body, unpacked. Raises Unreachable where it is too large, or cut off."""
    packing = headers.get("content-encoding", "identity").lower()
    if packing not in ("gzip", "x-gzip", "identity", ""):
        raise Unreachable(f"{url}: is packed as {packing}, and was asked for plain or as gzip")
    packed = "gzip" in packing
    unpack = zlib.decompressobj(wbits=31) if packed else None
    pieces, size = [], 0
    while piece := answer.read1(65_536):
        _left(deadline, url)
        while piece:
            part = unpack.decompress(piece, most + 1) if packed else piece
            size += len(part)
            if size > most or (packed and unpack.unconsumed_tail):
                raise Unreachable(f"{url}: more than {most:,} bytes")
            pieces.append(part)
            piece = b""
            if packed and unpack.eof and unpack.unused_data.strip(b"\0"):  # a further member
                piece, unpack = unpack.unused_data, zlib.decompressobj(wbits=31)
    _left(deadline, url)
    # Where neither a length nor chunks are stated, an empty body means that the headers broke off.
    broken = answer.length is None and not answer.chunked and not size and answer.status == 200
    if answer.length or broken or (packed and pieces and not unpack.eof):
        raise Unreachable(f"{url}: the answer was cut off after {size:,} bytes")
    return b"".join(pieces)


def _left(deadline, url):
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise Unreachable(f"{url}: no answer in time")
    return seconds


def _quoted(target):
    return "".join(
        c if 32 < ord(c) < 127 else "".join(f"%{b:02X}" for b in c.encode(errors="replace"))
        for c in target
    )
