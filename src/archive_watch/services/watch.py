"""What every service works with: the open archive, the settings, the profiles and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive_watch.config import Settings
from archive_watch.extract.profile import profile_for
from archive_watch.model.clock import Clock, utc_text
from archive_watch.model.site import SiteProfile
from archive_watch.model.state_hosts import HostMap
from archive_watch.storage.database import Archive
from archive_watch.storage.learnt import load_learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One archive being watched: nothing here is global, so two can be watched side by side.

    ``host_map`` says which hosts keep each other's pages; empty where nothing asks for it.
    ``keeps_watching`` is true of a daemon alone: what is due at any moment is looked at then.
    """

    archive: Archive
    settings: Settings
    profiles: Sequence[SiteProfile]
    clock: Clock
    keeps_watching: bool = False
    host_map: HostMap = field(default_factory=HostMap)
    _reading: dict[str, SiteProfile] = field(default_factory=dict, repr=False, compare=False)

    def now(self) -> str:
        """The present as UTC text."""
        return utc_text(self.clock())

    def profile(self, host: str) -> SiteProfile:
        """The site profile that reads ``host``, with what was learnt of a host that none knows.

        What another process learns is taken up between two rounds, so that one check is judged and
        kept by one reader.
        """
        known = self._reading.get(host)
        if known is None:
            known = profile_for(host, self.profiles)
            learnt = load_learnt(self.archive, host) if known.fallback else None
            if learnt is not None:
                known = replace(known, learnt=learnt)
            self._reading[host] = known
        return known

    def take_up(self) -> None:
        """Read the next pages by what is learnt of their hosts by now."""
        self._reading.clear()
