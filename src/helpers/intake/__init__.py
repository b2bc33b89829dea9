"""Read articles from pages, exports and files."""

import time
from pathlib import Path

from helpers.errors import InputError
from helpers.intake import careful

MOST_BYTES = 100_000_000  # of one file
MOST_OF_MANY = 2_000_000_000  # of a table or a web archive, which hold many articles
BESIDE = ("_", "-", ".files")  # what a browser, or Office, puts after the name of a page
MANY = ("tabular", "warc")


def read(source, *, columns=None, day_first=None, encoding="", one_article=False, get=None):
    """Yield an Article for each that a source holds.

    source : an address, a file, or a folder, read in the order of names. What a file is shows in
        its content. Hidden files, and what systems and office programs leave behind, are passed
        over; so is the folder that a browser saves beside a page ("page_files").
    columns : for tables, Article's field -> name of the column, e.g. {"title": "Überschrift"}
    day_first : for tables, whether 5/1/2022 is 5 January; if not given the whole column settles it
    encoding : of text files that do not declare theirs, as "cp1252"; guessed if not given
    one_article : a file that looks like an export of many articles is one, all the same
    get : gives the bytes behind an address; default: politely from the public web

    Raises InputError after everything that can be read, naming what could not be.

    >>> page = folder / "page.txt"
    >>> written = page.write_text("A made-up headline. A made-up text of a few words.")
    >>> [article.source for article in intake.read(page)]
    ['page.txt']
    """
    from helpers.intake import kinds

    how = kinds.How(columns, day_first, encoding, one_article)
    source = str(source)
    if "://" in source:
        yield from kinds.read((get or _get)(source), name=source, url=source, how=how)
        return
    path = Path(source)
    if not path.exists():
        raise InputError(f"{source}: there is no such file or folder")
    files = [path] if not path.is_dir() else sorted(_walk(path))
    unread = []
    for file in files:
        name = path.name if file == path else file.relative_to(path).as_posix()
        try:
            yield from kinds.read(_content(file, name), name=name, how=how)
        except InputError as error:
            unread.append(str(error))
    if path.is_dir() and not files:
        unread.append(f"{source}: the folder holds no file to read")
    if unread:
        raise InputError("\n".join(unread))


def _walk(folder):
    """The files in a folder and its folders, but for what goes with a saved page."""
    pages = {file.stem for file in folder.iterdir() if file.suffix.lower() in (".html", ".htm")}
    for item in folder.iterdir():
        if careful.is_left_behind(item.name):
            continue
        if not item.is_dir():
            yield item
        elif not any(
            item.name.startswith((f"{page}_", f"{page}-", f"{page}.files")) for page in pages
        ):
            yield from _walk(item)


def _content(file, name):
    if not file.is_file():
        raise InputError(f"{name}: is not a file")
    try:
        size = file.stat().st_size
        most = MOST_BYTES if size <= MOST_BYTES else _most(file, name)
        if size > most:
            raise InputError(
                f"{name}: {size / 1e6:,.0f} MB is too much for one file "
                f"(at most {most / 1e6:,.0f} MB): split it"
            )
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be opened ({error.strerror})") from None


def _most(file, name):
    """How many bytes a file may have, by what its beginning shows it to be."""
    from helpers.intake import kinds

    with file.open("rb") as stream:
        kind = kinds.of(stream.read(1_000_000), name=name)
    return MOST_OF_MANY if kind in MANY else MOST_BYTES


def _get(url):
    """A page, as ``helpers fetch`` gets it: robots.txt kept to, public addresses only."""
    from helpers.files import store
    from helpers.web import client, visits

    with store.scratch() as cache:
        return visits.Visits(cache, 5.0, client.get, time.sleep).page(url)


def table(articles):
    """Articles as a table, one row each.

    articles : as ``read`` yields them

    Returns a DataFrame, index ``source`` (file, or file and number): a column for each field, with
    ``found`` (dict: where each field stood) and ``warnings``.

    >>> list(intake.table(intake.read("notebooks/made-up-pages")).columns[:2])
    ['outlet', 'published']
    """
    import pandas as pd  # which who reads a single page does without

    return pd.DataFrame([article.as_dict() for article in articles]).set_index("source")
