"""Cookies for the length of one fetch: what a redirect sets, its own host is told, then forgotten.

Sites that set a cookie and redirect to themselves would else redirect for ever.  No Domain, no
Path, no date is honoured: a cookie goes back to the very host that set it, within seconds.
"""

from __future__ import annotations

from collections import defaultdict

_MAX_COOKIES = 50
_MAX_CHARACTERS = 8_192


class Cookies:
    """The cookies of one fetch, by host."""

    def __init__(self) -> None:
        self._by_host: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def keep(self, host: str, set_cookie: list[str]) -> None:
        """Remembers what ``host`` set; the first 50 that fit into 8 KiB."""
        for line in set_cookie:
            name, equals, value = line.partition(";")[0].strip().partition("=")
            if equals and name.strip():
                self._put(host, name.strip(), value.strip(), line.lower())

    def header_for(self, host: str) -> str | None:
        """The Cookie header for ``host``, or None."""
        held = self._by_host.get(host)
        return "; ".join(f"{name}={value}" for name, value in held.items()) if held else None

    def _put(self, host: str, name: str, value: str, line: str) -> None:
        held = self._by_host[host]
        held.pop(name, None)
        size = sum(len(key) + len(kept) + 3 for key, kept in held.items())
        fits = len(held) < _MAX_COOKIES and size + len(name) + len(value) <= _MAX_CHARACTERS
        if fits and "max-age=0" not in line.replace(" ", ""):
            held[name] = value
