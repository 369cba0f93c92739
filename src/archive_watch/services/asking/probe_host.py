"""Can this machine read that host?  robots.txt, the home page and one page, with the evidence.

Each is asked at the host's pace, whatever a breaker says, and none is kept as a check.  A host that
has no https is asked by http, and that is said; one that does not answer at all, or whose rules
cannot be had, is asked no further.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace

from archive_watch.discover.robots import RobotsState, RobotsVerdict, parse_robots
from archive_watch.extract.page import PageKind
from archive_watch.model.capture import NETWORK_FAILURES, NO_HTTPS, Failure, Response
from archive_watch.model.site import SiteProfile
from archive_watch.services.checking.check_page import must_have_contact
from archive_watch.services.checking.judge_answer import challenge_sign
from archive_watch.services.cutting.cut_safely import cut_safely
from archive_watch.storage.bodies import sha256_hex

_ROBOTS_FAULTS = {
    RobotsState.UNREADABLE: "not a robots file",
    RobotsState.UNREACHABLE: "no rules, so nothing may be asked",
}
_SILENT = (
    "see whether the name and the port are right, and whether this machine (and the proxy, if one is"
    " set) has a network",
    "try again later: nothing answered, which says nothing about the pages",
)
_WAYS_ON = (
    "ask the site's webmaster to allow your address and User-Agent",
    "watch from a line that is not shut out: another machine, or a proxy that you may use"
    " ([fetch] proxy)",
    "capture from elsewhere (a browser extension, a colleague, ArchiveWeb.page) and `import` the WARC",
    "read copies from a web archive and `import` them",
)
_FORBIDDEN = (
    "ask the site's webmaster to allow archive-watch in robots.txt: from another machine it is"
    " forbidden too",
    *_WAYS_ON[2:],
)
_BY_ROBOTS = "robots"

Ask = Callable[[str], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one address of the host answered; ``fault`` is None where it could be read."""

    url: str
    status: int | None
    size: int
    sha256: str | None
    fault: str | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HostProbe:
    """The verdict on a host; ``remarks`` are what else is to be known of it."""

    host: str
    probes: tuple[Probe, ...]
    remarks: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether robots.txt and what was asked for could be read: a named page, else the home page.

        An archive without a home page can be read all the same.
        """
        return (
            self.probes[0].fault is None and len(self.probes) > 1 and self.probes[-1].fault is None
        )

    def _same_everywhere(self) -> bool:
        """Whether good answers of all addresses are one and the same; errors often are."""
        good = all(probe.status is not None and probe.status < 400 for probe in self.probes)
        bodies = {probe.sha256 for probe in self.probes}
        return good and len(self.probes) > 1 and len(bodies) == 1 and None not in bodies

    def _ways_on(self) -> tuple[str, ...]:
        if all(probe.status is None for probe in self.probes):
            return _SILENT
        return _FORBIDDEN if self.probes[-1].fault == _BY_ROBOTS else _WAYS_ON

    def as_text(self) -> str:
        """The verdict for a person, with the ways on when it is a bad one."""
        lines = [
            f"{self.host}: {'can be read from here' if self.readable else 'cannot be read from here'}"
        ]
        for probe in self.probes:
            answer = "no answer" if probe.status is None else f"status {probe.status}"
            lines.append(f"  {probe.url}: {probe.fault or 'fine'} ({answer}, {probe.size:,} bytes)")
            lines += [f"    {sign}" for sign in probe.evidence]
        if self._same_everywhere():
            lines.append("  every address answered with the very same bytes: a block page")
        lines += [f"  {remark}" for remark in self.remarks]
        if not self.readable:
            lines += ["ways on:", *(f"  - {way}" for way in self._ways_on())]
        return "\n".join(lines)


async def probe_host(
    ask: Ask,
    host: str,
    profile: SiteProfile,
    *,
    user_agent: str,
    page: str | None = None,
    scheme: str = "https",
    remarks: tuple[str, ...] = (),
) -> HostProbe:
    """Ask robots.txt, the home page and, if given, one page; ``remarks`` are told with the verdict.

    What robots.txt disallows is not asked, and said.  Raises CallerError without a contact.
    """
    response, scheme, by_http = await _robots(ask, host, scheme)
    rules = _rules(response)
    robots = _judged(response.url, response, profile)
    probes = [replace(robots, evidence=(*by_http, *robots.evidence))]
    is_silent = _failed(response, NETWORK_FAILURES)
    if is_silent or (rules is not None and rules.state is RobotsState.UNREACHABLE):
        return HostProbe(host=host, probes=tuple(probes), remarks=remarks)
    for url in (f"{scheme}://{host}/", *([page] if page else [])):
        if _forbids(rules, url, user_agent):
            probes.append(_disallowed(url))
            continue
        probes.append(_judged(url, await ask(url), profile))
    return HostProbe(host=host, probes=tuple(probes), remarks=remarks)


async def _robots(ask: Ask, host: str, scheme: str) -> tuple[Response, str, tuple[str, ...]]:
    """The answer for robots.txt, the scheme by which there is one, and what is to be said of it."""
    response = await ask(f"{scheme}://{host}/robots.txt")
    must_have_contact(response)
    if scheme != "https" or response.refusal is None or not _failed(response, NO_HTTPS):
        return response, scheme, ()
    plain = await ask(f"http://{host}/robots.txt")
    if plain.refusal is not None:
        return response, scheme, ()
    return plain, "http", (f"it has no https here ({response.refusal.detail}): asked by http",)


def _failed(response: Response, failures: Collection[Failure]) -> bool:
    return response.refusal is not None and response.refusal.failure in failures


def _rules(response: Response) -> RobotsVerdict | None:
    """What an answer says of the rules; None where there was none."""
    if response.refusal is not None or response.status is None:
        return None
    return parse_robots(response.body, content_type=response.content_type, status=response.status)


def _forbids(rules: RobotsVerdict | None, url: str, user_agent: str) -> bool:
    """Whether there are rules, and they forbid it; a block page is looked at more closely."""
    is_known = rules is not None and rules.state is RobotsState.READABLE
    return is_known and rules is not None and not rules.allows(url, user_agent)


def _disallowed(url: str) -> Probe:
    return Probe(
        url=url,
        status=None,
        size=0,
        sha256=None,
        fault=_BY_ROBOTS,
        evidence=("robots.txt disallows it: it was not asked",),
    )


def _judged(url: str, response: Response, profile: SiteProfile) -> Probe:
    fault, evidence = _fault(url, response, profile)
    return Probe(
        url=url,
        status=response.status,
        size=len(response.body),
        sha256=sha256_hex(response.body) if response.body else None,
        fault=fault,
        evidence=evidence,
    )


def _fault(
    url: str, response: Response, profile: SiteProfile
) -> tuple[str | None, tuple[str, ...]]:
    if response.refusal is not None:
        return response.refusal.failure.value, (response.refusal.detail,)
    assert response.status is not None
    if (challenge := challenge_sign(response)) is not None:
        return "a challenge", (challenge,)
    cut = cut_safely(
        response.body,
        content_type=response.content_type,
        url=response.final_url,
        profile=profile,
        status=response.status,
        headers=response.headers,
    )
    if cut.kind is PageKind.BLOCKED:
        return "a block page", cut.evidence
    if url.endswith("/robots.txt"):
        verdict = parse_robots(
            response.body, content_type=response.content_type, status=response.status
        )
        return _ROBOTS_FAULTS.get(verdict.state), (f"robots.txt is {verdict.state.value}",)
    if response.status >= 400:
        return f"answered {response.status}", ()
    return None, cut.evidence
