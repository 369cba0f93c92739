"""Our side of the zoo: its links asked as they fall due, for forty days of a clock moved by hand."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from archive_watch.services.asking.network import open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, due_links, links_in_state
from link_zoo_truth import Verdicts, verdicts
from services.asking import BEGIN, Hands, check, settings, watching
from zoo.all_kinds import linked_zoo
from zoo.server import NETWORK, Zoo

_DEAD = frozenset({"broken", "gone", "soft_404"})
_HOURS = (0, 1, 7, *range(24, 40 * 24 + 1, 24))


def judged() -> Verdicts:
    """What our link states were in the end, and which were called dead that were not."""
    with linked_zoo() as zoo, tempfile.TemporaryDirectory() as folder:
        last, first_days = asyncio.run(_live(zoo, Path(folder)))
        dead = {name for name, state in last.items() if state in _DEAD}
        return verdicts(zoo, dead, first_days)


async def _live(zoo: Zoo, folder: Path) -> tuple[dict[str, str], dict[str, float]]:
    clock = Hands()
    given = settings(
        zoo.connect_to,
        fetch={"allow_networks": (NETWORK,)},
        links={"deadline_seconds": 1.0},
        schedule={"workers": 64},
    )
    first_days: dict[str, float] = {}
    with watching(folder, given, clock) as watch:
        await check(watch, *zoo.pages)
        for hours in _HOURS:
            clock.moment, zoo.day = BEGIN + timedelta(hours=hours), hours / 24
            due = due_links(watch.archive, now=watch.now(), areas=("body",), every=False)
            await _ask(watch, clock, due)
            for name, state in _states(watch, zoo).items():
                if state in _DEAD:
                    first_days.setdefault(name, zoo.day)
        # What is gone is asked once in three months: this looks whether it would be found again.
        await _ask(watch, clock, links_in_state(watch.archive, ["gone"], areas=("body",)))
        return _states(watch, zoo), first_days


async def _ask(watch: Watch, clock: Hands, due: list[WatchedLink]) -> None:
    async with open_network(watch, timer=clock.timer()) as network:
        await check_links(watch, network.for_links(watch), due)


def _states(watch: Watch, zoo: Zoo) -> dict[str, str]:
    rows = watch.archive.rows("SELECT url, state FROM links")
    states = {row["url"]: row["state"] for row in rows}
    return {name: states[href] for name in zoo.kinds if (href := zoo.href(name)) in states}
