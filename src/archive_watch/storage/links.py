"""Links: which are to be checked, and the health that their checks add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.link import PROVED, LinkEvidence, LinkHealth, LinkState
from archive_watch.model.url import asked_address
from archive_watch.storage import link_columns
from archive_watch.storage.database import Archive, Row

_FAILING = ", ".join(f"'{state}'" for state in (LinkState.SUSPECTED, *sorted(PROVED)))
_ON_CURRENT_PAGES = (
    "SELECT DISTINCT l.* FROM links l JOIN page_links k ON k.link_id = l.id"
    " JOIN versions v ON v.id = k.version_id AND v.is_current = 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLink:
    """One link target: ``address`` is what is asked, its fragment left out."""

    id: int
    url: str
    host: str
    address: str
    health: LinkHealth


def due_links(
    archive: Archive, *, now: str, areas: Sequence[str], every: bool
) -> list[WatchedLink]:
    """The links on current pages that are due at ``now``, or all of them."""
    if every:
        sql = f"{_ON_CURRENT_PAGES} WHERE k.area IN ({_marks(areas)}) ORDER BY l.id"
        return [_link(row) for row in archive.rows(sql, [*areas])]
    sql = (
        "SELECT l.* FROM links l WHERE l.next_check_at <= ? AND EXISTS (SELECT 1 FROM page_links k"
        " JOIN versions v ON v.id = k.version_id AND v.is_current = 1"
        f" WHERE k.link_id = l.id AND k.area IN ({_marks(areas)})) ORDER BY l.next_check_at, l.id"
    )
    return [_link(row) for row in archive.rows(sql, [now, *areas])]


def links_on_pages(
    archive: Archive, page_ids: Sequence[int], *, areas: Sequence[str]
) -> list[WatchedLink]:
    """The links on the current versions of these pages."""
    sql = (
        f"{_ON_CURRENT_PAGES} WHERE k.area IN ({_marks(areas)})"
        f" AND v.page_id IN ({_marks(page_ids)}) ORDER BY l.id"
    )
    return [_link(row) for row in archive.rows(sql, [*areas, *page_ids])]


def links_named(archive: Archive, urls: Sequence[str]) -> list[WatchedLink]:
    """The links with exactly these addresses."""
    sql = f"SELECT * FROM links WHERE url IN ({_marks(urls)}) ORDER BY id"
    return [_link(row) for row in archive.rows(sql, list(urls))]


def links_in_state(
    archive: Archive, states: Sequence[str], *, areas: Sequence[str]
) -> list[WatchedLink]:
    """The links on current pages that are in one of these states, due or not."""
    sql = (
        f"{_ON_CURRENT_PAGES} WHERE k.area IN ({_marks(areas)})"
        f" AND l.state IN ({_marks(states)}) ORDER BY l.id"
    )
    return [_link(row) for row in archive.rows(sql, [*areas, *states])]


def failing_once_good(archive: Archive, host: str) -> int:
    """How many links to a host fail now and were good once."""
    return archive.number(
        f"SELECT count(*) FROM links WHERE host = ? AND state IN ({_FAILING})"
        " AND last_ok_at IS NOT NULL",
        (host,),
    )


def healths_of_host(archive: Archive, host: str) -> list[LinkHealth]:
    """The health of every link to a host that was asked."""
    sql = "SELECT * FROM links WHERE host = ? AND state NOT IN ('unchecked', 'excluded')"
    return [link_columns.health_of(row) for row in archive.rows(sql, (host,))]


def by_address(links: Sequence[WatchedLink]) -> dict[str, list[WatchedLink]]:
    """Links grouped by the address that is asked: each is asked once, however often it is linked."""
    groups: defaultdict[str, list[WatchedLink]] = defaultdict(list)
    for link in links:
        groups[link.address].append(link)
    return dict(groups)


def record_link_check(
    archive: Archive,
    link: WatchedLink,
    seen: LinkEvidence,
    health: LinkHealth,
    *,
    run_id: int | None,
    next_check_at: str | None,
) -> None:
    """Write one check of a link and the health that it leaves, in the caller's transaction.

    A suggestion that is another than before is not verified any more.
    """
    check = link_columns.of_check(seen) | {"link_id": link.id, "run_id": run_id}
    archive.conn.execute(_insert(check), check)
    after = link_columns.of_health(health) | {"next_check_at": next_check_at}
    archive.conn.execute(_update(after), after | {"id": link.id})


def _insert(check: dict[str, object]) -> str:
    return f"INSERT INTO link_checks ({', '.join(check)}) VALUES (:{', :'.join(check)})"


def _update(after: dict[str, object]) -> str:
    given = ", ".join(f"{name} = :{name}" for name in after)
    return (
        f"UPDATE links SET {given}, suggestion_verified_at ="
        " iif(suggestion_url IS :suggestion_url AND suggestion_kind IS :suggestion_kind,"
        " suggestion_verified_at, NULL) WHERE id = :id"
    )


def put_off_link(archive: Archive, link: WatchedLink, *, until: str) -> None:
    """Let the links to this address be due no earlier than ``until``: nothing was learnt."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE links SET next_check_at = ? WHERE host = ? AND (url IN (?, ?) OR url LIKE ? || '#%')",
            (until, link.host, link.url, link.address, link.address),
        )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


def _link(row: Row) -> WatchedLink:
    return WatchedLink(
        id=row["id"],
        url=row["url"],
        host=row["host"],
        address=asked_address(row["url"]),
        health=link_columns.health_of(row),
    )
