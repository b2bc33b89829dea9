"""Add articles to a corpus folder, remove and correct them.

Every change is checked as a whole before it is made (``corpus.check`` on the folder as it would
be), made whole or not at all (``store``), and noted in ``CHANGES.csv``. Texts are kept in
``private/``, which git ignores, unless their licence lets them be shared; their counts are what
the study works with.
"""

import hashlib
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from helpers.corpus import admission, manifest, packed, study
from helpers.corpus import folder as corpus
from helpers.errors import InputError
from helpers.files import store, tables, yamls
from helpers.intake import languages
from helpers.words import counts, scripts, text, tokens

NEW = "unknown"  # ownership of an outlet that nobody has filled in
NO_COUNTS = pd.DataFrame(columns=[*corpus.COUNTS]).astype({"n": "int64"})
RESULT = ["article_id", "status", "outlet", "published", "why", "doubts"]


def add(articles, path, *, private=False, license="", origin="", copy_type="", dry_run=False):
    """Add articles to the corpus folder ``path``; an empty or missing folder becomes one.

    articles : list of intake Articles
    private : keep the texts out of git even where a licence is stated
    license : licence of all the texts, where the source states none
    origin : outlet whose texts these are; default: the agency credited, else the outlet itself
    copy_type : as in the codebook; default "unclear"
    dry_run : only tell what would happen

    Returns a DataFrame, one row per article: ``article_id``, ``status`` ("added", "there already",
    "refused"), ``outlet``, ``published``, ``why`` (of the last two) and ``doubts`` (list of str:
    what a person should look at). Raises InputError where the folder has faults, or would have.
    """
    path = Path(path)
    if articles and not dry_run:
        path.mkdir(parents=True, exist_ok=True)
    with store.changing(path):
        have = _have(path)
        plans = _plans(articles, path, have, license)
        origin = _origin(origin, copy_type, [*have["outlets"].index, *(p["outlet"] for p in plans)])
        entering = {plan["id"]: plan for plan in plans if plan["status"] == "added"}
        phrases = study.every(have["phrases"])
        new = _counted({i: plan["counted"] for i, plan in entering.items()}, phrases)
        table = counts.to_table(new, categories=True)
        _link(entering, table, path, have)
        if entering and not dry_run:
            files = _files(entering, new, path, have, private, origin, copy_type)
            notes = [note("added", i, p["source"], p["hash"]) for i, p in entering.items()]
            kept = table["article_id"].isin([i for i in entering if f"private/{i}.txt" in files])
            change(path, have, files, notes, come=table[kept])
    rows = [
        (p["id"], p["status"], p["outlet"], p["article"].published, p["why"], p["doubts"])
        for p in plans
    ]
    return pd.DataFrame(rows, columns=RESULT)


def remove(article_ids, path, *, reason):
    """Take articles out of the corpus, with their counts, codes and texts.

    An outlet that ``add`` brought with them goes too, if no other article names it and nobody has
    filled in its facts; CHANGES.csv says so with the reason. Returns a DataFrame, one row per
    outlet left without articles: ``outlet``, ``gone`` (bool; else it stays in outlets.csv).
    Raises InputError naming ids that the corpus does not have.
    """
    path, article_ids = Path(path), list(dict.fromkeys(article_ids))
    with store.changing(path):
        have = corpus.read(path, counted=False)
        _known(article_ids, have)
        idle = _idle(article_ids, have)
        files, gone = {}, idle.index[idle["gone"]]
        if len(gone):
            files["outlets.csv"] = tables.to_csv(have["outlets"].drop(gone).reset_index())
        for name, table in (
            ("articles.csv", _plain(have["articles"])),
            ("codes.csv", have["codes"]),
            ("sample.csv", have["sample"]),
        ):
            kept = table[~table["article_id"].isin(article_ids)]
            if len(kept) < len(table):
                files[name] = tables.to_csv(kept)
        for article_id in article_ids:
            for folder in ("texts", "private"):
                if (path / folder / f"{article_id}.txt").exists():
                    files[f"{folder}/{article_id}.txt"] = None
        outlet = have["articles"]["outlet"]
        with_it = {i: f" (and outlet {outlet[i]!r})" for i in article_ids if outlet[i] in gone}
        notes = [note("removed", i, reason + with_it.get(i, ""), "") for i in article_ids]
        change(path, have, files, notes, gone=article_ids)
    return idle.reset_index()


