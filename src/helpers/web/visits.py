"""Polite requests: robots.txt is kept to, one host gets one request at a time with a pause between,
a server that asks for patience is given it, and what is there is not asked for again."""

import hashlib
import json
import math
import time
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from helpers.files import store
from helpers.web import client

PATIENCE = 120  # seconds that a server's Retry-After is waited for at most
AGAIN = 7 * 86_400  # seconds after which what could not be had is asked for again


class Visits:
    """Requests to hosts, with their pauses, their robots.txt, and a cache of the pages."""

    def __init__(self, cache, delay, get, sleep):
        self.cache, self.delay, self.get, self.sleep = cache, delay, get, sleep
        self.last, self.robots = {}, {}

    def page(self, url):
        """The body of a page, from the cache if it is there. Raises client.Unreachable."""
        key = hashlib.sha256(url.encode(errors="replace")).hexdigest()
        body, failure = self.cache / key, self.cache / f"{key}.failed"
        if body.exists():
            return body.read_bytes()
        if failure.exists() and time.time() - failure.stat().st_mtime < AGAIN:
            raise client.Unreachable(json.loads(failure.read_text("utf-8")))
        self.cache.mkdir(parents=True, exist_ok=True)
        try:
            content = self._get(url)
        except client.Unreachable as error:
            store.put(failure, json.dumps(str(error)).encode())
            raise
        with store.changing(self.cache):
            store.commit(self.cache, {key: content, failure.name: None})
        return content

    def _get(self, url):
        if not self._may(url):
            raise client.Unreachable(f"{url}: robots.txt asks not to fetch it")
        for patience in (10, 60, None):
            page = self._ask(url)
            if page.status not in (429, 503) or patience is None:
                break
            asked = page.headers.get("retry-after", "")
            self.sleep(min(int(asked) if asked.isdigit() else patience, PATIENCE))
        if page.status != 200:
            raise client.Unreachable(f"{url}: status {page.status}")
        return page.body

    def _ask(self, url):
        host = urlsplit(url).netloc
        wait = self.last.get(host, -math.inf) + self.delay - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        try:
            return self.get(url)
        finally:
            self.last[host] = time.monotonic()

    def _may(self, url):
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self.robots:
            self.robots[root] = self._rules(root)
        return self.robots[root].can_fetch(client.AGENT, url)

    def _rules(self, root):
        """What robots.txt says; all is allowed where there is none, nothing where it fails."""
        rules = RobotFileParser()
        page = self._ask(f"{root}/robots.txt")
        if page.status >= 500 or page.status == 429:
            rules.disallow_all = True
        elif page.status != 200:
            rules.allow_all = True
        rules.parse(page.body.decode(errors="replace").splitlines() if page.status == 200 else [])
        return rules
