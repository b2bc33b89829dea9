"""Lexicon files of other programs, and the way back to YAML."""

import warnings

import pytest
from conftest import shared

from helpers import frames
from helpers.errors import InputError

MADE_UP = {
    "flat.dic": "%\n1\tUP\n02\tDOWN\n%\nrise*\t1\nfall*\t\t2\nboth\t1\t02\n",
    "deep.dic": "%\n1\tMOVE\n\t2\tUP\n\t3\tDOWN\n%\nmove\t1\nrise*\t2\nfall*\t3\n",
    "a.lc3": "+UP#00FF00\nrise*\n\n+DOWN\nfall*\ngo down\n",
    "a.cat": "MOVE\n\tMOVE_IT (1)\n\tUP\n\t\tRISE* (1)\n\tDOWN\r\n\t\tFALL* (1)\n",
    "a.ykd": '<dictionary><cnode name="MOVE"><pnode name="move"/><cnode name="UP">'
    '<pnode name="rise*"/></cnode></cnode></dictionary>',
    "a.yml": "MOVE:\n  - move\n  - UP: [rise*]\n  - DOWN: [fall*, 'go down']\n",
}
EXPECTED = {
    "flat.dic": {"UP": {"rise*", "both"}, "DOWN": {"fall*", "both"}},
    "deep.dic": {"MOVE": {"move"}, "MOVE.UP": {"rise*"}, "MOVE.DOWN": {"fall*"}},
    "a.lc3": {"UP": {"rise*"}, "DOWN": {"fall*", "go down"}},
    "a.cat": {"MOVE": {"move_it"}, "MOVE.UP": {"rise*"}, "MOVE.DOWN": {"fall*"}},
    "a.ykd": {"MOVE": {"move"}, "MOVE.UP": {"rise*"}},
    "a.yml": {"MOVE": {"move"}, "MOVE.UP": {"rise*"}, "MOVE.DOWN": {"fall*", "go down"}},
}


def categories(lexicon):
    return {frame.name: set(frame.patterns) for frame in lexicon.frames}


def write(tmp_path, name, body):
    file = tmp_path / name
    file.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8"))
    return file


@pytest.mark.parametrize("name", MADE_UP)
def test_formats(tmp_path, name):
    assert categories(frames.read(write(tmp_path, name, MADE_UP[name]))) == EXPECTED[name]


@pytest.mark.parametrize("name", MADE_UP)
def test_what_is_written_is_read_back(tmp_path, name):
    lexicon = frames.read(write(tmp_path, name, MADE_UP[name]))
    frames.write(lexicon, tmp_path / "again.yml")
    assert frames.read(tmp_path / "again.yml") == lexicon


def test_every_field_survives_writing(tmp_path):
    frame = frames.Frame(
        "costs", ("Fuel price*", "gas"), ("jet fuel price*",), ("oil",), "glob", "a", "b: c", "d"
    )
    other = frames.Frame("re", (r"^pri\S+$",), kind="regex")
    lexicon = frames.Lexicon((frame, other), "en", "t", "1.0", ("not", "no*"), 2, True)
    frames.write(lexicon, tmp_path / "l.yml")
    assert frames.read(tmp_path / "l.yml") == lexicon


def test_liwc_entries_without_a_category_are_named(tmp_path):
    body = "%\n1\tUP\n%\nrise*\t1\nlost\t9\nkind\t<of>1/2\nworthy*\n"
    with pytest.warns(UserWarning, match=r"3 entries.*line 5 \(lost\t9\), line 6.*line 7"):
        lexicon = frames.read(write(tmp_path, "l.dic", body))
    assert categories(lexicon) == {"UP": {"rise*"}}


