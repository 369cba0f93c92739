"""Which pages a command checks: numbers alone, host by host, in the order that was wanted."""

from __future__ import annotations

from pathlib import Path

from archive_watch.services.add_pages import add_pages
from archive_watch.services.watch import Watch
from archive_watch.storage.wanted import (
    an_address_of_each_host,
    due_pages,
    every_wanted_page,
    these_pages,
)
from services.asking import settings, watching

URLS = ("http://b.example/1/", "http://a.example/2/", "http://b.example/3/", "http://a.example/4/")


def made_due(watch: Watch, page_id: int, at: str) -> None:
    watch.archive.conn.execute("UPDATE pages SET next_fetch_at = ? WHERE id = ?", (at, page_id))


def test_due_pages_are_those_that_were_due_longest_first_and_no_paused_one(tmp_path: Path) -> None:
    with watching(tmp_path, settings()) as watch:
        pages = [added.page.id for added in add_pages(watch, URLS)]
        made_due(watch, pages[0], "2026-02-03T00:00:00Z")
        made_due(watch, pages[1], "2026-02-02T00:00:00Z")
        made_due(watch, pages[2], "2026-02-01T00:00:00Z")
        made_due(watch, pages[3], "2026-03-02T00:00:00Z")
        due = due_pages(watch.archive, watch.now())
        assert list(due.in_order) == [pages[2], pages[1], pages[0]]
        assert {host: list(ids) for host, ids in due.by_host.items()} == {
            "b.example": [pages[2], pages[0]],
            "a.example": [pages[1]],
        }
        watch.archive.conn.execute("UPDATE pages SET state = 'paused' WHERE id = ?", (pages[1],))
        assert list(due_pages(watch.archive, watch.now()).by_host) == ["b.example"]
        assert list(every_wanted_page(watch.archive).in_order) == [pages[0], *pages[2:]]


def test_a_page_that_is_named_twice_is_wanted_twice_and_asked_once(tmp_path: Path) -> None:
    with watching(tmp_path, settings()) as watch:
        first, second = (added.page for added in add_pages(watch, URLS[:2]))
        wanted = these_pages([second, first, second])
    assert list(wanted.in_order) == [second.id, first.id, second.id]
    assert [list(ids) for ids in wanted.by_host.values()] == [[second.id], [first.id]]
    assert len(wanted) == 2


def test_of_each_host_one_address_is_told(tmp_path: Path) -> None:
    with watching(tmp_path, settings()) as watch:
        add_pages(watch, URLS)
        told = an_address_of_each_host(watch.archive, every_wanted_page(watch.archive))
        assert sorted(told) == [URLS[3], URLS[2]]
