"""Settings in YAML, read within bounds: a file from a stranger may repeat itself without end."""

import yaml

from helpers.errors import InputError

MOST_BYTES, DEEPEST = 1_000_000, 20


def load(file):
    """What a YAML file (Path) holds; {} if nothing.

    Raises InputError where it is no YAML in UTF-8, larger than 1 MB, nested more than 20 deep, or
    uses aliases (``*name``).

    >>> settings = folder / "some.yml"
    >>> written = settings.write_text("title: made up")
    >>> load(settings)
    {'title': 'made up'}
    """
    try:
        raw = file.read_bytes()
        if len(raw) > MOST_BYTES:
            raise InputError(f"{file}: {len(raw):,} bytes are more than settings have")
        text = raw.decode("utf-8-sig")
        _check(text, file)
        return yaml.safe_load(text) or {}
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        said = " ".join(str(error).split())
        raise InputError(f"{file}: is not proper YAML in UTF-8: {said}") from None


def _check(text, file):
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1
            raise InputError(f"{file}, line {line}: aliases (*name) are not read: write it out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1
            raise InputError(f"{file}, line {line}: is nested more than {DEEPEST} deep")
