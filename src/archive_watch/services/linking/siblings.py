"""What a host answers for an address that there cannot be: the one beside a link's, made up.

A host that says 404 to it is honest, and its other 404s are to be believed; one that answers it
with a page shows what its "not found" looks like (Bar-Yossef et al. 2004).  Asked once in 30 days
for each host and first part of the path, at the host's pace, and for few parts of one host a run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from secrets import choice
from string import ascii_lowercase
from urllib.parse import urlsplit

from archive_watch.classify.link_face import face_of
from archive_watch.model.clock import utc_text
from archive_watch.model.imprint import SiblingAnswer
from archive_watch.model.url import host_of
from archive_watch.services.linking.ask_link import LinkAsking
from archive_watch.services.watch import Watch
from archive_watch.storage.beside_links import (
    KnownSibling,
    keep_sibling,
    load_sibling,
    note_told_apart,
)

_KEPT = timedelta(days=30)
_MOST_A_RUN = 3  # made-up addresses of one host
_ENOUGH_BYTES = 64 * 1024
_LETTERS = 16
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_SAYS_NOTHING = frozenset({401, 403, 407, 408, 421, 425, 429, 451, 999})

MadeUp = Callable[[], str]


def made_up_word() -> str:
    """A word that no address has."""
    return "".join(choice(ascii_lowercase) for _ in range(_LETTERS))


def sibling_of(url: str, word: str) -> str | None:
    """The address beside ``url`` whose last part is ``word``; None for a home page."""
    parts = urlsplit(url)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    if not last:
        return None
    suffix = _SUFFIX.search(last)
    end = "/" if parts.path.endswith("/") else suffix[0] if suffix else ""
    return parts._replace(path=f"{folder}/{word}{end}", query="", fragment="").geturl()


def segment_of(url: str) -> str:
    """The first part of the path of ``url``, where something stands below it; else nothing."""
    first, slash, _ = urlsplit(url).path.lstrip("/").partition("/")
    return first if slash else ""


class Siblings:
    """The made-up addresses of one run."""

    def __init__(self, watch: Watch, asking: LinkAsking, *, made_up: MadeUp) -> None:
        self._watch = watch
        self._asking = asking
        self._made_up = made_up
        self._asked: Counter[str] = Counter()
        self._known: dict[tuple[str, str], KnownSibling | None] = {}

    def known(self, url: str) -> KnownSibling | None:
        """What is known of a made-up address beside ``url``; nothing is asked."""
        if sibling_of(url, "") is None:
            return None
        key = host_of(url), segment_of(url)
        if key not in self._known:
            since = utc_text(self._watch.clock() - _KEPT)
            self._known[key] = load_sibling(self._watch.archive, *key, since=since)
        return self._known[key]

    async def beside(self, url: str) -> KnownSibling | None:
        """What a made-up address beside ``url`` is answered; None where that is not known."""
        host, known = host_of(url), self.known(url)
        made_up = sibling_of(url, self._made_up())
        if known is not None or made_up is None or self._asked[host] >= _MOST_A_RUN:
            return known
        self._asked[host] += 1
        response = await self._asking.once(made_up, enough_bytes=_ENOUGH_BYTES)
        if response.status is None or _says_nothing(response.status):
            return None
        face = face_of(response)
        answer = SiblingAnswer(
            status=response.status,
            final_url=response.final_url,
            imprint=None if face is None else face.imprint,
        )
        segment, now = segment_of(url), self._watch.now()
        keep_sibling(self._watch.archive, host, segment, answer, url=made_up, at=now)
        self._known[host, segment] = found = KnownSibling(answer=answer)
        return found

    def told_apart(self, url: str, known: KnownSibling) -> None:
        """``url`` was answered with a page of its own, and not with that of the made-up address."""
        if known.tells_apart or known.answer.imprint is None:
            return
        host, segment = host_of(url), segment_of(url)
        note_told_apart(self._watch.archive, host, segment)
        self._known[host, segment] = replace(known, tells_apart=True)


def _says_nothing(status: int) -> bool:
    """Whether the host did not say what it says of what it has not."""
    return status in _SAYS_NOTHING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
