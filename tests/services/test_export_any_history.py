"""Whatever a server answers, in whatever order: an export that is imported tells the same history."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, example, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from exported import exported, history_in
from servers import Answer, PageServer, Route, conditional
from services.asking import HOST, Hands, article, check, settings, watching
from watching import imported

PAGES = (f"http://{HOST}/one/", f"http://{HOST}/two/")
FIRST = article("The committee met on Tuesday and agreed to publish its report in full.")
SECOND = article("The committee met on Monday and agreed to publish its report in part.")
KINDS = (
    *("first", "second", "first, tagged", "second, tagged", "validated", "validated"),
    *("gone", "gone", "refused", "down", "document", "empty", "moved", "led"),
)


def route(kind: str, day: int) -> Route:
    """What the server answers on that day for a kind of answer."""
    tag = f"<script nonce='{day * 7919:08x}'></script>"
    match kind:
        case "first" | "second":
            return Answer(body=FIRST if kind == "first" else SECOND)
        case "first, tagged" | "second, tagged":
            return Answer(body=tag + (FIRST if kind.startswith("first") else SECOND))
        case "validated":
            return conditional(FIRST, etag='"first"')
        case "gone":
            return Answer(status=404, body="There is nothing here.")
        case "refused":
            return Answer(status=403, body="Refused.")
        case "down":
            return Answer(status=503, body="Down.")
        case "document":
            return Answer(body=b"%PDF-1.4" + bytes([day % 2]), content_type="application/pdf")
        case "empty":
            return Answer(body="")
        case _:
            return Answer(status=301 if kind == "moved" else 302, headers={"Location": "/there/"})


async def watched(folder: Path, server: PageServer, days: Sequence[tuple[str, str]]) -> None:
    """Both pages checked each day, each answered as its kind of that day says."""
    clock = Hands(moment=datetime(2025, 1, 1, 12, tzinfo=UTC))
    server.routes["/there/"] = Answer(body=FIRST)
    with watching(folder, settings(server.connect_to(HOST)), clock) as watch:
        for day, kinds in enumerate(days):
            server.routes |= {
                f"/{name}/": route(kind, day)
                for name, kind in zip(("one", "two"), kinds, strict=True)
            }
            await check(watch, *PAGES, timer=clock.timer())
            clock.move(days=1)


@tries(max_examples=6, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@example(days=[("second", "first"), ("led", "first"), ("first", "first")])
@example(
    days=[("second", "gone"), ("second", "gone"), ("second", "second, tagged"), ("down", "second")]
)
@given(
    days=st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)), min_size=3, max_size=9)
)
def test_whatever_was_answered_an_import_of_the_export_tells_the_same(
    days: list[tuple[str, str]],
) -> None:
    with TemporaryDirectory() as folder, PageServer() as server:
        place = Path(folder)
        asyncio.run(watched(place, server, days))
        (place / "all.warc.gz").write_bytes(exported(place / "archive.db"))
        before = history_in(place / "archive.db")
        if not before["captures"]:
            return
        assert imported(place / "again.db", place / "all.warc.gz").bad == []
        assert history_in(place / "again.db") == before
