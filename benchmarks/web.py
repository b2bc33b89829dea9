"""Ask for addresses that must not be reached, and of servers that misbehave.

``python benchmarks/web.py`` (half a minute, loopback only) writes ``web.csv``: for each address and
server what came of it, and whether that was right. It ends with an error if anything private was
reached, an answer held on past the deadline, or a body that was cut off passed for a page.
"""

import contextlib
import gzip
import ipaddress
import socket
import sys
import threading
import time
import zlib
from pathlib import Path

import pandas as pd

from helpers.web import client

SECONDS, GRACE = 1.5, 0.5
PRIVATE = [
    "0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.171", "192.0.2.1",
    "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255",
]  # fmt: skip
# Ways in which an IPv6 address holds an IPv4 address.
HOLDING = {
    "mapped": "::ffff:0:0", "translated": "::ffff:0:0:0", "compatible": "::",
    "NAT64": "64:ff9b::", "local NAT64": "64:ff9b:1::",
}  # fmt: skip
HELD = ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "172.16.0.1"]
V6 = [
    "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00::1", "ff02::1", "ff0e::1", "100::1",
    "100:0:0:1::1", "2001:db8::1", "3fff::1", "5f00::1", "2001:2::1", "2001:10::1",
]  # fmt: skip
WRITTEN = [
    "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "017700000001", "127.0.0.1.",
    "LOCALHOST", "0", "①②⑦.0.0.1", "0x7f.1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]


def addresses():
    """Every address that leads to nothing public (90), as a URL's host."""
    hosts = [*PRIVATE, *(f"[{a}]" for a in V6), *WRITTEN]
    for prefix in HOLDING.values():
        for inside in HELD:
            number = int(ipaddress.ip_address(prefix)) + int(ipaddress.ip_address(inside))
            hosts.append(f"[{ipaddress.IPv6Address(number)}]")
    for inside in HELD:  # 6to4 and Teredo
        number = int(ipaddress.ip_address(inside))
        hosts.append(f"[{ipaddress.ip_address((0x2002 << 112) | (number << 80) | 1)}]")
        hosts.append(f"[{ipaddress.ip_address((0x20010000 << 96) | (number << 64) | 1)}]")
    return [*hosts[:88], "user:secret@127.0.0.1", "127.0.0.1%00.example.org"]


OK, CHUNKED = b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n\r\n"
LONG, ZIPPED = b"Content-Length: 999\r\n\r\n", b"Content-Encoding: gzip\r\n\r\n"
PACKED = gzip.compress(b"A made-up page. " * 500)
DEFLATED = zlib.compress(b"A made-up page. " * 500)


def drip(piece, begin=b"", pause=0.2):
    return [(begin, 0), *[(piece, pause)] * 200]


LATE = {
    "connection, then silence": [(b"", 30)],
    "status, letter by letter": drip(b"H"),
    "one header after another": drip(b"X-A: b\r\n", OK),
    "one header without end": drip(b"x", OK + b"X-A: "),
    "100 Continue without end": drip(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.05),
    "102 and 103 without end": drip(b"HTTP/1.1 103 Early Hints\r\n\r\n", pause=0.05),
    "size of a chunk": drip(b"1", OK + CHUNKED),
    "extension of a chunk": drip(b"x", OK + CHUNKED + b"1;"),
    "chunks of one byte": drip(b"1\r\nx\r\n", OK + CHUNKED),
    "trailers": drip(b"X-A: b\r\n", OK + CHUNKED + b"1\r\nx\r\n0\r\n"),
    "body": drip(b"x", OK + LONG),
    "body without a length": drip(b"x", OK + b"Connection: close\r\n\r\n"),
    "gzip": drip(b"\0", OK + ZIPPED + PACKED[:30]),
    "body after a redirect's head": drip(b"x", b"HTTP/1.1 302 Found\r\n" + LONG),
    "silence after the head": [(OK + LONG, 30)],
    "body of a missing page": drip(b"x", b"HTTP/1.1 404 Not Found\r\n" + LONG),
}
CUT = {
    "closed at once": b"",
    "in the status": b"HTTP/1.1 2",
    "in the headers": OK + b"Content-Le",
    "before the length": OK + LONG + b"short",
    "in a chunk": OK + CHUNKED + b"5\r\nshort\r\n9\r\nx",
    "between chunks": OK + CHUNKED + b"5\r\nshort\r\n",
    "in a chunk's size": OK + CHUNKED + b"5\r\nshort\r\n9",
    "in gzip": OK + ZIPPED + PACKED[:60],
    "in gzip's checksum": OK + ZIPPED + PACKED[:-4],
    "in the second gzip member": OK + ZIPPED + PACKED + PACKED[:40],
    "in deflate": OK + b"Content-Encoding: deflate\r\n\r\n" + DEFLATED[:40],
    "gzip that is none": OK + ZIPPED + b"not packed",
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nshort",
    "a length that is no number": OK + b"Content-Length: 5x\r\n\r\nshort",
}


def main():
    rows = [(host, *refused(host)) for host in addresses()]
    rows += [(host, *let_through(host)) for host in PUBLIC]
    rows += [(f"late: {name}", *late(pieces)) for name, pieces in LATE.items()]
    rows += [(f"cut off {name}", *cut(body)) for name, body in CUT.items()]
    table = pd.DataFrame(rows, columns=["what", "right", "came_of_it"])
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False)
    wrong = table[~table["right"]]
    print(wrong.to_string(index=False) if len(wrong) else "")
    print(
        f"{len(addresses())} addresses, {len(LATE)} slow servers, {len(CUT)} answers cut off: "
        f"{len(wrong)} wrong"
    )
    sys.exit(int(len(wrong) > 0))


def refused(host):
    """Nothing may be asked of it: a server stands at a port of its own to see."""
    with canary() as (port, asked):
        try:
            client.get(f"http://{host}:{port}/", seconds=3)
            what = "a page"
        except client.Unreachable as error:
            what = str(error).split(": ", 1)[-1]
        return not asked and what != "a page", what.replace(str(port), "PORT")


def let_through(host):
    return client.is_public(host), "public"


def late(pieces):
    begin = time.monotonic()
    with contextlib.suppress(client.Unreachable):
        client.get(server(pieces), seconds=SECONDS, allowed=lambda address: True)
    held = time.monotonic() - begin
    return held < SECONDS + GRACE, "ended at the deadline" if held > SECONDS - GRACE else "ended"


def cut(body):
    try:
        client.get(server([(body, 0)]), seconds=5, allowed=lambda address: True)
    except client.Unreachable as error:
        return True, str(error).split("/: ", 1)[-1]
    return False, "passed for a page"


@contextlib.contextmanager
def canary():
    """A port on all of this machine's addresses, and who connected to it."""
    asked = []
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as there:
        there.settimeout(0.05)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    asked.append(there.accept())

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield there.getsockname()[1], asked
        finally:
            stop.set()
            thread.join()


def server(pieces):
    """The address of a server that sends pieces, each followed by a pause, and then closes."""
    there = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            connection, _ = there.accept()
            connection.recv(10_000)
            for piece, pause in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{there.getsockname()[1]}/"


if __name__ == "__main__":
    main()
