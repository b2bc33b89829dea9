"""From the bytes of a page to a tree that is safe to read."""

import codecs
import re
from copy import deepcopy

import webencodings
from charset_normalizer import from_bytes
from lxml import html

from helpers.errors import InputError
from helpers.intake import languages

MOST_BYTES = 20_000_000  # as saved, pictures within the page and all
MOST_CHARACTERS = 1_500_000  # of markup and text, scripts and styles off
DEEPEST = 100  # beyond 256 levels trafilatura loses text without a word
PIECE = 1_000_000  # bytes
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\W{0,3}([\w:.-]+)", re.I)
WIDER = {"gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}
HIGH, RUNS = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\xa1-\xff\x80-\x90]{3,}")
MARKS_OF_TEXT = "“”„‘’‚«»‹›–—…€£§°·•©®™¿¡ªº²³½\u00a0\u00ad"
ALPHABETS = {  # encoding of a language's computers: languages, letters beside the plain ones
    "cp1250": ("pl cs sk hu hr sl bs ro sq", "ąćęłńóśźżáčďéěíňřšťúůýžäĺľôŕőűöüđăâîșțşţëç"),
    "cp1254": ("tr az", "çğıİöşüâîûəé"),
    "cp1257": ("et lv lt", "äöõüšžāčēģīķļņūąęėįųōŗ"),
    "cp1252": ("", "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœ"),
}
REFERENCE = re.compile(r"&#(x[0-9a-f]{1,8}|\d{1,10})(?![0-9a-f]);?", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
OPENING, CLOSING = tuple("([{«“„‘’'"), tuple(",.;:!?…)]}»”’'%")  # « Title », but L'Express
WRAPPERS = {"div", "span", "section", "font", "center", "b", "i", "em", "strong", "blockquote"}
WRAPPERS |= {"table", "tbody", "tr", "td", "ul", "ol", "li", "dl", "dd", "small", "a"}


def tree(page, *, name="page", encoding="", most=MOST_CHARACTERS):
    """The tree of a page (bytes), and what a person should know about its encoding.

    encoding : as the server stated it, if it did; most : characters of markup and text

    Depth is cut to what extractors can take, by unwrapping; no text is lost. InputError where the
    bytes are no HTML page, or too many.
    """
    if len(page) > MOST_BYTES:
        raise InputError(
            f"{name}: {len(page) / 1e6:.0f} MB is more than a news page has (at most "
            f"{MOST_BYTES / 1e6:.0f} MB): save the page alone, without its pictures"
        )
    text, doubts = decode(page, encoding)
    text = _without_scripts(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    text = REFERENCE.sub(lambda match: match[0] if _is_character(match[1]) else "", text)
    if not re.search(r"<[a-zA-Z!/][^<>]*>", text):
        raise InputError(f"{name}: it has no tag, and is not an HTML page: is it the right file?")
    if len(text) > most:
        raise InputError(
            f"{name}: {len(text):,} characters of markup are too many for one article (at most "
            f"{most:,}): cut the page down to the article"
        )
    return _flat(_parsed(text, name)), doubts


def decode(page, stated=""):
    """The text of a page (bytes), and what is doubtful about its encoding.

    Marks come before declarations, and UTF-8 that decodes before both: other encodings hardly
    ever form valid UTF-8, while wrong declarations are common. A declared encoding that yields
    what no language looks like gives way to what charset-normalizer finds. What the server stated
    counts where the page declares nothing.
    """
    for mark, encoding in MARKS:
        if page.startswith(mark):
            return characters(page[len(mark) :].decode(encoding, "replace")), []
    if wide := _wide(page[:64]):
        return characters(page.decode(wide, "replace")), []
    declared = _declared(page) or _known(stated)
    if declared != "iso-2022-jp":
        text = page.decode("utf-8", "replace")
        lost, foreign = text.count("\ufffd"), _foreign(text)
        if lost * 50 <= foreign or (declared == "utf-8" and lost < 3 and lost < foreign):
            doubts = [f"{lost} characters could not be decoded as UTF-8"] * bool(lost)
            return characters(text), doubts
    if declared and declared != "utf-8":
        text = page.decode(declared, "replace")
        if text.count("\ufffd") <= len(text) // 500 and not _garbled(text):
            return characters(text), []
    return _guessed(page, declared)


def is_utf8(content):
    """Whether bytes are UTF-8 throughout, looked at piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(content), PIECE):
            decoder.decode(content[begin : begin + PIECE], begin + PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return not _wide(content[:64])


def alone(element):
    """A page that holds nothing but a copy of this element."""
    page = html.document_fromstring("<html><body></body></html>")
    page.body.append(deepcopy(element))
    return page


def clean(text):
    """One line of readable text: without control marks, half characters, runs of space."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(INVISIBLE.sub("", characters(text)).split())


def line(element):
    """The text of an element on one line, with blanks between its parts but at punctuation."""
    text = ""
    for part in element.itertext():
        glued = part[:1] in CLOSING or text[-1:] in OPENING
        text += part if glued else f" {part}"
    return clean(text)


def _foreign(text):
    """How many characters are beyond ASCII, without a copy of a long text that has none."""
    return 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))


