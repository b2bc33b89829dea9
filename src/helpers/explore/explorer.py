"""The explorer: ask a study by mouse or keyboard, and take the lines of the answer along."""

import html
import re
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

import helpers.intake.agencies  # noqa: F401  now, not while Copies are asked for the first time
from helpers import frames as frames_
from helpers.corpus import languages
from helpers.errors import InputError
from helpers.explore import bench, cells, own_frame, reading, surface
from helpers.explore.question import BY_HAND, COPIES, MEASURES, VIEWS, Question, sentence
from helpers.files import store
from helpers.frames.model import check_lexicon
from helpers.frames.scoring import check_study
from helpers.show import evidence, figures, workbook
from helpers.show.charts import COLUMN, PAGE

ALL = "(all)"
GROUPS = 20  # that a chart has room for
LABEL = {"description_width": "72px"}
WIDE = {"width": "320px"}
VOICES = ("both", "unquoted", "quoted")
UNTYPED = ("keyness", "tf-idf")  # what is asked of all words
WORDS = ("counts", "neighbours", "keyness", "tf-idf", "lines")


def open(study, lexicon=None, *, folder=figures.FOLDER):
    """Explore a study by hand: frames, words, voices, copies and articles over one selection.

    Every control can be reached by keyboard (Tab, arrows, space, Enter). The chart and its table
    follow each choice; a mark of the chart, or a row of the table, opens its evidence. *Copy as
    cell* gives the lines that make the same table and chart.

    study : the study
    lexicon : Lexicon, or the path of its file; that of the study if not given
    folder : where figures and tables are saved

    Returns the Explorer, which a notebook shows; where widgets do not run it is a picture. Raises
    InputError where something else is given for a study or a lexicon.

    >>> explore.open(study, lexicon).sentence.split(" of ")[0]
    '24 articles'
    """
    return Explorer(study, lexicon, folder)


