"""From a view to a route of Datasette: find the archive, ask it in a thread, draw the page, keep it safe.

A view is a plain function from an open archive and a ``Question`` to a ``Page`` (or bytes, or
another address).  Everything about the web is here: permissions, headers, cookies, errors with a way
back.  No page may load or run anything but our own stylesheet and script, which carry a number that
only this answer knows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from datasette import Response
from datasette.utils.sqlite import sqlite3

from archive_watch.datasette_plugin.archives import archive_for
from archive_watch.datasette_plugin.assets import SCRIPT, STYLE
from archive_watch.datasette_plugin.permitting import may_check
from archive_watch.datasette_plugin.policy import new_nonce
from archive_watch.datasette_plugin.question import (
    Elsewhere,
    NotThere,
    Page,
    Question,
    Sent,
    Streamed,
    Unclear,
    Ways,
)
from archive_watch.datasette_plugin.room import read_archive, read_on
from archive_watch.datasette_plugin.sending import ReadsOn, Sending
from archive_watch.datasette_plugin.visits import cookie_of, visit_at
from archive_watch.datasette_plugin.worlds import must_be_visible
from archive_watch.errors import (
    ArchiveError,
    ArchiveWatchError,
    CallerError,
    NoDatabase,
    NotUpToDate,
    NotWritable,
)
from archive_watch.model.clock import Clock, system_clock, utc_text
from archive_watch.storage.database import Archive

View = Callable[[Archive, Question], Page | Sent | Streamed | Elsewhere]
_SEEN_SECONDS = 400 * 86_400
_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'"
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "private, no-cache",
}


def answers(view: View) -> Callable[..., Awaitable[Response]]:
    """The route that ``view`` answers."""

    async def route(request: Any, datasette: Any) -> Response:
        return await _answer(datasette, request, view)

    return route


def asks_with(datasette: Any, clock: Clock) -> None:
    """Let the pages of ``datasette`` take the time from ``clock``."""
    datasette._archive_watch_clock = clock


def now_of(datasette: Any) -> str:
    """The present, as UTC text, by the clock that the pages go by."""
    clock: Clock = getattr(datasette, "_archive_watch_clock", system_clock)
    return utc_text(clock())


async def _answer(datasette: Any, request: Any, view: View) -> Response:
    name = archive_for(datasette, request.args.get("archive"))
    if name is None:
        return await failure(datasette, request, None, 404, "There is no such archive here.")
    try:
        await must_be_visible(datasette, request.actor, name)
    except sqlite3.OperationalError:  # 0.65 asks the archive itself, which may be gone or locked
        words = "The archive cannot be read now."
        return await failure(datasette, request, None, 503, words, "see that its file is there")
    question = await question_of(datasette, request, name)
    failed = partial(failure, datasette, request, question)
    if request.method not in {"GET", "HEAD"}:
        return await failed(405, "This page can only be read.")
    database = datasette.get_database(name)
    go_on = read_on(database)
    try:
        told = await read_archive(database, lambda archive: view(archive, question))
    except NotThere as missing:
        return await failed(404, missing.told, find=missing.find)
    except Unclear as unclear:
        return await failed(400, unclear.told, unclear.remedy)
    except ArchiveWatchError as error:
        return await failed(status_of(error), f"{error.message}.", error.remedy)
    if isinstance(told, Streamed):
        return _streamed(request, told, go_on)
    return await _drawn(datasette, request, question, told)


async def _drawn(
    datasette: Any, request: Any, question: Question, told: Page | Sent | Elsewhere
) -> Response:
    if isinstance(told, Elsewhere):
        return Response.redirect(told.address)
    if isinstance(told, Sent):
        return _sent(request, told)
    answer = await rendered(datasette, request, question, told.template, told.told)
    if request.method == "GET":
        _keep_visit(answer, request, question, seen=told.seen)
    return answer


def _keep_visit(answer: Response, request: Any, question: Question, *, seen: bool) -> None:
    """A look at any page lengthens the visit; only one at what happened begins one."""
    name = cookie_of(question.ways.archive)
    visit = visit_at(str(request.cookies.get(name, "")), question.now)
    if seen or not visit.begins:
        kept = visit.kept(question.now)
        answer.set_cookie(name, kept, max_age=_SEEN_SECONDS, httponly=True)


def _sent(request: Any, told: Sent) -> Response:
    """The body; nothing of it where whoever asks has it already (RFC 9110, section 13.1.2)."""
    tag = f'"{sha256(told.body).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in _if_none_match(request).split(",")}
    headers = {**_as_it_is(told), "etag": tag, **(told.headers or {})}
    if tag in known or "*" in known:
        return Response(b"", status=304, headers=headers, content_type=told.content_type)
    return Response(body=told.body, headers=headers, content_type=told.content_type)


def _streamed(request: Any, told: Streamed, go_on: ReadsOn) -> Response:
    headers = _as_it_is(told)
    if request.method == "HEAD":
        return Response(b"", headers=headers, content_type=told.content_type)
    return Sending(
        request,
        told.first,
        go_on,
        headers=headers,
        content_type=told.content_type,
    )


def _as_it_is(told: Sent | Streamed) -> dict[str, str]:
    """The headers of what is no page: nothing in it runs, and what it is called."""
    headers = {**_ALWAYS, "content-security-policy": _NOTHING_RUNS}
    if told.file_name is not None:
        way = "inline" if told.is_shown else "attachment"
        headers["content-disposition"] = f'{way}; filename="{told.file_name}"'
    return headers


def _if_none_match(request: Any) -> str:
    return str(request.headers.get("if-none-match", ""))


async def failure(
    datasette: Any,
    request: Any,
    question: Question | None,
    status: int,
    told: str,
    remedy: str | None = None,
    *,
    find: str | None = None,
) -> Response:
    """A page that says what is wrong, what to do, and leads back; ``find`` are words to search for."""
    about = {"status": status, "message": told, "remedy": remedy, "find": find}
    answer = await rendered(datasette, request, question, "failure.html", about, status=status)
    if status == 503:
        answer.headers["retry-after"] = "30"
    return answer


async def rendered(
    datasette: Any,
    request: Any,
    question: Question | None,
    template: str,
    told: Mapping[str, object],
    *,
    status: int = 200,
) -> Response:
    """A page of ours, drawn from ``template`` below ``html/archive``."""
    nonce = new_nonce()
    context = {
        **told,
        "question": question,
        "ways": question.ways if question else None,
        "nonce": nonce,
        "style": datasette.urls.path(STYLE.address),
        "script": datasette.urls.path(SCRIPT.address),
    }
    html = await datasette.render_template(f"archive-watch/{template}", context, request=request)
    return Response.html(html, status=status, headers={**_ALWAYS, **_policy(nonce)})


def _policy(nonce: str) -> dict[str, str]:
    """Only what carries this answer's number runs or dresses the page; nothing leaves the site."""
    return {
        "content-security-policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}';"
            " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    }


async def question_of(datasette: Any, request: Any, name: str) -> Question:
    """What ``request`` asks of the archive called ``name``."""
    every = {key: tuple(values) for key, values in parse_qs(request.query_string).items()}
    ways = Ways(
        base=datasette.urls.path("").rstrip("/"),
        data=datasette.urls.database(name),
        archive=request.args.get("archive"),
    )
    now = now_of(datasette)
    kept = str(request.cookies.get(cookie_of(ways.archive), ""))
    return Question(
        path=request.url_vars,
        asked={key: values[0] for key, values in every.items()},
        every=every,
        now=now,
        ways=ways,
        seen_at=visit_at(kept, now).before,
        origin=_origin(datasette, request),
        may_check=await may_check(datasette, request.actor, name),
    )


def _origin(datasette: Any, request: Any) -> str:
    """Scheme and host as the reader asked them, or as the operator has it behind a proxy."""
    try:
        parts = urlsplit(datasette.absolute_url(request, "/"))
    except ValueError:
        return ""  # a host that no address can have: its addresses are told without one
    return f"{parts.scheme}://{parts.netloc}"


def status_of(error: ArchiveWatchError) -> int:
    """The status of HTTP that says whose fault it is."""
    if isinstance(error, ArchiveError | NoDatabase | NotUpToDate | NotWritable):
        return 503
    return 404 if isinstance(error, CallerError) else 500
