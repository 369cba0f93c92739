"""Lives of links as data: what was seen when, and the states that it came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from archive_watch.classify.link_life import health_after
from archive_watch.model.clock import utc_text
from archive_watch.model.link import Failing, LinkEvidence, LinkHealth, LinkReason, LinkState

_START = datetime(2021, 1, 1, 9, tzinfo=UTC)
_THERE = "https://www.archive.example/one/"
ELSEWHERE = "https://www.archive.example/two/"


def seen(state: LinkState, reason: LinkReason | None = None, failing: Failing | None = None,
         *, status: int | None = None, honest: bool | None = None, to: str = _THERE,
         permanent: bool = False) -> LinkEvidence:  # fmt: skip
    return LinkEvidence(
        at="",
        state=state,
        reason=reason,
        status=status,
        final_url=to,
        elapsed_ms=1,
        failing=failing,
        is_permanent=permanent,
        is_host_honest=honest,
    )


def _failing(reason: LinkReason, failing: Failing, status: int | None = None) -> LinkEvidence:
    return seen(LinkState.SUSPECTED, reason, failing, status=status)


EVIDENCE = {
    "ok": seen(LinkState.OK, status=200),
    "302": seen(LinkState.REDIRECTED, status=200, to=ELSEWHERE),
    "301": seen(LinkState.REDIRECTED, status=200, to=ELSEWHERE, permanent=True),
    "301b": seen(LinkState.REDIRECTED, status=200, to=f"{ELSEWHERE}b", permanent=True),
    "404": _failing(LinkReason.HTTP, Failing.NOT_THERE, 404),
    "404h": replace(_failing(LinkReason.HTTP, Failing.NOT_THERE, 404), is_host_honest=True),
    "404d": replace(_failing(LinkReason.HTTP, Failing.NOT_THERE, 404), is_host_honest=False),
    "410": _failing(LinkReason.HTTP, Failing.GONE, 410),
    "loop": _failing(LinkReason.REDIRECTS, Failing.NOT_THERE),
    "looph": replace(_failing(LinkReason.REDIRECTS, Failing.NOT_THERE), is_host_honest=True),
    "soft": _failing(LinkReason.NOT_FOUND_PAGE, Failing.SOFT, 200),
    "alike": _failing(LinkReason.ERROR_PAGE, Failing.UNPROVEN, 200),
    "half": _failing(LinkReason.TRUNCATED, Failing.UNPROVEN),
    "dns": _failing(LinkReason.DNS, Failing.NO_NAME),
    "servfail": _failing(LinkReason.DNS, Failing.NO_NAME_SERVER),
    "tls": _failing(LinkReason.TLS, Failing.CERTIFICATE),
    "refused": _failing(LinkReason.CONNECT, Failing.REFUSED),
    "reset": _failing(LinkReason.RESET, Failing.REFUSED),
    "503": _failing(LinkReason.SERVER, Failing.SERVER, 503),
    "timeout": _failing(LinkReason.TIMEOUT, Failing.SILENCE),
    "403": seen(LinkState.BLOCKED, LinkReason.HTTP, status=403),
    "451": seen(LinkState.BLOCKED, LinkReason.LEGAL, status=451),
    "robots": seen(LinkState.EXCLUDED, LinkReason.ROBOTS),
    "no-rules": seen(LinkState.BLOCKED, LinkReason.ROBOTS, Failing.RULES),
    "pattern": seen(LinkState.EXCLUDED, LinkReason.PATTERN),
    "mailto": seen(LinkState.EXCLUDED, LinkReason.SCHEME),
    "local": seen(LinkState.UNCHECKED, LinkReason.LOCAL),
}
_NUMBERS = {"d": 24.0, "h": 1.0}


def lived(looks: str, *, confirm: int = 2) -> list[LinkHealth]:
    """The health after each of ``looks``: an answer, and when it was given (``404@1d``)."""
    health, found = LinkHealth(), []
    for look in looks.split():
        name, _, at = look.partition("@")
        hours = float(at[:-1]) * _NUMBERS[at[-1]]
        moment = utc_text(_START + timedelta(hours=hours))
        health = health_after(health, replace(EVIDENCE[name], at=moment), confirm_checks=confirm)
        found.append(health)
    return found


LIVES = {
    # what a server says itself, a day later again
    "404@0h 404@23h 404@24h": "suspected suspected broken",
    "404@0h 404@1h 404@2h 404@3h": "suspected suspected suspected suspected",
    "404h@0h 404h@1d": "suspected gone",
    "404@0h 404h@1d": "suspected gone",
    "404d@0h 404d@1d": "suspected broken",
    "410@0h 410@1d": "suspected gone",
    "404h@0h 410@1d": "suspected gone",
    "loop@0h loop@1d": "suspected broken",
    "looph@0h looph@1d": "suspected broken",
    "soft@0h soft@1d": "suspected soft_404",
    "soft@0h soft@5h soft@23h": "suspected suspected suspected",
    # what may heal
    "dns@0d dns@3d dns@6d dns@7d": "suspected suspected suspected broken",
    "dns@0d dns@7d dns@8d": "suspected suspected broken",
    "servfail@0d servfail@5d servfail@9d servfail@13d servfail@14d": "suspected " * 4 + "broken",
    "tls@0d tls@4d tls@7d": "suspected suspected broken",
    "refused@0d reset@2d refused@4d reset@6d refused@7d": "suspected " * 4 + "broken",
    "503@0d 503@5d 503@10d 503@13d 503@14d": "suspected " * 4 + "broken",
    "503@0d 503@14d 503@28d": "suspected suspected suspected",
    "timeout@0h timeout@125h timeout@250h timeout@336h": "suspected " * 3 + "broken",
    # silence at one hour of the day alone: a backup may run
    "timeout@0d timeout@7d timeout@14d timeout@21d timeout@28d": "suspected " * 4 + "broken",
    # checks in a hurry are one check
    "dns@0d dns@7d dns@7.01d dns@7.015d": "suspected suspected suspected suspected",
    # what proves nothing, however often
    "half@0d half@10d half@20d half@40d half@80d": "suspected " * 5,
    "alike@0d alike@10d alike@20d alike@40d": "suspected " * 4,
    "403@0d 403@30d 451@60d 403@90d": "blocked " * 4,
    # where the rules of the host are not to be had the address is not asked: its own silence proves it
    "no-rules@0d no-rules@9d no-rules@20h no-rules@40d": "blocked " * 4,
    "no-rules@0d no-rules@7d no-rules@14d timeout@15d timeout@361h": "blocked " * 3
    + "suspected broken",
    "no-rules@0d no-rules@7d no-rules@14d timeout@15d ok@361h": "blocked " * 3 + "suspected ok",
    "no-rules@0d no-rules@7d no-rules@14d 503@15d 503@361h": "blocked " * 3 + "suspected suspected",
    "no-rules@0d no-rules@7d no-rules@14d 404@15d 404@361h": "blocked " * 3 + "suspected suspected",
    # several kinds in a row: all together need what the slowest needs
    "404@0d timeout@1d 503@2d refused@3d": "suspected " * 4,
    "404@0d timeout@5d 503@10d refused@13d refused@14d": "suspected " * 4 + "broken",
    "404@0d timeout@0.5d 404@1d": "suspected suspected broken",
    "404@0d soft@1d": "suspected soft_404",
    "soft@0d 404h@1d": "suspected gone",
    "refused@0d refused@1d refused@2d 404@3d 404@4d": "suspected " * 4 + "broken",
    # a closed door is no answer to the question
    "404@0d 403@1d 404@2d": "suspected blocked broken",
    "404@0d 403@60d 404@120d": "suspected blocked suspected",
    "404@0d robots@1d 404@2d": "suspected excluded broken",
    "404@0d pattern@1d 404@2d": "suspected excluded suspected",
    # dead is dead until a good answer
    "404@0d 404@1d timeout@2d 503@3d 403@4d half@5d": "suspected" + " broken" * 5,
    "soft@0d soft@1d timeout@2d": "suspected soft_404 soft_404",
    "soft@0d soft@1d 404h@2d 404h@3d": "suspected soft_404 soft_404 gone",
    "404@0d 404@1d 404h@31d 404@61d": "suspected broken gone gone",
    "404@0d 404@1d soft@2d soft@3d": "suspected broken broken soft_404",
    "410@0d 410@1d ok@2d 410@3d": "suspected gone ok suspected",
    "404@0d 404@1d 302@2d": "suspected broken redirected",
    "dns@0d ok@1d dns@2d dns@8d": "suspected ok suspected suspected",
    # what comes and goes needs twice of both
    "ok@0d 404@1d ok@2d 404@3d 404@4d 404@5d 404@6d": "ok suspected ok" + " suspected" * 3 + " broken",
    "ok@0h 404@24h ok@48h 404@72h 404@78h 404@84h 404@96h 404@120h":
        "ok suspected ok suspected suspected suspected suspected broken",
    "ok@0d 404@1d ok@2d 404@3d 404@5d half@40d": "ok suspected ok suspected suspected suspected",
    "ok@0d 404@1d ok@40d 404@41d 404@42d": "ok suspected ok suspected broken",
    # permanent redirects, the same for a week
    "301@0d 301@6d 301@7d 301@8d": "redirected redirected moved moved",
    "301@0d 301b@7d 301b@14d": "redirected redirected moved",
    "301@0d 302@3d 301@7d": "redirected redirected redirected",
    "301@0d timeout@3d 301@7d": "redirected suspected moved",
    "301@0d 301@7d ok@8d 301@9d": "redirected moved ok redirected",
    "302@0d 302@30d": "redirected redirected",
    # our own fault
    "local@0d": "unchecked",
    "404@0d local@1d local@2d 404@2d": "suspected suspected suspected broken",
    # a clock that was set back begins the count anew
    "404@30d 404@0d 404@0.5d 404@1d": "suspected suspected suspected broken",
    "404@0d 404@300d 404@301d": "suspected suspected broken",
}  # fmt: skip
