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
def front_page() -> dict[str, str]:
    """What is told about the whole: its title, description and source."""
    return {key: value for key, value in _told().items() if isinstance(value, str)}


@cache
def meanings() -> dict[str, Any]:
    """Titles, descriptions, units, facets and orders of one archive, as Datasette's metadata."""
    archive: dict[str, Any] = _told()["databases"]["archive"]
    return archive


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = parse_metadata(shipped("db/datasette.yaml").read_text(encoding="utf-8"))
    return told


@cache
def saved_questions() -> dict[str, dict[str, Any]]:
    """Each saved question by name: its SQL (folded away), title and description."""
    files = sorted(shipped("db/queries").glob("*.sql"))
    return {file.stem: _question(file) for file in files}


def _question(file: Path) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8")
    return {**dict(_NOTE.findall(text)), "sql": _NOTE.sub("", text).strip(), "hide_sql": True}
