"""The line of an incident lies within the time of all, and is never too short to be seen."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.clock import utc_text
from archive_watch.model.incident import IncidentKind
from archive_watch.report.listed_incident import ListedIncident, incident_in_words, lines_of

_MOMENTS = st.integers(0, 2_000_000_000).map(
    lambda seconds: utc_text(datetime.fromtimestamp(seconds, UTC))
)


def _incident(opened_at: str, closed_at: str | None) -> ListedIncident:
    return ListedIncident(
        id=1, kind="blocked_host", host="h.example", page_id=None, url=None, title=None,
        opened_at=opened_at, last_seen_at=opened_at, closed_at=closed_at, occurrences=1,
        detail="", change_id=None,
    )  # fmt: skip


@given(st.lists(st.tuples(_MOMENTS, st.none() | _MOMENTS), max_size=9), _MOMENTS)
def test_every_line_lies_within_the_time_of_all(
    spans: list[tuple[str, str | None]], now: str
) -> None:
    lines = lines_of([_incident(*span) for span in spans], now=now)
    assert len(lines) == len(spans)
    for start, length in lines:
        assert -0.1 <= start <= 1000
        assert 6 <= length <= 1000.1
        assert start + length <= 1000.1


def test_every_kind_of_incident_has_its_words() -> None:
    assert all("_" not in incident_in_words(kind) for kind in IncidentKind)
    assert len({incident_in_words(kind) for kind in IncidentKind}) == len(IncidentKind)
