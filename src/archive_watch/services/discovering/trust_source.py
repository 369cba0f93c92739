"""Whether a source is believed that says it is as it was: servers lie about that, and so do indexes.

For a week at most, and only where it was read by the scope that it would be read by now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from archive_watch.discover.scope import Scope
from archive_watch.model.capture import Validators
from archive_watch.model.clock import parse_utc
from archive_watch.services.discovering.ways_on import Step
from archive_watch.storage.discovery import StoredSource

_READ_WHOLE_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """By what a source is believed.  Not ``conditional``: every source is read anew."""

    conditional: bool
    scope_sha256: str
    now: datetime

    def is_as_it_was(self, step: Step, source: StoredSource) -> bool:
        """Whether the index says that this sitemap was not modified since it was read."""
        return (
            step.lastmod is not None
            and step.lastmod == source.lastmod
            and source.error is None
            and self._holds(source)
        )

    def validators(self, step: Step, source: StoredSource | None) -> Validators | None:
        """What to ask the source with, so that it may answer that it was not modified."""
        if source is None or step.head is not None or not self._holds(source):
            return None
        known = source.validators
        return known if known.etag or known.last_modified else None

    def _holds(self, source: StoredSource) -> bool:
        if not self.conditional or source.last_read_at is None:
            return False
        age = self.now - parse_utc(source.last_read_at)
        return abs(age) < _READ_WHOLE_EVERY and source.scope_sha256 == self.scope_sha256


def digest_of(scope: Scope) -> str:
    """The digest by which a scope is known again."""
    said = (sorted(scope.hosts), scope.include, scope.exclude)
    return sha256(repr(said).encode()).hexdigest()