def _idle(article_ids, have):
    """Outlets that are left without articles, and whether they go as they came."""
    articles, outlets, changes = have["articles"], have["outlets"], have["changes"]
    leaving = articles.index.isin(article_ids)
    named = {*articles.loc[~leaving, "outlet"], *articles.loc[~leaving, "origin"]}
    added = changes.loc[changes["what"] == "added", "article_id"]
    came = {*articles.loc[leaving & articles.index.isin(added), "outlet"]}
    idle = sorted({*articles.loc[leaving, "outlet"]} - named)
    bare = (outlets.drop(columns="ownership") == "").all(axis=1) & (outlets["ownership"] == NEW)
    gone = [bare[outlet] and outlet in came for outlet in idle]
    return pd.DataFrame({"gone": gone}, index=pd.Index(idle, name="outlet"), dtype=bool)


def edit(article_id, path, /, **cells):
    """Correct cells of an article's row in articles.csv, e.g. ``published="2022-01-06"``.

    Raises InputError for an unknown article or column, and where the corpus would have faults.
    """
    path = Path(path)
    with store.changing(path):
        have = corpus.read(path, counted=False)
        _known([article_id], have)
        articles = have["articles"].copy()
        unknown = sorted(set(cells) - set(articles.columns))
        if unknown:
            known = ", ".join(articles.columns)
            raise InputError(f"articles.csv has no column {unknown[0]!r}, but {known}")
        for column, value in cells.items():
            articles.loc[article_id, column] = value
        files = {"articles.csv": tables.to_csv(_plain(articles))}
        what = "; ".join(f"{column}={value}" for column, value in cells.items())
        change(path, have, files, [note("edited", article_id, what, "")])


def recount(path):
    """Count the texts anew, private ones too, with every phrase of the lexicons that study.yml
    names: a phrase that enters a lexicon later was not looked for when its articles were counted.

    Articles whose text is not at hand keep the counts they have. Returns (articles counted anew,
    phrases that are new). Raises InputError where the folder would have faults.
    """
    path = Path(path)
    with store.changing(path):
        have = corpus.read(path, counted="alone")
        lexicons = have["study"].get("lexicon") or {}
        wanted = {code: {*_phrases_of(path / name)} for code, name in lexicons.items()}
        bodies = corpus.texts(path, have["articles"].index, source="private")
        private = {i: b for i, b in bodies.items() if not (path / "texts" / f"{i}.txt").exists()}
        opening = _openings(private, have)
        known = have["phrases"]
        listed = {code: {*known.get(code, known.get("", ()))} for code in wanted}
        both = {code: listed[code] | some for code, some in wanted.items()}
        new = {code: some - listed[code] for code, some in both.items()}
        if not any(new.values()):
            return 0, 0
        table = counts.to_table(
            _counted(opening, [*study.every(known), *sorted(study.every(new))]), categories=True
        )
        files = {
            corpus.phrases_file(have["study"], code): "\n".join([*sorted(some), ""]).encode()
            for code, some in both.items()
            if new[code]
        }
        change(path, have, files, [], gone=list(opening), come=table)
    return len(opening), len(study.every(new))


def _openings(bodies, have):
    """What is counted of texts (dict of article_id to text)."""
    language = have["articles"]["language"]
    return {i: corpus.opening(body, have["study"], language[i]) for i, body in bodies.items()}


