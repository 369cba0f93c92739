"""A host that fails is one event, and not as many as it has links."""

from __future__ import annotations

from archive_watch.classify.host_links import host_outages
from archive_watch.model.clock import days_after
from archive_watch.model.link import LinkHealth, LinkReason, LinkState

_AT = "2021-03-01T00:00:00Z"


def links(
    count: int, *, host: str = "h.example", day: float = 0.0, apart_hours: float = 1.0,
    state: LinkState = LinkState.SUSPECTED, reason: LinkReason = LinkReason.CONNECT, was_good: bool = True,
) -> list[tuple[str, LinkHealth]]:  # fmt: skip
    return [
        (
            host,
            LinkHealth(
                state=state,
                reason=reason,
                last_ok_at="2021-02-01T00:00:00Z" if was_good else None,
                failing_since=days_after(_AT, day + number * apart_hours / 24),
            ),
        )
        for number in range(count)
    ]


def good(count: int) -> list[tuple[str, LinkHealth]]:
    return [("h.example", LinkHealth(state=LinkState.OK, last_ok_at=_AT))] * count


def test_ten_links_that_fail_together_are_one_outage_and_nine_are_nine() -> None:
    (outage,) = host_outages([*links(10), *links(9, host="g.example")])
    assert (outage.host, outage.failing, outage.proved) == ("h.example", 10, 0)
    assert (outage.since, outage.until) == (_AT, days_after(_AT, 9 / 24))
    assert outage.is_whole_host
    assert outage.reason is LinkReason.CONNECT


def test_links_that_fail_day_after_day_fail_one_by_one() -> None:
    assert host_outages(links(30, apart_hours=3)) == ()


def test_what_was_never_good_or_failed_before_is_no_part_of_it() -> None:
    assert host_outages([*links(9), *links(5, was_good=False)]) == ()
    (outage,) = host_outages([*links(3, day=-40), *links(12)])
    assert outage.failing == 12
    assert [outage.includes(*one) for one in (links(1)[0], links(1, day=-40)[0])] == [True, False]
    assert not outage.includes("g.example", links(1)[0][1])


def test_a_section_that_is_taken_down_is_not_the_whole_host() -> None:
    dead = links(11, state=LinkState.GONE, reason=LinkReason.HTTP)
    (outage,) = host_outages([*dead, *links(2), *good(4)])
    assert (outage.failing, outage.proved, outage.good) == (13, 11, 4)
    assert not outage.is_whole_host
    assert outage.reason is LinkReason.HTTP
    assert not outage.includes("h.example", good(1)[0][1])
