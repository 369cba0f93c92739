"""The same edit in the words of many pages is one cluster that grows, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive_watch.services.judging.classify_again import classify_again
from archive_watch.services.telling.make_report import make_report
from archive_watch.services.watch import Watch
from archive_watch.storage import answers, changes, clusters
from archive_watch.storage.clusters import cluster_faults
from archive_watch.storage.database import Archive, open_archive
from fresh import fresh_archive
from servers import PageServer
from services.asking import HOST, Hands, article, check, settings, watching
from warcs import page, response, written
from watching import imported, watch_of

_SAID = (
    "Yesterday {} spoke to the harbour board about page {}.",
    "The board thanked {} for the care that went into report {}.",
    "Nobody but {} had read letter {} before the ferry left.",
)


def _told(watch: Watch, **wanted: Any) -> list[answers.Answer]:
    return list(answers.changes(watch.archive, answers.ChangeFilter(**wanted)))


def _url(number: int) -> str:
    return f"http://{HOST}/letters/{number}/"


def _words(number: int, name: str) -> str:
    return article(_SAID[number % 3].format(name, number), title=f"Letter {number}")


async def _see(
    watch: Watch, server: PageServer, hands: Hands, number: int, body: str
) -> None:  # fmt: skip
    hands.move(minutes=5)
    server.page(f"/letters/{number}/", body, host=HOST)
    await check(watch, _url(number), force=True)


async def test_a_name_mended_on_fourteen_pages_is_fourteen_changes_in_one_growing_cluster(
    tmp_path: Path,
) -> None:
    hands, seen = Hands(), []
    with PageServer() as server:
        given = settings(server.connect_to(HOST))
        with watching(tmp_path, given, hands) as watch:
            for number in range(14):
                await _see(watch, server, hands, number, _words(number, "Natalie Jones"))
            for number in range(6):
                await _see(watch, server, hands, number, _words(number, "Natalia Jones"))
                seen.append({(one["cluster"], one["pages"]) for one in _told(watch)})
        with watching(tmp_path, given, hands) as watch:  # the watch begins anew
            for number in range(6, 14):
                await _see(watch, server, hands, number, _words(number, "Natalia Jones"))
                seen.append({(one["cluster"], one["pages"]) for one in _told(watch)})
            assert list(cluster_faults(watch.archive)) == []
            told = _told(watch)
            cluster = told[0]["cluster"]
            assert seen == [{(None, 1)}, *[{(cluster, pages)} for pages in range(2, 15)]]
            assert {one["cluster_severity"] for one in told} == {one["severity"] for one in told}
            assert _told(watch, cluster=cluster[:12]) == told
            assert _told(watch, cluster="0" * 64) == []
            view = "SELECT DISTINCT cluster, pages FROM recent_changes"
            assert [tuple(row) for row in watch.archive.rows(view)] == [(cluster, 14)]


async def test_other_words_on_other_pages_are_no_cluster(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        pairs = (("a pilot", "the pilot"), ("12 men", "13 men"), ("he, too,", "he too"))
        for at, (was, now) in enumerate(pairs):
            for number in range(3 * at, 3 * at + 3):
                await _see(watch, server, hands, number, _words(number, was))
                await _see(watch, server, hands, number, _words(number, now))
        assert [(one["kind"], one["cluster"]) for one in _told(watch)] == [("text", None)] * 9


async def test_hosts_rewritten_are_one_cluster_that_weighs_little(tmp_path: Path) -> None:
    hands = Hands()
    words = "See <a href='https://{0}/notes/{1}'>https://{0}/notes/{1}</a> for letter {1}."
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        for host in ("www.harbour.gov", "2017-2021.harbour.gov"):
            for number in range(4):
                body = article(words.format(host, number), title=f"Letter {number}")
                await _see(watch, server, hands, number, body)
        told = _told(watch)
        assert len({one["cluster"] for one in told} - {None}) == 1
        assert {one["pages"] for one in told} == {4}
        assert {flag["kind"] for one in told for flag in one["flags"]} == {"host"}
        assert [len(one.alike) for one in make_report(watch).edits()] == [3]


async def test_a_change_of_several_edits_is_of_the_cluster_with_most_pages(tmp_path: Path) -> None:
    hands = Hands()
    with PageServer() as server, watching(
        tmp_path, settings(server.connect_to(HOST)), hands
    ) as watch:  # fmt: skip
        was = "{} Natalie Jones spoke about climate policy of letter {}."
        both = was.replace("Natalie", "Natalia").replace("climate", "weather")
        for number, now in enumerate(
            [both, both, was.replace("Natalie", "Natalia"), both.replace("spoke", "shouted")]
        ):
            place = ("Here", "There", "Today", "Then")[number]
            await _see(watch, server, hands, number, article(was.format(place, number)))
            await _see(watch, server, hands, number, article(now.format(place, number)))
        assert list(cluster_faults(watch.archive)) == []
        told = _told(watch)
        assert [one["pages"] for one in told] == [4, 4, 4, 4]
        assert len({one["cluster"] for one in told}) == 1


_AT = "2026-03-01T12:00:00Z"
_NAME, _POLICY, _MOOD = ("Natalie", "Natalia"), ("climate", "weather"), ("laughed", "smiled")


def _edited(archive: Archive, number: int, *edits: tuple[str, str]) -> int:
    """Mark a change of a new page with these edits; how many rows that wrote."""
    archive.conn.execute(
        "INSERT INTO pages (id, site_id, url, key, state_since, added_at, added_by)"
        " VALUES (?, 1, 'https://h.example/' || ?, 'h.example/' || ?, ?, ?, 'command')",
        (number, number, number, _AT, _AT),
    )
    archive.conn.execute(
        "INSERT INTO changes (id, page_id, step, kind, severity, aspects, flags, not_before,"
        " not_after, detected_at, source, words_added, words_removed, summary, beside)"
        " VALUES (?, ?, 'state', 'text', 60, '[\"text\"]', '[]', ?, ?, ?, 'live', 1, 1, '', '')",
        (number, number, _AT, _AT, _AT),
    )
    archive.conn.executemany(
        "INSERT INTO change_edits VALUES (?, ?, NULL, ?, ?, '[]')",
        [(number, position, *edit) for position, edit in enumerate(edits)],
    )
    before = archive.conn.total_changes
    clusters.mark(archive, number)
    return archive.conn.total_changes - before


@contextmanager
def _new_archive(folder: Path) -> Iterator[Archive]:
    with fresh_archive(folder / "archive.db") as archive, archive.writing() as conn:
        conn.execute("INSERT INTO sites (id, host, added_at) VALUES (1, 'h.example', ?)", (_AT,))
        yield archive


def test_the_three_hundredth_page_writes_no_more_rows_than_the_fourth(tmp_path: Path) -> None:
    with _new_archive(tmp_path) as archive:
        rows = [_edited(archive, number, _NAME, _POLICY, _MOOD) for number in range(1, 301)]
        assert list(cluster_faults(archive)) == []
    assert len(set(rows[40:])) == 1
    assert rows[-1] <= rows[3]


def test_changes_go_over_to_a_cluster_that_overtakes_theirs_however_many_they_are(
    tmp_path: Path,
) -> None:
    said = [(_NAME, _POLICY)] * 50 + [(_NAME,)] * 2 + [(_POLICY,)] * 4 + [(_NAME,)] * 3
    with _new_archive(tmp_path) as archive:
        first = []
        for number, edits in enumerate(said, start=1):
            _edited(archive, number, *edits)
            row = archive.row("SELECT cluster FROM changes WHERE id = 1")
            first.append(None if row is None else row["cluster"])
            assert list(cluster_faults(archive)) == []
    assert len({*first[50:52], *first[56:]}) > 1


def test_changes_of_earlier_programs_are_marked_with_the_next_one_and_by_reclassify(
    tmp_path: Path,
) -> None:
    sights = [
        response(
            f"https://archive.example/{number}/",
            page(_SAID[number].format(name, number)),
            at=f"2020-0{month}-01T00:00:00Z",
        )
        for number in range(3)
        for month, name in ((1, "Natalie Jones"), (2, "Natalia Jones"))
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "a.warc", *sights))
    with open_archive(tmp_path / "archive.db") as archive:
        told = [(one["cluster"], one["pages"]) for one in _told(watch_of(archive))]
        assert [pages for _, pages in told] == [3, 3, 3]
        for again in ("reclassify", "the next change"):
            with archive.writing() as conn:
                conn.execute("UPDATE changes SET marked = NULL, cluster = NULL")
                conn.execute("DELETE FROM edit_marks")
                conn.execute("DELETE FROM edit_clusters")
            if again == "reclassify":
                classify_again(watch_of(archive), dry_run=True)
                assert {one["cluster"] for one in _told(watch_of(archive))} == {None}
                classify_again(watch_of(archive))
            else:
                archive.memory.clear()
                with archive.writing():
                    clusters.mark(archive, 1)
            assert [(one["cluster"], one["pages"]) for one in _told(watch_of(archive))] == told
            assert list(cluster_faults(archive)) == []


@pytest.mark.parametrize("at", [0, 1], ids=["first", "second"])
def test_a_change_that_is_set_aside_leaves_its_cluster_and_comes_back_to_it(
    at: int, tmp_path: Path
) -> None:
    sights = [
        response(
            f"https://archive.example/{number}/",
            page(_SAID[number].format(name, number)),
            at=f"2020-0{month}-01T00:00:00Z",
        )
        for number in range(2)
        for month, name in ((1, "Natalie Jones"), (2, "Natalia Jones"))
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "a.warc", *sights))
    with open_archive(tmp_path / "archive.db") as archive:
        before = _told(watch_of(archive))
        with archive.writing():
            changes.supersede(archive, before[at]["id"], at="2026-01-01T00:00:00Z")
        assert [(one["cluster"], one["pages"]) for one in _told(watch_of(archive))] == [(None, 1)]
        assert list(cluster_faults(archive)) == []
        with archive.writing():
            changes.stand_again(archive, before[at]["id"])
        assert _told(watch_of(archive)) == before
        assert list(cluster_faults(archive)) == []
