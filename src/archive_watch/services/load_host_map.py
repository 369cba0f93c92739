"""The map of sister hosts: the shipped one, or the project's own in its place."""

from __future__ import annotations

from archive_watch.config import Loaded
from archive_watch.model.state_hosts import HostMap
from archive_watch.repair.host_map import map_from_toml


def load_host_map(given: Loaded) -> HostMap:
    """The map in force.  Raises ConfigError with every fault: a map with one is not used at all."""
    return map_from_toml(given.host_map.tables, source=given.host_map.source)
