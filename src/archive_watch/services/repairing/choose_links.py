"""Which links are to be repaired: those that are known to be lost, and those that lead to a host whose
pages have moved on to an archive as soon as they fail."""

from __future__ import annotations

from archive_watch.model.clock import utc_text
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, links_named
from archive_watch.storage.repairs import is_any_out_of_step, links_to_repair

MOST_BY_HAND = 10_000


def choose_links(
    watch: Watch, *, every: bool = False, limit: int = MOST_BY_HAND
) -> list[WatchedLink]:
    """The links that want a repair and were not looked for lately; with ``every`` all that want one.

    Those that were never looked for come first.
    """
    live = [
        name for host in watch.host_map.hosts if host.is_live for name in (host.name, *host.also)
    ]
    urls = links_to_repair(
        watch.archive,
        now=None if every else utc_text(watch.clock()),
        areas=watch.settings.links.areas,
        live_hosts=live,
        limit=limit,
    )
    found = {link.url: link for link in links_named(watch.archive, urls)}
    return [found[url] for url in urls]


def is_anything_to_repair(watch: Watch) -> bool:
    """Whether any link is due for a repair, or what was found is not what its link shows."""
    return is_any_out_of_step(watch.archive) or bool(choose_links(watch, limit=1))
