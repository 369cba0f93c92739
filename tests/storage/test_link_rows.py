"""A link's health is stored whole, and an archive of an earlier program keeps what it knew."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from archive_watch.model.link import (
    Failing,
    Fragment,
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
    Tally,
)
from archive_watch.shipped import shipped
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.links import WatchedLink, links_named, record_link_check
from fresh import fresh_archive

_URL = "https://h.example/a"
_AT = "2021-01-05T00:00:00Z"
_SEEN = LinkEvidence(
    at=_AT,
    state=LinkState.SUSPECTED,
    reason=LinkReason.HTTP,
    status=404,
    final_url="https://h.example/b",
    elapsed_ms=7,
    failing=Failing.NOT_THERE,
    hops=((301, _URL),),
    title="Ünknown",
    signs=("it answered 404",),
    soft_score=3,
    fragment=Fragment.MISSING,
    detail="more",
    is_host_honest=False,
)
_HEALTH = LinkHealth(
    state=LinkState.SUSPECTED,
    reason=LinkReason.HTTP,
    status=404,
    final_url="https://h.example/b",
    last_ok_at="2021-01-01T00:00:00Z",
    failing_since=_AT,
    checked_at=_AT,
    checks=4,
    failures=1,
    suggestion=Suggestion(url="https://h.example/c", kind=SuggestionKind.PERMANENT),
    detail="more",
    signs=("it answered 404",),
    tallies=(Tally(failing=Failing.NOT_THERE, count=1, first_at=_AT, last_at=_AT, hours=5),),
    moved_to="https://h.example/c",
    moved_since="2021-01-01T00:00:00Z",
    turns=(_AT,),
    title="Once",
)


def _linked(archive: Archive) -> WatchedLink:
    with archive.writing() as conn:
        conn.execute(
            "INSERT INTO links (url, host, first_seen_at) VALUES (?, 'h.example', ?)", (_URL, _AT)
        )
    (link,) = links_named(archive, [_URL])
    return link


def _record(archive: Archive, link: WatchedLink, health: LinkHealth) -> LinkHealth:
    with archive.writing():
        record_link_check(archive, link, _SEEN, health, run_id=None, next_check_at=_AT)
    (read,) = links_named(archive, [_URL])
    return read.health


@pytest.mark.parametrize("health", [LinkHealth(), _HEALTH], ids=["fresh", "full"])
def test_a_health_is_read_as_it_was_written(tmp_path: Path, health: LinkHealth) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        link = _linked(archive)
        assert link.health == LinkHealth()
        assert _record(archive, link, health) == health


def test_a_check_keeps_what_it_showed_and_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        _record(archive, _linked(archive), _HEALTH)
        (row,) = archive.rows("SELECT * FROM link_checks")
        assert json.loads(row["hops"]) == [[301, _URL]]
        assert (row["title"], row["soft_score"], row["fragment"]) == ("Ünknown", 3, "missing")
        assert (row["detail"], row["is_host_honest"]) == ("more", 0)
        _record(archive, _linked_again(archive), LinkHealth())
        (plain,) = archive.rows("SELECT signs, tallies, turns FROM links")
        assert tuple(plain) == (None, None, None)


def _linked_again(archive: Archive) -> WatchedLink:
    (link,) = links_named(archive, [_URL])
    return link


def test_another_suggestion_is_not_verified_and_the_same_stays_so(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        link = _linked(archive)
        _record(archive, link, _HEALTH)
        with archive.writing() as conn:
            conn.execute("UPDATE links SET suggestion_verified_at = ?", (_AT,))
        _record(archive, link, _HEALTH)
        assert archive.rows("SELECT suggestion_verified_at FROM links")[0][0] == _AT
        _record(archive, link, LinkHealth())
        assert archive.rows("SELECT suggestion_verified_at FROM links")[0][0] is None


def _made_earlier(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,"
        " applied_at TEXT)"
    )
    for file in sorted(shipped("db/migrations").iterdir(), key=lambda file: file.name):
        if file.name < "0027":
            conn.executescript(file.read_text(encoding="utf-8"))
            conn.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                " VALUES ('archive-watch', ?, '2020-01-01T00:00:00Z')",
                (file.name.removesuffix(".sql"),),
            )
    for number, (state, reason, since) in enumerate(
        [("ok", None, None), ("broken", "http", _AT), ("suspected", "dns", _AT)], start=1
    ):
        conn.execute(
            "INSERT INTO links (id, url, host, state, reason, first_seen_at, failing_since, failures)"
            " VALUES (?, ?, 'h.example', ?, ?, '2020-01-01T00:00:00Z', ?, 2)",
            (number, f"{_URL}{number}", state, reason, since),
        )
    for at, reason, status in (
        ("2021-01-01T00:00:00Z", "http", 404),  # before it was last good
        ("2021-01-05T00:00:00Z", "http", 404),
        ("2021-01-05T00:10:00Z", "http", 404),
        ("2021-01-06T00:00:00Z", "dns", None),
        ("2021-01-09T00:00:00Z", "dns", None),
        ("2021-01-10T00:00:00Z", "truncated", 200),
    ):
        conn.execute(
            "INSERT INTO link_checks (link_id, checked_at, state, reason, status, elapsed_ms)"
            " VALUES (3, ?, 'suspected', ?, ?, 1)",
            (at, reason, status),
        )
    conn.commit()
    conn.close()


def test_what_an_earlier_program_knew_of_links_counts(tmp_path: Path) -> None:
    _made_earlier(tmp_path / "archive.db")
    with open_archive(tmp_path / "archive.db") as archive:
        good, broken, suspected = (
            links_named(archive, [f"{_URL}{number}"])[0].health for number in (1, 2, 3)
        )
        assert archive.number("SELECT count(*) FROM transitions") == 0
    assert (good.state, good.tallies) == (LinkState.OK, ())
    assert (broken.state, broken.tallies) == (LinkState.BROKEN, ())
    assert {
        tally.failing: (tally.count, tally.first_at, tally.last_at) for tally in suspected.tallies
    } == {
        Failing.NOT_THERE: (1, "2021-01-05T00:00:00Z", "2021-01-05T00:10:00Z"),
        Failing.NO_NAME: (2, "2021-01-06T00:00:00Z", "2021-01-09T00:00:00Z"),
    }
