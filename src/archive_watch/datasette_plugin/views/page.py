"""All that is known of one watched page: its life, its versions, its changes, its links, its evidence."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from archive_watch.datasette_plugin.question import Elsewhere, NotThere, Page, Question, Unclear
from archive_watch.datasette_plugin.views.moments_asked import moment_asked, moment_from
from archive_watch.errors import UnknownPage
from archive_watch.services.telling.find_page import page_to_read
from archive_watch.services.telling.prove_unchanged import prove_unchanged
from archive_watch.services.telling.standing_then import standing_then
from archive_watch.services.telling.tell_page import tell_page
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.told_page import checks_up_to

_MOST_CHECKS = 20_000
_MOST_FOUND = 6


def page(archive: Archive, question: Question) -> Page | Elsewhere:
    """The page with that id; where a time is asked for (``at``), what it said then."""
    return _told(archive, question, question.number("page_id"))


def page_by_address(archive: Archive, question: Question) -> Page | Elsewhere:
    """The page that an address stands for, in any spelling of it that is known."""
    url = question.asked.get("url", "").strip()
    if not url:
        raise Unclear("Which page?", "Give its address: page?url=https://…")
    try:
        found = page_to_read(archive, url if "//" in url else f"https://{url}")
    except UnknownPage as several:
        raise NotThere(f"{several.message}.") from None
    except ValueError:
        raise Unclear(f"{url[:200]!r} is no address.", "Give all of it, with https://.") from None
    if found is None:
        raise NotThere(f"{url[:500]} is not watched.", find=_words_of(url))
    return _told(archive, question, found.id)


def _words_of(url: str) -> str | None:
    """The words in the last part of an address: often those of a headline."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    words = re.findall(r"[^\W\d_]{2,}", unquote(last))
    return " ".join(words[:_MOST_FOUND]) or None


def _told(archive: Archive, question: Question, page_id: int) -> Page | Elsewhere:
    at = moment_asked(question)
    if at is not None:
        return _then(archive, question, page_id, at)
    told = tell_page(archive, page_id)
    if told is None:
        raise NotThere(f"There is no page {page_id}.")
    proof = _proof(archive, question, page_id) if question.asked.get("proof") else None
    return Page(template="page.html", told={"told": told, "facts": told.facts, "proof": proof})


def _proof(archive: Archive, question: Question, page_id: int) -> str:
    """What the checks prove up to the last of them, or of the moment that is asked for (``proof``)."""
    if checks_up_to(archive, page_id, most=_MOST_CHECKS + 1) > _MOST_CHECKS:
        raise Unclear(
            f"The page has more than {_MOST_CHECKS:,} checks, more than are gone through here.",
            "`archive-watch prove URL` goes through all of them.",
        )
    asked = question.asked["proof"]
    at = None if asked in {"now", "1"} else moment_from(asked)
    return prove_unchanged(archive, page_by_id(archive, page_id), at=at).as_text()


def _then(archive: Archive, question: Question, page_id: int, at: str) -> Elsewhere:
    then = standing_then(archive, page_id, at)
    if then is None:
        raise NotThere(f"Nothing had been read of page {page_id} by {at}.")
    return Elsewhere(address=question.ways.version(then.version_id, at=at))
