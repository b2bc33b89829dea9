"""Kill a process that adds articles, 100 times, and let two add at once.

``python benchmarks/durability.py`` prints what was found; it stops with an error where anything
acknowledged is lost, or the folder has a fault.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from helpers.corpus import folder as corpus

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import durability


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "corpus"
        for turn in tqdm(range(100), desc="killing", disable=None):
            durability.kill_while_adding(folder, turn)
        print(f"killed 100 times: {len(corpus.load(folder))} articles there, none lost, no fault")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "corpus"
        command = [sys.executable, durability.__file__, str(folder)]
        both = [subprocess.Popen([*command, who, "200"], stdout=subprocess.DEVNULL) for who in "ab"]
        ended = [process.wait() for process in both]
        n = len(corpus.load(folder))
        print(f"two processes adding 200 each: {n} articles there, exit {ended}")
        assert n == 400


if __name__ == "__main__":
    main()
