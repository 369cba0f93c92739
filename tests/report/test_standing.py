"""What is known of a page at a moment: within what was seen, between two sights, after the last."""

from __future__ import annotations

from archive_watch.report.standing import standing_told

_FIRST, _LAST, _NEXT = (f"2026-03-0{day}T09:00:00Z" for day in (3, 5, 7))


def _told(at: str, *, next_at: str | None = _NEXT, gone: bool = False) -> str:
    return standing_told(at, first_at=_FIRST, last_at=_LAST, next_at=next_at, gone=gone)


def test_between_two_checks_that_saw_the_same_it_stood() -> None:
    assert "it was seen so before and after" in _told("2026-03-04T00:00:00Z")


def test_between_two_checks_that_saw_different_things_nobody_knows() -> None:
    assert "is not known" in _told("2026-03-06T00:00:00Z")


def test_after_the_last_check_nothing_is_claimed() -> None:
    assert "nobody had looked again" in _told("2026-04-01T00:00:00Z", next_at=None)


def test_a_page_that_was_gone_is_told_as_gone() -> None:
    assert "the page was gone" in _told("2026-03-04T00:00:00Z", gone=True)
