"""Pages that are all led to one address are gone there, whether their words were known or not."""

from __future__ import annotations

from pathlib import Path

from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from servers import Answer, PageServer
from services.asking import (
    HOST,
    Hands,
    article,
    changes,
    check,
    incidents,
    settings,
    told,
    watching,
)

NOTICE = article("This collection is no longer online. Write to us for copies of it.")
PAGES = [f"http://{HOST}/{name}/" for name in ("remarks", "briefing", "interview", "readout")]


def lead(server: PageServer, *urls: str, status: int = 302, to: str = "/notice/") -> None:
    for url in urls:
        path = url.removeprefix(f"http://{HOST}")
        server.routes[path] = Answer(status=status, headers=(("Location", to),))


def states(watch: Watch) -> list[str]:
    return [row["state"] for row in watch.archive.rows("SELECT state FROM pages ORDER BY id")]


async def test_the_third_page_that_is_led_to_one_place_shows_that_it_is_none_of_them(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.page("/notice/", NOTICE)
        lead(server, *PAGES, status=301)
        with watching(tmp_path, settings(server.connect_to(HOST)), clock := Hands()) as watch:
            assert told(await check(watch, *PAGES[:2])) == [("new", None), ("new", None)]
            assert told(await check(watch, PAGES[2])) == [("soft_missing", "shared_target")]
            assert states(watch) == ["new"] * 3
            aside = "SELECT count(*) FROM versions WHERE retracted_at IS NOT NULL"
            assert watch.archive.number(aside) == 2
            clock.move(days=1)
            again = await check(watch, *PAGES)
            assert told(again) == [("soft_missing", "shared_target")] * 4
            assert incidents(watch.archive) == []
            assert changes(watch.archive) == []
            assert list(verify_archive(watch)) == []
            server.page("/remarks/", article("What was said at the harbour."))
            clock.move(days=1)
            assert told(await check(watch, PAGES[0])) == [("new", None)]


async def test_pages_that_were_read_before_are_gone_once_they_are_led_to_one_place(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        for number, url in enumerate(PAGES):
            words = article(f"What was said on day {number} was of harbours and of ships alone.")
            server.page(url.removeprefix(f"http://{HOST}"), words)
        with watching(tmp_path, settings(server.connect_to(HOST)), clock := Hands()) as watch:
            await check(watch, *PAGES)
            server.page("/notice/", NOTICE)
            lead(server, *PAGES[:3])
            clock.move(days=1)
            assert told(await check(watch, *PAGES)) == [
                ("soft_missing", "redirected_elsewhere"),
                ("soft_missing", "redirected_elsewhere"),
                ("soft_missing", "shared_target"),
                ("unchanged", None),
            ]
            assert states(watch) == ["suspect"] * 3 + ["live"]
            clock.move(days=1)
            await check(watch, *PAGES)
            assert states(watch) == ["removed"] * 3 + ["live"]
            assert changes(watch.archive) == ["removed"] * 3


async def test_pages_that_moved_to_one_page_with_their_own_words_have_moved(tmp_path: Path) -> None:
    """Three addresses of one document, each read there before."""
    words = article("What was said on that day was of harbours and of ships alone.")
    with PageServer() as server:
        for url in PAGES[:3]:
            server.page(url.removeprefix(f"http://{HOST}"), words)
        with watching(tmp_path, settings(server.connect_to(HOST)), clock := Hands()) as watch:
            await check(watch, *PAGES[:3])
            server.page("/all/", words)
            lead(server, *PAGES[:3], status=301, to="/all/")
            clock.move(days=1)
            assert told(await check(watch, *PAGES[:3])) == [("moved", None)] * 3


async def test_other_names_of_one_page_are_no_shared_target(tmp_path: Path) -> None:
    names = [f"http://{HOST}/{name}" for name in ("old/remarks", "remarks.htm", "a/b/Remarks/")]
    with PageServer() as server:
        server.page("/remarks/", article("What was said at the harbour."))
        lead(server, *names, status=301, to="/remarks/")
        with watching(tmp_path, settings(server.connect_to(HOST)), Hands()) as watch:
            assert told(await check(watch, *names)) == [("new", None)] * 3
