"""What ships about the archive's tables (``db/datasette.yaml``) and the saved questions."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

from archive_watch.shipped import shipped

_NOTE = re.compile(r"^-- (\w+): (.+)$", re.MULTILINE)


@cache
def meanings() -> dict[str, Any]:
    """Titles, descriptions, units, facets and orders of one archive, as Datasette's metadata."""
    whole = parse_metadata(shipped("db/datasette.yaml").read_text(encoding="utf-8"))
    archive: dict[str, Any] = whole["databases"]["archive"]
    return archive


@cache
def saved_questions() -> dict[str, dict[str, str]]:
    """Each saved question by name: its SQL, title and description."""
    files = sorted(shipped("db/queries").glob("*.sql"))
    return {file.stem: _question(file) for file in files}


def _question(file: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8")
    return {**dict(_NOTE.findall(text)), "sql": _NOTE.sub("", text).strip()}
