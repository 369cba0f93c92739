"""Check one page now: ask it, judge the answer, keep what was found.

validators ← storage; answer ← fetch; page kind, transcript, links ← extract; state ← versioning;
if new: ops ← diff, change ← classify; all stored in one transaction; the visit returned.
"""

from __future__ import annotations

from datetime import timedelta

from archive_watch.errors import CallerError
from archive_watch.fetch.client import Fetcher
from archive_watch.model.capture import Failure, Response, Validators
from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.services.ask_politely import Manners
from archive_watch.services.judge_answer import judge_answer
from archive_watch.services.keep_check import keep_check
from archive_watch.services.recognise_version import Check
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import page_by_id


async def check_page(
    watch: Watch,
    fetcher: Fetcher,
    manners: Manners,
    page: WatchedPage,
    *,
    force: bool = False,
    run_id: int | None = None,
) -> Visit:
    """The visit that one check of ``page`` came to; ``force`` asks without validators.

    Raises CallerError when no contact is set and the host is not the operator's own.
    """
    async with manners.turn(page.host):
        page = page_by_id(watch.archive, page.id)
        response = await fetcher.get(
            page.url, validators=_validators(watch, page, force=force), permit=manners
        )
        must_have_contact(response)
        return _kept(watch, page, response, run_id)


def _kept(watch: Watch, page: WatchedPage, response: Response, run_id: int | None) -> Visit:
    now = watch.clock()
    every = page.every_seconds or watch.settings.schedule.every_seconds
    return keep_check(
        watch,
        Check(
            page=page,
            response=response,
            judgement=judge_answer(
                response,
                page,
                watch.profile(page.host),
                excluded=watch.settings.fetch.exclude_content_types,
            ),
            at=utc_text(now),
            source="live",
            run_id=run_id,
            next_fetch_at=utc_text(now + timedelta(seconds=every)),
        ),
    )


def _validators(watch: Watch, page: WatchedPage, *, force: bool) -> Validators | None:
    """Every k-th check is unconditional: servers have been seen to lie about "not modified"."""
    if force or page.checks_since_full + 1 >= watch.settings.fetch.full_read_every:
        return None
    has_any = page.validators.etag is not None or page.validators.last_modified is not None
    return page.validators if has_any else None


def must_have_contact(response: Response) -> None:
    """Raise CallerError when the request was refused because the operator set no contact."""
    if response.refusal is not None and response.refusal.failure is Failure.CONTACT:
        raise CallerError(
            f"{response.final_url} was not asked: no contact is set",
            remedy='set [fetch] contact = "you@example.org" in config/archive-watch.toml,'
            " so that the people who run the site can reach you",
        )
