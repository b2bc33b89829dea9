"""Read lexicons from the files of other programs, and write them as YAML.

Every reader turns a file into a tree: a dict of categories, in which the key ``None`` holds a
category's own patterns; ``read`` flattens it.
"""

import re
import warnings
from pathlib import Path

import yaml
from charset_normalizer import from_bytes
from lxml import etree

from helpers.errors import InputError
from helpers.frames.lexicon import KINDS, Frame, Lexicon

LARGEST = 50_000_000  # bytes


def read(path, encoding=None):
    """Read a lexicon, by the ending of its name.

    ``.yml``, ``.yaml``: the project's own form or a plain tree of lists as quanteda writes it.
        The own form holds ``frames``: each a list of patterns, or a mapping with ``patterns`` and,
        as wanted, ``except``, ``rejected``, ``kind`` (glob, fixed, regex), ``label``,
        ``definition``, ``reasoning`` and nested ``frames``; beside it ``language``, ``title``,
        ``version``, ``negators``, ``window``, ``case_sensitive``
    ``.dic``: LIWC, hierarchical by tabs or flat
    ``.lcd``, ``.lc3``: Lexicoder; ``.ykd``: Yoshikoder; ``.cat``: WordStat

    encoding : of the file; detected if not given (UTF-8 and UTF-16 for sure, others by guess)

    Returns Lexicon. Raises InputError with file and line where the file is malformed.
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: no lexicon format ends in {path.suffix!r}: {', '.join(READERS)}")
    body = _decode(path, encoding)
    return reader(path, body)


def write(lexicon, path):
    """Write a lexicon as YAML in the project's own form; ``read`` gives the same lexicon back."""
    about = {"title": lexicon.title, "language": lexicon.language, "version": lexicon.version}
    if lexicon.negators:
        about |= {"negators": list(lexicon.negators), "window": lexicon.window}
    if lexicon.case_sensitive:
        about["case_sensitive"] = True
    entries = {}
    for frame in lexicon.frames:
        entry = {"label": frame.label, "definition": frame.definition, "reasoning": frame.reasoning}
        entry |= {
            "kind": frame.kind if frame.kind != "glob" else "",
            "patterns": list(frame.patterns),
        }
        entry |= {"except": list(frame.excluded), "rejected": list(frame.rejected)}
        entries[frame.name] = {key: value for key, value in entry.items() if value}
    content = {key: value for key, value in about.items() if value} | {"frames": entries}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=98)
    Path(path).write_text(text, encoding="utf-8")


