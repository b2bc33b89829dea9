"""One address for one article, whatever way a reader came to it."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from helpers.intake import lists

TRACKING = re.compile(lists.globs("tracking_parameters", "parameter"), re.IGNORECASE)
CACHED = re.compile(  # copies kept by archives and AMP caches: the address of what they keep
    r"https?://(?:web\.archive\.org/(?:web|save)/\d+[a-z_]*/"
    r"|(?:www\.)?google\.[a-z.]+/amp/(?:s/)?"
    r"|[\w-]+\.cdn\.ampproject\.org/[cv]/(?:s/)?)(?:https?:/+)?",
    re.IGNORECASE,
)
PORTS = {"http": 80, "https": 443}


def canonical(url):
    """The address without what does not tell one article from another; "" for "".

    Off: tracking parameters, session ids, fragments (but "#!"), user names, default ports, AMP
    variants, and the prefixes of web archives and AMP caches. Host in lower case, parameters
    sorted, letters outside ASCII percent-encoded. What is no http address comes back unchanged.
    """
    url = re.sub(r"[\s\x00-\x1f]", "", url)
    url = "https:" + url if url.startswith("//") else CACHED.sub("https://", url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in PORTS or not parts.hostname:
        return url
    host = parts.hostname if port in (None, PORTS[parts.scheme]) else f"{parts.hostname}:{port}"
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, host, _path(parts.path), _query(parts.query), fragment))


def host(url):
    """Host of an address without "www.", "m." and "amp.", or "": "example.org"."""
    try:
        return re.sub(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)", "", urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _path(path):
    path = re.sub(r";jsessionid=[^/]*|(?<=.)/amp/?$", "", path, flags=re.IGNORECASE)
    path = re.sub("%[0-9a-f]{2}", lambda match: match[0].upper(), path)
    return quote(path, safe="/%:@!$&'()*+,;=~", errors="replace") or "/"


def _query(query):
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    kept = sorted((name, value) for name, value in pairs if name and not TRACKING.fullmatch(name))
    return urlencode(kept, errors="replace").replace("=&", "&").removesuffix("=")
