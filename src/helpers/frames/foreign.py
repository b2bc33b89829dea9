"""Lexicon files of LIWC, Lexicoder, Yoshikoder and WordStat: text into a tree of categories."""

import re
import warnings

from lxml import etree

from helpers.errors import InputError
from helpers.frames.trees import merged


def lines(body):
    """(number, line) from 1; a line ends as on Windows, Unix or old Macs."""
    return list(enumerate(re.split(r"\r\n|\r|\n", body), 1))


def liwc(path, body):
    """``.dic``: categories with numbers between two lines of %, then words with the numbers of
    their categories. Categories nest by tabs."""
    numbered = lines(body)
    marks = [i for i, (_, line) in enumerate(numbered) if line.strip() == "%"]
    if len(marks) < 2:
        raise InputError(f"{path}, line 1: a LIWC file names its categories between two lines of %")
    tree, by_number = _liwc_categories(path, numbered[marks[0] + 1 : marks[1]])
    left_out, unknown = [], []
    for n, line in numbered[marks[1] + 1 :]:
        word, numbers = _liwc_entry(line)
        known = {number: by_number[number] for number in numbers if number in by_number}
        for node in known.values():
            node.setdefault(None, []).append(word)
        if line.strip() not in ("", "%") and not known:
            left_out.append(f"line {n} ({line.strip()})")
        elif len(known) < len(set(numbers)):
            missing = ", ".join(str(i) for i in dict.fromkeys(numbers) if i not in by_number)
            unknown.append(f"line {n} ({word}: {missing})")
    _name(
        path,
        left_out,
        "entries belong to no category that is defined, or hold a condition that cannot be read, "
        "and are left out",
    )
    outside = [f"line {n} ({line.strip()})" for n, line in numbered[: marks[0]] if line.strip()]
    _name(path, outside, "lines stand before the first % and are left out")
    _name(path, unknown, "entries also name categories that are not defined")
    return tree


def _name(path, entries, what):
    if entries:
        warnings.warn(f"{path}: {len(entries)} {what}: {', '.join(entries[:5])}", stacklevel=5)


def _liwc_categories(path, numbered):
    """(tree, its nodes by number)"""
    tree, by_number, above = {}, {}, []
    for n, line in numbered:
        found = re.fullmatch(r"(\t*)\s*(?:(\d+)\s+)?(\S.*?)\s*", line)
        if not found:
            continue
        depth = len(found[1])
        above = [(there, node) for there, node in above if there < depth]
        node = (above[-1][1] if above else tree).setdefault(found[3], {})
        above.append((depth, node))
        number = int(found[2]) if found[2] else None
        if number is not None and by_number.setdefault(number, node) is not node:
            raise InputError(f"{path}, line {n}: two categories have the number {number}")
    return tree, by_number


def _liwc_entry(line):
    """The word and the category numbers of one line of a LIWC file."""
    if "<of>" in line:  # a condition on the next word, which LIWC 2007 alone could read
        return "", []
    plain = re.sub(r"\(.+\)", " ", line)  # likewise on the word before
    found = re.fullmatch(r"\s*([^\s][^\t]*?)((?:\s+\d+)*)\s*", plain)
    return (found[1], [int(n) for n in found[2].split()]) if found else ("", [])


def lexicoder(path, body):
    """``.lcd``, ``.lc3``: +NAME before the words of each category; or XML as of Yoshikoder."""
    if body.lstrip().startswith("<"):
        return yoshikoder(path, body)
    tree, name = {}, None
    for n, line in lines(body):
        line = line.strip()
        if line.startswith("+"):
            name = re.sub(r"#[0-9A-Fa-f]{6}$", "", line[1:]).strip()  # without its colour
            if not name:
                raise InputError(f"{path}, line {n}: a category (+NAME) has no name")
            tree.setdefault(name, {None: []})
        elif line and name is None:
            raise InputError(f"{path}, line {n}: {line!r} stands before any category (+NAME)")
        elif line:
            tree[name][None].append(line)
    return tree


def yoshikoder(path, body):
    """``.ykd``: XML, categories as <cnode name="">, patterns as <pnode name="">."""
    # The text is decoded already, so what the file says of its encoding no longer holds.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body.strip().encode("utf-8"), parser=parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}: is not proper XML: {error.msg}") from None
    if root.tag != "dictionary":
        raise InputError(f"{path}, line 1: is a {root.tag!r}, not a dictionary")
    return _cnodes(path, root)


def _cnodes(path, node):
    tree = {}
    for child in node.iterchildren(tag=etree.Element):
        where = f"{path}, line {child.sourceline}"
        if child.tag not in ("cnode", "pnode"):
            raise InputError(f"{where}: <{child.tag}> is not part of a dictionary (cnode, pnode)")
        name = (child.get("name") or "").strip()
        if not name:
            raise InputError(f"{where}: a {child.tag} has no name")
        if child.tag == "pnode" and node.tag == "dictionary":
            raise InputError(f"{where}: the pnode {name!r} stands in no category (cnode)")
        merged(tree, {name: _cnodes(path, child)} if child.tag == "cnode" else {None: [name]})
    return tree


def wordstat(path, body):
    """``.cat``: categories nested by tabs; "WORD (1)" is a pattern. Rules (@…) cannot be read."""
    tree, stack, rules = {}, [], []
    for n, line in lines(body):
        entry = line.strip()
        if not entry:
            continue
        depth = len(line) - len(line.lstrip("\t"))
        if line.lstrip("\t")[0].isspace():
            raise InputError(f"{path}, line {n}: {entry!r} is indented by blanks, not by tabs")
        if depth > len(stack):
            raise InputError(f"{path}, line {n}: {entry!r} is indented below nothing")
        value = re.fullmatch(r"(.+?)\s*\(\d+\)", entry)
        if value and not depth:
            raise InputError(f"{path}, line {n}: {entry!r} stands in no category")
        stack = stack[:depth]
        here = stack[-1] if stack else tree
        if entry.startswith("@"):
            rules.append(f"line {n} ({entry})")
        elif value:
            here.setdefault(None, []).append(value[1])
        else:
            stack.append(here.setdefault(entry, {}))
    _name(path, rules, "rules on the words around cannot be read and are left out")
    return tree