def _phrases_of(file):
    """The phrases of a lexicon file; which frames are is not this floor's."""
    content = yamls.load(file)
    for frame in (content.get("frames") or {}).values():
        for name in ("patterns", "except"):
            for pattern in frame.get(name) or ():
                if " " in str(pattern):
                    yield str(pattern).lower()


def _have(path):
    """The tables of the folder; of one that is none yet, empty ones."""
    if (path / "articles.csv").exists():
        return corpus.read(path, counted="alone")
    with store.scratch() as scratch:
        for name, columns in (("articles.csv", corpus.ARTICLES), ("outlets.csv", corpus.OUTLETS)):
            (scratch / name).write_text(",".join(columns) + "\n")
        return corpus.read(scratch)


def _origin(origin, copy_type, outlets):
    """The outlet that ``origin`` names, as outlets.csv has it."""
    if copy_type and copy_type not in corpus.COPY_TYPES:
        known = ", ".join(corpus.COPY_TYPES)
        raise InputError(f"copy_type {copy_type!r} is not known: it is one of {known}")
    name, new = _outlet(origin, outlets)
    if origin and new:
        raise InputError(f"origin {origin!r} has no row in outlets.csv: put it there first")
    return name if origin else ""


def _plans(articles, path, have, license):
    """What is to happen to each article."""
    seen = _seen(path, have)
    taken = {*have["articles"].index}
    plans = []
    for article in articles:
        body = clean(article.text)
        digest = _hash(body)
        plan = {
            "article": article, "text": body, "hash": digest, "why": "", "doubts": [],
            "license": article.license or license, "source": article.source, "copy_of": "",
            "language": article.language or languages.guess(body) or "und",
        }  # fmt: skip
        plan["counted"] = corpus.opening(body, have["study"], plan["language"])
        refused = admission.refusals(article) + admission.lacking(article)
        plan["outlet"], new_outlet = _outlet(article.outlet, have["outlets"].index)
        plan["id"] = _article_id(plan["outlet"], article.published, digest, taken)
        there = seen.get((plan["outlet"], digest)) or seen.get(article.url or None)
        if refused:
            plan |= {"status": "refused", "why": "; ".join(refused)}
        elif there:
            plan |= {"status": "there already", "why": f"as {there}", "id": there}
        else:
            plan |= {"status": "added", "doubts": admission.doubts(article, have["study"])}
            if new_outlet:
                plan["doubts"].append(f"outlet {plan['outlet']!r} is new: fill in outlets.csv")
            taken.add(plan["id"])
            seen[plan["outlet"], digest] = plan["id"]
            if article.url:
                seen[article.url] = plan["id"]
        plans.append(plan)
    return plans


def _seen(path, have):
    """Articles by outlet and hash of their text, and by address."""
    seen = {url: article_id for article_id, url in have["articles"]["url"].items()}
    outlet, changes = have["articles"]["outlet"], have["changes"]
    added = changes[(changes["what"] == "added") & changes["article_id"].isin(outlet.index)]
    hashes = dict(zip(added["article_id"], added["hash"], strict=True))
    others = outlet.index.difference(added["article_id"])  # texts that came by another way
    for article_id, body in corpus.texts(path, others, source="private").items():
        hashes[article_id] = _hash(body.rstrip("\n"))
    outlets = outlet.to_dict()  # looking a cell up in a table takes long where there are many
    return seen | {(outlets[i], digest): i for i, digest in hashes.items()}


def _counted(bodies, phrases):
    """Counts of texts (dict), as ``counts.from_texts`` gives them, by ids where there are many."""
    texts = counts.series(bodies).map(text.normalise)
    scripts.refuse(texts)
    return tokens.to_counts(tokens.tokenise(texts), phrases=phrases)


