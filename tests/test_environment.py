"""pyproject.toml, requirements.lock and environment.yml ask for the same things."""

import ast
import re
import sys
import tomllib

import yaml
from conftest import PROJECT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
LOCK = (PROJECT / "requirements.lock").read_text()
LOCKED = {}
for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", LOCK, flags=re.M):
    LOCKED.setdefault(canonicalize_name(name), []).append(version)


def wanted():
    extras = PYPROJECT["optional-dependencies"]
    named = PYPROJECT["dependencies"] + extras["test"] + extras["scale"]
    return [Requirement(line) for line in named]


def test_every_dependency_is_locked_within_its_range():
    for requirement in wanted():
        versions = LOCKED.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} is not in requirements.lock: say make lock"
        assert all(v in requirement.specifier for v in versions), (requirement, versions)


def test_everything_locked_has_hashes_and_no_address():
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)
    assert not re.search(r"https?://|file:|index-url|find-links", LOCK)


def test_conda_gets_the_lock_and_a_python_that_the_project_allows():
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text())
    python, pip, nested = environment["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    assert nested == {"pip": ["-r requirements.lock"]}
    assert python.split("=")[1] in SpecifierSet(PYPROJECT["requires-python"])


def test_binder_installs_helpers_apart():
    assert "pip install --no-deps -e ." in (PROJECT / "postBuild").read_text()
    assert (PROJECT / "postBuild").stat().st_mode & 0o100


IMPORTED_AS = {"pillow": "PIL", "python-docx": "docx", "pyyaml": "yaml", "scikit-learn": "sklearn"}


def test_what_is_imported_is_declared_and_what_is_declared_is_used():
    imported = set()
    for file in (PROJECT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.partition(".")[0])
    imported -= {*sys.stdlib_module_names, "helpers"}
    extras = PYPROJECT["optional-dependencies"]
    named = {
        Requirement(line).name: IMPORTED_AS.get(name := Requirement(line).name, name)
        for line in PYPROJECT["dependencies"] + extras["scale"]
    }
    declared = {module.replace("-", "_").lower() for module in named.values()}
    assert {name.lower() for name in imported} <= declared
    used_without_import = {"jupyterlab"}  # the bench itself
    assert declared - {name.lower() for name in imported} <= used_without_import
