"""What else the program does beside fetching, to be killed at it: fold, backup, restore, discover.

A page that never changes gives the folding something to fold; a sitemap names one page more at each
request.  A copy or an archive that bears its name must be whole, whenever its maker was killed.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive_watch.storage.database import Archive
from servers import Answer, Request, conditional

STILL = "/still/"
FOUND = "/found-"
_SITEMAP = "/sitemap.xml"
_MOST_FOUND = 6
_STILL_PAGE = conditional("<main><h1>Still</h1><p>As it always was.</p></main>", etag='"1"')


class Beside:
    """The work beside fetching in ``folder``, over the server at ``url``."""

    def __init__(self, folder: Path, url: str, rng: random.Random) -> None:
        self._folder, self._url, self._rng = folder, url, rng
        self._copies = folder / "copies"
        self._sitemaps = self._made = 0
        self._source: Path | None = None
        self._checks = 0

    def command(self) -> list[str]:
        """The arguments of some such work."""
        self._made += 1
        copying = ["backup", str(self._copies / f"{self._made}.db")]
        choices = [
            ["fold", "--before", "2100-01-01"],
            copying,
            ["discover", f"{self._url}{_SITEMAP}"],
        ]
        if self._source is not None:
            restored = str(self._folder / f"restored-{self._made}.db")
            choices.append(["--db", restored, "restore", str(self._source)])
        return self._rng.choice(choices)

    def answer(self, request: Request) -> Answer | None:
        """What the server says where it is asked for any of this."""
        if request.path == STILL:
            said = _STILL_PAGE(request)  # type: ignore[operator]
            assert isinstance(said, Answer)
            return said
        if request.path != _SITEMAP:
            return None
        self._sitemaps += 1
        found = range(min(self._sitemaps, _MOST_FOUND))
        named = "".join(f"<url><loc>{self._url}{FOUND}{number}/</loc></url>" for number in found)
        return Answer(
            body=f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</urlset>',
            headers={"Content-Type": "application/xml"},
        )

    def faults(self, archive: Archive, told: Counter[str], asked: Counter[str]) -> Iterator[str]:
        """What is lost, doubled or half-made.  ``told``: checks acknowledged since the last look;
        ``asked``: requests ever made, by path."""
        checks = archive.number(
            "SELECT sum(checks) FROM check_log WHERE url LIKE ?", (f"%{STILL}",)
        )
        if not self._checks + told[self._url + STILL] <= checks <= asked[STILL]:
            yield f"{STILL}: {self._checks} checks and {told}, and now {checks}"
        self._checks = checks
        for row in archive.rows(_HALF_FOUND, (f"%{FOUND}%",)):
            yield f"{row['url']} is watched, and no source names it"
        yield from self._faults_of_copies()

    def _faults_of_copies(self) -> Iterator[str]:
        for path in [*self._copies.glob("[!.]*"), *self._folder.glob("restored-*.db")]:
            is_whole = path.suffix == ".db" and _pages_of(path) > 0
            if not is_whole:
                yield f"{path.name} bears its name and is not whole"
            elif path.parent == self._copies:
                self._source = path.replace(self._folder / "source.db")
            else:
                path.unlink()
        if len(list(self._copies.glob(".*.part"))) > 1:
            yield "what a killed copy left behind is not cleared away"


def _pages_of(path: Path) -> int:
    """How many pages a whole archive watches; 0 where it is not whole."""
    conn = sqlite3.connect(path)
    try:
        if conn.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return 0
        return int(conn.execute("SELECT count(*) FROM pages").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0
    finally:
        conn.close()


_HALF_FOUND = (
    "SELECT p.url FROM pages p WHERE p.url LIKE ?"
    " AND NOT EXISTS (SELECT 1 FROM discovered_pages d WHERE d.page_id = p.id)"
)
