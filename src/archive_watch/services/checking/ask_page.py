"""Ask for a page: at its own address, or where it has moved to for good.

A page that has moved is asked at its new address by the rounds, which saves a request and lets the
server say "not modified"; every so often, and whenever the new address does not answer plainly, its
own is asked, which alone says where the page is.  A page named by hand is asked as it was named.
"""

from __future__ import annotations

from http import HTTPStatus

from archive_watch.model.capture import Response, Validators
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import PageState
from archive_watch.services.asking.network import Network
from archive_watch.services.asking.note_requests import note_requests
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import address_of

_PLAIN = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


async def ask_page(
    watch: Watch,
    network: Network,
    page: WatchedPage,
    *,
    validators: Validators | None,
    follows: bool,
) -> Response:
    """What came of asking for the page; with ``follows`` where it has moved to."""
    address = _moved_address(watch, page) if follows else None
    if address is not None:
        response = await network.get(address, validators=validators)
        if response.refusal is None and not response.hops and response.status in _PLAIN:
            return response
        with watch.archive.writing():
            note_requests(watch, response)
    return await network.get(page.url, validators=validators)


def _moved_address(watch: Watch, page: WatchedPage) -> str | None:
    """Where to ask for a page that has moved; None: at its own address, as it is now and then."""
    if page.state is not PageState.MOVED or page.moved_to is None or page.failures:
        return None
    if page.attempt % watch.settings.fetch.full_read_every == 0:
        return None
    return address_of(watch.archive, page.moved_to)
