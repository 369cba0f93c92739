"""What one look at a link shows."""

from __future__ import annotations

import pytest

from archive_watch.classify.link_evidence import (
    evidence_of,
    local_evidence,
    wants_sibling,
    with_fragment,
)
from archive_watch.classify.link_face import face_of
from archive_watch.classify.soft_404 import ALONE, Company
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import NAME_UNANSWERED, Failure, Hop, Refusal, Response
from archive_watch.model.imprint import SiblingAnswer
from archive_watch.model.link import Failing, Fragment, LinkEvidence, LinkReason, LinkState
from archive_watch.model.site import SiteProfile

_AT = "2021-01-01T00:00:00Z"
_URL = "https://www.archive.example/reports/one/"
_HOME = "https://www.archive.example/"
_TWO = "https://www.archive.example/reports/two/"


def answer(
    status: int, *, url: str = _URL, to: str | None = None, by: tuple[int, ...] = (302,), body: bytes = b"w"
) -> Response:  # fmt: skip
    hops = () if to is None else tuple(Hop(url=url, status=one, location=to) for one in by)
    return Response(url=url, final_url=to or url, status=status, hops=hops, body=body)


def refused(
    failure: Failure,
    detail: str = "",
    *,
    status_line: str | None = None,
    is_of_rules: bool = False,
) -> Response:
    refusal = Refusal(failure=failure, detail=detail, is_of_rules=is_of_rules)
    return Response(url=_URL, final_url=_URL, refusal=refusal, status_line=status_line)


def page(kind: PageKind, reason: str | None = None, *, leads_to: str | None = None) -> Cut:
    profile = SiteProfile(name="any")
    return Cut(kind=kind, extractor="", profile=profile, url=_URL, reason=reason, leads_to=leads_to)


def shown(response: Response, body: Cut | None = None, company: Company = ALONE) -> LinkEvidence:
    seen = evidence_of(response, at=_AT, page=body, face=face_of(response), company=company)
    assert seen is not None
    return seen


@pytest.mark.parametrize(
    ("response", "state", "reason", "failing"),
    [
        (answer(200), "ok", None, None),
        (answer(204, body=b""), "ok", None, None),
        (answer(300), "ok", None, None),
        (answer(200, to=_TWO), "redirected", None, None),
        (answer(200, to=_URL), "ok", None, None),
        (answer(200, to=_HOME), "suspected", "home_page", "soft"),
        (answer(200, to=f"{_HOME}index.html"), "suspected", "home_page", "soft"),
        (answer(200, to="https://new.archive.example/"), "suspected", "home_page", "soft"),
        (answer(200, to="https://www.archive.example/errors/404.htm"), "suspected", "error_path", "soft"),
        (answer(200, to="https://www.archive.example/login?next=%2F"), "blocked", "login_page", None),
        (answer(200, to="https://consent.archive.example/x"), "blocked", "block_page", None),
        (answer(200, to="https://www.archive.example/maintenance.html"), "suspected", "server", "server"),
        (answer(200, to="https://sso.archive.example/x"), "blocked", "login_page", None),
        (answer(200, url="https://short.example/x1", to="https://other.example/"), "redirected", None, None),
        (answer(200, url="http://archive.example", to="https://archive.example/"), "redirected", None, None),
        (answer(302), "suspected", "redirects", "not_there"),
        (answer(400), "suspected", "http", "server"),
        (answer(404), "suspected", "http", "not_there"),
        (answer(410), "suspected", "http", "gone"),
        (answer(500), "suspected", "server", "server"),
        (answer(503), "suspected", "server", "server"),
        (answer(530), "suspected", "server", "server"),
        (answer(408), "suspected", "server", "server"),
        (answer(600), "suspected", "http", "unproven"),
        (answer(401), "blocked", "http", None),
        (answer(402), "blocked", "http", None),
        (answer(403), "blocked", "http", None),
        (answer(405), "blocked", "http", None),
        (answer(407), "blocked", "http", None),
        (answer(429), "blocked", "http", None),
        (answer(451), "blocked", "legal", None),
        (answer(418), "blocked", "http", None),
        (answer(497), "blocked", "http", None),
        (answer(511), "blocked", "http", None),
        (answer(999), "blocked", "http", None),
        (refused(Failure.DNS), "suspected", "dns", "no_name"),
        (refused(Failure.DNS, f"{NAME_UNANSWERED} for x"), "suspected", "dns", "no_name_server"),
        (refused(Failure.TIMEOUT), "suspected", "timeout", "silence"),
        (refused(Failure.TIMEOUT, status_line="HTTP/1.1 200 OK"), "suspected", "timeout", "unproven"),
        (refused(Failure.TRUNCATED), "suspected", "truncated", "unproven"),
        (refused(Failure.TLS), "suspected", "tls", "certificate"),
        (refused(Failure.CONNECT), "suspected", "connect", "refused"),
        (refused(Failure.RESET), "suspected", "reset", "refused"),
        (refused(Failure.TOO_MANY_REDIRECTS), "suspected", "redirects", "not_there"),
        (refused(Failure.TOO_LARGE), "suspected", "reset", "unproven"),
        (refused(Failure.RESET, status_line="HTTP/1.1 200 OK"), "suspected", "reset", "unproven"),
        (refused(Failure.RESET, "illegal header line: bytearray(b'Foo')"), "suspected", "reset", "unproven"),
        (refused(Failure.RESET, "illegal status line: bytearray(b'noise')"), "suspected", "reset", "refused"),
        (refused(Failure.ROBOTS_UNREACHABLE), "blocked", "robots", "rules"),
        (refused(Failure.TIMEOUT, is_of_rules=True), "blocked", "robots", "rules"),
        (refused(Failure.PRIVATE_ADDRESS), "excluded", "private_address", None),
        (refused(Failure.ROBOTS), "excluded", "robots", None),
        (refused(Failure.ROBOTS_UNREADABLE), "blocked", "block_page", None),
        (refused(Failure.CONTENT_TYPE), "ok", None, None),
        (refused(Failure.LOCAL), "unchecked", "local", None),
    ],
)  # fmt: skip
def test_one_answer_shows_this(
    response: Response, state: str, reason: str | None, failing: str | None
) -> None:
    seen = shown(response)
    assert (seen.state, seen.reason, seen.failing) == (state, reason, failing)


