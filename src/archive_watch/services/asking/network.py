"""The network as the services use it: one fetcher, and the manners that it asks with."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from archive_watch.config import Settings
from archive_watch.discover.robots import RobotsVerdict
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import NETWORK_FAILURES, Refusal, Response, Validators
from archive_watch.model.url import host_of
from archive_watch.services.asking.ask_politely import Manners, Timer
from archive_watch.services.asking.local_health import LocalHealth, local_health
from archive_watch.services.asking.try_host import Attempts
from archive_watch.services.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A fetcher and its manners; made by ``open_network``, closed with it.

    ``deadline_seconds`` is what one address may take; None: as the fetcher's settings say.
    """

    fetcher: Fetcher
    manners: Manners
    attempts: Attempts
    local: LocalHealth
    deadline_seconds: float | None = None
    is_for_links: bool = False
    timer: Timer = field(default_factory=Timer)

    async def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        enough_bytes: int | None = None,
        most_redirects: int | None = None,
        accept_datetime: str | None = None,
    ) -> Response:
        """What came of asking for ``url`` with manners; with ``enough_bytes`` whether it answers.

        Then no more of the body is read than that, and none where it cannot be decoded.
        ``most_redirects``: fewer than the settings allow; ``accept_datetime`` is for web archives.
        """
        if self.manners.heeds_holds:
            refusal = await self.attempts.begin(url, self.manners, for_pages=not self.is_for_links)
            if refusal is not None:
                return Response(url=url, final_url=url, refusal=refusal)
        permit, mark = _Permit(self.manners), self.local.mark()
        response = await self.fetcher.get(
            url,
            validators=validators,
            permit=permit,
            ended=self.manners.ended,
            accept_limit_bytes=enough_bytes,
            body_is_optional=enough_bytes is not None,
            deadline_seconds=self.deadline_seconds,
            max_redirects=most_redirects,
            accept_datetime=accept_datetime,
        )
        local = self.local.local(mark, response, may_be_cut_off=self._may_be_cut_off(response))
        if local is not None:
            return replace(response, refusal=local)
        self.attempts.ended(response, permit.refusal, self.manners)
        if back := self.local.back_in_reach():
            self.attempts.back_in_reach(back)
        return response

    def _may_be_cut_off(self, response: Response) -> bool:
        """Whether the answer says anything of the way out, and whoever asked can wait."""
        refusal = response.refusal
        if refusal is None or refusal.failure not in NETWORK_FAILURES or self.is_for_links:
            return False
        own = self.fetcher.is_own_network(host_of(response.final_url))
        return self.manners.heeds_holds and not own

    async def get_at_pace(self, url: str) -> Response:
        """What came of asking for ``url`` at its host's pace, but by no rules; nothing is learnt.

        For robots.txt itself, and for who has read the rules.
        """
        return await self.fetcher.get(url, permit=self.manners.pace_only, ended=self.manners.ended)

    async def rules(self, url: str) -> RobotsVerdict | Refusal:
        """What the host of ``url`` asks of us, its sitemaps with it, or why that is not known.

        Its robots.txt is asked for, at the host's pace, where it is not known.  What cannot be had
        is not asked again for five minutes.
        """
        return await self.manners.rules(url)

    def heeding_holds(self) -> Network:
        """The same network, but that hosts on hold are left alone: for work that can wait."""
        return replace(self, manners=self.manners.heeding_holds())

    def for_links(self, watch: Watch) -> Network:
        """The same network at the floor and the deadline of links; a host's turns are shared."""
        links = watch.settings.links
        return replace(
            self,
            manners=self.manners.with_floor(links.min_delay_seconds),
            deadline_seconds=links.deadline_seconds,
            is_for_links=True,
        )


class _Permit:
    """The manners of one request, which remember what they said against it."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self.refusal: Refusal | None = None

    async def __call__(self, url: str) -> Refusal | None:
        self.refusal = await self._manners(url)
        return self.refusal


@asynccontextmanager
async def open_network(
    watch: Watch, *, timer: Timer | None = None
) -> AsyncGenerator[Network, None]:
    """The network for one round of work, as pages are asked; ``for_links`` is the one of links."""
    floor = watch.settings.fetch.min_delay_seconds
    timer = timer or Timer()
    async with local_health() as local, Fetcher(fetch_settings(watch.settings)) as fetcher:
        manners = Manners(watch, fetcher, floor_seconds=floor, local=local, timer=timer)
        yield Network(
            fetcher=fetcher, manners=manners, attempts=Attempts(watch), local=local, timer=timer
        )


def fetch_settings(settings: Settings) -> FetchSettings:
    """The configuration as the fetch door takes it."""
    given = settings.fetch
    return FetchSettings(
        contact=given.contact,
        user_agent=given.user_agent,
        proxy=given.proxy,
        deadline_seconds=given.deadline_seconds,
        max_bytes=given.max_bytes,
        max_redirects=given.max_redirects,
        exclude_content_types=given.exclude_content_types,
        allow_networks=given.allow_networks,
        connect_to=given.connect_to,
    )
