"""One address checked for all the links to it: asked, judged, and written down.

The answer is evidence for each of the links alike, but for the place on the page that one names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fnmatch import fnmatchcase
from urllib.parse import urldefrag, urlsplit

from archive_watch.classify.link_evidence import evidence_of, wants_sibling, with_fragment
from archive_watch.classify.link_life import health_after
from archive_watch.classify.link_page import page_of
from archive_watch.classify.soft_404 import Company
from archive_watch.extract.page import Cut
from archive_watch.model.clock import utc_text
from archive_watch.model.link import GOOD, Failing, LinkEvidence, LinkHealth, LinkReason, LinkState
from archive_watch.model.url import host_of
from archive_watch.schedule.link_times import days_until_next_look, jitter_of
from archive_watch.services.checking.judge_answer import challenge_sign
from archive_watch.services.cutting.cut_safely import cut_aside
from archive_watch.services.linking.ask_link import LinkAsking, Looked
from archive_watch.services.linking.ledger import Ledger
from archive_watch.services.linking.place_on_page import is_looked_for, place_on_page
from archive_watch.services.linking.siblings import Siblings
from archive_watch.services.linking.slim_profile import SlimProfiles
from archive_watch.services.watch import Watch
from archive_watch.storage.beside_links import others_leading_to
from archive_watch.storage.links import WatchedLink, put_off_link

_ENOUGH_BYTES = 64 * 1024
_ENOUGH_FOR_A_PLACE_BYTES = 256 * 1024
_WEB = frozenset({"http", "https"})
_LOCAL_AGAIN_AFTER = timedelta(minutes=5)


class Judging:
    """Checks the addresses of one run."""

    def __init__(
        self, watch: Watch, asking: LinkAsking, siblings: Siblings, ledger: Ledger
    ) -> None:
        self._watch = watch
        self._asking = asking
        self._siblings = siblings
        self._ledger = ledger
        self._slim = SlimProfiles()

    async def check(self, links: Sequence[WatchedLink]) -> list[LinkHealth]:
        """The health of ``links``, which have one address, after a check; none where nothing was
        learnt."""
        if (excluded := self._excluded(links[0])) is not None:
            return self._keep(links, [excluded] * len(links), timedelta(0))
        looked = await self._asking.look(links[0].address, enough_bytes=_enough_bytes(links))
        if looked.is_on_hold:
            return []
        if looked.is_ours:
            until = utc_text(self._watch.clock() + _LOCAL_AGAIN_AFTER)
            put_off_link(self._watch.archive, links[0], until=until)
            return []
        seen = await self._evidence(links[0], looked)
        return self._keep(
            links, [self._of(link, seen, looked) for link in links], looked.not_before
        )

    def _excluded(self, link: WatchedLink) -> LinkEvidence | None:
        """The evidence for a link that is not asked at all: no web address, or the operator's wish."""
        reason: LinkReason | None = None
        if _scheme(link.address) not in _WEB or not link.host:
            reason = LinkReason.SCHEME
        elif any(fnmatchcase(link.address, pat) for pat in self._watch.settings.links.exclude):
            reason = LinkReason.PATTERN
        if reason is None:
            return None
        return LinkEvidence(
            at=self._watch.now(),
            state=LinkState.EXCLUDED,
            reason=reason,
            status=None,
            final_url=None,
            elapsed_ms=0,
        )

    async def _evidence(self, link: WatchedLink, looked: Looked) -> LinkEvidence:
        """What the answer shows, with what an address beside the link's is answered where that
        matters."""
        page = await self._page(looked)
        sharing = self._sharing(link, looked)
        known = self._siblings.known(link.address)
        if known is None:
            seen = self._seen(looked, page, Company(sharing=sharing))
            known = await self._siblings.beside(link.address) if wants_sibling(seen) else None
            if known is None:
                return seen
        company = Company(sibling=known.answer, sharing=sharing, tells_apart=known.tells_apart)
        seen = self._seen(looked, page, company)
        if seen.state in GOOD and not seen.soft_score and looked.face is not None:
            self._siblings.told_apart(link.address, known)
        return seen

    def _sharing(self, link: WatchedLink, looked: Looked) -> int:
        """How many links of the host, this one included, lead to where this one led."""
        response = looked.response
        if not response.hops or response.refusal is not None:
            return 0
        others = others_leading_to(
            self._watch.archive, link.host, response.final_url, but=link.address
        )
        return 1 + others

    def _seen(self, looked: Looked, page: Cut | None, company: Company) -> LinkEvidence:
        seen = evidence_of(
            looked.response,
            at=self._watch.now(),
            page=page,
            is_challenge=challenge_sign(looked.response) is not None,
            face=looked.face,
            company=company,
        )
        return seen or self._no_answer(looked)

    def _no_answer(self, looked: Looked) -> LinkEvidence:
        """An answer that cannot be taken is as good as none: else the link would be due for ever."""
        return LinkEvidence(
            at=self._watch.now(),
            state=LinkState.SUSPECTED,
            reason=LinkReason.RESET,
            failing=Failing.UNPROVEN,
            status=looked.response.status,
            final_url=looked.response.final_url,
            elapsed_ms=looked.response.elapsed_ms,
        )

    async def _page(self, looked: Looked) -> Cut | None:
        """The page that answered, where it is one; an answer that does not say is looked at."""
        response = looked.response
        kind = (response.content_type or "html").lower()
        if response.refusal is not None or "html" not in kind:
            return None
        host = host_of(response.final_url)
        parsed = looked.parsed
        markup = response.body if parsed is None else parsed.decoded.utf8
        slim = self._slim.of(self._watch.profile(host), host, markup)
        told = None if parsed is None else page_of(parsed, response, slim)
        return told or await cut_aside(
            response.body,
            content_type=response.content_type,
            url=response.final_url,
            profile=slim,
            status=response.status or 0,
            headers=response.headers,
        )

    def _of(self, link: WatchedLink, seen: LinkEvidence, looked: Looked) -> LinkEvidence:
        """What the answer is for ``link``: the place that it names may not be on the page."""
        fragment = urldefrag(link.url).fragment
        response = looked.response
        if looked.face is None or response.status != 200 or not is_looked_for(fragment):
            return seen
        place = place_on_page(
            response.body,
            fragment,
            content_type=response.content_type,
            is_whole=len(response.body) < _ENOUGH_FOR_A_PLACE_BYTES,
        )
        return seen if place is None else with_fragment(seen, place)

    def _keep(
        self, links: Sequence[WatchedLink], seen: Sequence[LinkEvidence], not_before: timedelta
    ) -> list[LinkHealth]:
        confirm = self._watch.settings.links.confirm_checks
        found = []
        for link, one in zip(links, seen, strict=True):
            health = health_after(link.health, one, confirm_checks=confirm)
            due = self._next_check(link, health, not_before)
            self._ledger.add(link, one, health, next_check_at=due)
            found.append(health)
        return found

    def _next_check(
        self, link: WatchedLink, health: LinkHealth, not_before: timedelta
    ) -> str | None:
        days = days_until_next_look(
            link.health,
            health,
            usual_days=self._watch.settings.links.recheck_after_seconds / 86_400,
            jitter=jitter_of(link.address, health.checks),
        )
        if days is None:
            return None
        return utc_text(self._watch.clock() + max(timedelta(days=days), not_before))


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def _enough_bytes(links: Sequence[WatchedLink]) -> int:
    is_place_wanted = any(is_looked_for(urldefrag(link.url).fragment) for link in links)
    return _ENOUGH_FOR_A_PLACE_BYTES if is_place_wanted else _ENOUGH_BYTES
