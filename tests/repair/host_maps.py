"""Maps of hosts for the tests of repairs: the shipped one, and small ones of invented hosts."""

from __future__ import annotations

import tomllib
from typing import Any

from archive_watch.model.state_hosts import HostMap
from archive_watch.repair.host_map import map_from_toml
from archive_watch.shipped import shipped


def shipped_map() -> HostMap:
    """The map that ships with the program."""
    text = shipped("config/state-hosts.toml").read_text(encoding="utf-8")
    return map_from_toml(tomllib.loads(text), source="config/state-hosts.toml")


def host(name: str, **more: Any) -> dict[str, Any]:
    """A [[host]] table."""
    return {"name": name, **more}


def rule(name: str = "a rule", **more: Any) -> dict[str, Any]:
    """A [[rule]] table that leads from www.port.example to old.port.example."""
    usual = {
        "hosts": ["www.port.example"], "paths": ["/{rest}"], "to": ["old.port.example"],
        "verified": False,
    }  # fmt: skip
    return {"name": name, **usual, **more}


def tables(*rules: dict[str, Any], hosts: tuple[dict[str, Any], ...] | None = None) -> Any:
    """The tables of a map whose hosts are www.port.example and old.port.example."""
    usual = (host("www.port.example", live=True), host("old.port.example"))
    return {"host": list(hosts or usual), "rule": list(rules)}


def map_of(*rules: dict[str, Any], hosts: tuple[dict[str, Any], ...] | None = None) -> HostMap:
    """The map of those tables."""
    return map_from_toml(tables(*rules, hosts=hosts), source="map.toml")
