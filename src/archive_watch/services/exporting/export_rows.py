"""Rows for other tools: versions with their words, who says what, changes, checks and links.

One row at a time, in an order that does not depend on when it was asked: page by page, and within a
page by time.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from typing import Any, assert_never

from archive_watch.model.change import ChangeKind
from archive_watch.report.csv_lines import csv_lines
from archive_watch.services.exporting.columns import MEANINGS, Table
from archive_watch.services.exporting.selection import Selection, selected_pages
from archive_watch.services.telling.show_version import show_version
from archive_watch.storage import answers
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.told_checks import handed_on, told_checks
from archive_watch.storage.versions import find_version

ToldRow = dict[str, Any]

_SEEN = (
    "SELECT v.id, v.is_current, v.retracted_at, v.retraction, v.state_sha256, t.sha256 AS text_sha256,"
    " t.words, v.first_seen_at, max(n.last_seen_at) AS last_seen_at,"
    " coalesce(sum(n.checks), 0) AS checks FROM versions v LEFT JOIN spans n ON n.version_id = v.id"
    " LEFT JOIN texts t ON t.id = v.text_id WHERE v.page_id = ? GROUP BY v.id"
    " HAVING min(coalesce(n.first_seen_at, v.first_seen_at), v.first_seen_at) <= ?"
    " AND coalesce(max(n.last_seen_at), v.first_seen_at) >= ? ORDER BY v.number, v.id"
)
_LINKS = (
    "SELECT k.position, l.url AS link_url, k.text, k.area, k.context, l.state, l.reason, l.status,"
    " l.final_url, l.first_seen_at, l.last_ok_at, l.failing_since, l.checks, l.suggestion_url,"
    " l.suggestion_kind FROM page_links k JOIN links l ON l.id = k.link_id"
    " WHERE k.version_id = ? ORDER BY k.position"
)


def told_rows(archive: Archive, table: Table, selection: Selection) -> Iterator[ToldRow]:
    """The selected rows of a table, as values."""
    match table:
        case Table.CHANGES:
            yield from _changes(archive, selection)
        case Table.CHECKS:
            for page in selected_pages(archive, selection):
                for check in told_checks(archive, page["id"], page["url"]):
                    if selection.includes(check["observed_at"]):
                        yield handed_on(check)
        case Table.VERSIONS:
            yield from (_version(archive, *one) for one in _versions(archive, selection))
        case Table.TURNS:
            for one in _versions(archive, selection):
                yield from _turns(_version(archive, *one))
        case Table.LINKS:
            for one in _versions(archive, selection):
                yield from _links(archive, *one)
        case _:
            assert_never(table)


def row_lines(
    archive: Archive, table: Table, selection: Selection, *, as_csv: bool
) -> Generator[bytes, None, None]:
    """The selected rows as lines of a file: CSV with its head, else one JSON object a line."""
    with archive.snapshot():
        rows = told_rows(archive, table, selection)
        if as_csv:
            lines = csv_lines(rows, tuple(MEANINGS[table].columns))
        else:
            lines = (f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        for line in lines:
            yield line.encode("utf-8", errors="backslashreplace")


def _versions(archive: Archive, selection: Selection) -> Iterator[tuple[int, Row]]:
    """Page and version of each that was seen in the period; one set aside too, at its first sight."""
    first, last = selection.period
    for page in selected_pages(archive, selection):
        for seen in archive.rows(_SEEN, (page["id"], last, first)):
            yield page["id"], seen


def _version(archive: Archive, page_id: int, seen: Row) -> ToldRow:
    head = find_version(archive, seen["id"])
    assert head is not None
    shown = show_version(archive, page_by_id(archive, page_id), head).as_json()
    nested = {name: shown[name] for name in MEANINGS[Table.VERSIONS].nested}
    known = {**shown, **dict(seen), "is_current": bool(seen["is_current"])}
    return {**{name: known[name] for name in MEANINGS[Table.VERSIONS].columns}, **nested}


def _turns(version: ToldRow) -> Iterator[ToldRow]:
    for turn in version["turns"]:
        known = {**version, **turn}
        yield {name: known[name] for name in MEANINGS[Table.TURNS].columns}


def _links(archive: Archive, page_id: int, seen: Row) -> Iterator[ToldRow]:
    head = find_version(archive, seen["id"])
    assert head is not None
    page = page_by_id(archive, page_id)
    of = {"url": page.url, "version": head.number, "is_current": bool(seen["is_current"])}
    for row in archive.rows(_LINKS, (head.id,)):
        yield {**of, **dict(row)}


def _changes(archive: Archive, selection: Selection) -> Iterator[ToldRow]:
    wanted = answers.ChangeFilter(since=selection.since, until=selection.until)
    urls = {page_by_id(archive, one).url for one in selection.page_ids}
    for change in answers.changes(archive, wanted):
        if (
            (urls and (change["url"] not in urls or change["kind"] == ChangeKind.TEMPLATE))
            or (selection.hosts and change["host"] not in selection.hosts)
            or (selection.kinds and change["kind"] not in selection.kinds)
        ):
            continue
        edits = answers.edits_of(archive, change["id"])
        said = {"edits": [{k: one[k] for k in ("speaker", "removed", "added")} for one in edits]}
        known = {**change, **(change["verdict"] or {}), **said}
        yield {name: known.get(name) for name in MEANINGS[Table.CHANGES].columns}