class Explorer:
    """The controls, what is asked by them, and the answer: ``table``, ``ax``, ``lines``."""

    def __init__(self, study, lexicon, folder):
        check_study(study)
        if lexicon is None or isinstance(lexicon, str | Path):
            lexicon = frames_.read(study.lexicon if lexicon is None else lexicon)
        check_lexicon(lexicon)
        self.study, self.lexicon, self.folder = study, lexicon, Path(folder)
        self.bench = bench.Bench(study=study, lexicon=lexicon)
        self.table, self.ax, self.chosen, self.found, self.order = None, None, study, None, None
        self.sentence, self.lines, self.png = "", "", b""
        self.own, self.hand, self.waiting = {}, {}, False
        self.surface = surface.Surface()
        self.surface.on_msg(self._told)
        self._make_controls()
        self.widget = self._laid_out()
        self.ask()

    # The controls ---------------------------------------------------------------------------

    def _make_controls(self):
        articles = self.study.articles
        self.view = widgets.ToggleButtons(
            options=VIEWS,
            value="Frames",
            tooltips=VIEWS,
            style={"button_width": "92px"},
        )
        self.by = _dropdown("groups by", [*_columns(articles), BY_HAND], _first_by(articles))
        self.column = _dropdown("only with", [ALL, *_columns(articles)], ALL)
        self.values = widgets.SelectMultiple(
            description="values", options=[], rows=5, layout=WIDE, style=LABEL
        )
        days = _days(articles)
        self.days = widgets.SelectionRangeSlider(
            options=days, index=(0, len(days) - 1), description="days", layout=WIDE, style=LABEL,
            continuous_update=False, disabled=len(days) < 2,
        )  # fmt: skip
        self.copies = _dropdown("copies", [(told, name) for name, told in COPIES.items()], "all")
        self.voice = _dropdown("words", VOICES, "both")
        known = languages(self.study)
        # Nothing is compared across languages: of several, one is always chosen.
        any_ = [ALL] * (len(known) < 2)
        self.language = _dropdown("language", [*any_, *known], _first_language(known, self.lexicon))
        self.shown_frames = widgets.SelectMultiple(
            description="frames", options=self.lexicon.names,
            value=_first_frames(self.study, self.lexicon),
            rows=min(10, len(self.lexicon.names)), layout=WIDE, style=LABEL,
        )  # fmt: skip
        self.measure = _dropdown(
            "measure", [(told, name) for name, told in MEASURES.items()], "rate"
        )
        self.over = _dropdown("by", [("group", "group"), ("day", "day")], "group")
        self.patterns = _text("patterns", "fuel price*, protest*")
        self.words = _dropdown("show", [*WORDS], "counts")
        self.search = _text("search", "any word of the table")
        self.hand_name, self.hand_outlets = (
            _text("new group", "its name"),
            widgets.SelectMultiple(
                description="outlets", options=_outlets(articles), rows=5, layout=WIDE, style=LABEL
            ),
        )
        self.own_name = _text("new frame", "its name")
        self.own_patterns = _text("its words", "price*")
        self.own_file = _text("file", "my-frames.yml")
        self.name = widgets.Text(description="name", value="my-figure", layout={"width": "220px"})
        self.width = _dropdown("width", [("page", PAGE), ("column", COLUMN)], PAGE)
        self.grey = widgets.Checkbox(description="grey", value=False, indent=False)
        self.said = widgets.HTML()
        self.told = widgets.HTML()
        self.about_own = widgets.HTML()
        for control in (
            *(self.view, self.by, self.values, self.days, self.copies, self.voice, self.language),
            *(self.shown_frames, self.measure, self.over, self.patterns, self.words, self.search),
        ):
            control.observe(lambda _: self.ask(), "value")
        self.column.observe(lambda change: self._offer(change["new"]), "value")

    def _laid_out(self):
        buttons = {
            "add group": self.add_group, "try frame": self.try_frame, "save frame": self.save_frame,
            "save figure": self.save_figure, "save table": self.save_table, "reset": self.reset,
        }  # fmt: skip
        made = {}
        for text, act in buttons.items():
            made[text] = widgets.Button(description=text, tooltip=text)
            made[text].on_click(lambda _, act=act: self._act(act))
        self.buttons = made
        more = widgets.Accordion(
            [
                widgets.VBox([self.hand_name, self.hand_outlets, made["add group"]]),
                widgets.VBox([self.own_name, self.own_patterns, made["try frame"], self.about_own,
                              self.own_file, made["save frame"]]),
            ],
            titles=("Groups built by hand", "A frame of your own"),
        )  # fmt: skip
        left = widgets.VBox(
            [self.by, self.copies, self.voice, self.language, self.days, self.column, self.values,
             more, made["reset"]],
            layout={"width": "330px", "flex": "0 0 auto"},
        )  # fmt: skip
        self.options = widgets.HBox([], layout={"flex_flow": "row wrap"})
        saving = widgets.HBox(
            [self.name, self.width, self.grey, made["save figure"], made["save table"]],
            layout={"flex_flow": "row wrap"},
        )
        right = widgets.VBox(
            [self.view, self.options, self.said, self.surface, saving, self.told],
            layout={"flex": "1 1 auto", "min_width": "0"},
        )
        return widgets.HBox([left, right])

    def _offer(self, column):
        """The values of the column chosen, to choose from."""
        values = [] if column == ALL else _values(self.study.articles, column)
        self.values.value, self.values.options = (), values

    # Asking and answering -------------------------------------------------------------------

    def question(self):
        """What the controls ask (Question)."""
        only = {}
        if self.column.value != ALL and self.values.value:
            only[self.column.value] = list(self.values.value)
        if self.language.value != ALL:
            only["language"] = [self.language.value]
        first, last = self.days.value or ("", "")
        whole = (first, last) == (self.days.options[0][1], self.days.options[-1][1])
        of_frames = self.view.value != "Words"
        shown = (*self.shown_frames.value, *self.own) if of_frames else ()
        return Question(
            view=self.view.value, by=self.by.value, only=only, days=() if whole else (first, last),
            hand=self.hand, copies=self.copies.value, voice=self.voice.value,
            measure=self.measure.value, over=self.over.value, frames=shown,
            patterns=_split(self.patterns.value), words=self.words.value, own=self.own,
            least=_least(self.study.articles, self.by.value),
        )  # fmt: skip

    def ask(self):
        """Answer what the controls ask, and show it."""
        if self.waiting:
            return
        question = self.question()
        self.options.children = self._options(question.view)
        untold = not question.patterns and question.words not in UNTYPED
        if question.view == "Words" and untold:
            self._clear("Type patterns, with commas between them: fuel price*, terror*")
            return
        self.said.value = "<i>working …</i>"
        blocks = cells.blocks(question, self.study, self.lexicon)
        try:
            # The study and the lexicon at hand stand for what the first block loads.
            names, warned = self.bench.run([cells.IMPORTS, *blocks[1:]])
        except InputError as error:
            self._clear(f"<b>{html.escape(str(error))}</b>")
            return
        self.table, self.ax, self.chosen = names["table"], names["ax"], names["chosen"]
        bench.own(self.ax)
        self.found, self.order = None, None
        self.lines = "\n\n".join(blocks)
        self.sentence = sentence(question, self.chosen)
        self._show(warned)

    def _clear(self, said):
        """Say why there is no answer, and show none: an old one would pass for it."""
        self.table, self.ax, self.found, self.lines, self.png = None, None, None, "", b""
        self._say(said)
        self.told.value = ""
        with self.surface.hold_sync():
            self.surface.picture, self.surface.marks, self.surface.lines = "", [], ""
            self.surface.table, self.surface.evidence = {}, {}

    def _show(self, warned):
        note = " ".join(warned)
        self._say(html.escape(self.sentence))
        self.told.value = html.escape(note)
        with self.surface.hold_sync():
            self.surface.lines, self.surface.evidence = self.lines, {}
            self._show_picture()
            self._show_table()

    def _show_picture(self):
        self.png, places = b"", []
        if self.ax is not None:
            figure = bench.figure_of(self.ax)
            self.png = surface.picture(figure)
            places = surface.places(figure, self.table)
        self.surface.picture = surface.data_url(self.png) if self.png else ""
        self.surface.alt = f"Chart: {self.sentence} Its numbers stand in the table below."
        self.surface.marks = places

    def _show_table(self):
        shown = self._in_order()
        about = surface.shown(surface.answer_first(shown), links=("url",))
        if self.order:
            about |= {"sorted": self.order[0], "ascending": self.order[1]}
        self.surface.table = about

    def _in_order(self):
        """The table as it is searched and sorted."""
        table, wanted = self.table, self.search.value.strip().lower()
        if wanted and self.view.value == "Articles":
            text = table.astype(str).agg(" ".join, axis=1).str.lower()
            table = table[text.str.contains(wanted, regex=False)]
        if self.order:
            name, ascending = self.order
            table = table.sort_values(name, ascending=ascending, kind="stable")
        return table

    def _say(self, said):
        self.said.value = f'<span role="status" aria-live="polite">{said}</span>'

    def _options(self, view):
        frames = [self.shown_frames, self.measure, self.over]
        return {
            "Frames": frames, "Words": [self.patterns, self.words, self.measure, self.over],
            "Voices": [self.shown_frames], "Copies": [], "Articles": [self.search],
        }[view]  # fmt: skip

    # What people do with the answer ----------------------------------------------------------

    def _told(self, _, message, buffers):
        """A message of the page."""
        if self.table is None:
            return
        if "choose" in message:
            self._act(lambda: self.choose(int(message["choose"])))
        elif "sort" in message:
            self._act(lambda: self.sort(str(message["sort"])))
        elif "open" in message:
            self._act(lambda: self.read(str(message["open"])))

    def choose(self, place):
        """Show the evidence of the row at a place of the table shown."""
        row = self._in_order().iloc[place]
        if "article_id" in self.table:
            return self.read(row["article_id"])
        whole = self._evidence()
        found = evidence.find(whole, row)
        facts = self.chosen.articles
        known = [c for c in ("outlet", "published", "url") if c in facts and c not in found]
        if "article_id" in found and known:
            found = found.join(facts[known], on="article_id")
        first = [c for c in ("article_id", "outlet", "published", "url", "term", "n") if c in found]
        found = found[[*first, *(c for c in found if c not in first)]]
        shown = surface.shown(found, links=("url",))
        shown["title"] = f"Evidence of row {place + 1}"
        self.surface.evidence = shown
        self.told.value = f"evidence of row {place + 1}: {len(found)} rows"
        return found

    def _evidence(self):
        if self.found is None:
            self.found = evidence.behind(self.table, self.chosen)
        return self.found

    def sort(self, name):
        """Sort the table by a column; again, the other way round."""
        if name not in self.table:
            return
        down = self.order == (name, True)
        self.order = (name, not down)
        self._show_table()

    def read(self, article_id):
        """Show one article below the table."""
        page = reading.read(self.study, article_id, self._lexicon())
        self.told.value = page.html
        return page

    def add_group(self):
        """Put the outlets marked into a group of this name."""
        name, outlets = self.hand_name.value.strip(), self.hand_outlets.value
        if not name or not outlets:
            raise InputError("name the group and mark its outlets")
        self.hand = self.hand | dict.fromkeys(outlets, name)
        if self.by.value == BY_HAND:
            self.ask()
        else:
            self.by.value = BY_HAND

    def try_frame(self):
        """Look for a frame of one's own, and say how it does."""
        name, patterns = self.own_name.value.strip(), _split(self.own_patterns.value)
        if not re.fullmatch(r"[A-Za-z_]\w*", name) or not patterns:
            raise InputError("name the frame (letters, digits and _) and give it patterns")
        lexicon = frames_.add(self.lexicon, {name: list(patterns)})
        self.own = self.own | {name: list(patterns)}
        self.about_own.value = own_frame.told(own_frame.summary(self.study, lexicon, name))
        self.ask()

    def save_frame(self):
        """Write the lexicon with one's own frames to a file."""
        if not self.own:
            raise InputError("try a frame first")
        file = Path(self.own_file.value.strip() or "my-frames.yml")
        frames_.write(self._lexicon(), file)
        self.told.value = f"saved: {html.escape(str(file))}"

    def save_figure(self):
        """Write figure, table and evidence, and the figure once more for print."""
        if self.ax is None:
            raise InputError("there is no figure to save; a table can be saved by its own button")
        name, folder = self._file_name(), self.folder
        with_evidence = self._evidence()
        figures.save(self.ax, name, self.table, self.chosen, evidence=with_evidence, folder=folder)
        pdf = folder / f"{name}.pdf"
        figures.export(self.ax, pdf, width=self.width.value, grey=self.grey.value)
        self._show_picture()
        self.told.value = (
            f"saved in {html.escape(str(folder))}: {name}.svg, .png, .csv, .evidence.csv, .pdf"
        )

    def save_table(self):
        """Write the table as a workbook (xlsx), with a sheet that says what it is, and as CSV."""
        if self.table is None:
            raise InputError("there is no table to save")
        name = self._file_name()
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{name}.xlsx"
        workbook.write(file, self.table, self.chosen, said=self.sentence, lines=self.lines)
        store.put(file.with_suffix(".csv"), figures.written(self.table))
        self.told.value = f"saved: {html.escape(str(file))}, and as .csv"

    def _file_name(self):
        name = self.name.value.strip()
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise InputError(f"{name!r} is not a name for a file: use a-z, 0-9 and -")
        return name

    def reset(self):
        """Ask for all articles again."""
        self.waiting = True
        self.column.value, self.copies.value = ALL, "all"
        self.language.value = _first_language(languages(self.study), self.lexicon)
        self.voice.value, self.by.value = "both", _first_by(self.study.articles)
        self.days.index = (0, len(self.days.options) - 1)
        self.own, self.hand, self.waiting = {}, {}, False
        self.ask()

    def _lexicon(self):
        return frames_.add(self.lexicon, self.own) if self.own else self.lexicon

    def _act(self, act):
        try:
            act()
        except InputError as error:
            self.told.value = f"<b>{html.escape(str(error))}</b>"

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and beside it a picture and a sentence for where no widget runs."""
        shown = self.widget._repr_mimebundle_(**kwargs) or {}
        still = {"text/plain": self.sentence}
        if self.png:
            still["image/png"] = surface.data_url(self.png).partition(",")[2]
        return {**shown, **still}


def _dropdown(name, options, value):
    return widgets.Dropdown(
        description=name, options=list(options), value=value, layout=WIDE, style=LABEL
    )


def _text(name, placeholder):
    return widgets.Text(
        description=name, placeholder=placeholder, continuous_update=False, layout=WIDE, style=LABEL
    )


def _columns(articles):
    """Columns that can name groups: of text or yes and no, with 2 to 2,000 values."""
    found = []
    for name in articles:
        column = articles[name]
        plain = not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)
        plain &= not pd.api.types.is_datetime64_any_dtype(column)
        if plain and name not in ("url", "title", "text") and 1 < column.nunique() <= 2000:
            found.append(name)
    return found


def _first_language(known, lexicon):
    """The language first shown: the lexicon's, where there are several."""
    if len(known) < 2:
        return ALL
    return lexicon.language if lexicon.language in known else known[0]


