"""Check one page now: ask it, judge the answer, keep what was found.

validators ← storage; answer ← fetch; page kind, transcript, links ← extract; state ← versioning;
if new: ops ← diff, change ← classify; all stored in one transaction; the visit returned.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from archive_watch.errors import CallerError
from archive_watch.model.capture import Failure, Response, Validators
from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import host_of
from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.asking.network import Network
from archive_watch.services.asking.note_requests import note_requests
from archive_watch.services.checking.ask_page import ask_page
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.judge_answer import Judgement, judge_aside
from archive_watch.services.checking.keep_check import keep_check_in_transaction
from archive_watch.services.checking.know_answer import answer_digest, mark_of
from archive_watch.services.watch import Watch
from archive_watch.storage import fetches, frontier, versions
from archive_watch.storage.pages import page_by_id

_LEASE_LOST = "lease_lost"
_LOCAL_AGAIN_AFTER = timedelta(minutes=2)


async def check_page(
    watch: Watch,
    network: Network,
    page: WatchedPage,
    *,
    force: bool = False,
    follows: bool = False,
    run_id: int | None = None,
) -> Visit:
    """The visit that one check of ``page`` came to; ``force`` asks without validators, ``follows``
    where the page has moved to.

    A check whose lease was lost meanwhile keeps nothing: the visit is ``deferred``, ``lease_lost``.
    Raises CallerError when no contact is set and the host is not the operator's own.
    """
    claim = page
    async with network.manners.turn(page.host):
        page = page_by_id(watch.archive, page.id)
        if not frontier.is_of(claim, page):
            return _deferred(watch, page, _LEASE_LOST)
        validators = _validators(watch, page, force=force)
        response = await ask_page(watch, network, page, validators=validators, follows=follows)
        must_have_contact(response)
        if response.refusal is not None and response.refusal.failure is Failure.ON_HOLD:
            _put_off(watch, network, claim, response)
            return _deferred(watch, page, Failure.ON_HOLD.value, response)
        if response.refusal is not None and response.refusal.failure is Failure.LOCAL:
            until = utc_text(watch.clock() + _LOCAL_AGAIN_AFTER)
            frontier.postpone(watch.archive, claim, until=until)
            return _deferred(watch, page, Failure.LOCAL.value, response)
        now = watch.clock()
        judgement = await _judged(
            watch, page, response, run_id, conditional=validators is not None, force=force
        )
        check = _check(page, response, judgement, run_id, now)
        return _kept(watch, claim, check) or _deferred(watch, page, _LEASE_LOST, response)


def _put_off(watch: Watch, network: Network, claim: WatchedPage, response: Response) -> None:
    """Leave alone the host that asked for it, or, where that is not the page's own, the page."""
    host = host_of(response.final_url)
    ahead = network.manners.hold_ahead_seconds(host)
    until = utc_text(watch.clock() + timedelta(seconds=max(1.0, ahead)))
    if response.hops:
        with watch.archive.writing():
            note_requests(watch, response)
    if host == claim.host:
        frontier.leave_alone(watch.archive, claim, until=until)
    else:
        frontier.postpone(watch.archive, claim, until=until)


def _deferred(
    watch: Watch, page: WatchedPage, reason: str, response: Response | None = None
) -> Visit:
    """A visit that came to nothing: the page was not asked, or the answer was not ours to keep."""
    current = versions.current_version(watch.archive, page.id)
    return Visit(
        url=page.url,
        outcome=Outcome.DEFERRED,
        version=None if current is None else current.number,
        reason=reason,
        final_url=None if response is None else response.final_url,
        elapsed_ms=None if response is None else response.elapsed_ms,
    )


def _check(
    page: WatchedPage,
    response: Response,
    judgement: Judgement,
    run_id: int | None,
    now: datetime,
) -> Check:
    return Check(
        page=page,
        response=response,
        judgement=judgement,
        at=utc_text(now),
        source="live",
        run_id=run_id,
    )


def _kept(watch: Watch, claim: WatchedPage, check: Check) -> Visit | None:
    """The visit, kept while the claim still stands; None, and nothing kept, where it was lost."""
    with watch.archive.writing():
        note_requests(watch, check.response)
        if not frontier.holds(watch.archive, claim):
            return None
        return keep_check_in_transaction(watch, check)


async def _judged(
    watch: Watch,
    page: WatchedPage,
    response: Response,
    run_id: int | None,
    *,
    conditional: bool,
    force: bool,
) -> Judgement:
    """What the answer means; one that nothing explains is looked for among the run's other answers."""
    digest = answer_digest(watch, page, response)
    if digest is not None and digest == page.answer_sha256 and not force:
        return Judgement(answer_sha256=digest, is_known=True)
    judge = partial(
        judge_aside,
        response,
        page,
        watch.profile(page.origin),
        excluded=watch.settings.fetch.exclude_content_types,
        conditional=conditional,
    )
    judgement = await judge()
    is_unexplained = judgement.outcome is Outcome.NEEDS_REVIEW and judgement.reason != "over_budget"
    if not is_unexplained or run_id is None:
        mark = mark_of(page, response, judgement.cut, digest)
        return replace(judgement, answer_sha256=mark)
    twin = fetches.other_page_with(watch.archive, page, body=response.body, run_id=run_id)
    return judgement if twin is None else await judge(same_body_as=twin)


def _validators(watch: Watch, page: WatchedPage, *, force: bool) -> Validators | None:
    """Every k-th check is unconditional: servers have been seen to lie about "not modified".  So is
    the first one after a page was not to be seen: that it is back as it was is worth a proof."""
    if force or page.failures or page.checks_since_full + 1 >= watch.settings.fetch.full_read_every:
        return None
    has_any = page.validators.etag is not None or page.validators.last_modified is not None
    return page.validators if has_any else None


def must_have_contact(response: Response) -> None:
    """Raise CallerError when the request was refused because the operator set no contact.

    Where a redirect led to a stranger it is not the caller who erred: that is ``rejected``.
    """
    refused = response.refusal is not None and response.refusal.failure is Failure.CONTACT
    if refused and not response.hops:
        raise CallerError(
            f"{response.final_url} was not asked: no contact is set",
            remedy='set [fetch] contact = "you@example.org" in config/archive-watch.toml,'
            " so that the people who run the site can reach you",
        )
