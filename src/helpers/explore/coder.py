"""A coder in the notebook: an article beside the codebook, every choice saved as it is made."""

import html
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from helpers.corpus import folder, sheets, study
from helpers.errors import InputError
from helpers.explore.words_of import commonest

NONE = "–"  # no code yet
TEXT = "max-height:420px;overflow-y:auto;border:1px solid #ccc;padding:8px;line-height:1.5"


def code(path, coder, *, lexicon=None, article_ids=None, source="shared"):
    """Code articles by hand, one after another.

    Each choice is put into codes.csv at once, so that nothing is lost and one can go on another
    day where one stopped. Nobody else's codes are shown: a second coder codes blind. All of it can
    be done by keyboard: Tab goes from question to question, arrows choose, Enter goes on.

    path : the corpus folder, with the variables of ``study.yml`` (``coding:``)
    coder : who codes, as it is to stand in codes.csv
    lexicon : Lexicon whose labels and definitions explain the variables of the same name
    article_ids : which articles, in this order; if not given those that were drawn
        (``sample.csv``), else all
    source : "private" shows the texts of ``private/`` too; an article without a text is shown by
        its commonest words, outside and inside quotation marks

    Returns the widget. Raises InputError where study.yml declares no variables, or an article is
    not known.

    >>> box = explore.code("corpus", "H")
    >>> len(box.children)
    3
    """
    return Coder(path, coder, lexicon, article_ids, source).box


class Coder:
    """The state of one coder at work: the articles, the place, and the widgets that show them."""

    def __init__(self, path, coder, lexicon, article_ids, source):
        if not isinstance(coder, str) or not coder.strip():
            raise InputError("say who codes, as explore.code(path, 'H')")
        self.path, self.coder = Path(path), coder
        self.study = study.load(self.path, source=source)
        self.rules = sheets.variables(folder.settings(self.path), self.path)
        self.ids = _chosen(self.study.articles, article_ids)
        codes = self.study.codes
        own = codes[codes["coder"] == coder]
        keys = zip(own["article_id"], own["variable"], strict=True)
        self.given = dict(zip(keys, own["value"].astype(str), strict=True))
        self.at = next((i for i, name in enumerate(self.ids) if not self._done(name)), 0)
        self.place, self.shown, self.said = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.questions = {name: _question(name, rule) for name, rule in self.rules.items()}
        for name, question in self.questions.items():
            question.observe(lambda change, name=name: self._chose(name, change["new"]), "value")
        back, on = (widgets.Button(description=text) for text in ("Back", "Next"))
        back.on_click(lambda _: self.go(self.at - 1))
        on.on_click(lambda _: self.go(self.at + 1))
        asked = [box for name, one in self.questions.items() for box in (_help(name, lexicon), one)]
        self.box = widgets.VBox(
            [
                self.place,
                widgets.HBox(
                    [
                        widgets.Box([self.shown], layout={"width": "58%"}),
                        widgets.VBox(asked, layout={"width": "42%", "padding": "0 0 0 12px"}),
                    ]
                ),
                widgets.HBox([back, on, self.said]),
            ]
        )
        self.moving = False
        self.go(self.at)

    def go(self, at):
        """Show the article number ``at``, with what was coded of it."""
        self.at = min(max(at, 0), len(self.ids) - 1)
        article_id = self.ids[self.at]
        self.shown.value = _article(self.study, article_id)
        self.moving = True
        for name, question in self.questions.items():
            question.value = self.given.get((article_id, name), NONE)
        self.moving = False
        self._tell("")

    def _chose(self, variable, value):
        if self.moving or value == NONE:
            return
        article_id = self.ids[self.at]
        row = [[article_id, self.coder, variable, value]]
        new = pd.DataFrame(row, columns=["article_id", "coder", "variable", "value"])
        try:
            sheets.put(new, self.path, source="coded in a notebook")
        except InputError as error:
            self._tell(f"not saved: {html.escape(str(error))}")
            return
        self.given[article_id, variable] = value
        self._tell("saved")

    def _tell(self, said):
        coded = sum(map(self._done, self.ids))
        self.place.value = f"<b>{self.at + 1} of {len(self.ids)}</b>, {coded} coded"
        self.said.value = said

    def _done(self, article_id):
        return all((article_id, name) in self.given for name in self.rules)


def _chosen(articles, article_ids):
    if article_ids is None:
        drawn = articles.index[articles["drawn"]] if "drawn" in articles else articles.index
        return list(drawn)
    unknown = [name for name in article_ids if name not in articles.index]
    if unknown or not len(article_ids):
        raise InputError(f"the corpus has no article {unknown[0] if unknown else 'to code'!r}")
    return list(article_ids)


def _question(name, rule):
    values = [NONE, *map(str, rule["values"])]
    return widgets.ToggleButtons(
        options=values, value=NONE, description=name, style={"button_width": "auto"},
        tooltips=[f"{name}: {value}" for value in values],
    )  # fmt: skip


def _help(name, lexicon):
    """What the codebook says of a variable, where the lexicon has a frame of that name."""
    known = {frame.name: frame for frame in lexicon.frames} if lexicon is not None else {}
    frame = known.get(name)
    said = "" if frame is None else f"<b>{html.escape(frame.label or name)}</b> "
    return widgets.HTML(said + html.escape(frame.definition if frame is not None else ""))


def _article(of, article_id):
    """An article as HTML: its text, else its commonest words."""
    row = of.articles.loc[article_id]
    facts = [row.get("outlet"), row.get("published"), article_id]
    facts = [f"{fact:%Y-%m-%d}" if isinstance(fact, pd.Timestamp) else fact for fact in facts]
    head = ", ".join(html.escape(str(fact)) for fact in facts if pd.notna(fact) and fact)
    if article_id in of.texts.index:
        lines = str(of.texts[article_id]).splitlines()
        body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    else:
        body = "<p><i>No text at hand; its commonest words:</i></p>" + commonest(of, article_id)
    return f'<div lang="{html.escape(str(row.get("language", "")))}"><p>{head}</p>' + (
        f'<div tabindex="0" style="{TEXT}">{body}</div></div>'
    )
