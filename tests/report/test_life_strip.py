"""The strip of a page's life: everything in its place, and never more bars than can be seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive_watch.model.clock import utc_text
from archive_watch.report.life_strip import WIDTH, BarKind, LifeSpan, life_strip

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def _day(number: int) -> str:
    return utc_text(_BEGIN + timedelta(days=number))


def _span(version: int | None, first: int, last: int) -> LifeSpan:
    return LifeSpan(version=version, first_at=_day(first), last_at=_day(last))


def test_a_page_that_was_never_read_has_no_strip() -> None:
    assert life_strip([], [], until=_day(1)) is None


def test_versions_and_absences_stand_where_they_were_seen() -> None:
    strip = life_strip(
        [_span(1, 0, 40), _span(None, 50, 75), _span(1, 80, 100)], [], until=_day(100)
    )
    assert strip is not None
    assert [(bar.x, bar.width, bar.kind) for bar in strip.bars] == [
        (0, 400, BarKind.SEEN), (500, 250, BarKind.GONE), (800, 200, BarKind.SEEN),
    ]  # fmt: skip


def test_neighbouring_versions_are_told_apart() -> None:
    strip = life_strip([_span(1, 0, 40), _span(2, 41, 90)], [], until=_day(100))
    assert strip is not None
    assert len({bar.kind for bar in strip.bars}) == 2


def test_a_page_seen_once_is_seen() -> None:
    strip = life_strip([_span(1, 0, 0)], [], until=_day(0))
    assert strip is not None
    assert all(bar.width > 0 and bar.x + bar.width <= WIDTH for bar in strip.bars)


def test_five_thousand_spans_are_no_more_bars_than_the_strip_has_room_for() -> None:
    spans = [_span(number + 1, number, number) for number in range(5_000)]
    strip = life_strip(spans, [], until=_day(5_000))
    assert strip is not None
    assert len(strip.bars) <= WIDTH / 4
    assert strip.bars[0].versions[0] == 1
    assert strip.bars[-1].versions[1] == 5_000


def test_an_absence_among_many_versions_is_not_lost() -> None:
    spans = [
        _span(None if number == 2_000 else number + 1, number, number) for number in range(5_000)
    ]
    strip = life_strip(spans, [], until=_day(5_000))
    assert strip is not None
    assert BarKind.GONE in {bar.kind for bar in strip.bars}


def test_trouble_before_and_after_the_strip_is_cut_to_it() -> None:
    strip = life_strip(
        [_span(1, 10, 20)], [(_day(0), _day(15)), (_day(30), _day(40))], until=_day(20)
    )
    assert strip is not None
    assert [(bar.x, bar.width) for bar in strip.trouble] == [(0, 500)]
