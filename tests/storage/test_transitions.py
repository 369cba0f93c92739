"""What came to pass is written in the transaction of what came to pass, whoever writes that."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive_watch.model.incident import IncidentKind
from archive_watch.storage.database import Archive
from archive_watch.storage.incidents import close_incidents, raise_incident
from fresh import fresh_archive

AT = "2026-03-01T12:00:00Z"
LATER = "2026-03-02T12:00:00Z"
TRIGGERS = {
    "transitions_change",
    "transitions_change_again",
    "transitions_change_withdrawn",
    "transitions_incident_opened",
    "transitions_incident_closed",
    "transitions_link_broken",
    "transitions_link_recovered",
}


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    with fresh_archive(tmp_path / "archive.db") as opened:
        with opened.writing() as conn:
            conn.execute("INSERT INTO sites (id, host, added_at) VALUES (1, 'h.example', ?)", (AT,))
            conn.execute(
                "INSERT INTO pages (id, site_id, url, key, state_since, added_at, added_by)"
                " VALUES (1, 1, 'https://h.example/a', 'h.example/a', ?, ?, 'command')",
                (AT, AT),
            )
        yield opened


def change(archive: Archive, **given: Any) -> None:
    row = {
        "page_id": 1, "step": "removed", "kind": "removed", "severity": 90, "aspects": "[]",
        "flags": "[]", "not_before": AT, "not_after": LATER, "detected_at": LATER,
        "source": "live", "words_added": 0, "words_removed": 0, "summary": "", "beside": "",
        **given,
    }  # fmt: skip
    archive.conn.execute(
        f"INSERT INTO changes ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})",
        row,
    )


def told(archive: Archive) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in archive.rows("SELECT kind, subject_id, at FROM transitions")]


def test_every_trigger_is_there_after_the_last_migration(archive: Archive) -> None:
    """A migration that makes one of these tables anew has to make its triggers anew."""
    names = archive.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    assert {row["name"] for row in names} >= TRIGGERS


def test_a_change_is_news_with_its_transaction_or_not_at_all(archive: Archive) -> None:
    def twice() -> None:
        with archive.writing():
            change(archive, id=7)
            change(archive, id=7)  # there is one of that number: neither is written

    with pytest.raises(sqlite3.IntegrityError):
        twice()
    assert told(archive) == []
    with archive.writing():
        change(archive, id=7)
        change(archive, id=8, severity=0)
        change(archive, id=9, superseded_at=LATER)
    assert told(archive) == [("change", 7, LATER)]


def test_a_step_that_was_set_aside_and_is_written_again_is_no_news(archive: Archive) -> None:
    with archive.writing() as conn:
        change(archive, id=7)
        conn.execute("UPDATE changes SET superseded_at = ? WHERE id = 7", (LATER,))
        change(archive, id=8)
        withdrawn = ("change_withdrawn", 7, LATER)
        assert told(archive) == [("change", 8, LATER), withdrawn]
        conn.execute("UPDATE changes SET superseded_at = ? WHERE id = 8", (LATER,))
        change(archive, id=9, not_before="2026-04-01T12:00:00Z", not_after="2026-04-02T12:00:00Z")
    assert [row[1] for row in told(archive) if row[0] == "change"] == [8, 9]


def test_a_change_that_stands_again_may_be_told_again(archive: Archive) -> None:
    with archive.writing() as conn:
        change(archive, id=7)
        conn.execute("UPDATE changes SET superseded_at = ? WHERE id = 7", (LATER,))
        conn.execute("UPDATE changes SET superseded_at = NULL WHERE id = 7")
    assert [row[0] for row in told(archive)] == ["change", "change_withdrawn", "change"]


def test_an_incident_is_news_when_it_opens_and_when_it_closes(archive: Archive) -> None:
    with archive.writing():
        for at in (AT, LATER):
            raise_incident(
                archive, kind=IncidentKind.BLOCKED_HOST, host="h.example", detail="", at=at
            )
        close_incidents(archive, kind=IncidentKind.BLOCKED_HOST, host="h.example", at=LATER)
        close_incidents(archive, kind=IncidentKind.BLOCKED_HOST, host="h.example", at=LATER)
    assert told(archive) == [("incident_opened", 1, AT), ("incident_closed", 1, LATER)]


def test_a_link_is_news_when_it_breaks_after_it_was_good_and_when_it_is_good_again(
    archive: Archive,
) -> None:
    states = ("ok", "suspected", "broken", "gone", "broken", "ok", "redirected", "ok")
    with archive.writing() as conn:
        for link in (1, 2):
            conn.execute(
                "INSERT INTO links (id, url, host, first_seen_at, last_ok_at) VALUES (?, ?, 'h', ?, ?)",
                (link, f"https://h.example/{link}", AT, AT if link == 1 else None),
            )
        for state in states[:5]:
            conn.execute("UPDATE links SET state = ?, checked_at = ?", (state, LATER))
        assert told(archive) == [("link_broken", 1, LATER)]
        for state in states[5:]:
            conn.execute("UPDATE links SET state = ?, checked_at = ? WHERE id = 1", (state, LATER))
    assert told(archive)[1:] == [("link_recovered", 1, LATER)]


def test_the_numbers_of_transitions_are_never_given_twice(archive: Archive) -> None:
    with archive.writing() as conn:
        change(archive, id=7)
        conn.execute("DELETE FROM transitions")
        change(archive, id=8, not_before="2026-04-01T12:00:00Z", not_after="2026-04-02T12:00:00Z")
    assert archive.number("SELECT max(id) FROM transitions") == 2
