"""Where figures lie, and what their pictures say of their origin."""

import json
import os
import re
from pathlib import Path

from PIL import Image

from helpers.errors import InputError

# Notebooks run in their own folder, beside this one. Tests have them draw elsewhere.
FOLDER = Path(os.environ.get("HELPERS_FIGURES") or "../figures")


def provenance(path):
    """What a figure's picture (``.png`` or ``.svg``) says of its origin (dict).

    >>> sorted(figures.provenance("figures/own-voice.svg"))[:3]
    ['articles', 'corpus', 'helpers']
    """
    path = Path(path)
    if path.suffix == ".png":
        with Image.open(path) as image:
            story = image.text.get("Description")
    else:
        found = re.search(r"<dc:description>(.*?)</dc:description>", path.read_text("utf-8"), re.S)
        story = found and found[1].replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&")
    if not story:
        raise InputError(f"{path} says nothing of its origin: draw it with figures.save")
    return json.loads(story)
