"""The house: imports go downwards only, without a circle, and the face costs nothing."""

import ast
import subprocess
import sys

import pytest
from conftest import PROJECT

import helpers

SOURCE = PROJECT / "src" / "helpers"
# From the ground up; those on one floor may use each other.
FLOORS = [
    {"errors", "notes"}, {"files", "web"}, {"words"}, {"intake"}, {"voices"}, {"likeness"},
    {"corpus"}, {"measure"}, {"frames"}, {"show"}, {"explore"}, {"scale"}, {"shell"}, {"__main__"},
]  # fmt: skip
HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}


def module_of(file):
    parts = ("helpers", *file.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file):
    """Every module of the project that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("helpers"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers"):
            for name in node.names:
                if node.module == "helpers" and name.name == "__version__":
                    continue
                yield _whole(node.module, name.name)


def _whole(module, name):
    if module == "helpers" and name in helpers.FACE:
        return f"helpers.{helpers.FACE[name]}"
    place = SOURCE.joinpath(*module.split(".")[1:], name)
    is_module = place.with_suffix(".py").exists() or (place / "__init__.py").exists()
    return f"{module}.{name}" if is_module else module


IMPORTS = {module_of(file): sorted(set(imports_of(file))) for file in SOURCE.rglob("*.py")}


def room(module):
    return module.split(".")[1]


@pytest.mark.parametrize("module", [name for name in IMPORTS if name != "helpers"])
def test_no_import_goes_up(module):
    up = [name for name in IMPORTS[module] if HEIGHT[room(name)] > HEIGHT[room(module)]]
    assert not up, f"{module} imports from upstairs: {up}"


def test_there_is_no_circle():
    done, path = set(), []

    def visit(module):
        assert module not in path, f"a circle: {[*path[path.index(module) :], module]}"
        if module in done:
            return
        path.append(module)
        for other in IMPORTS.get(module, ()):
            if other != module:
                visit(other)
        path.pop()
        done.add(module)

    for module in IMPORTS:
        visit(module)


def test_every_room_stands_on_a_floor():
    rooms = {
        item.stem for item in SOURCE.iterdir() if item.name not in ("__init__.py", "__pycache__")
    }
    assert rooms <= set(HEIGHT)


def test_the_tests_are_laid_out_as_the_rooms():
    folders = {item.name for item in (PROJECT / "tests").iterdir() if list(item.glob("test_*.py"))}
    assert folders <= {*HEIGHT, "study", "lab"}


def test_the_face_is_imported_when_it_is_used():
    code = "import sys, helpers; print(sorted({'pandas', 'numpy', 'yaml'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_the_face_has_what_it_says():
    assert all(hasattr(helpers, name) for name in helpers.FACE)
    assert set(helpers.FACE) <= set(dir(helpers))
    with pytest.raises(AttributeError, match="no attribute 'frmes'"):
        _ = helpers.frmes


def test_a_scholar_never_meets_the_engine_or_the_importers():
    code = "import sys; from helpers import compare, corpus, frames, terms; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    met = {name for name in done.stdout.split() if name.startswith("helpers.")}
    assert not {name for name in met if room(name) in ("intake", "scale", "shell", "web")}
    assert "helpers.words.engine.compiled" not in met
