"""Execute the study's notebooks."""

import atexit
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from tqdm import tqdm

from helpers.corpus import folder as corpus
from helpers.errors import InputError
from helpers.files import store


def run(folder, *, only=None, timeout=120, at_once=2):
    """Execute every notebook of ``folder`` in place; none needs what another one does.

    only : name of a figure; just the notebook that draws it is executed
    timeout : seconds that one cell may take
    at_once : how many are executed at the same time, each by a process of its own

    Raises InputError naming notebook and error where a cell fails; that notebook stays as it was.
    Raises InputError, too, where the corpus was changed meanwhile, since some of the figures then
    show it as it was before.
    """
    place = Path(folder).resolve().parent / "corpus"
    before = _state(place)
    files = sorted(Path(folder).glob("*.ipynb"))
    if only:
        files = [file for file in files if f'"{only}"' in _code(file)]
    if not files:
        raise InputError(f"no notebook in {folder}" + (f" draws {only!r}" if only else ""))
    with ThreadPoolExecutor(at_once) as pool:
        done = pool.map(partial(execute, timeout=timeout), files)
        list(tqdm(done, total=len(files), desc="notebooks", unit="notebook", disable=None))
    if _state(place) != before:
        raise InputError(
            f"{place} was changed while the notebooks ran, so that their figures may show "
            "different states of it: run them again (each figure says which state it shows)"
        )


def _state(place):
    if not (place / "study.yml").exists():
        return ""
    with store.reading(place):
        return corpus.origin(place)


def _first(error):
    """The error that came first, of those that came while it was handled."""
    while error.__context__ is not None:
        error = error.__context__
    return error


def execute(file, *, timeout=120):
    """Execute one notebook from its first cell, in its own folder, and write it back."""
    notebook = nbformat.read(file, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,  # times would make every run another file
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(file.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error))  # without the terminal's colours
        raise InputError(f"{file}: {plain}") from None
    except CellTimeoutError:
        raise InputError(f"{file}: a cell took more than {timeout} seconds") from None
    except (OSError, RuntimeError, KeyError) as error:  # KeyError: of a process that never began
        atexit.unregister(client._cleanup_kernel)  # which would end in a traceback then
        raise InputError(
            f"{file}: its process did not begin or ended early ({_first(error)}): is the disk or "
            "the memory full?"
        ) from None
    # The patch level of Python differs between machines and changes nothing.
    notebook.metadata.get("language_info", {}).pop("version", None)
    _without_widgets(notebook)
    store.put(file, (nbformat.writes(notebook) + "\n").encode())


def _without_widgets(notebook):
    """Leave the pictures that stand beside widgets: a widget lives in a kernel alone, and its
    random names would make every run another file."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)


def tell(project):
    """Write the findings of a project's figures into its README.md, where ``corpus/findings.md``
    says what to tell; returns the lines that changed."""
    project = Path(project)
    template, page = project / "corpus" / "findings.md", project / "README.md"
    if not (template.exists() and page.exists()):
        return []
    from helpers.show import findings

    return findings.write(template, project / "figures", page)


def copy(project, target):
    """Copy what the notebooks need (corpus without ``private/``, notebooks, measured errors in
    benchmarks) to ``target``."""
    for folder in ("corpus", "notebooks", "benchmarks"):
        if not (Path(project) / folder).is_dir():
            continue
        ignore = shutil.ignore_patterns("private", ".ipynb_checkpoints")
        shutil.copytree(Path(project) / folder, Path(target) / folder, ignore=ignore)
    if (Path(project) / "README.md").exists():  # which the findings are written into
        shutil.copy(Path(project) / "README.md", target)
    return Path(target)


def _code(file):
    cells = nbformat.read(file, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")
