"""Sections of a notebook that open when the study has what they need.

``%load_ext helpers`` brings the cell magic ``%%needs``. A cell that begins with ``%%needs codes``
runs where the variable ``study`` has codes; where it has none, the first such cell says in one
sentence how to open the section, and no cell of it stops the notebook.
"""

import ast

from IPython.display import display

from helpers.errors import InputError


def _codes(study):
    return len(study.codes) > 0


def _coders(study):
    if not len(study.codes):
        return False
    coders = study.codes.groupby("article_id")["coder"].nunique()
    return bool((coders > 1).any())


def _groups(study):
    return len(study.main) == 2


def _days(study):
    return "published" in study.articles and study.articles["published"].nunique() > 1


def _copy_types(study):
    kinds = set(study.articles.get("copy_type", ()))
    return "original" in kinds and len(kinds - {"original", "unclear"}) > 0


def _lexicon(study):
    named = study.settings.get("lexicon")
    spoken = study.settings.get("languages") or [""]
    return study.path is not None and (not named or spoken[0] in named)


def _quotations(study):
    rows = study.counts.rows
    return bool(rows.loc[rows["voice"] == "quoted", "n_words"].sum())


# What a section can need: (does the study have it, how to open the section where not).
NEEDS = {
    "codes": (_codes, "no codes yet: `python -m helpers code --template --coder NAME` prints a "
              "sheet to fill in"),
    "coders": (_coders, "no article coded by two coders: a second sheet, filled in without seeing "
               "the first, opens it"),
    "groups": (_groups, "fewer than two groups: name the columns and groups in study.yml "
               "(`groups:`)"),
    "days": (_days, "no days of publication: fill in `published` in articles.csv"),
    "windows": (lambda study: bool(study.settings.get("windows")), "no windows between events: "
                "name them in study.yml (`windows:`)"),
    "copies": (_copy_types, "copy types are not filled in: say in articles.csv what is `original` "
               "and what is a copy (`copy_type`)"),
    "quotations": (_quotations, "no words inside quotation marks in these articles"),
    "lexicon": (_lexicon, "no lexicon for the language of these articles: name one in study.yml "
                "(`lexicon:`)"),
    "texts": (lambda study: len(study.texts) > 0, "no texts at hand: `python -m helpers fetch` "
              "brings pages that can still be had, into `corpus/private/`"),
    "word": (lambda study: bool(study.settings.get("word")), "no word is named to be worked by "
             "hand: name article and word in study.yml (`word:`)"),
}  # fmt: skip


def lacking(study, needs):
    """The first of some needs that a study does not meet, or "".

    needs : list of names of ``NEEDS``. Raises InputError for one that is not known.
    """
    for need in needs:
        if need not in NEEDS:
            raise InputError(f"%%needs {need}: is not known; known are {', '.join(NEEDS)}")
        if not NEEDS[need][0](study):
            return need
    return ""


def register(shell):
    """Give an IPython shell the cell magic ``%%needs``."""
    said, closed = set(), []

    def needs(line, cell):
        study = shell.user_ns.get("study")
        if study is None:
            raise InputError("%%needs asks the variable study: load the corpus first")
        need = lacking(study, line.split())
        if not need:
            try:
                _run(shell, cell)
            except InputError as error:  # too little of it: the tables that follow are missing
                closed.append(error)
                print(f"This section stays closed: {error}.")
            except NameError:
                if not closed:
                    raise
        elif need not in said:
            said.add(need)
            print(f"This section stays closed: {NEEDS[need][1]}.")

    shell.register_magic_function(needs, magic_kind="cell", magic_name="needs")


def _run(shell, cell):
    """Run the lines of a cell in the notebook, and show its last value as a cell does."""
    tree = ast.parse(shell.transform_cell(cell))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), shell.user_ns)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), shell.user_ns)
        if value is not None:
            display(value)