@pytest.mark.parametrize(
    ("name", "body", "said", "left"),
    [
        ("l.dic", "%\n1\tUP\n2\tNO\n%\nx\t1\n", "1 categories hold no patterns.*'NO'", {"x"}),
        ("l.dic", "%\n1\tUP\n%\nx\t1\t7\n", r"also name .* line 4 \(x: 7\)", {"x"}),
        ("l.dic", "%\n1\tUP\n%\nx\ty\t1\nz\t1\n", r"line 4 \(x\ty\t1\)", {"z"}),
        ("l.dic", "y\t1\n%\n1\tUP\n%\nx\t1\n", r"before the first % .* line 1 \(y", {"x"}),
        ("l.cat", "UP\n\tX (1)\n\t@NEAR [X NEAR Y] (1)\n", r"rules .* line 3 \(@NEAR", {"x"}),
        ("l.cat", "UP\n\tX (1)\n\tFORGOT\n", "no patterns .*'UP.FORGOT'", {"x"}),
        ("l.yml", "UP: [x]\nNO: []\n", "no patterns .*'NO'", {"x"}),
    ],
)
def test_nothing_is_left_out_without_a_word(tmp_path, name, body, said, left):
    with pytest.warns(UserWarning, match=said):
        lexicon = frames.read(write(tmp_path, name, body))
    assert categories(lexicon) == {"UP": left}


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        # ids out of order and padded, several tabs, a word with blanks, % at the end, old Mac lines
        (
            "l.dic",
            "%\r007\tB\r1\tA\r%\rmore fun\t\t7\r2 much   01\rx_y\t1 7\r%\r",
            {"B": {"more fun", "x_y"}, "A": {"2 much", "x_y"}},
        ),
        ("l.dic", "%\n\t1\tA\n\t2\tB\n%\nx\t1\ny\t2\n", {"A": {"x"}, "B": {"y"}}),
        ("l.dic", "%\n1\tA\n2\tA\n%\nx\t1\ny\t2\n", {"A": {"x", "y"}}),
        ("l.lc3", "+A\nx\n+B\ny\n+A\nz\n", {"A": {"x", "z"}, "B": {"y"}}),
        (
            "l.ykd",
            '<dictionary><cnode name="A"><pnode name="x"/></cnode><!-- a word -->'
            '<cnode name="A"><pnode name="y z"/></cnode></dictionary>',
            {"A": {"x", "y z"}},
        ),
        ("l.yml", "A: [no, 010, 12:30, 2022-01-05]\nNO: yes", {
            "A": {"no", "010", "12:30", "2022-01-05"}, "NO": {"yes"}
        }),
        ("l.yml", "A:\n  - B: [x]\n  - B: [y]\nA.B: [z]", {"A.B": {"x", "y", "z"}}),
        ("l.cat", "A\n\tX  Y (1)\n\x1a", {"A": {"x y"}}),
    ],
)  # fmt: skip
def test_odd_but_readable(tmp_path, name, body, expected):
    assert categories(frames.read(write(tmp_path, name, body))) == expected


def test_the_word_no_negates(tmp_path):
    file = write(tmp_path, "l.yml", "negators: [no, not]\nwindow: 2\nframes: {f: [x]}")
    assert frames.read(file).negators == ("no", "not")


