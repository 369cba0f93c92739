"""Ask a web archive for the copy of a link's document that lies nearest to the day of the page.

Off unless ``[links] memento`` names one.  One request at a time, two seconds apart at least whatever
the pace of links, robots.txt obeyed; what it answers is kept for thirty days.  Once it asks for time,
or does not answer, it is left alone for the rest of the run, and by its own wish for longer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus

from archive_watch.model.capture import Failure, Response
from archive_watch.model.clock import utc_text
from archive_watch.model.link import SuggestionKind
from archive_watch.model.url import host_of
from archive_watch.repair.known import Candidate, Known
from archive_watch.repair.mementos import (
    accept_datetime,
    copies_in,
    gate_url,
    index_url,
    made_at,
)
from archive_watch.services.asking.network import Network
from archive_watch.services.repairing.look_at import Tried, judged, look_at, requests_of
from archive_watch.services.watch import Watch
from archive_watch.storage.memento_answers import MementoAnswer, keep_answer, kept_answer

_LEAST_SECONDS = 2.0
_KEPT_FOR = timedelta(days=30)
_INDEX_BYTES = 64 * 1024
_GATE_BYTES = 2 * 1024 * 1024


@dataclass(slots=True)
class WebArchive:
    """The web archive that the settings name, for one run.

    ``why_not`` says why it is not asked any more; ``has_index`` False: it is asked by its TimeGate;
    None: that is not known yet.
    """

    watch: Watch
    network: Network
    why_not: str | None = None
    has_index: bool | None = None

    @property
    def base(self) -> str:
        """Its address; empty: there is none."""
        return self.watch.settings.links.memento

    @property
    def is_asked(self) -> bool:
        """Whether it may be asked now."""
        return bool(self.base) and self.why_not is None

    @property
    def requests_needed(self) -> int:
        """What one copy costs: by its index and itself, or by a TimeGate that leads on to it."""
        if not self.is_asked:
            return 0
        return 3 if self.has_index is None else 2


def web_archive(watch: Watch, network: Network) -> WebArchive:
    """The web archive of this run, asked more slowly than links are."""
    floor = max(_LEAST_SECONDS, watch.settings.links.min_delay_seconds)
    slower = replace(network, manners=network.manners.with_floor(floor))
    return WebArchive(watch=watch, network=slower)


async def ask_memento(archive: WebArchive, known: Known, *, most_requests: int) -> Tried | None:
    """The copy nearest to the day of the page, looked at; None where there is no web archive.

    That it has none is said of the link's own address.
    """
    if not archive.is_asked:
        return None
    watch, near = archive.watch, _day(archive.watch, known)
    answer = _kept(watch, archive.base, known.address, near)
    spent = 0
    if answer is None and archive.has_index is not False:
        answer, spent = await _by_index(archive, known, near)
        if archive.why_not is not None:
            return _without(known, archive.why_not, spent, is_known=False)
    if answer is not None and answer.url is None:
        return _without(known, "the web archive has no copy of it", spent)
    if answer is None:
        if spent >= most_requests:
            return _without(known, "no more requests for this link", spent, is_known=False)
        return await _by_gate(archive, known, near, spent=spent, left=most_requests - spent)
    tried = await look_at(
        watch,
        archive.network,
        _candidate(answer),
        known,
        most_requests=max(1, most_requests - spent),
    )
    _mind(archive, tried.status, tried.told)
    return replace(tried, requests=tried.requests + spent)


def _day(watch: Watch, known: Known) -> date:
    return known.published_on or known.page_date or watch.clock().date()


def _kept(watch: Watch, base: str, address: str, near: date) -> MementoAnswer | None:
    since = utc_text(watch.clock() - _KEPT_FOR)
    return kept_answer(watch.archive, base=base, address=address, near=str(near), since=since)


async def _by_index(
    archive: WebArchive, known: Known, near: date
) -> tuple[MementoAnswer | None, int]:
    """What the index says; None where there is no index to be read."""
    url = index_url(archive.base, known.address, near)
    async with archive.network.manners.turn(host_of(url)):
        response = await archive.network.get(url, enough_bytes=_INDEX_BYTES, most_redirects=1)
    cost = requests_of(response)
    if _is_silent(archive, response):
        return None, cost
    if response.status != HTTPStatus.OK or _is_page(response):
        archive.has_index = False
        return None, cost
    archive.has_index = True
    copies = copies_in(response.body)
    answer = MementoAnswer(url=None)
    if copies:
        copy = copies[0]
        answer = MementoAnswer(
            url=copy.url(archive.base), raw_url=copy.raw_url(archive.base), copied_at=copy.made_at
        )
    _keep(archive, known, near, answer)
    return answer, cost


async def _by_gate(
    archive: WebArchive, known: Known, near: date, *, spent: int, left: int
) -> Tried:
    """The copy that the TimeGate leads to, which has been asked with it."""
    url = gate_url(archive.base, known.address)
    async with archive.network.manners.turn(host_of(url)):
        response = await archive.network.get(
            url,
            enough_bytes=_GATE_BYTES,
            most_redirects=left - 1,
            accept_datetime=accept_datetime(near),
        )
    spent += requests_of(response)
    if _is_silent(archive, response):
        return _without(known, archive.why_not or "", spent, is_known=False)
    when = made_at(response.header("memento-datetime"), response.final_url)
    if response.status == HTTPStatus.NOT_FOUND or when is None:
        _keep(archive, known, near, MementoAnswer(url=None))
        return _without(known, "the web archive has no copy of it", spent)
    answer = MementoAnswer(url=_copy_address(response), copied_at=when)
    _keep(archive, known, near, answer)
    tried = await judged(archive.watch, _candidate(answer), known, response)
    return replace(tried, requests=spent)


def _copy_address(response: Response) -> str:
    """Where the copy is; a TimeGate that answers with it at once names its address beside it."""
    beside = response.header("content-location")
    return beside if beside and beside.startswith(("http://", "https://")) else response.final_url


def _candidate(answer: MementoAnswer) -> Candidate:
    assert answer.url is not None
    when = answer.copied_at or ""
    return Candidate(
        url=answer.url,
        kind=SuggestionKind.MEMENTO,
        why=f"a copy in a web archive, of {when[:10]}" if when else "a copy in a web archive",
        copied_at=when,
        asked_as=answer.raw_url,
    )


def _without(known: Known, told: str, spent: int, *, is_known: bool = True) -> Tried:
    candidate = Candidate(
        url=known.address, kind=SuggestionKind.MEMENTO, why="a copy in a web archive"
    )
    return Tried(candidate=candidate, is_right=False, told=told, requests=spent, is_known=is_known)


def _is_silent(archive: WebArchive, response: Response) -> bool:
    """Whether the web archive cannot be asked now; then it is not, for the rest of the run."""
    refusal = response.refusal
    if refusal is not None and refusal.failure is not Failure.TOO_MANY_REDIRECTS:
        archive.why_not = f"the web archive could not be asked: {refusal.told}"
    else:
        _mind(archive, response.status, "")
    return archive.why_not is not None


def _mind(archive: WebArchive, status: int | None, told: str) -> None:
    asks_for_time = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    if status in asks_for_time:
        archive.why_not = f"the web archive asks for time ({status})"
    elif status is None and told:
        archive.why_not = f"the web archive could not be asked: {told}"


def _is_page(response: Response) -> bool:
    return "html" in (response.content_type or "").lower()


def _keep(archive: WebArchive, known: Known, near: date, answer: MementoAnswer) -> None:
    with archive.watch.archive.writing():
        keep_answer(
            archive.watch.archive, answer, base=archive.base, address=known.address,
            near=str(near), at=archive.watch.now(),
        )  # fmt: skip
