"""Which articles share one text: pairs, text families, and what a spun copy swapped.

Two articles belong together if one's text stands in the other, words swapped or not, or if both
are documented as copies of the same text (``copy_of``). Families are the unit that intervals and
tests resample, since a copy is no independent evidence; and what is copied, by whom, is a result
of its own.
"""

import difflib
import itertools
import warnings

import numpy as np
import pandas as pd
import scipy  # which imports its parts where they are used
from tqdm import tqdm

from helpers import notes
from helpers.errors import InputError
from helpers.likeness.likeness import COUNTS, TEXT, check_share
from helpers.words import tokens as tokens_

__all__ = [
    *("COUNTS", "TEXT", "families", "only", "own", "pairs", "sources", "spun", "thresholds"),
]

CUT = 0.2  # difference of containment from which the contained article was cut from the other
SWAPS = 5  # swapped places from which they tell which of two texts is the copy …
RARER = 0.3  # … where its words stand in so many fewer texts (difference of mean log)
LONGER = 4  # words by which the source's side of a swap may be longer
UNCLEAR = "unclear"  # the copy_type of an article of which nobody has said whose text it is
MOST = 8000  # different texts in one connected part beyond which it is taken for one family


def pairs(study, *, least=0.3):
    """Pairs of articles that share text.

    Where both texts are at hand they are laid word by word beside each other: runs of three words
    that both have, at most 15 words apart, make a passage, and what stands between was swapped.
    Words inside quotation marks do not count, since who quotes the same statement does not copy.
    Where only counts are at hand, Dice's (1945) coefficient of the different long words (five
    letters or more, and numbers). Candidates are found without comparing all pairs, by rare runs
    of four words (Broder 1997) or by shared words.

    study : the study
    least : likeness from which a pair is listed, 0 to 1

    Returns a DataFrame, a row per pair, the most alike first: ``one``, ``two`` (article_id),
    ``basis`` ("text", "counts"), ``likeness`` (0 to 1; by text the share of the shorter text that
    stands in the other, by counts Dice's coefficient), ``contained_one``, ``contained_two`` (share
    of either's words that the other has), ``swapped`` (share of the words of the shared passages
    that were swapped), ``longest`` (words of the longest run that both have); the last two are
    missing where there are only counts. Raises InputError for ``least`` outside 0 to 1.

    >>> list(copies.pairs(study))[:4]
    ['one', 'two', 'basis', 'likeness']
    """
    check_share(least, "least")
    likeness = study.likeness
    one, two, table = likeness.measured(least)
    table.insert(0, "basis", np.where(likeness.by_text(one, two), "text", "counts"))
    for column, side in (("two", two), ("one", one)):
        table.insert(0, column, likeness.articles[side])
    table = table[table["likeness"] >= least]
    return table.sort_values(
        ["likeness", "one", "two"], ascending=[False, True, True], ignore_index=True
    )


def families(study, *, text=TEXT, counts=COUNTS):
    """The text family of each article.

    Average linkage (Sokal & Michener 1958) on the likeness that ``pairs`` measures, within
    connected parts: articles that no chain of pairs above the threshold connects cannot end up in
    one family, so that the answer is that of all pairs. Two clusters are joined while the mean
    likeness of their pairs, each in units of its threshold, is 1 or more; so articles of one event
    that share a paragraph do not chain. Texts that are the same to the word count once. Then
    families that hold documented copies of the same text (``copy_of``) are joined. An article
    without counts or text is a family of its own, unless it is documented.

    study : the study
    text, counts : threshold where both texts are at hand, and where only counts are (0 to 1; higher
        means that texts must be more alike)

    Returns a DataFrame, index article_id as in ``study.articles``: ``family`` (str, the first
    article_id of the family), ``size`` (int, articles in it), ``weight`` (float, 1 / size). Raises
    InputError for a threshold that is not between 0 and 1.

    >>> found = copies.families(study)
    >>> list(found), found["weight"].between(0, 1).all().item()
    (['family', 'size', 'weight'], True)
    """
    check_share(text, "text")
    check_share(counts, "counts")
    articles = study.articles
    label = pd.Series(np.arange(len(articles)), articles.index)
    if len(study.measured) > 1:
        label[study.measured] = _linked(study.likeness, text, counts) + len(articles)
    label = _join(label, documented(articles))
    return sized(pd.Series(articles.index, index=articles.index).groupby(label).transform("min"))


def sized(family):
    """``families``' table from the name of each article's family (Series, index article_id)."""
    size = family.groupby(family).transform("size")
    return pd.DataFrame({"family": family, "size": size, "weight": 1 / size})


