"""What the tests of repairs share: hosts of loopback that stand for the archives, invented pages as
each of them serves them, and links that are known to be lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_watch.services.asking.network import open_network
from archive_watch.services.repairing.choose_links import choose_links
from archive_watch.services.repairing.repair_links import Sought, repair_links
from archive_watch.services.watch import Watch
from archive_watch.storage.link_answers import links
from repair.host_maps import shipped_map
from servers import PageServer
from services.asking import Hands, settings, watching

LIVE, CLINTON, POWELL, KERRY, POMPEO, BLINKEN = (
    "www.state.gov", "1997-2001.state.gov", "2001-2009.state.gov", "2009-2017.state.gov",
    "2017-2021.state.gov", "2021-2025.state.gov",
)  # fmt: skip
HOSTS = (LIVE, CLINTON, POWELL, KERRY, POMPEO, BLINKEN)
PAGE = f"http://{POMPEO}/the-page/"
OUTAGE = "<title>Technical Difficulties</title><p>We are experiencing technical difficulties.</p>"
WORDS = (
    "The harbour commission met on the quay and spoke of dredging, of tolls, of the lighthouse that"
    " had stood dark for a year, and of who would pay the pilots when the winter boats come in."
)


def wordpress(title: str, words: str = WORDS) -> str:
    """A page as the archives since 2017 serve them, invented."""
    return (
        f"<html><head><title>{title} - United States Department of State</title></head><body>"
        f'<main id="content"><h1 class="featured-content__headline">{title}</h1>'
        f'<div class="entry-content"><p>{words}</p></div></main></body></html>'
    )


def old(title: str, words: str = WORDS) -> str:
    """A page as the archive of 2001 to 2009 serves them, invented."""
    return (
        f"<html><head><title>{title}</title></head><body><table><tr><td><span id='content'>"
        f"<h2>{title}</h2><p>{words}</p></span></td></tr></table></body></html>"
    )


def responsive(title: str, words: str = WORDS) -> str:
    """A page as the archive of 2009 to 2017 serves them, invented."""
    return old(title, words).replace("<span id='content'>", "<div id='centerblock'>")


@contextmanager
def watched(
    folder: Path,
    server: PageServer,
    *linked: tuple[str, str],
    clock: Hands | None = None,
    **sections: dict[str, Any],
) -> Iterator[Watch]:
    """A watch over a page that links to each of ``linked`` (address, words)."""
    body = "".join(f'<p>It is told in <a href="{url}">{text}</a>.</p>' for url, text in linked)
    server.page("/the-page/", wordpress("The Page", f"{WORDS}</p>{body}<p>"), host=POMPEO)
    given = settings(server.connect_to(*HOSTS, "archive.example"), **sections)
    with watching(folder, given, clock) as watch:
        yield replace(watch, host_map=shipped_map())


def lost(
    watch: Watch, url: str, *, state: str = "broken", status: int | None = 404, **more: Any
) -> None:
    """Let the link be known as one that does not lead to its document."""
    values = {"state": state, "status": status, "reason": "http", "checked_at": watch.now(), **more}
    with watch.archive.writing() as conn:
        conn.execute(
            f"UPDATE links SET {', '.join(f'{name} = :{name}' for name in values)} WHERE url = :url",
            {**values, "url": url},
        )


async def repaired(watch: Watch, *, every: bool = False) -> list[Sought]:
    """One round of repairs."""
    async with open_network(watch) as network:
        return await repair_links(watch, network.for_links(watch), choose_links(watch, every=every))


def suggestion(watch: Watch, url: str) -> Any:
    return next(link["suggestion"] for link in links(watch.archive) if link["url"] == url)


def told(sought: Sought) -> list[tuple[str, bool, str]]:
    return [(one.candidate.url, one.is_right, one.told) for one in sought.tried]