def test_a_host_on_hold_shows_nothing() -> None:
    assert evidence_of(refused(Failure.ON_HOLD), at=_AT) is None


@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_block_page_is_blocked_whatever_its_status(status: int) -> None:
    for kind, reason in (("block_page", "block_page"), ("login_page", "login_page")):
        seen = shown(answer(status), page(PageKind.BLOCKED, kind))
        assert (seen.state, seen.reason) == (LinkState.BLOCKED, reason)
    challenge = evidence_of(answer(status), at=_AT, is_challenge=True)
    assert challenge is not None
    assert challenge.state is LinkState.BLOCKED


@pytest.mark.parametrize(
    ("kind", "reason", "failing"),
    [
        (PageKind.NOT_FOUND, "not_found_page", Failing.SOFT),
        (PageKind.MOVED_NOTICE, "moved_notice", Failing.SOFT),
        (PageKind.OUTAGE, "server", Failing.SERVER),
    ],
)
def test_a_good_answer_that_says_otherwise_is_suspected(
    kind: PageKind, reason: str, failing: Failing
) -> None:
    seen = shown(answer(200), page(kind))
    assert (seen.state, seen.reason, seen.failing) == (LinkState.SUSPECTED, reason, failing)


@pytest.mark.parametrize("kind", [PageKind.CONTENT, PageKind.LISTING, PageKind.NEEDS_REVIEW])
def test_a_page_with_words_is_there(kind: PageKind) -> None:
    assert shown(answer(200), page(kind)).state is LinkState.OK


def test_an_error_that_says_so_is_told_by_its_status() -> None:
    seen = shown(answer(404), page(PageKind.NOT_FOUND))
    assert (seen.reason, seen.failing) == (LinkReason.HTTP, Failing.NOT_THERE)
    assert seen.signs == (f"{_URL} answered 404",)


def test_a_home_page_that_leads_on_to_the_first_page_of_its_site_is_no_dead_link() -> None:
    seen = shown(answer(200, url=_HOME), page(PageKind.MOVED_NOTICE, leads_to=f"{_HOME}en/"))
    assert (seen.state, seen.reason) == (LinkState.REDIRECTED, LinkReason.MOVED_NOTICE)


def test_a_chain_is_permanent_where_every_step_of_it_is() -> None:
    assert shown(answer(200, to=_TWO, by=(301, 308))).is_permanent
    assert not shown(answer(200, to=_TWO, by=(301, 302))).is_permanent
    assert not shown(answer(200)).is_permanent
    assert shown(answer(200, to=_TWO, by=(301,))).hops == ((301, _URL),)


def test_a_failure_says_more_of_itself() -> None:
    seen = shown(refused(Failure.TLS, "expired: certificate has expired"))
    assert seen.detail == "expired: certificate has expired"
    assert seen.signs == ("tls: expired: certificate has expired",)


def test_whether_a_404_is_to_be_believed_is_known_of_an_invented_address() -> None:
    honest = shown(answer(404), company=Company(sibling=SiblingAnswer(status=404)))
    other = shown(answer(404), company=Company(sibling=SiblingAnswer(status=200)))
    assert [one.is_host_honest for one in (honest, other, shown(answer(404)))] == [
        True,
        False,
        None,
    ]
    assert honest.signs[-1] == "the host says of an invented address that it is not there"


def test_an_invented_address_is_asked_where_the_answer_tells_something() -> None:
    words = b"<title>One</title><p>words of a report</p>"
    assert wants_sibling(shown(answer(200, body=words)))
    assert wants_sibling(shown(answer(404)))
    assert not wants_sibling(shown(answer(200, url=_HOME, body=words)))
    for response in (answer(403), answer(410), answer(503), refused(Failure.DNS), answer(204)):
        assert not wants_sibling(shown(response))


def test_a_place_that_is_missing_is_told_and_the_page_is_there() -> None:
    missing = with_fragment(shown(answer(200)), Fragment.MISSING)
    assert (missing.state, missing.reason) == (LinkState.OK, LinkReason.FRAGMENT)
    assert missing.signs == ("the place that it names is not on the page",)
    found = with_fragment(shown(answer(200)), Fragment.FOUND)
    assert (found.reason, found.fragment, found.signs) == (None, Fragment.FOUND, ())
    gone = with_fragment(shown(answer(404)), Fragment.MISSING)
    assert (gone.state, gone.reason) == (LinkState.SUSPECTED, LinkReason.HTTP)


def test_a_look_that_was_our_own_fault_is_none() -> None:
    local = local_evidence(shown(refused(Failure.TIMEOUT)))
    assert (local.state, local.reason, local.failing) == (
        LinkState.UNCHECKED,
        LinkReason.LOCAL,
        None,
    )
