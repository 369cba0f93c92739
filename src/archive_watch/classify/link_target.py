"""What kind of target a link has, by the host of the page that links: how much it matters when it
breaks, and where to look first.

A link within the same archive that breaks is a hole in the archive itself.  One to a host whose pages
move on to an archive when their time is over (www.state.gov) is superseded rather than broken: its
page is looked for on the archive's sister first.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from archive_watch.model.state_hosts import HostMap

_GOVERNMENT = (".gov", ".mil")


class TargetClass(StrEnum):
    """What a link points to, seen from its page."""

    SAME_ARCHIVE = "same_archive"
    SISTER = "sister"
    SUPERSEDED = "superseded"
    GOVERNMENT = "government"
    EXTERNAL = "external"


SEVERE = frozenset({TargetClass.SAME_ARCHIVE, TargetClass.SISTER, TargetClass.SUPERSEDED})
"""Where a broken link is told by itself; others are told by host."""


def nearest(classes: Iterable[str]) -> TargetClass:
    """The class of a link on several pages: the one in which it matters most."""
    found = set(classes)
    return next((one for one in TargetClass if one in found), TargetClass.EXTERNAL)


def target_class(link_url: str, page_url: str, hosts: HostMap) -> TargetClass:
    """The class of the link's target; an address without a host is ``external``."""
    target, page = _host(link_url), _host(page_url)
    if not target:
        return TargetClass.EXTERNAL
    known, own = hosts.host(target), hosts.host(page)
    if target == page or (known is not None and known == own):
        return TargetClass.SAME_ARCHIVE
    if known is not None:
        return TargetClass.SUPERSEDED if known.is_live else TargetClass.SISTER
    if target.endswith(_GOVERNMENT):
        return TargetClass.GOVERNMENT
    return TargetClass.EXTERNAL


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
