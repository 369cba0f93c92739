"""Bars of how many there were: every moment in one of them, whatever the years."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.report.bars import bars_as_svg, bars_of

_DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day}T12:00:00Z")
_MOMENTS = st.lists(st.tuples(_DAYS, st.booleans()), min_size=1, max_size=40)


@given(_MOMENTS, _DAYS)
def test_every_moment_is_counted_once(moments: list[tuple[str, bool]], until: str) -> None:
    found = bars_of(moments, until=until)
    assert found is not None
    assert found.before == 0
    assert sum(bar.count for bar in found.bars) == len(moments)
    assert sum(bar.grave for bar in found.bars) == sum(grave for _, grave in moments)
    for bar in found.bars:
        inside = [moment for moment, _ in moments if bar.first <= moment[:10] <= bar.last]
        assert len(inside) == bar.count


@given(_MOMENTS, _DAYS)
def test_periods_follow_one_another_and_are_not_too_many(
    moments: list[tuple[str, bool]], until: str
) -> None:
    found = bars_of(moments, until=until)
    assert found is not None
    assert 12 <= len(found.bars) <= 60
    for one, other in zip(found.bars, found.bars[1:], strict=False):
        assert date.fromisoformat(one.last) + timedelta(days=1) == date.fromisoformat(other.first)


def test_no_moment_is_no_picture() -> None:
    assert bars_of([], until="2026-01-01T00:00:00Z") is None


def test_moments_at_the_ends_of_the_calendar_are_no_fault() -> None:
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        found = bars_of([(moment, True), ("2020-01-01T00:00:00Z", False)], until=moment)
        assert found is not None
        assert sum(bar.count for bar in found.bars) + found.before == 2


def test_the_picture_says_in_words_what_it_shows_and_has_no_style() -> None:
    found = bars_of(
        [("2026-03-04T09:00:00Z", True), ("2026-03-05T09:00:00Z", False)], until="2026-03-05"
    )
    assert found is not None
    drawn = bars_as_svg(found, told='<Changes> & "more"')
    picture = ElementTree.fromstring(drawn)
    assert picture.attrib["aria-label"] == '<Changes> & "more"'
    assert [one.text for one in picture.iter("title")] == ["2026-03-02 to 2026-03-08: 2, 1 grave"]
    assert "style" not in drawn
