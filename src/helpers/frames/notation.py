"""Lexicons in YAML: the project's own form, and plain trees of lists as quanteda writes them.

Whatever stands in the file is taken as the text it is, so that the pattern ``no`` is the word "no".
"""

import re

import yaml

from helpers.errors import InputError
from helpers.frames import trees
from helpers.frames.model import KINDS, Frame, Lexicon

FORM = "must hold 'frames:' with a name and patterns for each frame"
TOP = ("frames", "language", "title", "version", "negators", "window", "case_sensitive")
LISTS = ("patterns", "except", "rejected")
PROSE = ("label", "definition", "reasoning")


def read(path, body):
    """Lexicon of the text of a YAML file."""
    content, lines = _load(path, body)
    if not isinstance(content, dict) or not content:
        raise InputError(f"{path}: {FORM}")
    if "frames" not in content:
        return trees.lexicon(path, _tree(path, content, "", lines))
    if not isinstance(content["frames"], dict):
        raise InputError(f"{path}: {FORM}")
    _known(path, content, TOP, "the lexicon", "")
    cased = _true(path, content.get("case_sensitive"))
    about = {key: str(content.get(key) or "") for key in ("language", "title", "version")}
    return Lexicon(
        tuple(_frames(path, content["frames"], ("frames",), cased, lines)),
        negators=_patterns(f"{path}: negators", content.get("negators") or [], cased),
        window=_window(path, content.get("window")),
        case_sensitive=cased,
        **about,
    )


def write(lexicon):
    """The text of a YAML file, in the project's own form."""
    about = {"title": lexicon.title, "language": lexicon.language, "version": lexicon.version}
    if lexicon.negators:
        about |= {"negators": list(lexicon.negators), "window": lexicon.window}
    if lexicon.case_sensitive:
        about["case_sensitive"] = True
    entries = {}
    for frame in lexicon.frames:
        entry = {key: getattr(frame, key) for key in PROSE}
        entry |= {
            "kind": frame.kind if frame.kind != "glob" else "",
            "patterns": list(frame.patterns),
            "except": list(frame.excluded),
            "rejected": list(frame.rejected),
        }
        entries[frame.name] = {
            key: value for key, value in entry.items() if value or key == "patterns"
        }
    content = {key: value for key, value in about.items() if value} | {"frames": entries}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=98)


def _load(path, body):
    """(content as dicts, lists and str; line of each mapping key by its path)"""
    lines = {}
    try:
        node = yaml.compose(body, Loader=yaml.SafeLoader)
        return (None if node is None else _content(path, node, (), lines, set())), lines
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{path}: is not proper YAML: {error}") from None


def _content(path, node, place, lines, seen):
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag.endswith(":null") else node.value
    if id(node) in seen:
        raise InputError(f"{path}, line {line}: aliases (*name) are not read: write it out")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_content(path, inner, place, lines, seen) for inner in node.value]
    found = {}
    for key, inner in node.value:
        here = (*place, key.value) if isinstance(key, yaml.ScalarNode) else None
        where = f"{path}, line {key.start_mark.line + 1}"
        if here is None or not key.value.strip():
            raise InputError(f"{where}: a name must be plain text")
        if key.value in found:
            raise InputError(f"{where}: {key.value!r} stands there twice: unite the two")
        lines[here] = key.start_mark.line + 1
        found[key.value] = _content(path, inner, here, lines, seen)
    return found


def _frames(path, entries, place, cased, lines):
    """Frames of the project's own form, parents before what is nested in them."""
    for key, given in entries.items():
        here = (*place, key)
        name = ".".join(part for part in here[1::2])
        where = f"{path}, line {lines[here]}: frame {name!r}"
        entry = {"patterns": given} if isinstance(given, list) else given
        if not isinstance(entry, dict) or not (entry.get("patterns") or entry.get("frames")):
            raise InputError(f"{where} has no list of patterns")
        _known(path, entry, (*LISTS, *PROSE, "kind", "frames"), f"frame {name!r}", where)
        if entry.get("patterns"):
            yield _frame(path, name, entry, cased, where)
        if entry.get("frames"):
            if not isinstance(entry["frames"], dict):
                raise InputError(f"{where}: 'frames' must name frames")
            yield from _frames(path, entry["frames"], (*here, "frames"), cased, lines)


def _frame(path, name, entry, cased, where):
    kind = entry.get("kind") or "glob"
    if kind not in KINDS:
        raise InputError(f"{where}: kind {kind!r} is not one of {', '.join(KINDS)}")
    as_written = cased or kind == "regex"  # here \S is no capital s
    own, excluded, rejected = (_patterns(where, entry.get(key) or [], as_written) for key in LISTS)
    prose = {key: str(entry.get(key) or "").strip() for key in PROSE}
    return Frame(name, own, excluded=excluded, rejected=rejected, kind=kind, **prose)


def _patterns(where, given, as_written):
    if not isinstance(given, list):
        raise InputError(f"{where} has no list of patterns")
    for pattern in given:
        if not isinstance(pattern, str) or not re.fullmatch(r"\S+( \S+)*", pattern):
            raise InputError(
                f"{where}: {pattern!r} is not a pattern: write words with one blank between them"
            )
    return tuple(dict.fromkeys(given if as_written else (pattern.lower() for pattern in given)))


def _known(path, entry, keys, what, where):
    unknown = [key for key in entry if key not in keys]
    if unknown:
        raise InputError(
            f"{where or path}: {what} has no {unknown[0]!r}, it may have: {', '.join(keys)}"
        )


def _true(path, given):
    known = {None: False, "": False, "false": False, "no": False, "true": True, "yes": True}
    try:
        return known[given.lower() if given else given]
    except (KeyError, AttributeError):
        raise InputError(f"{path}: case_sensitive must be true or false, not {given!r}") from None


def _window(path, given):
    if given is None:
        return Lexicon.window
    if not isinstance(given, str) or not re.fullmatch("[0-9]{1,6}", given) or int(given) < 1:
        raise InputError(f"{path}: window must be a number of words, 1 or more, not {given!r}")
    return int(given)


def _tree(path, content, name, lines, place=()):
    """A tree of lists and mappings, as other programs write dictionaries in YAML."""
    if isinstance(content, dict):
        return {
            key: _tree(path, value, key, lines, (*place, key)) for key, value in content.items()
        }
    tree = {}
    for item in content if isinstance(content, list) else [content]:
        if isinstance(item, dict):
            trees.merged(tree, _tree(path, item, name, lines, place))
        elif isinstance(item, str) and item.strip():
            tree.setdefault(None, []).append(item)
        elif isinstance(content, list):
            raise InputError(
                f"{path}, line {lines[place]}: category {name!r} holds {item!r}, "
                "which is not a pattern"
            )
    return tree
