"""The daemon's chores: what is to be done now and then beside the checks of pages and links.

One entry for each; ``daemon/do_chores.py`` does them when they are due by the database.  A chore's
work raises what went wrong: that is logged, kept, and tried again later.  It
may be cancelled at any await, and is then due again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from archive_watch.config import Settings
from archive_watch.model.clock import utc_text
from archive_watch.services.asking.network import Network
from archive_watch.services.asking.send_ping import ping_every, send_ping
from archive_watch.services.copying.copy_aside import copy_aside
from archive_watch.services.copying.fold_aside import fold_aside
from archive_watch.services.copying.fold_checks import WORTH_IT
from archive_watch.services.covering.note_coverage import note_coverage
from archive_watch.services.discovering.follow_starts import follow_every, follow_starts
from archive_watch.services.indexing.index_past import index_aside
from archive_watch.services.notifying.tell_people import (
    is_anything_to_tell,
    tell_people,
    tells_every,
)
from archive_watch.services.repairing.choose_links import is_anything_to_repair
from archive_watch.services.repairing.repair_regularly import repair_regularly, repairs_every
from archive_watch.services.watch import Watch
from archive_watch.storage.heartbeat import last_heartbeat
from archive_watch.storage.past_words import waiting_versions

_DAY_SECONDS = 86_400.0
_HOUR_SECONDS = 3_600.0
_MINUTE_SECONDS = 60.0
_FIRST_PROGRESS_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Chore:
    """Work that comes round by itself.

    ``every`` is the seconds from one beginning to the next, by the settings in force; None: never.
    ``is_wanted``: whether there is anything to do, where that is quickly seen.
    """

    name: str
    every: Callable[[Settings], float | None]
    work: Callable[[Watch, Network], Awaitable[None]]
    is_wanted: Callable[[Watch], bool] = lambda _: True


async def _copy(watch: Watch, _: Network) -> None:
    await copy_aside(watch)


def _copies_every(settings: Settings) -> float | None:
    return settings.backup.every_seconds if settings.backup.folder else None


async def _fold(watch: Watch, _: Network) -> None:
    after = watch.settings.retention.fold_unchanged_after_seconds
    assert after is not None
    before = utc_text(watch.clock() - timedelta(seconds=after))
    await fold_aside(watch, before=before, fewest=WORTH_IT)


def _folds_every(settings: Settings) -> float | None:
    return _DAY_SECONDS if settings.retention.fold_unchanged_after else None


async def _tell(watch: Watch, network: Network) -> None:
    await tell_people(watch, network)


async def _ping(watch: Watch, network: Network) -> None:
    """A watch that has just begun is given a while for its first progress."""
    for _ in range(_FIRST_PROGRESS_SECONDS):
        beat = last_heartbeat(watch.archive)
        if beat is None or beat.progressed_at is not None:
            break
        await asyncio.sleep(1)
    await send_ping(watch, network)


async def _index(watch: Watch, _: Network) -> None:
    await index_aside(watch.archive.path)


def _waits_to_be_indexed(watch: Watch) -> bool:
    return waiting_versions(watch.archive, most=1) > 0


async def _cover(watch: Watch, _: Network) -> None:
    note_coverage(watch)


def _covers_every(settings: Settings) -> float | None:
    return _HOUR_SECONDS if settings.pages.silent_after_days else None


CHORES: tuple[Chore, ...] = (
    Chore("copy", _copies_every, _copy),
    Chore("ping", ping_every, _ping),
    Chore("discovery", follow_every, follow_starts),
    Chore("fold", _folds_every, _fold),
    Chore("index", lambda _: _MINUTE_SECONDS, _index, _waits_to_be_indexed),
    Chore("coverage", _covers_every, _cover),
    Chore("tell", tells_every, _tell, is_anything_to_tell),
    Chore("repair", repairs_every, repair_regularly, is_anything_to_repair),
)
