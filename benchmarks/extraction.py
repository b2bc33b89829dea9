"""Article text on 181 real news pages: F1 of pages.read beside trafilatura's own, in one run.

Of 4-word shingles (multisets): precision and recall of each page, their means over the pages, and
F1 of these means. The pages (scrapinghub's article-extraction-benchmark, MIT) are outside data:
without them this says so and writes nothing. They judge; nothing is tuned on them. Writes
extraction.csv.
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import trafilatura
from tqdm import tqdm

from helpers.intake.pages import page as pages

PAGES = Path(__file__).parents[2] / "shared" / "data" / "extraction"
SHINGLE = 4


def shingles(text):
    words = re.findall(r"\w+", text or "")
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def precision_recall(found, true):
    """Of one page; a page of which nothing is found has precision 0."""
    a, b = shingles(found), shingles(true)
    common = sum((a & b).values())
    return common / max(1, sum(a.values())), common / max(1, sum(b.values()))


def peers():
    def trafilaturas(**options):
        def text(page, url):
            found = trafilatura.bare_extraction(page, url=url, include_comments=False, **options)
            return found.text if found else ""

        return text

    return {
        "pages.read": lambda page, url: pages.read(page, url=url).text,
        "trafilatura": trafilaturas(),
        "trafilatura, favor_recall": trafilaturas(favor_recall=True),
    }


def measure(folder):
    """A DataFrame, one row per tool: precision, recall, f1."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    rows = []
    for tool, text in peers().items():
        scores = []
        for key, page in tqdm(truth.items(), desc=tool, disable=None):
            source = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
            scores.append(precision_recall(text(source, page["url"]), page["articleBody"]))
        precision, recall = pd.DataFrame(scores).mean()
        f1 = 2 * precision * recall / (precision + recall)
        rows.append((tool, len(scores), precision, recall, f1))
    return pd.DataFrame(rows, columns=["tool", "pages", "precision", "recall", "f1"])


def main():
    if not PAGES.exists():
        sys.exit(f"the pages are not there: {PAGES.parent.name}/{PAGES.name} beside the project")
    table = measure(PAGES).round(4)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
