"""A page that moved is followed, its old address is asked now and then, and the move is told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.run_due import run_due
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from servers import Answer, PageServer, conditional
from services.asking import HOST, Hands, article, changes, check, settings, told, watching

OLD, NEW = f"http://{HOST}/old/", "/new/remarks/"
WORDS = article("What was said on that day was of harbours and of ships alone.")
EDITED = article("What was said on that day was of harbours and of boats alone.")
TO_NEW = Answer(status=301, headers=(("Location", NEW),))


class Moved:
    """A page that is read once at its address, and then has moved."""

    def __init__(self, watch: Watch, server: PageServer, clock: Hands) -> None:
        self.watch, self.server, self.clock = watch, server, clock

    async def days(self, days: int) -> list[tuple[str, str | None]]:
        """A round a day; what each came to."""
        visits: list[Visit] = []
        async with open_network(self.watch) as network:
            for _ in range(days):
                self.clock.move(days=1, minutes=10)
                await run_due(self.watch, network, owner="me", done=visits.append)
        return told(visits)

    def asked(self) -> list[str]:
        paths = [path for path in self.server.paths() if path != "/robots.txt"]
        self.server.requests.clear()
        return paths


@contextmanager
def moved(folder: Path) -> Iterator[Moved]:
    clock = Hands()
    with (
        PageServer() as server,
        watching(folder, settings(server.connect_to(HOST)), clock) as watch,
    ):
        server.page("/old/", WORDS)
        add_pages(watch, [OLD])
        yield Moved(watch, server, clock)


async def test_a_page_that_moved_is_asked_where_it_is_and_now_and_then_where_it_was(
    tmp_path: Path,
) -> None:
    with moved(tmp_path) as one:
        assert await one.days(1) == [("new", None)]
        one.server.routes |= {"/old/": TO_NEW, NEW: conditional(WORDS, etag='"n"')}
        assert await one.days(1) == [("moved", None)]
        one.asked()
        outcomes = await one.days(20)
        assert {outcome for outcome, _ in outcomes} == {"not_modified", "unchanged"}
        paths = one.asked()
        assert paths.count("/old/") == 2, "every tenth time"
        assert paths.count(NEW) == 20
        assert [outcome for outcome, _ in outcomes].count("not_modified") >= 16
        one.server.page(NEW, EDITED)
        assert ("changed", None) in await one.days(1)
        assert changes(one.watch.archive) == ["moved", "text"], "each told once"
        assert list(verify_archive(one.watch)) == []


async def test_where_the_new_address_fails_the_old_one_says_where_the_page_is(
    tmp_path: Path,
) -> None:
    with moved(tmp_path) as one:
        await one.days(1)
        one.server.routes |= {"/old/": TO_NEW, NEW: Answer(body=WORDS)}
        await one.days(2)
        del one.server.routes[NEW]
        one.server.page("/old/", WORDS)
        assert await one.days(1) == [("moved", None)], "back at its own address at once"
        assert changes(one.watch.archive) == ["moved", "moved"]
        one.server.routes |= {
            "/old/": Answer(status=301, headers=(("Location", "/third/"),)),
            "/third/": Answer(body=WORDS),
        }
        await one.days(1)
        one.server.routes["/third/"] = Answer(status=302, headers=(("Location", "/login/"),))
        one.server.page("/login/", article("A wholly other text, to be read by nobody at all."))
        assert await one.days(1) == [("soft_missing", "redirected_elsewhere")]


async def test_a_page_that_is_gone_from_its_new_address_is_gone_after_two_checks(
    tmp_path: Path,
) -> None:
    with moved(tmp_path) as one:
        await one.days(1)
        one.server.routes |= {"/old/": TO_NEW, NEW: Answer(body=WORDS)}
        await one.days(2)
        del one.server.routes[NEW]
        outcomes = await one.days(2)
        assert [outcome for outcome, _ in outcomes] == ["missing", "missing"]
        assert changes(one.watch.archive) == ["moved", "removed"]


async def test_a_page_that_moved_onto_a_watched_one_is_moved_and_stays_a_page(
    tmp_path: Path,
) -> None:
    with moved(tmp_path) as one:
        one.server.page(NEW, WORDS)
        add_pages(one.watch, [f"http://{HOST}{NEW}"])
        await one.days(1)
        one.server.routes["/old/"] = TO_NEW
        await one.days(3)
        states = [
            row["state"] for row in one.watch.archive.rows("SELECT state FROM pages ORDER BY id")
        ]
        assert states == ["moved", "live"]
        assert changes(one.watch.archive) == ["moved"]


async def test_a_page_named_by_hand_is_asked_as_it_was_named(tmp_path: Path) -> None:
    with moved(tmp_path) as one:
        await one.days(1)
        one.server.routes |= {"/old/": TO_NEW, NEW: Answer(body=WORDS)}
        await one.days(1)
        one.asked()
        await check(one.watch, OLD)
        assert one.asked() == ["/old/", NEW]
