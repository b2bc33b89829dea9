"""The notebooks ran in order, hold no functions, and draw the committed tables anew."""

import ast
import json
import os
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import PROJECT

from helpers.errors import InputError
from helpers.shell import notebooks

FILES = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def code_cells(file):
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [c for c in cells if c["cell_type"] == "code" and "".join(c["source"]).strip()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_cell_ran_in_order_without_error(file):
    cells = code_cells(file)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert outputs
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_is_a_story(file):
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    first = "".join(cells[0]["source"])
    assert first.startswith("# ") and "?" in first.splitlines()[0]
    said = "\n".join(
        "".join(output["data"].get("text/markdown", []))
        for cell in code_cells(file)
        for output in cell["outputs"]
        if "data" in output
    )
    assert "**In short.**" in prose + said
    assert "## What this does not show" in prose
    assert "Next: [" in prose
    for cell in code_cells(file):
        assert not [line for line in cell["source"] if line.startswith(("def ", "class "))]
        lines = [line for line in cell["source"] if line.strip()]
        data = any(line.rstrip().endswith('{"text": {') for line in lines) or '"""' in "".join(
            lines
        )
        hidden = cell["metadata"].get("jupyter", {}).get("source_hidden")
        assert len(lines) <= 8 or data or hidden, "".join(lines)
        plain = "".join(line for line in cell["source"] if not line.startswith("%"))
        hard = (ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Lambda)
        assert not any(isinstance(node, hard) for node in ast.walk(ast.parse(plain))), plain


def test_the_tables_of_all_figures_come_out_as_committed(tmp_path):
    """``make test`` says in DRAWN where nbval has just drawn them; else they are drawn here."""
    fresh = Path(os.environ.get("DRAWN") or tmp_path / "figures")
    if "DRAWN" not in os.environ:
        notebooks.run(notebooks.copy(PROJECT, tmp_path) / "notebooks")
    drawn = sorted(file.name for file in fresh.glob("*.csv"))
    assert drawn == sorted(file.name for file in (PROJECT / "figures").glob("*.csv"))
    for name in drawn:
        new, old = (pd.read_csv(folder / name) for folder in (fresh, PROJECT / "figures"))
        pd.testing.assert_frame_equal(new, old, check_exact=False, rtol=1e-5, obj=name)


def made_up_notebook(folder, *sources):
    folder.mkdir(exist_ok=True)
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "n.ipynb")
    return folder / "n.ipynb"


def test_execution_keeps_its_bytes_from_run_to_run(tmp_path):
    file = made_up_notebook(tmp_path / "n", "1 + 1", "print('x')")
    notebooks.run(file.parent)
    once = file.read_bytes()
    notebooks.run(file.parent)
    assert file.read_bytes() == once
    assert [cell["execution_count"] for cell in code_cells(file)] == [1, 2]


def test_a_failing_cell_is_named_and_the_file_left_alone(tmp_path):
    file = made_up_notebook(tmp_path / "n", "1 + 1", "1 / 0")
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"(?s)n.ipynb.*ZeroDivisionError"):
        notebooks.run(file.parent)
    assert file.read_bytes() == before


def test_a_cell_that_takes_too_long_is_named(tmp_path):
    file = made_up_notebook(tmp_path / "n", "import time; time.sleep(60)")
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"n.ipynb: a cell took more than 1 seconds"):
        notebooks.run(file.parent, timeout=1)
    assert file.read_bytes() == before


def test_a_process_that_is_killed_is_an_error_in_words(tmp_path):
    file = made_up_notebook(tmp_path / "n", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(InputError, match=r"n.ipynb: its process .* is the disk or the memory full"):
        notebooks.run(file.parent)


def test_a_process_that_cannot_begin_is_an_error_in_words(tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(27, "File too large")

    monkeypatch.setattr("jupyter_client.connect.secure_write", full)
    file = made_up_notebook(tmp_path / "n", "1")
    with pytest.raises(InputError, match="File too large"):
        notebooks.run(file.parent)


def test_a_corpus_that_changes_while_notebooks_run_is_named(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "study.yml").write_text("title: made-up\n")
    file = made_up_notebook(
        tmp_path / "notebooks", "open('../corpus/phrases.txt', 'w').write('a b\\n')"
    )
    with pytest.raises(InputError, match="was changed while the notebooks ran"):
        notebooks.run(file.parent)
    notebooks.run(file.parent)  # the same again changes nothing


def test_only_the_notebook_that_draws_a_figure_is_run(tmp_path):
    file = made_up_notebook(tmp_path / "n", "'my-figure'", '"my-figure"')
    other = tmp_path / "n" / "m.ipynb"
    shutil.copy(made_up_notebook(tmp_path / "o", "1 / 0"), other)
    notebooks.run(file.parent, only="my-figure")
    with pytest.raises(InputError, match="draws 'no-figure'"):
        notebooks.run(file.parent, only="no-figure")