def characters(text):
    """Without NULs, other control characters, and what is no character."""
    return NO_CHARACTER.sub("", text) if NO_CHARACTER.search(text) else text


def _is_character(number):
    """Whether a reference ("x41", "65") stands for a character that XML allows."""
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


def _wide(start):
    """The UTF-16 of a page that has no byte order mark, or ""."""
    if start[1::2].count(0) > len(start) * 0.3:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) * 0.3 else ""


def _declared(page):
    """Python's name of the encoding a page declares, as browsers understand it, or ""."""
    match = CHARSET.search(page[:50_000])
    return _known(match[1].decode("ascii", "replace")) if match else ""


def _known(label):
    """Python's name of an encoding, or "" where there is none of that name."""
    found = webencodings.lookup(label)
    return WIDER.get(found.name, found.codec_info.name) if found else ""


def _garbled(text):
    """Whether accented Latin letters are so many that the text must be another script."""
    letters = [c for c in re.sub(r"<[^<>]*>", " ", text[:200_000]) if c.isalpha()]
    accented = sum("\u00c0" <= c <= "\u00ff" for c in letters)
    return accented > 0.4 * len(letters) > 0


def _guessed(page, declared):
    """What no declaration tells: by the language that the letters make, where most bytes are plain
    Latin ones; else what charset-normalizer finds."""
    part = page[:200_000]
    best = from_bytes(part).best()
    encoding = _latin(part) or (best.encoding if best else declared or "utf-8")
    stated = f"declared as {declared}" if declared else "not declared"
    doubt = (
        f"its encoding is {stated}, and was read as {encoding}: look whether letters are right, "
        "or say it with --encoding"
    )
    return characters(page.decode(encoding, "replace")), [doubt]


def _latin(page):
    """The encoding of a text in Latin letters by its language, "" where it is in others.

    Letters with accents stand alone between plain ones; the bytes of Cyrillic, or of Chinese, in
    runs. Encodings are tried in turn: the one of the language, and those of old Macintoshes and of
    DOS, by how many letters and marks they give that the language writes.
    """
    plain = re.sub(rb"<[^<>]*>|&#?\w+;", b" ", page)
    high, runs = HIGH.findall(plain), RUNS.findall(plain)
    letters = len(re.findall(rb"[A-Za-z]", plain))
    if not high or len(high) > 0.3 * letters or sum(map(len, runs)) > 0.5 * len(high):
        return ""
    telling = b" ".join(part for part in re.split(rb"[\r\n.;]+", plain) if HIGH.search(part))
    spoken = languages.guess(characters(telling.decode("cp1252", "replace")))
    own, written = next(
        ((page_, letters) for page_, (codes, letters) in ALPHABETS.items() if spoken in codes),
        ("cp1252", ALPHABETS["cp1252"][1]),
    )
    known = set(written + written.upper() + MARKS_OF_TEXT)

    def fits(encoding):
        there = [c for c in plain.decode(encoding, "replace") if ord(c) > 127]
        return sum(1 if c in known else -3 for c in there)

    return max((own, "mac_roman", "cp850"), key=fits)


def _without_scripts(text):
    """Without scripts and styles, but for JSON-LD; by plain search, which bad markup can't slow."""
    kept, at, read = [], 0, 0
    for match in re.finditer(r"<(script|style)\b([^>]*)>|<!--", text, re.I):
        if match.start() < read:
            continue
        close = re.compile(f"</{match[1]}\\s*>" if match[1] else "-->", re.I)
        end = close.search(text, match.end())
        if not end:
            break
        read = end.end()
        if "ld+json" not in (match[2] or "").lower():
            kept.append(text[at : match.start()])
            at = read
    return re.sub(r"data:[\w/+.-]{1,50};base64,[\w+/=]+", "", " ".join([*kept, text[at:]]))


def _parsed(text, name):
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace").decode(), parser=parser)
    except (ValueError, AssertionError, html.etree.LxmlError) as error:
        raise InputError(f"{name}: the page cannot be parsed ({error})") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(f"{name}: elements within elements, over 2,000 deep: no article is")
    return tree


def _flat(tree):
    """The tree no deeper than DEEPEST, wrappers below that replaced by what they hold."""
    deep, depth = [], {tree: 0}
    for element in tree.iterdescendants():
        depth[element] = depth[element.getparent()] + 1
        if depth[element] > DEEPEST and element.tag in WRAPPERS:
            deep.append(element)
    for element in reversed(deep):
        element.tail = f" {element.tail or ''}"
        element.drop_tag()
    return tree
