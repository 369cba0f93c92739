"""Which pages a reader asks for, each kind with ever other ids and words of the archive."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from archive_watch.datasette_plugin.meanings import meanings, saved_questions

_HOME = "/-/archive-watch"
_PARAMETER = re.compile(r"(?<!:):([a-z_]+)\b")
_OTHERS = {"days": "7", "severity": "60", "since": "2026-01-01"}


class Sample:
    """Ids, addresses and words of an archive, drawn at random; some words are rare, some frequent."""

    def __init__(self, database: Path, seed: int) -> None:
        self._draw = random.Random(seed)
        self._conn = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        self._most = {
            table: int(self._conn.execute(f"SELECT max(id) FROM {table}").fetchone()[0])
            for table in ("pages", "versions", "changes")
        }

    def page_id(self) -> int:
        """A page that was read."""
        return self._number("SELECT page_id FROM versions WHERE id >= ? LIMIT 1", "versions")

    def version_id(self) -> int:
        """A version of any page."""
        return self._number("SELECT id FROM versions WHERE id >= ? LIMIT 1", "versions")

    def two_versions(self) -> tuple[object, ...]:
        """Two versions of one page, as a change has them."""
        return self._found(
            "SELECT from_version_id, to_version_id FROM changes WHERE id >= ?"
            " AND from_version_id IS NOT NULL AND to_version_id IS NOT NULL LIMIT 1",
            "changes",
        )

    def change_id(self) -> int:
        """A change that stands."""
        return self._number(
            "SELECT id FROM changes WHERE id >= ? AND superseded_at IS NULL LIMIT 1", "changes"
        )

    def url(self) -> str:
        """The address of a page."""
        return self._text("SELECT url FROM pages WHERE id >= ? LIMIT 1", "pages")

    def host(self) -> str:
        """A host of the archive."""
        return self.url().split("/")[2]

    def words(self) -> str:
        """A word, or two that stand together, of some page."""
        text = self._text("SELECT text FROM texts WHERE id >= ? LIMIT 1", "versions")
        said = re.findall(r"[a-z]+", text.lower())
        place = self._draw.randrange(len(said) - 1)
        return " ".join(said[place : place + self._draw.choice((1, 1, 2))])

    def gone(self) -> str:
        """A word that an edit took away."""
        return self._text(
            "SELECT removed FROM change_edits WHERE change_id >= ? AND removed <> '' LIMIT 1",
            "changes",
        ).split()[0]

    def once(self) -> str:
        """A word that an edit took away, as a phrase with the one before it: most say it no more."""
        excerpt = json.loads(
            self._text(
                "SELECT excerpt FROM change_edits WHERE change_id >= ? AND removed <> ''"
                " AND json_array_length(excerpt) = 4 LIMIT 1",
                "changes",
            )
        )
        return f'"{excerpt[0][1].split()[-1]} {excerpt[1][1]}"'

    def speaker(self) -> str:
        """Somebody who speaks."""
        return self._text("SELECT speaker FROM versions WHERE id >= ? LIMIT 1", "versions")

    def named(self, parameter: str) -> object:
        """A value for a parameter of a saved question."""
        return (
            getattr(self, parameter)() if hasattr(self, parameter) else _OTHERS.get(parameter, "")
        )

    def _number(self, sql: str, table: str) -> int:
        found = self._found(sql, table)[0]
        assert isinstance(found, int)
        return found

    def _text(self, sql: str, table: str) -> str:
        return str(self._found(sql, table)[0])

    def _found(self, sql: str, table: str) -> tuple[object, ...]:
        found = None
        while found is None:
            found = self._conn.execute(sql, (self._draw.randint(1, self._most[table]),)).fetchone()
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of page; ``target_ms`` is promised of 95 of a hundred requests, None: nothing is."""

    name: str
    path: Callable[[], str]
    target_ms: int | None = None


def kinds(sample: Sample) -> Iterator[Kind]:
    """Every kind of page: our own, Datasette's of our views, and the saved questions."""
    yield from _ours(sample)
    yield Kind(name="Datasette's front page", path=lambda: "/")
    yield Kind(name="the archive", path=lambda: "/archive")
    for name, told in meanings()["tables"].items():
        if not told.get("hidden"):
            yield Kind(name=f"view {name}", path=_constant(f"/archive/{name}"))
    yield from _narrowed(sample)
    for name, question in saved_questions().items():
        yield Kind(name=f"question {name}", path=_question(sample, name, question["sql"]))


def _ours(sample: Sample) -> Iterator[Kind]:
    paths: dict[str, Callable[[], str]] = {
        "home": lambda: _HOME,
        "search": lambda: _with(f"{_HOME}/search", q=sample.words()),
        "search ever": lambda: _with(f"{_HOME}/search", q=sample.once(), **{"in": "ever"}),
        "search of a speaker": lambda: _with(
            f"{_HOME}/search", q=sample.words(), speaker=sample.speaker()
        ),
        "page": lambda: f"{_HOME}/page/{sample.page_id()}",
        "page by address": lambda: _with(f"{_HOME}/page", url=sample.url()),
        "transcript": lambda: f"{_HOME}/version/{sample.version_id()}",
        "diff": lambda: "{}/diff/{}/{}".format(_HOME, *sample.two_versions()),
        "changes": lambda: f"{_HOME}/changes",
        "changes of a host": lambda: _with(f"{_HOME}/changes", host=sample.host()),
        "links": lambda: f"{_HOME}/links",
        "incidents": lambda: f"{_HOME}/incidents",
        "changes as Atom": lambda: f"{_HOME}/changes.atom",
    }
    for name, path in paths.items():
        yield Kind(name=name, path=path, target_ms=200)


def _narrowed(sample: Sample) -> Iterator[Kind]:
    of = "/archive/"
    paths: dict[str, Callable[[], str]] = {
        "current_transcripts, searched": lambda: _with(
            f"{of}current_transcripts", _search=sample.words()
        ),
        "removed_text, searched": lambda: _with(f"{of}removed_text", _search=sample.gone()),
        "recent_changes of a host": lambda: _with(f"{of}recent_changes", host=sample.host()),
        "recent_changes of a page": lambda: _with(f"{of}recent_changes", page_id=sample.page_id()),
        "pages_now by address": lambda: _with(f"{of}pages_now", url=sample.url()),
        "page_history of a page": lambda: _with(f"{of}page_history", page_id=sample.page_id()),
        "spoken_turns of a version": lambda: _with(
            f"{of}spoken_turns", version_id=sample.version_id()
        ),
        "check_log of a page": lambda: _with(f"{of}check_log", url=sample.url()),
        "broken_links of a host": lambda: _with(f"{of}broken_links", host=sample.host()),
    }
    for name, path in paths.items():
        yield Kind(name=f"view {name}", path=path)


def _question(sample: Sample, name: str, sql: str) -> Callable[[], str]:
    parameters = sorted(set(_PARAMETER.findall(sql)))
    if "version_id" in parameters and "url" in parameters:
        return lambda: _with(f"/archive/{name}", version_id=sample.version_id(), url="")
    if name == "words_that_are_gone":
        return lambda: _with(f"/archive/{name}", words=sample.gone())
    return lambda: _with(f"/archive/{name}", **{one: sample.named(one) for one in parameters})


def _constant(path: str) -> Callable[[], str]:
    return lambda: path


def _with(path: str, **asked: object) -> str:
    return f"{path}?{urlencode(asked, quote_via=quote)}" if asked else path
