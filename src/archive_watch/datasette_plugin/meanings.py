"""What ships about the archive's tables (``db/datasette.yaml``) and the saved questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

from archive_watch.shipped import shipped

_NOTE = re.compile(r"^-- (\w+): (.+)$", re.MULTILINE)
_THEMES = ("Words", "Changes", "Pages", "Links", "The watch")
ASKED = {
    "words": "Words",
    "speaker": "Speaker, or part of the name",
    "url": "Address, or part of it",
    "change_id": "Number of the change",
    "version_id": "Number of the version",
    "severity": "Severity at least",
    "since": "Since (YYYY-MM-DD)",
    "month": "Month (YYYY-MM)",
    "days": "Days",
}
"""What a saved question may ask for, and how a form says it."""
_ASKED = re.compile(rf"(?<!\w):({'|'.join(ASKED)})\b")


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
    notes = dict(_NOTE.findall(text))
    told = {name: notes[name] for name in ("title", "description")}
    return {**told, "sql": _NOTE.sub("", text).strip(), "hide_sql": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuestion:
    """A saved question as readers choose it: ``asks`` are its parameters; ``empty`` is said where
    nothing was found."""

    name: str
    title: str
    description: str
    theme: str
    empty: str
    asks: tuple[str, ...]


@cache
def questions_by_theme() -> dict[str, list[SavedQuestion]]:
    """The saved questions by theme, in the order in which a reader wants them."""
    themes: dict[str, list[SavedQuestion]] = {theme: [] for theme in _THEMES}
    for file in sorted(shipped("db/queries").glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        asks = tuple(dict.fromkeys(_ASKED.findall(text)))
        one = SavedQuestion(name=file.stem, asks=asks, **dict(_NOTE.findall(text)))
        themes[one.theme].append(one)
    return themes


def nothing_found(name: str | None) -> str | None:
    """What is said where the saved question of that name found nothing; None of any other."""
    found = (one for ones in questions_by_theme().values() for one in ones if one.name == name)
    return next((one.empty for one in found), None)
