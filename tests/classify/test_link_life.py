"""How healthy a link is: what one answer shows, and what its answers add up to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.link_life import evidence_of, health_after
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Failure, Hop, Refusal, Response
from archive_watch.model.link import (
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
)
from archive_watch.model.site import SiteProfile

_URL = "https://www.archive.example/reports/one/"
_GOOD = {LinkState.OK, LinkState.REDIRECTED}


def answer(status: int, *, url: str = _URL, to: str | None = None) -> Response:
    hops = () if to is None else (Hop(url=url, status=302, location=to),)
    return Response(url=url, final_url=to or url, status=status, hops=hops)


def refused(failure: Failure) -> Response:
    return Response(url=_URL, final_url=_URL, refusal=Refusal(failure=failure))


def page(kind: PageKind, reason: str | None = None, *, leads_to: str | None = None) -> Cut:
    profile = SiteProfile(name="any")
    return Cut(kind=kind, extractor="", profile=profile, url=_URL, reason=reason, leads_to=leads_to)


def shown(response: Response, body: Cut | None = None) -> LinkEvidence | None:
    return evidence_of(response, at="2021-01-01T00:00:00Z", page=body)


def after(*responses: Response | Cut, confirm: int = 2) -> LinkHealth:
    """The health after these answers; a page stands for a good answer that it is the body of."""
    health = LinkHealth()
    for response in responses:
        page_of = response if isinstance(response, Cut) else None
        seen = shown(response if isinstance(response, Response) else answer(200), page_of)
        assert seen is not None
        health = health_after(health, seen, confirm_checks=confirm)
    return health


@pytest.mark.parametrize(
    ("response", "state", "reason"),
    [
        (answer(200), "ok", None),
        (answer(204), "ok", None),
        (answer(200, to="https://www.archive.example/reports/two/"), "redirected", None),
        (answer(200, to="https://www.archive.example/"), "suspected", "home_page"),
        (answer(200, to="https://www.archive.example/index.html"), "suspected", "home_page"),
        (answer(200, to="https://new.archive.example/"), "suspected", "home_page"),
        (answer(200, url="https://short.example/x1", to="https://other.example/"), "redirected", None),
        (answer(200, url="http://archive.example", to="https://archive.example/"), "redirected", None),
        (answer(302), "suspected", "http"),
        (answer(404), "suspected", "http"),
        (answer(410), "suspected", "http"),
        (answer(500), "suspected", "server"),
        (answer(503), "suspected", "server"),
        (answer(408), "suspected", "server"),
        (answer(401), "blocked", "http"),
        (answer(403), "blocked", "http"),
        (answer(429), "blocked", "http"),
        (answer(451), "blocked", "legal"),
        (answer(999), "blocked", "http"),
        (refused(Failure.DNS), "suspected", "dns"),
        (refused(Failure.TIMEOUT), "suspected", "timeout"),
        (refused(Failure.TLS), "suspected", "tls"),
        (refused(Failure.TOO_MANY_REDIRECTS), "suspected", "redirects"),
        (refused(Failure.PRIVATE_ADDRESS), "excluded", "private_address"),
        (refused(Failure.ROBOTS), "excluded", "robots"),
        (refused(Failure.ROBOTS_UNREADABLE), "blocked", "block_page"),
        (refused(Failure.TOO_LARGE), "suspected", "reset"),
        (refused(Failure.CONTENT_TYPE), "ok", None),
    ],
)  # fmt: skip
def test_one_answer_shows_this(response: Response, state: str, reason: str | None) -> None:
    seen = shown(response)
    assert seen is not None
    assert (seen.state, seen.reason) == (state, reason)


def test_a_host_on_hold_shows_nothing() -> None:
    assert shown(refused(Failure.ON_HOLD)) is None


@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_block_page_is_blocked_whatever_its_status(status: int) -> None:
    for kind, reason in (("block_page", "block_page"), ("login_page", "login_page")):
        seen = shown(answer(status), page(PageKind.BLOCKED, kind))
        assert seen is not None
        assert (seen.state, seen.reason) == (LinkState.BLOCKED, reason)


@pytest.mark.parametrize(
    ("kind", "reason", "state"),
    [
        (PageKind.NOT_FOUND, "not_found_page", LinkState.SOFT_404),
        (PageKind.MOVED_NOTICE, "moved_notice", LinkState.SOFT_404),
        (PageKind.OUTAGE, "server", LinkState.SUSPECTED),
    ],
)
def test_a_good_answer_that_is_not_the_document_is_suspected_and_then_no_broken_link(
    kind: PageKind, reason: str, state: LinkState
) -> None:
    once, twice = after(page(kind)), after(page(kind), page(kind))
    assert (once.state, once.reason) == (LinkState.SUSPECTED, reason)
    assert (twice.state, twice.reason) == (state, reason)


@pytest.mark.parametrize("kind", [PageKind.CONTENT, PageKind.LISTING, PageKind.EMPTY])
def test_a_page_with_words_or_without_is_there(kind: PageKind) -> None:
    assert after(page(kind)).state is LinkState.OK


def test_an_error_that_says_so_is_told_by_its_status() -> None:
    seen = shown(answer(404), page(PageKind.NOT_FOUND))
    assert seen is not None
    assert (seen.state, seen.reason) == (LinkState.SUSPECTED, LinkReason.HTTP)


def test_the_address_that_a_notice_names_is_suggested_until_the_link_is_good_again() -> None:
    notice = page(PageKind.MOVED_NOTICE, leads_to="https://new.example/one/")
    suggested = Suggestion(url="https://new.example/one/", kind=SuggestionKind.MOVED_NOTICE)
    assert after(notice).suggestion == suggested
    assert after(notice, answer(404), refused(Failure.TIMEOUT)).suggestion == suggested
    assert after(notice, answer(200)).suggestion is None


def test_a_home_page_that_leads_on_to_the_first_page_of_its_site_is_no_dead_link() -> None:
    home = answer(200, url="https://www.archive.example/")
    notice = page(PageKind.MOVED_NOTICE, leads_to="https://www.archive.example/en/")
    seen = shown(home, notice)
    assert seen is not None
    assert (seen.state, seen.reason) == (LinkState.REDIRECTED, LinkReason.MOVED_NOTICE)


def test_a_soft_404_stays_one_in_an_outage_and_a_404_is_a_broken_link() -> None:
    lost = page(PageKind.NOT_FOUND)
    assert after(lost, lost, refused(Failure.TIMEOUT)).state is LinkState.SOFT_404
    assert after(lost, lost, answer(404)).state is LinkState.BROKEN
    led_home = answer(200, to="https://www.archive.example/")
    assert after(led_home, led_home).state is LinkState.SOFT_404


def test_the_first_404_is_a_suspicion_and_the_second_a_proof() -> None:
    assert after(answer(404)).state is LinkState.SUSPECTED
    assert after(answer(404), answer(404)).state is LinkState.BROKEN


def test_an_outage_needs_twice_the_checks() -> None:
    down = refused(Failure.CONNECT)
    assert after(down, down, down).state is LinkState.SUSPECTED
    assert after(down, down, down, down).state is LinkState.BROKEN


def test_an_outage_is_no_part_of_the_proof_that_a_page_is_gone() -> None:
    down = refused(Failure.TIMEOUT)
    assert after(down, down, down, answer(404)).state is LinkState.SUSPECTED
    assert after(down, down, down, answer(404), answer(404)).state is LinkState.BROKEN


def test_what_is_broken_stays_broken_while_its_host_is_down() -> None:
    health = after(answer(404), answer(404), refused(Failure.TIMEOUT))
    assert (health.state, health.reason) == (LinkState.BROKEN, LinkReason.TIMEOUT)


def test_one_good_answer_is_enough_to_be_ok_again() -> None:
    health = after(answer(404), answer(404), answer(200))
    assert (health.state, health.failures, health.failing_since) == (LinkState.OK, 0, None)


_ANSWERS = st.sampled_from(
    [answer(code) for code in (200, 302, 403, 404, 410, 429, 500, 503, 999)]
    + [refused(failure) for failure in (Failure.DNS, Failure.TIMEOUT, Failure.ROBOTS, Failure.TLS)]
)


@given(st.lists(_ANSWERS, min_size=1, max_size=12), st.integers(2, 4))
def test_nothing_is_broken_by_one_answer_and_being_shut_out_is_never_dead(
    responses: list[Response], confirm: int
) -> None:
    health = after(*responses, confirm=confirm)
    last = shown(responses[-1])
    assert last is not None
    if health.state is LinkState.BROKEN:
        since = [seen for r in responses if (seen := shown(r)) is not None]
        row = 0
        for seen in reversed(since):
            if seen.state is not LinkState.SUSPECTED:
                break
            row += 1
        assert row >= confirm
    if last.state is not LinkState.SUSPECTED:
        assert health.state is last.state
    assert health.checks == len(responses)
    assert (health.failing_since is None) is (last.state is not LinkState.SUSPECTED)


@given(st.lists(st.sampled_from([answer(403), answer(429), answer(451), answer(401)]), min_size=1))
def test_however_often_we_are_shut_out_the_link_is_blocked(responses: list[Response]) -> None:
    assert after(*responses).state is LinkState.BLOCKED
