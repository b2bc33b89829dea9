"""What every importer yields: one article, and how sure we are of each of its fields."""

from dataclasses import asdict, dataclass, field, replace


@dataclass(frozen=True)
class Article:
    """One article as a source gives it. A field that the source does not state is "".

    outlet : name of the outlet as stated, or the host of its address
    published : day of publication, "2022-01-05"; "" where no day is known
    published_from : "page" (stated by page or export), "url", "text" (dateline) or "inferred"
    precision : "day", "month" or "year": how much of ``published`` the source states
    title, byline, agency : as stated; agency is the wire service credited
    url : canonical address, tracking parameters off
    language : ISO 639-1, e.g. "en"
    text : one paragraph a line, without menus, captions and related links
    license : licence that the source states for the text, e.g. "CC-BY-4.0"
    source : file or address it was read from, and its number there ("export.docx#3")
    more : cells of a table's columns that fill none of these fields, by column
    found : where each filled field was found, e.g. {"title": "og:title"}
    warnings : what a person should look at, one sentence each
    """

    outlet: str = ""
    published: str = ""
    published_from: str = ""
    precision: str = ""
    title: str = ""
    byline: str = ""
    agency: str = ""
    url: str = ""
    language: str = ""
    text: str = ""
    license: str = ""
    source: str = ""
    more: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def warn(self, *messages):
        """The same article with further warnings."""
        return replace(self, warnings=(*self.warnings, *messages))

    def as_dict(self):
        """Its fields as a plain dict, ready for JSON (``warnings`` a list)."""
        return {**asdict(self), "warnings": list(self.warnings)}