def _decode(path, encoding):
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: is larger than {LARGEST // 1_000_000} MB: no lexicon is")
        raw = path.read_bytes()
        if encoding:
            return raw.decode(encoding)
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16")
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return _guess(path, raw)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(f"{path}: cannot be read as {encoding or 'text'}: {error}") from None


def _guess(path, raw):
    best = from_bytes(raw).best()
    encoding = best.encoding if best else "cp1252"
    warnings.warn(
        f"{path} is not UTF-8 and was read as {encoding}, a guess: say encoding=… if letters look "
        "wrong",
        stacklevel=4,
    )
    return raw.decode(encoding)


def _yaml(path, body):
    try:
        content = yaml.safe_load(body)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{path}: is not proper YAML: {error}") from None
    if not isinstance(content, dict) or not content:
        raise InputError(f"{path}: must hold 'frames:' with a name and patterns for each frame")
    if not isinstance(content.get("frames"), dict):
        if "frames" in content:
            raise InputError(f"{path}: must hold 'frames:' with a name and patterns for each frame")
        return _from_tree(path, _plain(path, content, ""))
    about = {key: str(content.get(key) or "") for key in ("language", "title", "version")}
    cased = bool(content.get("case_sensitive", False))
    return Lexicon(
        tuple(_own_form(path, content["frames"], "", cased)),
        negators=_patterns(path, "negators", content.get("negators") or [], cased),
        window=_window(path, content.get("window", 3)),
        case_sensitive=cased,
        **about,
    )


def _own_form(path, entries, parent, cased):
    """Frames of the project's own form, parents before what is nested in them."""
    for key, given in entries.items():
        name = f"{parent}{key}"
        entry = {"patterns": given} if isinstance(given, list) else given
        if not isinstance(entry, dict) or not (entry.get("patterns") or entry.get("frames")):
            raise InputError(f"{path}: frame {name!r} has no list of patterns")
        kind = entry.get("kind") or "glob"
        if kind not in KINDS:
            raise InputError(f"{path}: frame {name!r}: kind {kind!r} is none of {', '.join(KINDS)}")
        if entry.get("patterns"):
            about = {
                k: str(entry.get(k) or "").strip() for k in ("label", "definition", "reasoning")
            }
            as_written = cased or kind == "regex"  # here \S is no capital s
            yield Frame(
                name,
                _patterns(path, name, entry["patterns"], as_written),
                excluded=_patterns(path, name, entry.get("except") or [], as_written),
                rejected=_patterns(path, name, entry.get("rejected") or [], as_written),
                kind=kind,
                **about,
            )
        if entry.get("frames"):
            if not isinstance(entry["frames"], dict):
                raise InputError(f"{path}: frame {name!r}: 'frames' must name frames")
            yield from _own_form(path, entry["frames"], f"{name}.", cased)


def _patterns(path, name, given, as_written):
    if not isinstance(given, list):
        raise InputError(f"{path}: frame {name!r} has no list of patterns")
    for pattern in given:
        if not isinstance(pattern, str) or not re.fullmatch(r"\S+( \S+)*", pattern):
            raise InputError(
                f"{path}: frame {name!r}: {pattern!r} is no pattern: write words with one blank "
                "between them, in quotation marks where YAML would read something else"
            )
    return tuple(given if as_written else (pattern.lower() for pattern in given))


def _window(path, given):
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        raise InputError(f"{path}: window must be a number of words, 1 or more, not {given!r}")
    return given


def _plain(path, content, name):
    """A tree of lists and mappings, as other programs write dictionaries in YAML."""
    if isinstance(content, dict):
        return {str(key): _plain(path, value, str(key)) for key, value in content.items()}
    tree, own = {}, []
    for item in content if isinstance(content, list) else [content]:
        if isinstance(item, dict):
            tree |= _plain(path, item, name)
        elif isinstance(item, list) or item is None:
            raise InputError(f"{path}: category {name!r} holds {item!r}, which is no pattern")
        else:
            own.append(str(item))
    return tree | {None: own} if own else tree


def _liwc(path, body):
    lines = list(enumerate(body.splitlines(), 1))
    marks = [n for n, line in lines if line.strip() == "%"]
    if len(marks) < 2:
        raise InputError(f"{path}, line 1: a LIWC file names its categories between two lines of %")
    tree, by_number, stack = {}, {}, []
    for _, line in lines[marks[0] : marks[1] - 1]:
        found = re.fullmatch(r"(\t*)\s*(?:(\d+)\s+)?(\S.*?)\s*", line)
        if not found:
            continue
        stack = stack[: len(found[1])]
        node = (stack[-1] if stack else tree).setdefault(found[3], {})
        stack.append(node)
        if found[2]:
            by_number[int(found[2])] = node
    left_out = []
    for n, line in lines[marks[1] :]:
        word, numbers = _liwc_entry(line)
        known = [by_number[number] for number in numbers if number in by_number]
        for node in known:
            node.setdefault(None, []).append(word)
        if line.strip() and not known:
            left_out.append(f"line {n} ({line.strip()})")
    if left_out:
        warnings.warn(
            f"{path}: {len(left_out)} entries belong to no category that is defined, or hold a "
            f"condition that cannot be read, and are left out: {', '.join(left_out[:5])}",
            stacklevel=4,
        )
    return _from_tree(path, tree)


def _liwc_entry(line):
    """The word and the category numbers of one line of a LIWC file."""
    if "<of>" in line:  # a condition on the next word, which LIWC 2007 alone could read
        return "", []
    plain = re.sub(r"\(.+\)", " ", line)  # likewise on the word before
    found = re.fullmatch(r"\s*(\S.*?)((?:\s+\d+)*)\s*", plain)
    return (found[1], [int(n) for n in found[2].split()]) if found else ("", [])


def _lexicoder(path, body):
    if body.lstrip().startswith("<"):
        return _yoshikoder(path, body)
    tree, name = {}, None
    for n, line in enumerate(body.splitlines(), 1):
        line = line.strip()
        if line.startswith("+"):
            name = re.sub(r"#[0-9A-Fa-f]{6}$", "", line[1:]).strip()  # without its colour
            tree.setdefault(name, {None: []})
        elif line and name is None:
            raise InputError(f"{path}, line {n}: {line!r} stands before any category (+NAME)")
        elif line:
            tree[name][None].append(line)
    return _from_tree(path, tree)


def _yoshikoder(path, body):
    # The text is decoded already, so what the file says of its encoding no longer holds.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body.encode("utf-8"), parser=parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}: is not proper XML: {error.msg}") from None
    if root.tag != "dictionary":
        raise InputError(f"{path}, line 1: is a {root.tag!r}, not a dictionary")
    return _from_tree(path, _cnodes(path, root))


def _cnodes(path, node):
    tree, own = {}, []
    for child in node:
        if child.tag not in ("cnode", "pnode"):
            continue
        name = child.get("name")
        if not name:
            raise InputError(f"{path}, line {child.sourceline}: a {child.tag} has no name")
        if child.tag == "cnode":
            tree[name] = _cnodes(path, child)
        else:
            own.append(name.strip())
    return tree | {None: own} if own else tree


def _wordstat(path, body):
    tree, stack = {}, []
    for n, line in enumerate(body.splitlines(), 1):
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip("\t"))
        value = re.fullmatch(r"(.+?)\s*\(\d+\)", line.strip())
        if depth > len(stack):
            raise InputError(f"{path}, line {n}: {line.strip()!r} is indented below nothing")
        stack = stack[:depth]
        here = stack[-1] if stack else tree
        if value:
            here.setdefault(None, []).append(value[1])
        else:
            stack.append(here.setdefault(line.strip(), {}))
    return _from_tree(path, tree)


def _from_tree(path, tree):
    found = [(name, dict.fromkeys(p.lower() for p in own)) for name, own in _flat(tree, "") if own]
    frames = [Frame(name, tuple(own)) for name, own in found]
    if not frames:
        raise InputError(f"{path}: holds no category with patterns")
    return Lexicon(tuple(frames))


def _flat(tree, parent):
    """(dotted name, own patterns) of every category, parents first."""
    for key, inner in tree.items():
        if key is None:
            if not parent:
                yield "patterns", inner
            continue
        name = f"{parent}{key}"
        yield name, inner.get(None, [])
        yield from _flat({k: v for k, v in inner.items() if k is not None}, f"{name}.")


READERS = {
    ".yml": _yaml,
    ".yaml": _yaml,
    ".dic": _liwc,
    ".lcd": _lexicoder,
    ".lc3": _lexicoder,
    ".ykd": _yoshikoder,
    ".cat": _wordstat,
}
