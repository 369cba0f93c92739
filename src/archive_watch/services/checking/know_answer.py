"""Know an answer again without cutting it: the last full one, but for its tokens.

Asked before a page is parsed.  An answer is known by its digest only once it was found that other
tokens make no other cut of it: no other words, links, frame or kind.  That costs a second cut, so
it is done for a page that is new or that came back once; one that is another at every check, and
one that the server itself says is not modified, never pay for it.

The proof is looked at again inside the check's transaction, where the page's history stands still;
where it no longer holds, the answer is judged as any other.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from archive_watch.extract.intake.media import Media, media_of
from archive_watch.model.capture import Response
from archive_watch.model.page import WatchedPage
from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.judge_answer import challenge_sign, judge_answer
from archive_watch.services.watch import Watch
from archive_watch.storage import other_states
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.last_read import LastRead, last_read
from archive_watch.versioning.answer import answer_sha256, less_tokens

if TYPE_CHECKING:
    from archive_watch.extract.page import Cut

_MOST_HOSTS = 1_000
_UNPROVED, _NEVER = "?", "-"  # neither begins a digest
_ANOTHER = b"Another-Token0"


def answer_digest(watch: Watch, page: WatchedPage, response: Response) -> str | None:
    """The digest by which an answer is known again; None of what is no plain answer with a page.

    Only what answered 200 at the page's own address counts: errors, redirects, challenges and
    documents are judged each time.
    """
    if response.status != HTTPStatus.OK or response.hops or response.final_url != page.url:
        return None
    if challenge_sign(response) is not None or _is_of_the_edge(response) or not response.body:
        return None
    if media_of(response.body, response.content_type) is not Media.PAGE:
        return None
    return answer_sha256(
        response.body,
        reader=_reader(watch, page.origin),
        url=response.final_url,
        content_type=response.content_type,
    )


def mark_of(
    page: WatchedPage, response: Response, cut: Cut | None, digest: str | None
) -> str | None:
    """What is kept of an answer to know it by: its digest, once that is proved to be enough; with a
    ``?`` where that is still to be found out, and ``-`` where it is not."""
    if digest is None or cut is None:
        return None
    if page.answer_sha256 == digest:
        return digest
    came_back = page.answer_sha256 == f"{_UNPROVED}{digest}"
    is_new = page.answer_sha256 is None and not response.header("etag")
    if not (is_new or came_back):
        return _NEVER if page.answer_sha256 == _NEVER else f"{_UNPROVED}{digest}"
    return digest if is_proved(cut, response.body, response.content_type) else _NEVER


def is_proved(cut: Cut, body: bytes, content_type: str | None) -> bool:
    """Whether other tokens in ``body``, of which ``cut`` was made, would make no other cut."""
    from archive_watch.extract.page import cut_opened, open_page  # noqa: PLC0415  (the parsers)

    others = less_tokens(body, _ANOTHER)
    if others == body:
        return True
    opened = open_page(others, content_type=content_type, url=cut.url, profile=cut.profile)
    if not opened.is_light:
        return False
    other = cut_opened(opened)
    return (cut.slice_sha256, cut.kind, cut.ids, cut.frame, cut.leads_to) == (
        other.slice_sha256,
        other.kind,
        other.ids,
        other.frame,
        other.leads_to,
    )


def seen_again(watch: Watch, check: Check) -> Seen | None:
    """What a check saw that was known by its digest; None where that is no proof any more.

    To be called inside the transaction of the check.
    """
    last = last_read(watch.archive, check.page.id)
    if last is None or not _is_proof(watch, check, last):
        return None
    is_same = last.capture_sha256 == sha256_hex(check.response.body)
    return Seen(
        outcome=Outcome.UNCHANGED,
        version_id=last.version_id,
        state_sha256=last.state_sha256,
        how=How.SAME_BYTES if is_same else How.SAME_SLICE,
        capture_id=last.capture_id,
        frame_id=last.frame_id,
    )


def judged_anew(watch: Watch, check: Check) -> Check:
    """The check with its answer judged in full."""
    judgement = judge_answer(
        check.response,
        check.page,
        watch.profile(check.page.origin),
        excluded=watch.settings.fetch.exclude_content_types,
    )
    return replace(check, judgement=replace(judgement, answer_sha256=None))


def _is_proof(watch: Watch, check: Check, last: LastRead) -> bool:
    is_same = last.answer_sha256 is not None and last.answer_sha256 == check.judgement.answer_sha256
    is_later = check.at >= last.at and check.at > last.first_seen_at
    if not (is_same and is_later) or last.is_retracted or last.capture_id is None:
        return False
    return other_states.is_proved(watch.archive, check.page.id, last.version_id, check.at)


def _is_of_the_edge(response: Response) -> bool:
    """Whether the edge says that it, and not the site, answered (``extract.kind.signs``)."""
    return (response.header("x-cache") or "").lower().startswith("error")


def _reader(watch: Watch, host: str) -> str:
    """The name of the extractor with the whole of the profile: one that was mended reads anew."""
    from archive_watch.extract.page import EXTRACTOR_VERSION  # noqa: PLC0415  (needs the parsers)

    known = watch.archive.memory.setdefault("readers of answers", {})
    assert isinstance(known, dict)
    profile = watch.profile(host)
    kept = known.get(host)
    if kept is None or kept[0] is not profile:
        if len(known) >= _MOST_HOSTS:
            known.clear()
        facts = (EXTRACTOR_VERSION, profile, watch.settings.fetch.exclude_content_types)
        kept = known[host] = (profile, sha256_hex(repr(facts).encode("utf-8", "replace")))
    return str(kept[1])
