"""The kinds of incident are the same in the program and in the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive_watch.model.incident import IncidentKind
from archive_watch.storage.incidents import raise_incident
from archive_watch.storage.telling import told_incidents
from fresh import fresh_archive

_AT = "2026-03-01T12:00:00Z"


def test_each_kind_of_incident_is_kept_and_told(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        with archive.writing():
            for kind in IncidentKind:
                raise_incident(archive, kind=kind, host="h.example", detail="why", at=_AT)
        assert {one.kind for one in told_incidents(archive)} == set(IncidentKind)


def test_no_other_kind_is_kept(tmp_path: Path) -> None:
    with (
        fresh_archive(tmp_path / "archive.db") as archive,
        pytest.raises(sqlite3.IntegrityError),
        archive.writing() as conn,
    ):
        conn.execute(
            "INSERT INTO incidents (kind, host, opened_at, last_seen_at, detail)"
            " VALUES ('another', 'h.example', ?, ?, '')",
            (_AT, _AT),
        )
