"""Site profiles: the shipped ones, with the operator's own on top; a broken one names its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from archive_watch.config import Loaded
from archive_watch.errors import ConfigError
from archive_watch.extract.profile import profile_from_toml
from archive_watch.model.site import SiteProfile


def load_profiles(given: Loaded) -> tuple[SiteProfile, ...]:
    """Every profile, a later file of one name replacing an earlier one.  Raises ConfigError."""
    tables = {str(table.tables.get("name", table.source)): table for table in given.site_profiles}
    found = structured_profiles([(table.tables, table.source) for table in tables.values()])
    if not any(profile.fallback for profile in found):
        raise ConfigError(
            "site profiles cannot be loaded",
            ("none of them has fallback = true: hosts without a profile could not be read",),
            remedy="the shipped one is named generic; one that replaces it says fallback = true",
        )
    return found


def structured_profiles(
    files: Sequence[tuple[Mapping[str, object], str]], known: Sequence[SiteProfile] = ()
) -> tuple[SiteProfile, ...]:
    """The profiles in ``files`` (tables and where they are from), those they extend first."""
    profiles = {profile.name: profile for profile in known}
    waiting = list(files)
    while waiting:
        ready = [file for file in waiting if file[0].get("extends") in (None, *profiles)]
        if not ready:
            missing = [f"{source}: extends {t.get('extends')!r}, which is not there or extends it"
                       for t, source in waiting]  # fmt: skip
            raise ConfigError("site profiles cannot be loaded", tuple(missing))
        for tables, source in ready:
            profile = profile_from_toml(tables, source=source, bases=profiles)
            _must_be_a_day(profile, source)
            profiles[profile.name] = profile
        waiting = [file for file in waiting if file not in ready]
    return tuple(profiles.values())


def _must_be_a_day(profile: SiteProfile, source: str) -> None:
    """Raise ConfigError where a profile says ``frozen_since`` otherwise than as a day."""
    given = profile.frozen_since
    try:
        is_day = given is None or date.fromisoformat(given).isoformat() == given
    except ValueError:
        is_day = False
    if not is_day:
        raise ConfigError(
            f"cannot use the site profile {source}",
            (f"frozen_since: {given!r} is no day; write it as 2021-01-20",),
            remedy="docs/how-to/mend-a-profile.md explains every key",
        )
