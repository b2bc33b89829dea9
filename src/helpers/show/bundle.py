"""A study in one file that others can compute anew and that holds no private text."""

import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd

from helpers import __version__
from helpers.corpus import folder, manifest
from helpers.errors import InputError
from helpers.files import store

PROJECT = Path(__file__).parents[3]  # of a clone; holds the code
# What is taken from the study's folder, and from the workbench where the study has none of its own.
STUDY = ("corpus", "notebooks", "figures", "benchmarks", "docs")
CODE = ("src", "tests")
FILES = (
    "README.md", "Makefile", "CITATION.cff", "LICENSE", "CHANGELOG.md", "environment.yml",
    "pyproject.toml", "requirements.lock", "postBuild", ".gitignore", ".gitattributes",
)  # fmt: skip
LEFT_OUT = re.compile(r"(?:^|/)(?:private|__pycache__|\.ipynb_checkpoints|\.change|work)(?:/|$)")
STAMP = (2022, 1, 1, 0, 0, 0)  # the same bytes on every day
KINDS = {"n": "integer", "p_coded": "number", "truncated": "boolean", "label": "boolean"}


def write(out, project):
    """Write the bundle of a project; returns the names of the files in it (list of str).

    Raises InputError where the folder is no project, or its corpus has faults.
    """
    out, project = Path(out), Path(project)
    if out.suffix != ".zip":
        raise InputError(f"{out}: a bundle is a .zip file")
    if not (project / "corpus").is_dir():
        raise InputError(f"{project}: has no corpus/: go to the study's folder")
    corpus = project / "corpus"
    with store.reading(corpus):
        tables = folder.read(corpus)
        files = _files(project)
        about = {
            "datapackage.json": _datapackage(corpus, tables),
            "ro-crate-metadata.json": _crate(tables, sorted(files)),
        }
        files |= {name: json.dumps(body, indent=1).encode() for name, body in about.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    store.put(out, packed.getvalue())
    return sorted(files)


def _files(project):
    found = {}
    lacking = [top for top in STUDY if not (project / top).is_dir()]
    for place, folders in ((PROJECT, (*CODE, *lacking)), (project, STUDY)):
        for name in FILES:
            if (place / name).is_file():
                found[name] = (place / name).read_bytes()
        for top in folders:
            for file in sorted((place / top).rglob("*")):
                name = file.relative_to(place).as_posix()
                if file.is_file() and not file.is_symlink() and not LEFT_OUT.search(name):
                    found[name] = file.read_bytes()
    return {name: body for name, body in found.items() if not name.endswith((".pyc", ".part"))}


def _datapackage(corpus, tables):
    """Frictionless Data Package of the corpus's tables."""
    resources = []
    for name in (*folder.TABLES, "CHANGES.csv", manifest.NAME):
        file = corpus / name
        if not file.exists() or not name.endswith((".csv", ".csv.gz")):
            continue
        columns = pd.read_csv(file, nrows=0).columns
        resources.append(
            {
                "name": name.partition(".")[0].lower(), "path": f"corpus/{name}",
                "profile": "tabular-data-resource",
                "format": "csv", "encoding": "utf-8", "mediatype": "text/csv",
                **({"compression": "gz"} if name.endswith(".gz") else {}),
                "schema": {
                    "fields": [{"name": column, "type": _kind(column)} for column in columns]
                },
            }
        )  # fmt: skip
    title = tables["study"].get("title") or "A study of media coverage"
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "study"
    return {"name": slug, "title": title, "profile": "tabular-data-package",
            "version": __version__, "resources": resources}  # fmt: skip


def _kind(column):
    return KINDS.get(column, "integer" if column.startswith("n_") else "string")


def _crate(tables, names):
    """RO-Crate 1.1: what each file is, for archives of research data."""
    study = tables["study"]
    root = {
        "@id": "./", "@type": "Dataset", "name": study.get("title", "A study of media coverage"),
        "description": study.get("question") or study.get("title", ""),
        "license": "see LICENSE and corpus/README.md",
        "hasPart": [{"@id": name} for name in names],
    }  # fmt: skip
    last = tables["articles"]["published"].max() if len(tables["articles"]) else ""
    if last:
        root["datePublished"] = last
    descriptor = {
        "@id": "ro-crate-metadata.json", "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}, "about": {"@id": "./"},
    }  # fmt: skip
    parts = [{"@id": name, "@type": "File", "name": name} for name in names]
    return {"@context": "https://w3id.org/ro/crate/1.1/context",
            "@graph": [descriptor, root, *parts]}  # fmt: skip
