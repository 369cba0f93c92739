"""What an answer to the request for a robots.txt means, as it comes and as it is stored.

Where a host takes connections and yet no rules are to be had (an error, silence, a connection that
is broken off) it is the rules that are out of order, and nothing is known of the pages behind them.
Where it cannot be connected to, it is the host itself.  A host that leads whatever it does not have to
its home page, or to one named for errors, says so that it has no such file; not where a block page
stands there.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from archive_watch.classify.link_paths import led_home, led_to_error
from archive_watch.discover.robots import RobotsState, RobotsVerdict, parse_robots
from archive_watch.extract.kind.phrases import BLOCKED
from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response, Validators
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.robots_files import StoredRobots

KNOWN = frozenset({RobotsState.READABLE, RobotsState.ABSENT})
OURS = frozenset({Failure.CONTACT, Failure.ON_HOLD})
"""No fault of the host's."""

Known = RobotsVerdict | Refusal

_LED_AWAY = "led_away"
_ABSENT = frozenset({Failure.TOO_MANY_REDIRECTS.value, _LED_AWAY})
_ONCE_CONNECTED = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.TRUNCATED})
_TITLE = re.compile(rb"<title[^>]*>([^<]*)", re.IGNORECASE)


def validators_of(stored: StoredRobots | None) -> Validators | None:
    """What to ask with, so that the host may say that its rules are the same."""
    if stored is None or stored.status != HTTPStatus.OK:
        return None
    return stored.validators if stored.validators != Validators() else None


def is_confirmed(response: Response, copy: RobotsVerdict) -> bool:
    """Whether the host says that the rules are still those that we have; a redirect says nothing."""
    is_same = response.status == HTTPStatus.NOT_MODIFIED and not response.hops
    return is_same and copy.state in KNOWN


def found_in(response: Response) -> Known:
    """What an answer says, or why it says nothing; the evidence is for people.

    A redirect that never ends is no file at all (RFC 9309, section 2.3.1.2); an answer that we
    refuse for any other reason says nothing of the host's wishes.
    """
    if response.refusal is None:
        return _judged(response)
    failure, detail = response.refusal.failure, response.refusal.detail
    if failure is Failure.TOO_MANY_REDIRECTS:
        return RobotsVerdict(state=RobotsState.ABSENT)
    if failure not in NETWORK_FAILURES | OURS:
        failure, detail = Failure.ROBOTS_UNREACHABLE, f"{failure.value}: {detail}"
    return Refusal(
        failure=failure,
        detail=f"robots.txt: {detail}",
        is_of_rules=failure is Failure.ROBOTS_UNREACHABLE or _was_connected(response),
    )


def _was_connected(response: Response) -> bool:
    """Whether what failed is the file, and not the way to its host."""
    assert response.refusal is not None
    is_host_there = bool(response.hops) or response.remote_address is not None
    return is_host_there and response.refusal.failure in _ONCE_CONNECTED


def _judged(response: Response) -> Known:
    verdict = verdict_of(as_stored(response, ""))
    match verdict.state:
        case RobotsState.UNREADABLE:
            return Refusal(failure=Failure.ROBOTS_UNREADABLE, detail=_page_told(response))
        case RobotsState.UNREACHABLE:
            return Refusal(
                failure=Failure.ROBOTS_UNREACHABLE,
                detail=f"robots.txt answered {response.status}",
                is_of_rules=True,
            )
        case _:
            return verdict


def _page_told(response: Response) -> str:
    """What stood in the place of the rules, so that the same page is known again elsewhere."""
    words = _title_of(response)
    return (
        "robots.txt is answered with a page, not with rules: the host is shutting us out"
        f" (status {response.status}, {len(response.body):,} bytes"
        + (f", titled “{words[:80]}”" if words else "")
        + f", sha256 {sha256_hex(response.body)[:16]}…)"
    )


def _title_of(response: Response) -> str:
    found = _TITLE.search(response.body[:65_536])
    return " ".join(found[1].decode("utf-8", errors="replace").split()) if found else ""


def _is_led_away(response: Response) -> bool:
    """Whether the host leads to where it leads those who ask for what it does not have."""
    if (
        not response.hops
        or response.status != HTTPStatus.OK
        or BLOCKED.fullmatch(_title_of(response))
    ):
        return False
    asked, answered = response.url, response.final_url
    return led_home(asked, answered) or led_to_error(asked, answered)


def verdict_of(stored: StoredRobots) -> RobotsVerdict:
    """What is stored, read again."""
    if stored.failure in _ABSENT:
        return RobotsVerdict(state=RobotsState.ABSENT)
    if stored.failure is not None or stored.status is None:
        return RobotsVerdict(state=RobotsState.UNREACHABLE)
    return parse_robots(stored.body, content_type=stored.content_type, status=stored.status)


def as_stored(response: Response, now: str) -> StoredRobots:
    """An answer that came at ``now``, as it is kept."""
    failure = None if response.refusal is None else response.refusal.failure.value
    if failure is None and _is_led_away(response):
        failure = _LED_AWAY
    return StoredRobots(
        status=response.status,
        content_type=response.content_type,
        body=response.body,
        fetched_at=now,
        failure=failure,
        validators=Validators(
            etag=response.header("etag"), last_modified=response.header("last-modified")
        ),
    )
