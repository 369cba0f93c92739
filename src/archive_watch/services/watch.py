"""What every service works with: the open archive, the settings, the profiles and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.config import Settings
from archive_watch.extract.profile import profile_for
from archive_watch.model.clock import Clock, utc_text
from archive_watch.model.site import SiteProfile
from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One archive being watched: nothing here is global, so two can be watched side by side."""

    archive: Archive
    settings: Settings
    profiles: Sequence[SiteProfile]
    clock: Clock

    def now(self) -> str:
        """The present as UTC text."""
        return utc_text(self.clock())

    def profile(self, host: str) -> SiteProfile:
        """The site profile that reads ``host``."""
        return profile_for(host, self.profiles)
