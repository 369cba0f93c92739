"""Is it our own line?  A link that fails while nobody answers is no evidence: a known host is asked.

Many targets of links are dead, so their silence alone says nothing of the way out.  Where nobody
else answered meanwhile either, hosts that answered in the last days are asked for their robots.txt,
at their pace and at most once a minute: if they are silent too, nothing that failed counts.  Who
knows of no such host has to believe what he sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from archive_watch.model.capture import NETWORK_FAILURES, Failure, Response
from archive_watch.model.clock import utc_text
from archive_watch.model.url import host_of
from archive_watch.services.asking.local_health import Mark
from archive_watch.services.asking.network import Network
from archive_watch.services.watch import Watch
from archive_watch.storage.beside_links import hosts_that_answered

_OF_THE_LINE = NETWORK_FAILURES - {Failure.TLS, Failure.TRUNCATED}
_A_MOMENT_SECONDS = 10.0
_BELIEVED_SECONDS = 60.0
_LATELY = timedelta(days=7)
_HOSTS_ASKED = 2
_HOSTS_LOOKED_AT = 20


class OwnLine:
    """The way out of this machine, as far as one run of link checks can tell."""

    def __init__(self, watch: Watch, network: Network) -> None:
        self._watch = watch
        self._network = network
        self._was_there_at = float("-inf")

    @property
    def is_down(self) -> bool:
        """Whether it was seen to be down within the last minute."""
        return self._network.local.trouble() is not None

    async def failed(self, response: Response, since: Mark) -> bool:
        """Whether ``response``, asked for at ``since``, failed because our own line is down."""
        refusal = response.refusal
        if refusal is None or refusal.failure not in _OF_THE_LINE:
            return False
        host = host_of(response.final_url)
        if self._network.fetcher.is_own_network(host):
            return False
        now = self._network.local.mark()
        recently = Mark(min(since.at, now.at - _A_MOMENT_SECONDS), 0.0)
        if self._network.local.answered_since(recently):
            return False
        if now.at - self._was_there_at < _BELIEVED_SECONDS:
            return False
        return self.is_down or await self._is_silent(self._known_hosts(host))

    def _known_hosts(self, failed: str) -> Sequence[str]:
        since = utc_text(self._watch.clock() - _LATELY)
        known = hosts_that_answered(self._watch.archive, since=since, most=_HOSTS_LOOKED_AT)
        is_own = self._network.fetcher.is_own_network
        return [host for host in known if host != failed and not is_own(host)][:_HOSTS_ASKED]

    async def _is_silent(self, hosts: Sequence[str]) -> bool:
        for host in hosts:
            for scheme in ("https", "http"):
                response = await self._network.get_at_pace(f"{scheme}://{host}/robots.txt")
                if response.refusal is None:
                    self._was_there_at = self._network.local.mark().at
                    return False
        if hosts:
            self._network.local.note_cut_off()
        return bool(hosts)
