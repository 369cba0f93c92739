"""A new configuration for a daemon that runs: read whole and found sound, or the old one stays.

Its faults are told one by one.  What cannot change while it runs is told too: where the archive is,
and where /healthz answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import structlog

from archive_watch.config import Loaded
from archive_watch.errors import CallerError, ConfigError
from archive_watch.services.asking.require_contact import require_contact
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.wanted import an_address_of_each_host, every_wanted_page

Reread = Callable[[], Loaded]
_log = structlog.get_logger()


async def reread_watch(watch: Watch, reread: Reread) -> Watch | None:
    """The same watch by the configuration as it is now; None where that cannot be used."""
    try:
        given = reread()
        following = replace(
            watch, settings=given.settings, profiles=load_profiles(given), _reading={}
        )
        await require_contact(given.settings, _urls(watch, given))
    except CallerError as error:
        faults = error.faults if isinstance(error, ConfigError) else (error.message,)
        for fault in faults:
            _log.error("the new configuration is not used; the old one stays", fault=fault)
        return None
    except Exception as error:  # noqa: BLE001  an outermost loop: a bug here must not end the watch
        _log.error("a bug in archive-watch; the old configuration stays", exc_info=error)
        return None
    _tell_what_stays(watch, given)
    _log.info("the configuration was read anew", file=str(given.config_file or "defaults"))
    return following


def _urls(watch: Watch, given: Loaded) -> Iterator[str]:
    yield from (page.url for page in given.settings.watch)
    yield from an_address_of_each_host(watch.archive, every_wanted_page(watch.archive))


def _tell_what_stays(watch: Watch, given: Loaded) -> None:
    if given.database.resolve() != watch.archive.path.resolve():
        _log.warning(
            "the archive stays where it is until the next start", option="[archive] database"
        )
    if given.settings.daemon.listen != watch.settings.daemon.listen:
        _log.warning(
            "the daemon listens where it did until the next start", option="[daemon] listen"
        )
