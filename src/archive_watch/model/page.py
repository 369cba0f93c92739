"""A page that is watched, as the archive knows it between two checks."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive_watch.model.capture import Validators
from archive_watch.model.memento import unwritten
from archive_watch.model.url import host_of
from archive_watch.model.visit import PageState


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPage:
    """One watched page: ``url`` is as first given, and is what is fetched; times are UTC text.

    ``checks_since_full`` counts the checks since the last unconditional one, ``failures`` those
    in a row that did not see the page; ``answer_sha256`` is what the last full answer is known by.
    ``attempt`` and ``lease_owner`` are of the claim under which
    it was read from the archive.
    """

    id: int
    site_id: int
    host: str
    url: str
    key: str
    state: PageState
    every_seconds: int | None = None
    validators: Validators = field(default_factory=Validators)
    checks_since_full: int = 0
    answer_sha256: str | None = None
    failures: int = 0
    last_checked_at: str | None = None
    moved_to: str | None = None
    attempt: int = 0
    lease_owner: str | None = None

    @property
    def origin(self) -> str:
        """The host that the page is of: of a copy in a web archive, the host of the original."""
        return host_of(unwritten(self.url))
