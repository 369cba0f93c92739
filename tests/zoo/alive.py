"""Links that lead to their document, however oddly it is answered, and those that have moved."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

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
    once,
    page,
    redirect,
)

_THERE = "/there/it/is.html"
_BUSY = page("Service Unavailable", words="<p>Later.</p>", status=b"503 Service Unavailable")
_MEBIBYTE = bytes(1024 * 1024)
_LONG = "/report?" + "&".join(f"part{n}=the%20{n}th" for n in range(140))


def _alive(name: str, told: str, answers: Answering, **more: object) -> Kind:
    return Kind(name=name, told=told, truth=Truth.ALIVE, answers=answers, **more)  # type: ignore[arg-type]


def _moved(name: str, told: str, answers: Answering) -> Kind:
    return Kind(name=name, told=told, truth=Truth.MOVED, answers=answers, is_there_only=False)


def _to_there(status: bytes) -> Answering:
    """A redirect to another path of the host, where the page is."""
    there = {_THERE: page(), PATH: redirect(_THERE, status)}
    return lambda asked: there.get(asked.path, not_found())


def _steps(*statuses: bytes) -> Answering:
    """One redirect after another, and then the page."""

    def answers(asked: Asked) -> Reply:
        step = asked.path.removeprefix("/step/")
        if asked.path != PATH and not step.isdigit():
            return not_found()
        at = int(step) if step.isdigit() else 0
        return page() if at == len(statuses) else redirect(f"/step/{at + 1}", statuses[at])

    return answers


def _to_another(status: bytes) -> Answering:
    return lambda asked: (
        redirect(asked.url("ok", PATH), status) if asked.path == PATH else not_found()
    )


def _with_cookie(asked: Asked) -> Reply:
    """Sends everyone back who does not bring the cookie that it sets."""
    if "seen=1" in asked.headers.get("cookie", ""):
        return page()
    return redirect(PATH, headers=(b"Set-Cookie: seen=1; Path=/; HttpOnly",))


def _not_by_head(reply: Reply) -> Answering:
    return lambda asked: reply if asked.method == "HEAD" else page()


@cache
def _bomb() -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(press.compress(_MEBIBYTE) for _ in range(64)) + press.flush()


def _refreshed(asked: Asked) -> Reply:
    if asked.path != PATH:
        return page() if asked.path == _THERE else not_found()
    sent = f"<meta http-equiv=refresh content='0; url={_THERE}'>"
    return page("Harbour", words="<p>One moment.</p>", head=sent)


_BARE = page().first.replace(b"HTTP/1.1", b"HTTP/1.0").partition(b"\r\n\r\n")[2]
_BIG = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n"

ALIVE = (
    _alive("ok", "answers as it should", always(page())),
    _alive("slow", "thinks before it answers", always(page(delay_seconds=0.3))),
    _alive(
        "http10",
        "speaks HTTP/1.0, and closes",
        always(Reply(first=b"HTTP/1.0 200 OK\r\n\r\n" + _BARE, end=End.CLOSED)),
    ),
    _alive("hangs-up", "closes after each answer, unannounced",
           lambda _: Reply(first=page().first, end=End.CLOSED)),
    _alive("unicode", "has letters beyond ASCII in its path", always(page()),
           path="/r%C3%A9sum%C3%A9/%D8%B3.html", href="http://unicode.example:{port}/résumé/س.html",
           host="unicode.example"),
    _alive("idn", "has an internationalised name", always(page()), host="xn--hfen-loa.example",
           href="http://häfen.example:{port}" + PATH),
    _alive("escaped", "has brackets and escapes in its query", always(page()),
           path="/list?a%5B%5D=1&b=%7C&c=x%2Fy"),
    _alive("long", "has an address of 2 KB", always(page()), path=_LONG),
    _alive("no-content", "answers 204", always(answer(status=b"204 No Content", content_type=None))),
    _alive("untyped", "does not say what it answers with",
           always(answer(page().first.partition(b"\r\n\r\n")[2], content_type=None))),
    _alive("pdf", "answers with the file that was asked for", path="/files/report.pdf",
           answers=always(answer(b"%PDF-1.4\n" + bytes(range(256)) * 40,
                                 content_type=b"application/pdf"))),
    _alive("found", "is redirected for the time being (302)", _to_there(b"302 Found"),
           is_there_only=False),
    _alive("see-other", "is redirected (303)", _to_there(b"303 See Other"), is_there_only=False),
    _alive("temporarily", "is redirected for the time being (307)",
           _to_there(b"307 Temporary Redirect"), is_there_only=False),
    _alive("chain", "is redirected three times, not all of them for good", is_there_only=False,
           answers=_steps(b"301 Moved", b"302 Found", b"301 Moved")),
    _alive("short-name", "is a short name for another site's home page", path="/f1",
           answers=lambda asked: redirect(asked.url("open-host", "/"))),
    _alive("cookie", "is redirected to itself until it gets its cookie back", _with_cookie),
    _alive("refreshed", "sends the browser on to the page", _refreshed, is_there_only=False),
    _alive("head-405", "does not know HEAD", _not_by_head(answer(status=b"405 No"))),
    _alive("head-404", "answers HEAD with 404", _not_by_head(not_found())),
    _alive("head-500", "answers HEAD with 500", _not_by_head(answer(status=b"500 No"))),
    _alive("no-rules", "has a robots.txt that is a 500", always(page()),
           robots=always(answer(status=b"500 No"))),
    _alive("rules-hang", "has a robots.txt that never answers", always(page()),
           robots=always(Reply(end=End.HANGS))),
    _alive("head-hangs", "never answers HEAD", _not_by_head(Reply(end=End.HANGS))),
    _alive("big", "answers with 32 MiB",
           always(Reply(first=_BIG % (32 << 20), again=_MEBIBYTE, times=32))),
    _alive("bomb", "answers with 64 MiB of zeros in 64 KB of gzip",
           lambda _: answer(_bomb(), headers=(b"Content-Encoding: gzip",))),
    _alive("zipped", "answers in gzip", lambda _: answer(
        gzip.compress(page().first.partition(b"\r\n\r\n")[2]),
        headers=(b"Content-Encoding: gzip",))),
    _alive("busy-once", "answers 503 the first time", once(_BUSY, page())),
    _alive("limited-once", "answers 429 the first time, and says for how long", once(
        answer(status=b"429 Too Many Requests", headers=(b"Retry-After: 7",)), page())),
    _alive("reset-once", "resets the first connection", once(Reply(end=End.RESET), page())),
    _alive("about-404", "is a page about Section 404", always(page("Section 404 (Not Found): a report"))),
    _alive("unlisted", "asks search engines to leave it out",
           always(page(head="<meta name=robots content='noindex,nofollow'>"))),
    _alive("home", "is a home page that is at /en/", path="/", is_there_only=False,
           answers=lambda asked: page("Harbour") if asked.path == "/en/" else redirect("/en/")),
    _alive("old-home", "is a home page by an older name", path="/default.asp", is_there_only=False,
           answers=lambda asked: page("Harbour") if asked.path == "/" else redirect("/")),
    _alive("image-map", "is a page of one picture", always(answer(
        b"<a href=quay.htm><img src=map.gif usemap=#m></a><map name=m><area href=quay.htm></map>"))),
    _alive("film", "is a page of one film", always(answer(b"<video src=tide.mp4></video>"))),
    _alive("open-host", "is on a host that answers everything, with other words", is_there_only=False,
           answers=lambda asked: page() if asked.path == PATH else page(
               "Search the harbour", words="<p>Type what you look for in the box above.</p>")),
    _alive("out-for-days", "answers 503 from the third to the sixth day",
           during(3, 6, _BUSY, page())),
    _alive("dark-for-days", "resets everyone from the third to the sixth day",
           during(3, 6, Reply(end=End.RESET), page())),
    _alive("silent-for-days", "never answers from the third to the sixth day",
           during(3, 6, Reply(end=End.HANGS), page())),
    _alive("missing-for-hours", "is a 404 for the first ten hours", during(0, 0.4, not_found(), page())),
    _alive("put-back", "is a 404 until the twentieth day", during(0, 20, not_found(), page()),
           dead_after_days=1),
    _alive("linked-often", "is linked to from many pages", always(page()), times_linked=50),
)  # fmt: skip

MOVED = (
    _moved("moved", "has moved for good (301)", _to_there(b"301 Moved Permanently")),
    _moved("moved-308", "has moved for good (308)", _to_there(b"308 Permanent Redirect")),
    _moved(
        "moved-twice", "has moved for good, twice", _steps(b"301 Moved", b"308 Permanent Redirect")
    ),
    _moved("moved-away", "has moved for good, to another host", _to_another(b"301 Moved")),
)
