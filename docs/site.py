"""Build the site: ``make docs``, or ``python docs/site.py [FOLDER]``.

The pages of ``docs/``, the notebooks as they were executed, the datasheet, and a reference made
from the docstrings, as one site in ``build/site/html``. Ends with 1 where a link within it leads
nowhere.
"""

import importlib
import inspect
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.cmd.build import main as sphinx

import helpers

HERE = Path(__file__).parent
PROJECT = HERE.parent
CONF = """
project = "helpers"
author = "The helpers project"
extensions = ["myst_nb"]
html_theme = "furo"
html_title = "helpers"
html_show_sphinx = False
html_copy_source = False
nb_execution_mode = "off"
myst_heading_anchors = 3
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]
templates_path = []
"""


def main(folder):
    source, html = folder / "source", folder / "html"
    shutil.rmtree(folder, ignore_errors=True)
    gather(source)
    failed = sphinx(["-q", "-W", "--keep-going", "-j", "2", "-b", "html", str(source), str(html)])
    dead = dead_links(html)
    for page, link in dead:
        print(f"{page}: {link} leads nowhere", file=sys.stderr)
    pages = len([*html.rglob("*.html")])
    print(f"{html / 'index.html'}: {pages} pages, {len(dead)} dead links")
    sys.exit(int(bool(failed or dead)))


def gather(source):
    """Put the pages where their links expect them."""
    for name in ("docs", "notebooks", "figures", "corpus", "benchmarks", "reference"):
        (source / name).mkdir(parents=True)
    for name in ("docs/*.md", "docs/*.csv", "notebooks/*.ipynb", "figures/*.png", "corpus/*.md",
                 "benchmarks/*.md", "benchmarks/*.csv", "benchmarks/*.svg"):  # fmt: skip
        for file in PROJECT.glob(name):
            shutil.copy(file, source / file.relative_to(PROJECT))
    (source / "docs" / "index.md").rename(source / "index.md")
    (source / "corpus" / "findings.md").unlink(missing_ok=True)  # a template
    (source / "conf.py").write_text(CONF, "utf-8")
    for name, place in helpers.FACE.items():
        (source / "reference" / f"{name}.md").write_text(reference(name, place), "utf-8")


def reference(name, place):
    """The page of one module of the face."""
    module = importlib.import_module(f"helpers.{place}")
    parts = [f"# {name}", described(module.__doc__)]
    for thing in public(module):
        made = getattr(module, thing)
        if inspect.isfunction(made):
            parts.append(f"## {name}.{thing}\n\n```python\n{thing}{signature(made)}\n```")
        else:
            parts.append(f"## {name}.{thing}")
        parts.append(described(inspect.getdoc(made) or ""))
    return "\n\n".join(parts) + "\n"


def signature(made):
    """The arguments of a function, one below the other where they are many."""
    line = str(inspect.signature(made))
    if len(line) < 70:
        return line
    arguments, star = [], False
    for argument in inspect.signature(made).parameters.values():
        if argument.kind is argument.KEYWORD_ONLY and not star:
            arguments.append("*")
            star = True
        arguments.append(str(argument))
    return "(\n" + "".join(f"    {argument},\n" for argument in arguments) + ")"


def public(module):
    """The names of what a module offers: functions and classes with a docstring of their own."""
    own = getattr(module, "__all__", None) or [
        name
        for name, made in vars(module).items()
        if not name.startswith("_") and getattr(made, "__module__", "") == module.__name__
    ]
    return [name for name in own if callable(getattr(module, name))]


ARGUMENT = re.compile(r"^[a-z_][\w, *]* : ")


def described(docstring):
    """A docstring as Markdown: arguments as a list, examples as code, the rest as it stands."""
    found = []
    for block in inspect.cleandoc(docstring or "").split("\n\n"):
        lines = block.split("\n")
        if lines[0].startswith(">>>"):
            found.append("```pycon\n" + block + "\n```")
        elif ARGUMENT.match(lines[0]):
            items = []
            for line in lines:
                if ARGUMENT.match(line):
                    argument, _, about = line.partition(" : ")
                    items.append(f"- **{argument}**: {plain(about)}")
                else:
                    items[-1] += " " + plain(line.strip())
            found.append("\n".join(items))
        elif all(line.startswith("    ") for line in lines):
            found.append("```text\n" + inspect.cleandoc(block) + "\n```")
        else:
            found.append(plain(" ".join(line.strip() for line in lines)))
    return "\n\n".join(found)


def plain(words):
    """Words without what Markdown would read as marks."""
    pieces = re.split(r"(``.+?``)", words)
    return "".join(
        f"`{piece[2:-2]}`" if piece.startswith("``") else re.sub(r"([*_\[\]<>#|$])", r"\\\1", piece)
        for piece in pieces
    )


class Links(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, file):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors.add(given.get("id"))
        self.links += [given[name] for name in ("href", "src") if given.get(name)]


def dead_links(html):
    """(page, link) of each link within the site whose file or anchor is not there."""
    pages = {file.resolve(): Links(file) for file in html.rglob("*.html")}
    found = []
    for file, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            there = pages[target].anchors if target in pages else set()
            lost = parts.fragment and target in pages and unquote(parts.fragment) not in there
            if not target.exists() or lost:
                found.append((file.relative_to(html.resolve()), link))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "build" / "site")
