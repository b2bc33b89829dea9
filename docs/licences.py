"""Write licences.csv and the table in licences.md: the licence of each locked package.

``python docs/licences.py``, in the locked environment. Licences are what the installed packages say
of themselves (metadata: License-Expression, classifiers, License).
"""

import csv
import re
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
COPYLEFT = re.compile(r"\b(?:A?GPL|LGPL|MPL|EUPL|CDDL|EPL)|GNU|Mozilla", re.I)


def locked():
    """(name, version) of each package that requirements.lock pins."""
    body = (HERE.parent / "requirements.lock").read_text("utf-8")
    return re.findall(r"^([a-zA-Z0-9._-]+)==([^\s;\\]+)", body, re.M)


def licence(name):
    """What an installed package says of its licence; "" where it is not installed here."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    named = [c.split("::")[-1].strip() for c in about.get_all("Classifier", []) if "License" in c]
    named = [n for n in named if n != "OSI Approved"]
    stated = (about.get("License") or "").strip().splitlines()[:1]
    found = about.get("License-Expression") or "; ".join(named) or "".join(stated)
    return found[:60] or "not stated"


def main():
    rows = [(name, version, licence(name)) for name, version in locked()]
    with open(HERE / "licences.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("package", "version", "licence"), *rows])
    for name, version, said in rows:
        if not said or COPYLEFT.search(said) or said == "not stated":
            print(f"{name} {version}: {said or 'not installed here'}")


if __name__ == "__main__":
    main()