def _link(entering, new, path, have):
    """Link near copies, by the counts of what enters, and name lines that an outlet repeats."""
    if not entering:
        return
    known, articles = have["counts"], have["articles"].index
    uncounted = articles[~articles.isin(known["article_id"].unique())]
    bodies = corpus.texts(path, uncounted)
    if bodies:
        more = counts.to_table(_counted(_openings(bodies, have), study.every(have["phrases"])))
        known = pd.concat([known.astype(dict.fromkeys(packed.KEY, "str")), more])
    addresses = have["articles"]["url"].to_dict() | {
        i: plan["article"].url for i, plan in entering.items()
    }
    for article_id, near in admission.nearest(new, known).iterrows():
        if near["likeness"] < admission.REWORKED:
            continue
        same = near["likeness"] >= admission.NEAR
        if same:
            entering[article_id]["copy_of"] = addresses[near["other"]]
        entering[article_id]["doubts"].append(
            f"{'nearly the same' if same else 'many of the same'} words as {near['other']} "
            f"(likeness {near['likeness']:.2f}): {'a copy' if same else 'reworked'}?"
        )
    outlets = {i: plan["outlet"] for i, plan in entering.items()}
    there = have["articles"]["outlet"]
    there = there[there.isin(outlets.values())]
    bodies = corpus.texts(path, there.index, source="private")
    bodies |= {i: plan["text"] for i, plan in entering.items()}
    outlets |= there.to_dict()
    for article_id, lines in admission.boilerplate(bodies, outlets).items():
        if article_id in entering:
            entering[article_id]["doubts"].append(f"the outlet repeats: {' | '.join(lines[:3])}")


def unshared(path):
    """What keeps ``private/`` out of git, wherever the folder lies; nothing if it is there."""
    name = "private/.gitignore"
    return {} if (path / name).exists() else {name: b"*\n"}


def _files(entering, new, path, have, private, origin, copy_type):
    """The new contents of the files that change."""
    articles, outlets = _plain(have["articles"]), have["outlets"].reset_index()
    words = new.rows.pivot(index="article_id", columns="voice", values="n_words").to_dict("index")
    rows = [_row(plan, words[i], have, origin, copy_type) for i, plan in entering.items()]
    files = {}
    for article_id, plan in entering.items():
        folder = "texts" if plan["license"] and not private else "private"
        files[f"{folder}/{article_id}.txt"] = f"{plan['text']}\n".encode()
        if folder == "private":
            files |= unshared(path)
    names = sorted({p["outlet"] for p in entering.values()} - set(outlets["outlet"]))
    if names:
        new = pd.DataFrame({"outlet": names, "country": "", "ownership": NEW})
        outlets = pd.concat([outlets, new]).fillna("")
    table = pd.concat([articles, pd.DataFrame(rows)], ignore_index=True).fillna("")
    return {"articles.csv": tables.to_csv(table), "outlets.csv": tables.to_csv(outlets)} | files


def _row(plan, words, have, origin, copy_type):
    """The article's row of articles.csv; ``words`` by voice."""
    article, body = plan["article"], plan["counted"]
    agency, new_agency = _outlet(article.agency, have["outlets"].index)
    whose = origin or (plan["outlet"] if not article.agency else "" if new_agency else agency)
    row = {
        "article_id": plan["id"],
        "outlet": plan["outlet"],
        "published": article.published,
        "published_from": article.published_from or "inferred",
        "url": article.url or f"urn:sha256:{plan['hash']}",
        "agency": line(article.agency),
        "origin": "" if plan["copy_of"] and not origin else whose,
        "copy_type": copy_type or ("wire" if article.agency else "unclear"),
        "copy_of": plan["copy_of"],
        "language": plan["language"],
        "truncated": str(body != plan["text"] or admission.is_cut(plan["text"])).lower(),
        "n_chars": str(len(body)),
        "n_sentences": str(len(text.sentences(text.normalise(body)))),
        "n_words_unquoted": str(words["unquoted"]),
        "n_words_quoted": str(words["quoted"]),
        "title": line(article.title),
    }
    columns = ["article_id", *have["articles"].columns]
    return {c: row[c] if c in row else line(article.more.get(c, "")) for c in columns}


