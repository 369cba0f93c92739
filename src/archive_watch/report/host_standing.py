"""How a host stands, in one line for people: why it is left alone, since when and until when."""

from __future__ import annotations

from archive_watch.model.host import HostStanding


def told_standing(host: HostStanding) -> str:
    """Why a host is left alone, since when, on what evidence, and when it is tried again."""
    what = "it shuts us out" if host.is_blocked else "it is out of order"
    until = host.closed_until or "when a page of it is due"
    return f"{what} since {host.closed_since} ({host.closed_why}); next attempt {until}"