def test_encodings(tmp_path):
    body = "LATIN\n\tŠ (1)\n"
    assert categories(frames.read(write(tmp_path, "a.cat", body.encode("utf-16")))) == {
        "LATIN": {"š"}
    }
    assert categories(frames.read(write(tmp_path, "b.cat", b"\xef\xbb\xbf" + body.encode()))) == {
        "LATIN": {"š"}
    }
    for number, encoding in enumerate(["utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"]):
        file = write(tmp_path, f"{number}.cat", (body * 3).encode(encoding))
        assert categories(frames.read(file)) == {"LATIN": {"š"}}
    mark = write(tmp_path, "m.cat", b"\xef\xbb\xbf" + body.encode())
    assert categories(frames.read(mark, encoding="utf-8")) == {"LATIN": {"š"}}
    mac = write(tmp_path, "mac.cat", "LATIN\r\tÉ (1)\r".encode("mac_roman"))
    assert categories(frames.read(mac, encoding="mac_roman")) == {"LATIN": {"é"}}
    said = '<?xml version="1.0" encoding="iso-8859-2"?><dictionary><cnode name="A">'
    said += '<pnode name="ě"/></cnode></dictionary>'
    file = write(tmp_path, "said.ykd", said.encode("iso-8859-2"))
    assert categories(frames.read(file)) == {"A": {"ě"}}
    legacy = write(tmp_path, "c.cat", body.encode("cp1252"))
    assert categories(frames.read(legacy, encoding="cp1252")) == {"LATIN": {"š"}}
    with pytest.warns(UserWarning, match="is not UTF-8 and was read as"):
        frames.read(legacy)
    with pytest.raises(InputError, match="cannot be read as utf-8"):
        frames.read(legacy, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as klingon"):
        frames.read(legacy, encoding="klingon")


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("l.dic", "rise\t1\n", "line 1: a LIWC file names its categories"),
        ("l.lc3", "rise\n+UP\n", "line 1: 'rise' stands before any category"),
        ("l.cat", "UP\n\t\tRISE (1)\n", "line 2: 'RISE \\(1\\)' is indented below nothing"),
        ("l.ykd", "<dictionary><cnode name='a'>", "line 1: is not proper XML"),
        ("l.ykd", "<other/>", "line 1: is a 'other', not a dictionary"),
        ("l.ykd", "<dictionary>\n<cnode/></dictionary>", "line 2: a cnode has no name"),
        ("l.ykd", "<dictionary/>", "holds no category with patterns"),
        ("l.cat", "UP\n", "holds no category with patterns"),
        ("l.cat", "UP\n  RISE (1)\n", "line 2: 'RISE \\(1\\)' is indented by blanks"),
        ("l.cat", "RISE (1)\nUP\n", "line 1: 'RISE \\(1\\)' stands in no category"),
        ("l.ykd", "<dictionary>\n<pnode name='a'/></dictionary>", "line 2: the pnode 'a' stands"),
        ("l.ykd", "<dictionary>\n<node name='a'/></dictionary>", "line 2: <node> is not part"),
        ("l.dic", "%\n1\tUP\n1\tDOWN\n%\nx\t1\n", "line 3: two categories have the number 1"),
        ("l.lc3", "+\nrise\n", "line 1: a category .* has no name"),
        ("l.yml", "A: [x]\nB: [y]\nA: [z]\n", "line 3: 'A' stands there twice"),
        ("l.yml", "A:\n  - x\n  - [y]", "line 1: category 'A' holds"),
        ("l.yml", "A: [x, ~]", "category 'A' holds None"),
        ("l.txt", "x", "no lexicon format ends in '.txt'"),
    ],
)
def test_malformed_files_say_what_and_where(tmp_path, name, body, said):
    with pytest.raises(InputError, match=said):
        frames.read(write(tmp_path, name, body))


def test_xml_fetches_and_unpacks_nothing(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    entity = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
    body = f'{entity}<dictionary><cnode name="A"><pnode name="x"/>&e;</cnode></dictionary>'
    assert categories(frames.read(write(tmp_path, "l.ykd", body))) == {"A": {"x"}}
    bomb = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = f'{bomb}]><dictionary><cnode name="&i;"><pnode name="x"/></cnode></dictionary>'
    with pytest.raises(InputError):
        frames.read(write(tmp_path, "m.ykd", body))


def test_the_files_of_quanteda_are_all_read():
    folder = shared("data/quanteda/dict")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they leave out is named
        found = {file.name: categories(frames.read(file)) for file in sorted(folder.iterdir())}
    same = ["mary.cat", "mary.lc3", "mary.ykd", "mary.yml"]
    assert all(found[name] == found["mary.yml"] for name in same)
    for name in ("mary.dic", "mary.lcd"):  # the same but for the names of the categories
        assert list(found[name].values()) == list(found["mary.yml"].values())
    assert found["mary_zeropadding.dic"] == found["mary_doubleterm.dic"]
    assert len(found["LSD2015.lc3"]["negative"]) == 2858
    assert "misc.family" in found["liwc_hierarchical.dic"]
    assert found["laver-garry.cat"]["CULTURE.CULTURE-POPULAR"] == {"media"}


@pytest.mark.parametrize(
    ("name", "encoding", "last"),
    [
        ("iso-8859-2", "iso-8859-2", "ě"),
        ("shift-jis", "shift-jis", "う"),
        ("windows-1252", "cp1252", "ÿ"),
    ],
)
def test_odd_encodings_of_quanteda_s_files(name, encoding, last):
    file = shared(f"data/quanteda/dict/{name}.cat")
    assert last in categories(frames.read(file, encoding=encoding))["NON-LATIN"]