def documented(articles):
    """The text that each article is documented to copy (Series of str; missing if none).

    A ``copy_of`` counts that names one text: an address, or an outlet and a title. The bare name
    of an outlet or agency says where a text came from, not which one it is.
    """
    if "copy_of" not in articles:
        return pd.Series(pd.NA, articles.index, dtype="str")
    named = (
        articles["copy_of"]
        .fillna("")
        .str.replace("[’‘]", "'", regex=True)
        .str.strip()
        .str.casefold()
    )
    one_text = named.str.contains(r"https?://|\S+, \S+ \S+ \S+", regex=True)
    if "url" not in articles:
        return named.where(one_text)
    own = articles["url"].str.casefold()
    # An article whose own address others name is a member of their family.
    return named.where(one_text).fillna(own.where(own.isin(set(named))))


def thresholds(study, *, at=(0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)):
    """How the families by words depend on the threshold, held against the documented origins.

    at : thresholds, for texts and for counts alike

    Returns a DataFrame, one row per threshold: ``threshold``, ``families``, ``largest`` (articles
    in the largest family), ``shared`` (articles in families of two or more), ``pairs`` (linked
    pairs), ``judged`` (those where both origins are known), ``precision`` (share of these with the
    same origin; a lower bound, since one text may be credited to two origins) and ``found`` (share
    of all pairs of same origin that are linked; most of these are different texts, so it is low
    by nature).

    >>> table = copies.thresholds(corpus.load("corpus"), at=[0.45])
    >>> list(table)[:4]
    ['threshold', 'families', 'largest', 'shared']
    """
    if "origin" not in study.articles:
        raise InputError("thresholds are judged by origins: the articles have no column 'origin'")
    if len(study.measured) < 2:
        raise InputError("families need at least two articles with counts or a text")
    articles, likeness = study.articles.loc[study.measured], study.likeness
    origin = _stated_origin(articles).reset_index(drop=True)
    origin = origin.where(origin != "")
    rows = []
    for threshold in at:
        check_share(threshold, "at")
        label = pd.Series(_linked(likeness, threshold, threshold))
        sizes, known = label.value_counts(), origin.notna()
        judged = _pairs_within(label[known])
        same = _pairs_within([label[known], origin[known]])
        every = _pairs_within(origin[known])
        rows.append(
            {
                "threshold": threshold,
                "families": len(sizes),
                "largest": sizes.max(),
                "shared": sizes[sizes > 1].sum(),
                "pairs": _pairs_within(label),
                "judged": judged,
                "precision": same / judged if judged else np.nan,
                "found": same / every if every else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _pairs_within(labels):
    """Pairs of articles that bear the same label, or the same labels."""
    labels = labels if isinstance(labels, list) else [labels]
    n = labels[0].groupby(labels).size()
    return int((n * (n - 1) // 2).sum())


def spun(study, article_id, source_id):
    """What a spun copy swapped: the words of the copy beside those of its source, in order.

    The two texts are laid word by word beside each other, as in ``pairs``; where a passage of both
    differs, the copy's words were put in the place of the source's. Words outside the passages that
    both have are not compared.

    study : the study, with both texts
    article_id, source_id : the copy and the text it was made from

    Returns a DataFrame, a row per place: ``position`` (int, number of the word in the copy, from
    0), ``copy``, ``source`` (str: what either has there; "" where words were put in or left out),
    ``left``, ``right`` (str: three words of the copy before and after). Raises InputError where a
    text is not at hand.

    >>> source = "He said law enforcement declined to stop the rallies in the city today"
    >>> texts = {"a": source, "b": source.replace("law", "regulation").replace("city", "town")}
    >>> made_up = corpus.from_frame(pd.DataFrame({"text": texts}))
    >>> copies.spun(made_up, "b", "a")[["copy", "source"]].values.tolist()
    [['regulation', 'law'], ['town', 'city']]
    """
    _check_text(study, [article_id, source_id])
    two = tokens_.tokenise(study.texts[[article_id, source_id]])
    return swapped(two.words(0), two.words(1))


def swapped(copy, source):
    """``spun``'s table for two lists of words."""
    partner = _partners(copy, source)
    rows = []
    for begin, end, first, last in _gaps(partner, len(source)):
        for i, j, k, m in _apart(copy[begin:end], source[first:last]):
            at, to = begin + i, begin + j
            rows.append(
                {
                    "position": at,
                    "copy": " ".join(copy[at:to]),
                    "source": " ".join(source[first + k : first + m]),
                    "left": " ".join(copy[max(at - 3, 0) : at]),
                    "right": " ".join(copy[to : to + 3]),
                }
            )
    return pd.DataFrame(rows, columns=["position", "copy", "source", "left", "right"])


def _partners(copy, source):
    """Of each word of the copy the place of the same word in the source (``alignment.align``)."""
    from helpers.likeness import alignment

    codes = pd.factorize(np.array([*copy, *source], dtype=object))[0].astype(np.int32)
    return alignment.align(codes[: len(copy)], codes[len(copy) :])


def _gaps(partner, n_source):
    """Where a passage differs: (begin, end) in the copy, (begin, end) in the source."""
    exact = np.flatnonzero(partner >= 0)
    for before, after in itertools.pairwise(exact):
        between = partner[before + 1 : after]
        first, last = partner[before] + 1, partner[after]
        if (between == -1).any() or last < first or last - first > after - before + LONGER:
            continue  # another passage begins
        if after - before > 1 or last > first:
            yield before + 1, after, first, last


def _apart(copy, source):
    """Where two short runs of words differ, as (begin, end, begin, end) in either; runs of as many
    words word by word."""
    places = [(0, len(copy), 0, len(source))]
    if len(copy) != len(source):
        matcher = difflib.SequenceMatcher(None, copy, source, autojunk=False)
        places = [place for kind, *place in matcher.get_opcodes() if kind != "equal"]
    for i, j, k, m in places:
        if j - i != m - k:
            yield i, j, k, m
        else:
            yield from (
                (i + n, i + n + 1, k + n, k + n + 1)
                for n in range(j - i)
                if copy[i + n] != source[k + n]
            )


def _check_text(study, article_ids):
    for article_id in article_ids:
        if article_id not in study.articles.index:
            raise InputError(f"the study has no article {article_id!r}")
        if article_id not in study.texts.index:
            raise InputError(
                f"article {article_id!r} has no text at hand, and swapped words are told from "
                "texts: python -m helpers fetch brings pages that can still be had"
            )


def sources(study):
    """Whose text each article is, and how that is known.

    What the corpus documents comes first (``origin``, but for an outlet's own where ``copy_type``
    is "unclear", as ``add`` puts it where nothing is known), then a credit line of the text
    ("(AP)", "/TASS/ …", "With inputs from …"). For the others the most alike earlier article of the
    same family is the source. Where none is earlier the most alike one is asked: the earlier of the
    two is the source; of the same day the one that holds the other whole; of two spun texts the one
    whose swapped words more articles use. Where none of these tells, it is unknown.

    study : the study

    Returns a DataFrame, one row per article: ``article_id``; ``whose`` (outlet or agency whose text
    it is; "" if unknown); ``source_id`` (article_id of that text, "" if it is not at hand or the
    article is the source itself); ``evidence`` ("documented", "credit line", "date", "containment",
    "swaps", "no copy found", "unknown"); ``likeness`` (to the most alike article, missing if there
    is none); ``own`` (bool: the outlet's own text; missing where unknown).

    >>> len(copies.sources(study)) == len(study)
    True
    """
    articles = study.articles
    outlet = _column(articles, "outlet")
    whose, evidence = _documented_source(study, articles, outlet)
    nearest = _nearest(study)
    table = pd.DataFrame(
        {
            "article_id": articles.index,
            "whose": whose,
            "source_id": "",
            "evidence": evidence,
            "likeness": nearest["most"].reindex(articles.index),
        },
        index=articles.index,
    )
    words = None
    for article_id, pair in nearest.iterrows():
        told, other = table.loc[article_id, "evidence"], pair["other"]
        if told == "documented" and table.loc[article_id, "whose"] == outlet[article_id]:
            continue  # its own text, whoever copied it
        if words is None:
            words = _frequency(study)
        earlier, how = _earlier(study, articles, article_id, pair, words)
        if told:
            # Whose text it is stands there already; the article it was made from is of that outlet.
            if earlier == other and table.loc[article_id, "whose"] == outlet[other]:
                table.loc[article_id, "source_id"] = other
        elif how == "unknown":
            table.loc[article_id, "evidence"] = how
        elif earlier == other:
            unknown = table.loc[other, "evidence"] == "unknown"
            known = "" if unknown else table.loc[other, "whose"] or outlet[other]
            table.loc[article_id, ["whose", "source_id", "evidence"]] = [known, other, how]
        else:
            table.loc[article_id, ["whose", "evidence"]] = [outlet[article_id], how]
    rest = table["evidence"] == ""
    table.loc[rest, "whose"] = outlet[rest]
    table.loc[rest, "evidence"] = "no copy found"
    unmeasured = rest & ~table.index.isin(study.measured)
    table.loc[unmeasured, ["whose", "evidence"]] = ["", "unknown"]
    own = (table["whose"] == outlet).astype("boolean")
    table["own"] = own.mask(table["evidence"] == "unknown")
    return table.reset_index(drop=True)


def own(study):
    """Which articles are their outlet's own text, as a table that ``compare`` takes.

    study : the study

    Returns a DataFrame of the form of ``frames.score``, one row per article: ``article_id``,
    ``voice`` ("article"), ``frame`` ("own text"), ``hits`` (1 for an own text, 0 for another's, NaN
    where ``sources`` does not know), ``n_words`` (1), ``per_1000``, and the articles' columns.
    ``compare.groups(copies.own(study), by="outlet")`` then has in ``presence`` the share of own
    text of each outlet, with its interval.

    >>> copies.own(study)["hits"].isin([0, 1]).any().item()
    True
    """
    found = sources(study)
    hits = found["own"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    table = pd.DataFrame(
        {"article_id": found["article_id"], "voice": "article", "frame": "own text", "hits": hits}
    ).assign(n_words=1, per_1000=1000 * hits)
    table = table.join(study.facts, on="article_id")
    keys = ["article_id", "voice", "frame"]
    return notes.remember(table, "copies.own", rows=len(table), keys=keys)


def only(study, which):
    """The study without its copies, for verbs that take a study.

    which : "all" (as it is), "originals" (``copy_type`` is "original"), or "one per family" (the
        first article of each)

    Returns Study. Raises InputError for another ``which``, or where no article is left.

    >>> len(copies.only(study, "one per family")) <= len(study)
    True
    """
    if which == "all":
        return study
    if which == "originals":
        if "copy_type" not in study.articles:
            raise InputError("'originals' needs the column 'copy_type' of the articles")
        return study.where(study.articles["copy_type"] == "original")
    if which != "one per family":
        raise InputError(f"copies must be 'all', 'originals' or 'one per family', not {which!r}")
    return study.where(~study.families["family"].duplicated())


def _column(articles, name):
    """A column of str, "" where it is missing."""
    if name not in articles:
        return pd.Series("", articles.index, dtype=object)
    return articles[name].fillna("").astype(object)


def _stated_origin(articles):
    """Whose text each article is stated to be, "" if nobody has: an outlet of its own article whose
    ``copy_type`` is unclear is what ``add`` puts where nothing is known."""
    origin = _column(articles, "origin")
    supposed = (origin == _column(articles, "outlet")) & (_column(articles, "copy_type") == UNCLEAR)
    return origin.mask(supposed, "")


def _documented_source(study, articles, outlet):
    """(whose text, evidence) as far as it is documented or credited; "" where not."""
    from helpers.intake import agencies  # which most who analyse texts do without

    origin, agency = _stated_origin(articles), _column(articles, "agency")
    kind = _column(articles, "copy_type")
    whose = origin.where(origin != "", outlet.where(kind == "original", ""))
    evidence = pd.Series("", articles.index, dtype=object).mask(whose != "", "documented")
    documented_copy = kind.isin(["wire", "republished", "spun", "translation"]) & (whose == "")
    evidence = evidence.mask(documented_copy, "unknown")  # a copy, of whose text is not known
    credited = agency.copy()
    for article_id, body in study.texts[(whose == "")[study.texts.index]].items():
        credited[article_id] = credited[article_id] or agencies.credited(body)
    found = (whose == "") & (credited != "")
    return whose.mask(found, credited), evidence.mask(found, "credit line")


def _nearest(study):
    """The most alike article of the same family, if there are any among those that are earlier by
    date and alike enough for a copy: DataFrame by article_id."""
    family = study.families["family"]
    found = pairs(study, least=min(TEXT, COUNTS))
    found = found[family[found["one"]].to_numpy() == family[found["two"]].to_numpy()]
    swap = {"one": "two", "two": "one", "contained_one": "contained_two"}
    swap |= {"contained_two": "contained_one"}
    both = pd.concat([found, found.rename(columns=swap)], ignore_index=True)
    both["most"] = both.groupby("one")["likeness"].transform("max")
    both["earlier"] = both["likeness"] >= np.where(both["basis"] == "text", TEXT, COUNTS)
    day = _days(study.articles)
    both["earlier"] &= day[both["two"]].to_numpy() < day[both["one"]].to_numpy()
    keys = ["earlier", "likeness", "contained_one"]
    order = both.sort_values(keys, ascending=False, kind="stable")
    best = order.drop_duplicates("one")
    best = best.rename(columns={"one": "article_id", "two": "other"}).set_index("article_id")
    # A source's own source is told before its copies are looked at.
    return best.loc[day[best.index].sort_values(kind="stable").index]


def _days(articles):
    """The day of each article, missing where it is not known."""
    if "published" not in articles:
        return pd.Series(pd.NaT, articles.index)
    return articles["published"]


def _earlier(study, articles, article_id, pair, words):
    """(which of two like articles is the source, by what evidence)."""
    other = pair["other"]
    here, there = _days(articles)[[article_id, other]]
    if pd.notna(here) and pd.notna(there) and here != there:
        return (other if there < here else article_id), "date"
    gap = pair["contained_one"] - pair["contained_two"]
    if abs(gap) >= CUT:
        return (other if gap > 0 else article_id), "containment"
    if pair["basis"] == "text" and pair["swapped"] > 0:
        swaps = spun(study, article_id, other)
        swaps = swaps[(swaps["copy"] != "") & (swaps["source"] != "")]
        common = [
            np.log1p([words.get(w, 0) for w in " ".join(swaps[side]).split()]).mean()
            for side in ("copy", "source")
            if len(swaps)
        ]
        if len(swaps) >= SWAPS and abs(common[0] - common[1]) >= RARER:
            return (other if common[1] > common[0] else article_id), "swaps"
    return "", "unknown"


def _frequency(study):
    """In how many texts each word stands (dict)."""
    if not len(study.counted_texts):
        return {}
    tokens = study.tokens
    seen = np.unique(tokens.ids + tokens.article.astype(np.int64) * len(tokens.vocabulary))
    n = np.bincount(seen % max(len(tokens.vocabulary), 1), minlength=len(tokens.vocabulary))
    return dict(zip(tokens.vocabulary, n.tolist(), strict=True))


def _linked(likeness, text, counts):
    """The family of each measured article by likeness: the number of its first article."""
    n, same = len(likeness.articles), likeness.same
    one, two, table = likeness.measured(min(text, counts))
    first = (same[one] == one) & (same[two] == two)
    near = first & (_closeness(likeness, one, two, table, text, counts) >= 1)
    links = scipy.sparse.coo_matrix((np.ones(near.sum()), (one[near], two[near])), shape=(n, n))
    part = scipy.sparse.csgraph.connected_components(links, directed=False)[1]
    label, order = np.arange(n), np.argsort(part, kind="stable")
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    parts = zip(np.append(0, cuts), np.append(cuts, n), strict=True)
    for begin, end in tqdm(parts, total=len(cuts) + 1, desc="families", delay=2, disable=None):
        if end - begin > 1:
            members = order[begin:end]
            label[members] = members[_clustered(likeness, members, text, counts)]
    return label[same]


def _clustered(likeness, members, text, counts):
    """Average linkage within one connected part: the place of the first of each one's cluster."""
    size = len(members)
    if size == 2:
        return np.zeros(2, dtype=int)
    if size > MOST:
        warnings.warn(
            f"{size} articles are connected by pairs of like texts, more than can be compared "
            f"with each other ({MOST}): they count as one family",
            stacklevel=5,
        )
        return np.zeros(size, dtype=int)
    one, two = np.triu_indices(size, 1)
    one, two = members[one], members[two]
    close = _closeness(likeness, one, two, likeness.of(one, two), text, counts)
    most = 1 / min(text, counts)
    tree = scipy.cluster.hierarchy.linkage(most - close, "average")
    cluster = scipy.cluster.hierarchy.fcluster(tree, most - 1 + 1e-9, "distance")
    _, first, place = np.unique(cluster, return_index=True, return_inverse=True)
    return first[place]


def _closeness(likeness, one, two, table, text, counts):
    """Likeness of pairs (``table``) in units of the threshold of what it rests on."""
    unit = np.where(likeness.by_text(one, two), text, counts)
    return table["likeness"].to_numpy() / unit


def _join(label, text):
    """Labels after joining families whose articles are documented copies of the same text."""
    codes = pd.factorize(label)[0]
    nodes = pd.factorize(text)[0] + codes.max() + 1
    linked = text.notna().to_numpy()
    size = max(codes.max(), nodes.max()) + 1
    cells = (np.ones(linked.sum()), (codes[linked], nodes[linked]))
    links = scipy.sparse.coo_matrix(cells, shape=(size, size))
    found = scipy.sparse.csgraph.connected_components(links, directed=False)[1]
    return pd.Series(found[codes], label.index)
