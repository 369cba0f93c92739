"""Links that lead nowhere, each with the days that it takes before that may be said."""

from __future__ import annotations

from zoo.kind import (
    PATH,
    Answering,
    Asked,
    End,
    Kind,
    Reply,
    Truth,
    always,
    answer,
    during,
    not_found,
    page,
    redirect,
)

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_BUSY = b"503 Service Unavailable"


def _dead(name: str, told: str, answers: Answering, days: float = 1, **more: object) -> Kind:
    given = {"dead_after_days": days, "is_there_only": False, **more}
    return Kind(name=name, told=told, truth=Truth.DEAD, answers=answers, **given)  # type: ignore[arg-type]


def _to(target: Reply) -> Answering:
    """A redirect to an address that is no better."""
    return lambda asked: target if asked.path == "/there" else redirect("/there", b"301 Moved")


def _round_and_round(asked: Asked) -> Reply:
    return redirect("/one" if asked.path == "/two" else "/two")


DEAD = (
    _dead("missing", "is a 404", always(not_found())),
    _dead("missing-here", "is a 404, where all else is found", is_there_only=True,
          answers=always(not_found())),
    _dead("gone", "is a 410", always(answer(status=b"410 Gone"))),
    _dead("long-404", "is a 404 that shows a whole page", always(page(status=b"404 Not Found"))),
    _dead("bad-request", "is a 400", always(answer(status=b"400 Bad Request"))),
    _dead("moved-to-404", "has moved for good to a 404", _to(not_found())),
    _dead("moved-to-410", "has moved for good to a 410", _to(answer(status=b"410 Gone"))),
    _dead("nowhere", "is a redirect without a target", always(answer(status=b"302 Found"))),
    _dead("circle", "is redirected in a circle", _round_and_round),
    _dead("endless", "is redirected for ever", lambda asked: redirect(f"{asked.path}x")),
    _dead("taken-away", "answers until the fifth day, and is a 404 from then on",
          during(0, 5, page(), not_found()), days=6, path=PATH),
    _dead("never-listens", "has nobody who listens", always(page()), days=7, listens="nothing"),
    _dead("unnamed", "has a name that nobody knows", always(page()), days=7, listens="nothing",
          href="http://harbour-office.invalid:{port}" + PATH, host="harbour-office.invalid"),
    _dead("moved-to-unnamed", "has moved to a name that nobody knows", days=7,
          answers=lambda asked: redirect("http://gone.harbour-office.invalid/", b"301 Moved")),
    _dead("resets", "resets every connection", always(Reply(end=End.RESET)), days=7),
    _dead("closes", "closes every connection without a word", always(Reply(end=End.CLOSED)), days=7),
    _dead("noise", "answers with noise", days=7,
          answers=always(Reply(first=b"\x00\xff\x13noise\r\n\r\n", end=End.CLOSED))),
    _dead("expired", "shows a certificate that has expired", always(page()), days=7,
          listens="tls-expired"),
    _dead("wrong-name", "shows a certificate for another name", always(page()), days=7,
          listens="tls-wrong-name"),
    _dead("self-signed", "shows a certificate that nobody vouches for", always(page()), days=7,
          listens="tls-self-signed"),
    _dead("never-answers", "takes the question, and never answers", always(Reply(end=End.HANGS)), days=14),
    _dead("host-never-answers", "takes every question, that for its rules too, and never answers",
          always(Reply(end=End.HANGS)), robots=always(Reply(end=End.HANGS)), days=14),
    _dead("head-drip", "drips its headers for ever", days=14, answers=always(
        Reply(first=_OK, again=b"X: y\r\n", times=-1, pause_seconds=0.1))),
    _dead("error", "is a 500", always(page("Oops", status=b"500 Internal Server Error")), days=14),
    _dead("busy", "is a 503", always(answer(status=_BUSY)), days=14),
    _dead("busy-for-an-hour", "is a 503, and asks for an hour", days=14,
          answers=always(answer(status=_BUSY, headers=(b"Retry-After: 3600",)))),
    _dead("gateway", "is a 503 of the host's own gateway", days=14,
          answers=always(page("origin unreachable", status=_BUSY, headers=(b"Server: cloudflare",)))),
    _dead("timed-out-gateway", "is a 504", always(answer(status=b"504 Gateway Timeout")), days=14),
)  # fmt: skip