def _first_by(articles):
    known = _columns(articles)
    return next((name for name in ("group", "outlet", *known) if name in known), BY_HAND)


def _first_frames(study, lexicon):
    named = [name for name in study.settings.get("contrast") or [] if name in lexicon.names]
    return tuple(named or lexicon.names[:4])


def _values(articles, column):
    values = articles[column].dropna().unique()
    return sorted((v.item() if hasattr(v, "item") else v for v in values), key=str)


def _outlets(articles):
    return _values(articles, "outlet") if "outlet" in articles else []


def _days(articles):
    if "published" not in articles or not articles["published"].notna().any():
        return [("", "")]
    days = sorted(articles["published"].dropna().dt.normalize().unique())
    short = "%d %b" if days[0].year == days[-1].year else "%Y-%m-%d"
    return [(f"{day:{short}}", f"{day:%Y-%m-%d}") for day in days]


def _least(articles, by):
    """The fewest articles of a group for which the chart has room."""
    if by not in articles:
        return 1
    sizes = articles[by].value_counts()
    return 1 if len(sizes) <= GROUPS else max(int(sizes.iloc[GROUPS]) + 1, 2)


def _split(given):
    """Patterns typed in, with commas between them."""
    return tuple(dict.fromkeys(p for p in (" ".join(q.split()) for q in given.split(",")) if p))
