"""Every notebook in a real JupyterLab, in a real browser: Run All gives the committed outputs."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
SHOTS = PROJECT / "test-output"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine: install it to run this"),
]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Else cells off the screen leave the page and cannot be counted.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the project; gives (address, token, folder)."""
    root = tmp_path_factory.mktemp("lab")
    work = root / "work"
    work.mkdir()
    for folder in ("corpus", "notebooks", "figures", "benchmarks"):
        ignore = shutil.ignore_patterns("private", ".ipynb_checkpoints")
        shutil.copytree(PROJECT / folder, work / folder, ignore=ignore)
    for name, value in SETTINGS.items():
        file = root / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    token = secrets.token_hex(16)
    with (root / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [
                *[sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0"],
                *["--allow-root", f"--IdentityProvider.token={token}"],
                f"--ServerApp.root_dir={work}",
            ],
            env=os.environ | {name: str(root / folder) for name, folder in folders.items()},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield wait_for_server(server, root, token), token, work
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def wait_for_server(server, root, token):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, (root / "lab.log").read_text()[-2000:]
        for file in (root / "runtime").glob("jpserver-*.json"):
            try:
                url = json.loads(file.read_text())["url"]
                urllib.request.urlopen(f"{url}api/status?token={token}", timeout=5)
                return url
            except (OSError, ValueError):
                pass
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not come up within 90 seconds")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    flags += ["--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda file: file.stem)
def test_run_all_cells_gives_the_committed_outputs(lab, browser, notebook):
    from playwright.sync_api import expect

    url, token, work = lab
    page = browser.new_page(viewport={"width": 1400, "height": 1600}, locale="en-US")
    page.goto(f"{url}lab/tree/notebooks/{notebook.name}?token={token}&reset")
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    panel.locator(".jp-CodeCell").first.wait_for(timeout=90_000)
    # The toolbar says idle before the kernel is connected, and a Run All sent then is lost.
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=90_000)
    clear_outputs(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    saved = wait_until_run(page, panel, work / "notebooks" / notebook.name)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"lab-{notebook.stem}.png")
    page.close()
    assert outputs(saved) == outputs(json.loads(notebook.read_text("utf-8")))


def clear_outputs(page):
    """So that what is saved afterwards cannot be the old outputs."""
    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_role("menuitem", name="Clear Outputs of All Cells", exact=True).click()


def wait_until_run(page, panel, file, seconds=180):
    """Wait until every cell has its number, save, and give the saved notebook."""
    prompts = panel.locator(".jp-CodeCell .jp-InputPrompt")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        # a folded cell shows no prompt; one that has not run shows an empty one, [ ]:
        shown = [text for text in prompts.all_inner_texts() if text.strip()]
        numbers = [text.strip("[]: \n") for text in shown]
        if panel.locator('[data-mime-type="application/vnd.jupyter.error"]').count():
            break
        if numbers and all(number.isdigit() for number in numbers):
            break
        time.sleep(0.2)
    for _ in range(50):
        page.keyboard.press("Escape")
        page.keyboard.press("Control+s")
        time.sleep(0.3)
        saved = json.loads(file.read_text("utf-8"))
        code = [cell for cell in saved["cells"] if cell["cell_type"] == "code"]
        if all(
            cell["execution_count"] and "execution" not in cell.get("outputs", []) for cell in code
        ):
            return saved
    raise AssertionError(f"{file.name}: {len(code)} cells, not all ran: {numbers}")


def outputs(notebook):
    """What the code cells show, pictures and widgets aside (figures have tests of their own)."""
    shown = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        for output in cell["outputs"]:
            data = output.get("data", {})
            shown.append(
                (
                    output["output_type"],
                    "".join(output.get("text", [])),
                    *("".join(data[kind]) for kind in ("text/plain", "text/html") if kind in data),
                )
            )
    return shown
