"""All candidates for one link, in the order in which they are asked.

What the old address itself says comes first: where it sends for good, and what its notice names.  Then
other spellings, then sister hosts, then our own pages.  A link to a host whose pages have moved on to an
archive is looked for there first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive_watch.classify.link_paths import is_home
from archive_watch.errors import CallerError
from archive_watch.model.link import SuggestionKind
from archive_watch.model.state_hosts import HostMap
from archive_watch.model.url import checked_url
from archive_watch.repair.known import Candidate, Known
from archive_watch.repair.own_pages import OwnPage, own_candidates
from archive_watch.repair.sisters import Record, sisters
from archive_watch.repair.variants import variants

_OF_EACH_KIND, _OF_SISTERS = 2, 3
MOST_CANDIDATES = 12
"""More are not even listed; how many are asked is for whoever asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A link that is to be repaired.

    ``permanent`` is where redirects for good led, ``notice`` what a notice that it has moved names.
    ``answers``: its host answers at all.  ``is_superseded``: its host's pages move on to an archive.
    """

    known: Known
    permanent: str | None = None
    notice: str | None = None
    answers: bool = True
    is_superseded: bool = False


def candidates(
    wanted: Wanted, hosts: HostMap, *, records: Mapping[str, Record], own: Sequence[OwnPage]
) -> tuple[Candidate, ...]:
    """Where to look, each address once, the likeliest first; never the link itself or a home page."""
    said, spelt = _said(wanted), variants(wanted.known.address, answers=wanted.answers)
    elsewhere = (*_sisters(wanted, hosts, records), *own_candidates(wanted.known, own))
    every = (*elsewhere, *said, *spelt) if wanted.is_superseded else (*said, *spelt, *elsewhere)
    sound = tuple(_sound(every, wanted.known.address))
    return _in_turn(sound, sisters_first=wanted.is_superseded)[:MOST_CANDIDATES]


def _in_turn(every: Sequence[Candidate], *, sisters_first: bool) -> tuple[Candidate, ...]:
    """The first few of each kind before all further ones: requests are few, and each kind gets its."""
    counts: Counter[SuggestionKind] = Counter()
    first, later = list[Candidate](), list[Candidate]()
    for candidate in every:
        counts[candidate.kind] += 1
        is_sister = sisters_first and candidate.kind is SuggestionKind.SISTER
        most = _OF_SISTERS if is_sister else _OF_EACH_KIND
        (first if counts[candidate.kind] <= most else later).append(candidate)
    return (*first, *later)


def _said(wanted: Wanted) -> Iterator[Candidate]:
    if wanted.permanent is not None:
        yield Candidate(
            url=wanted.permanent,
            kind=SuggestionKind.PERMANENT,
            why="the address leads there, for good",
        )
    if wanted.notice is not None:
        yield Candidate(
            url=wanted.notice,
            kind=SuggestionKind.MOVED_NOTICE,
            why="the page at the address says that it is there now",
        )


def _sisters(wanted: Wanted, hosts: HostMap, records: Mapping[str, Record]) -> Iterator[Candidate]:
    known = wanted.known
    day = known.published_on or known.page_date
    for sister in sisters(known.address, hosts, page_date=day, records=records):
        yield Candidate(
            url=sister.url,
            kind=SuggestionKind.SISTER,
            why=f"by the map of hosts: {sister.rule.name}",
            rule=sister.rule.name,
        )


def _sound(every: Iterable[Candidate], address: str) -> Iterator[Candidate]:
    seen = {address}
    for candidate in every:
        url = candidate.url.partition("#")[0]
        if url in seen or not _can_be_asked(url):
            continue
        seen.add(url)
        if not is_home(url) or urlsplit(url).query:
            yield candidate


def _can_be_asked(url: str) -> bool:
    try:
        checked_url(url)
    except CallerError:
        return False
    return True
