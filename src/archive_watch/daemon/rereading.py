"""A new configuration for a daemon that runs: read whole and found sound, or the old one stays.

It is taken up once two readings agree, for an editor may be half-way through it; and not where a
file or folder that is in force has gone, or holds nothing any more: that is an accident (a full
disk, a checkout under way), and by the defaults every page would be read by another profile.
Its faults are told one by one, and to whoever asks how the watch is.  What cannot change while it
runs is told too: where the archive is, and where /healthz answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import structlog

from archive_watch.config import Loaded, Settings
from archive_watch.errors import ArchiveError, CallerError, ConfigError, NotWritable
from archive_watch.report.masked import masked
from archive_watch.report.visible import one_line, visible
from archive_watch.services.asking.require_contact import require_contact
from archive_watch.services.load_host_map import load_host_map
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.chores import (
    CONFIGURATION,
    begin_chore,
    chore_records,
    end_chore,
    fail_chore,
)
from archive_watch.storage.known_hosts import keep_known_hosts
from archive_watch.storage.wanted import an_address_of_each_host, every_wanted_page

Reread = Callable[[], Loaded]
_QUIET_SECONDS = 0.5
_MOST_READINGS = 20
_log = structlog.get_logger()


class Rereading:
    """Rereads by ``reread``; ``refused`` says why the last one was not taken up, None: it was."""

    def __init__(self, reread: Reread) -> None:
        self.refused: str | None = None
        self._reread = reread
        self._in_force, _ = _reading(reread)

    async def take_up(self, watch: Watch) -> Watch | None:
        """The same watch by the configuration as it is now; None where that cannot be used."""
        try:
            given = await _settled(self._reread)
            _must_still_be_there(self._in_force, given)
            following = replace(
                watch,
                settings=given.settings,
                profiles=load_profiles(given),
                host_map=load_host_map(given),
                _reading={},
            )
            await require_contact(given.settings, _urls(watch, given))
        except CallerError as error:
            self._refuse(
                watch, error.faults if isinstance(error, ConfigError) else (error.message,)
            )
            return None
        except Exception as error:  # noqa: BLE001  an outermost loop: a bug here must not end the watch
            _log.error("a bug in archive-watch; the old configuration stays", exc_info=error)
            self._refuse(watch, (f"a bug in archive-watch: {type(error).__name__}",))
            return None
        _tell_what_changes(watch, self._in_force, given)
        self.refused, self._in_force = None, given
        note_configuration(watch, None)
        _keep_hosts(following)
        _log.info("the configuration was read anew", file=str(given.config_file or "defaults"))
        return following

    def _refuse(self, watch: Watch, faults: tuple[str, ...]) -> None:
        for fault in faults:
            _log.error("the new configuration is not used; the old one stays", fault=fault)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        self.refused = one_line(visible(masked(faults[0]))) + more
        note_configuration(watch, self.refused)


def _keep_hosts(watch: Watch) -> None:
    """Keep the map's hosts in the archive, where questions need them."""
    try:
        keep_known_hosts(watch.archive, watch.host_map)
    except (ArchiveError, NotWritable) as error:
        _log.warning("the map of hosts could not be kept in the archive", error=error.message)


def note_configuration(watch: Watch, fault: str | None) -> None:
    """Keep in the archive why the configuration as it is cannot be used; None: it is in force."""
    try:
        if fault is not None:
            begin_chore(watch.archive, CONFIGURATION, at=watch.now())
            fail_chore(watch.archive, CONFIGURATION, error=fault)
        elif CONFIGURATION in chore_records(watch.archive):
            end_chore(watch.archive, CONFIGURATION, at=watch.now())
    except (ArchiveError, NotWritable) as error:
        _log.error("that cannot be kept in the archive", error=error.message)


async def _settled(reread: Reread) -> Loaded:
    """The configuration once it has stopped changing.  Raises CallerError with its faults."""
    given, error = _reading(reread)
    for _ in range(_MOST_READINGS):
        before = (given, str(error))
        await asyncio.sleep(_QUIET_SECONDS)
        given, error = _reading(reread)
        if (given, str(error)) == before:
            break
    if given is None:
        assert error is not None
        raise error
    return given


def _reading(reread: Reread) -> tuple[Loaded | None, CallerError | None]:
    try:
        return reread(), None
    except CallerError as error:
        return None, error


def _must_still_be_there(before: Loaded | None, given: Loaded) -> None:
    """Raise ConfigError where what is in force was not changed but lost."""
    file = None if before is None else before.config_file
    if before is None or file is None:
        return
    folder = file.parent / "sites"
    fault = None
    if given.config_file != file:
        fault = f"{file} is gone"
    elif given.settings == Settings() != before.settings:
        fault = f"{file} sets nothing any more"
    elif _own_profiles(before, folder) and not folder.is_dir():
        fault = f"the folder {folder} with its site profiles is gone; an empty one means none"
    if fault is not None:
        raise ConfigError(f"cannot use {file}", (f"{fault}; start anew if that is meant",))


def _own_profiles(given: Loaded, folder: Path) -> set[str]:
    return {one.source for one in given.site_profiles if Path(one.source).parent == folder}


def _urls(watch: Watch, given: Loaded) -> Iterator[str]:
    yield from (page.url for page in given.settings.watch)
    yield from an_address_of_each_host(watch.archive, every_wanted_page(watch.archive))


def _tell_what_changes(watch: Watch, before: Loaded | None, given: Loaded) -> None:
    if given.database.resolve() != watch.archive.path.resolve():
        _log.warning(
            "the archive stays where it is until the next start", option="[archive] database"
        )
    if given.settings.daemon.listen != watch.settings.daemon.listen:
        _log.warning(
            "the daemon listens where it did until the next start", option="[daemon] listen"
        )
    if before is not None:
        known = {one.source for one in given.site_profiles}
        for gone in sorted({one.source for one in before.site_profiles} - known):
            _log.warning("a site profile is no longer there", profile=gone)
