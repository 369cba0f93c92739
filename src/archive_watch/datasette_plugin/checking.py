"""Asking for a check from a page: a form that a permitted reader sends, and the answer to it.

The form carries Datasette's token (0.65), and the browser says that it comes from a page of ours
(both worlds); the rest of Datasette stays without any way to change the archive.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from datasette import Response

from archive_watch.datasette_plugin.answering import failure, question_of, rendered, status_of
from archive_watch.datasette_plugin.archives import archive_for
from archive_watch.datasette_plugin.permitting import can_be_asked
from archive_watch.datasette_plugin.room import write_archive
from archive_watch.datasette_plugin.worlds import must_be_visible
from archive_watch.errors import ArchiveWatchError
from archive_watch.services.checking.request_check import Asked, request_check

_STATUS = {Asked.QUEUED: 202, Asked.WAITING: 200, Asked.UNDER_WAY: 200, Asked.JUST_CHECKED: 200}
_MOST_DIGITS = 18
_OFF = "`[serve] check_now = true` lets those ask whom the operator permits"
_ALLOW = "who may ask logs in first; `check_allow` in Datasette's configuration says who may"


def ask_for_a_check() -> Callable[..., Awaitable[Response]]:
    """The route that takes the form."""

    async def route(request: Any, datasette: Any) -> Response:
        name = archive_for(datasette, request.args.get("archive"))
        if name is None:
            return await failure(datasette, request, None, 404, "There is no such archive here.")
        await must_be_visible(datasette, request.actor, name)
        return await _answer(datasette, request, name)

    return route


async def _answer(datasette: Any, request: Any, name: str) -> Response:
    question = await question_of(datasette, request, name)
    failed = partial(failure, datasette, request, question)
    if request.method != "POST":
        answer = await failed(405, "A check is asked for by the button on a page.")
        answer.headers["allow"] = "POST"
        return answer
    if not can_be_asked(datasette, name):
        return await failed(403, "No checks can be asked for here.", _OFF)
    if not question.may_check or not _is_from_here(request):
        return await failed(403, "You may not ask for a check.", _ALLOW)
    which = _page_asked_for(await request.post_vars())
    if which is None:
        return await failed(400, "Which page?", "send its id as `page`, or its address as `url`")
    try:
        told = await write_archive(
            datasette.get_database(name),
            lambda archive: request_check(
                archive, which, now=question.now, by=_id_of(request.actor)
            ),
        )
    except ValueError:
        return await failed(400, "That is no address.", "give all of it, with https://")
    except ArchiveWatchError as error:
        return await failed(status_of(error), f"{error.message}.", error.remedy)
    about = {"told": told, "asked": told.asked.value}
    status = _STATUS.get(told.asked, 409)
    return await rendered(datasette, request, question, "asked.html", about, status=status)


def _id_of(actor: Any) -> str | None:
    """By what Datasette knows who asks: their id alone; None for nobody that it knows."""
    told = actor.get("id") if isinstance(actor, dict) else None
    return None if told is None else str(told)


def _page_asked_for(form: Any) -> int | str | None:
    number = str(form.get("page", "")).strip()
    if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS:
        return int(number)
    return str(form.get("url", "")).strip() or None


def _is_from_here(request: Any) -> bool:
    """Whether a browser says that a page of ours sent the form; what is no browser says nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(host and host == request.headers.get("host"))