def change(path, have, files, notes, *, gone=(), come=NO_COUNTS):
    """Check the folder as it would be, then change it; to be called within ``store.changing``.

    have : the tables of the folder
    files : as for ``store.commit``
    notes : rows for CHANGES.csv, made by ``note``
    gone : names of articles whose counts leave; come : counts that are new (``counts.to_table``)
    Raises InputError naming the faults that the folder would have.
    """
    notes = pd.DataFrame(notes, columns=[*corpus.CHANGES])
    changes = pd.concat([have["changes"], notes], ignore_index=True)
    files = files | {"CHANGES.csv": tables.to_csv(changes)}
    file = path / packed.NAME
    before = file.read_bytes() if file.exists() else b""
    stay = {*notes["article_id"]} - {*gone} - {*come["article_id"].unique()}
    there = packed.of_articles(before, stay)
    faults = _faults(path, files, pd.concat([there, come]) if len(there) else come)
    if faults:
        raise InputError("the corpus would have faults:\n" + "\n".join(f"  {f}" for f in faults))
    if len(come) or (before and len(gone)):
        files[packed.NAME] = packed.changed(before, gone, come)
    store.commit(path, files | {manifest.NAME: manifest.after(path, files)})


def _faults(path, files, touched):
    """The faults of the folder with ``files`` in their new state.

    touched : counts of the articles that change; the others' were found sound when they were read
    """
    with store.scratch() as scratch:
        there = scratch
        for file in path.iterdir():
            if file.is_file() and file.name not in {*files, packed.NAME, manifest.NAME}:
                shutil.copy(file, there)
        for name, content in files.items():
            if content is not None and "/" not in name:
                (there / name).write_bytes(content)
        (there / packed.NAME).write_bytes(packed.pack(touched, level=1))
        return corpus.check(there)


def note(what, article_id, source, digest):
    """A row of CHANGES.csv: when, what, of which article, why or from where, hash of the text."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    named = line(Path(source).name if what == "added" and "://" not in source else source)
    return {"when": now, "what": what, "article_id": article_id, "source": named, "hash": digest}


def _known(article_ids, have):
    unknown = [i for i in article_ids if i not in have["articles"].index]
    if unknown:
        raise InputError(f"articles.csv has no article {', '.join(unknown)}")


def _plain(articles):
    return articles.reset_index()


def _outlet(name, known):
    """The outlet's name as in outlets.csv, and whether it is a new one."""
    named = line(name)
    same = {_key(other): other for other in known}
    return (same[_key(named)], False) if _key(named) in same else (named, True)


def _key(name):
    """An outlet's name without what varies: case, "The", "www.", ".com", blanks and marks."""
    bare = re.sub(r"^(?:the|www\.)\s*|\.(?:com|org|net)$", "", name.casefold().strip())
    return re.sub(r"\W", "", bare) or name


def _hash(body):
    """What tells a text from all others, whichever of their forms its characters have."""
    return hashlib.sha256(text.normalise(body).encode()).hexdigest()


def _article_id(outlet, published, digest, taken):
    """A name that no article has: hashes of two texts of a day may begin with the same signs."""
    ascii_only = re.sub(r"[^a-z0-9]+", "-", outlet.casefold()).strip("-")[:60] or "outlet"
    names = (f"{ascii_only}-{published.replace('-', '')}-{digest[:n]}" for n in range(6, 65))
    return next(name for name in names if name not in taken)


def line(cell):
    """A cell on one line, without control characters and what UTF-8 cannot hold."""
    sound = cell.encode("utf-8", "replace").decode()
    return re.sub(r"\s+", " ", re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", sound)).strip()


def clean(body):
    """A text with one paragraph a line, without control characters and empty lines."""
    lines = (line(part) for part in body.splitlines())
    return "\n".join(part for part in lines if part)
