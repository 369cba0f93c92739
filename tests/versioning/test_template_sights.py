"""The sights of one edit on many pages add up to the events of its site."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.versioning.templates import EditSight, TemplateEvent, events_of


def _sight(page: int, begin: int, end: int) -> EditSight:
    """A sight between two days of 2020, by their numbers in the year's first months."""
    moments = [f"2020-{1 + day // 28:02d}-{1 + day % 28:02d}T00:00:00Z" for day in (begin, end)]
    return EditSight(
        page_id=page, not_before=moments[0], not_after=moments[1],
        from_fetch_id=page * 1000 + begin, to_fetch_id=page * 1000 + end,
    )  # fmt: skip


def _pages(events: list[TemplateEvent]) -> list[int]:
    return [event.pages for event in events]


def test_two_pages_are_no_event_and_three_are_one() -> None:
    sights = [_sight(page, 0, page) for page in (1, 2, 3)]
    assert events_of(sights[:2]) == []
    (event,) = events_of(sights)
    assert (event.pages, event.not_before, event.not_after) == (
        3, "2020-01-01T00:00:00Z", "2020-01-04T00:00:00Z",
    )  # fmt: skip
    assert event.first == sights[0]


def test_one_page_that_shows_an_edit_again_and_again_is_one_page() -> None:
    assert events_of([_sight(1, day, day + 1) for day in range(10)]) == []


def test_sights_of_long_intervals_that_one_moment_explains_are_one_event() -> None:
    assert _pages(events_of([_sight(1, 0, 200), _sight(2, 90, 100), _sight(3, 95, 300)])) == [3]


def test_what_more_than_a_month_lies_between_is_two_events() -> None:
    first = [_sight(page, 0, 1) for page in range(3)]
    assert _pages(events_of([*first, *(_sight(page, 26, 40) for page in range(3, 7))])) == [7]
    assert _pages(events_of([*first, *(_sight(page, 40, 41) for page in range(4))])) == [3, 4]


@given(
    days=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 200), st.integers(0, 40))),
    data=st.data(),
)
def test_the_order_of_the_sights_makes_no_difference(
    days: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    sights = [_sight(page, begin, begin + length) for page, begin, length in days]
    assert _pages(events_of(data.draw(st.permutations(sights)))) == _pages(events_of(sights))
