"""Links that cannot be judged from here: shut doors, answers without an end, what is never asked."""

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
    page,
    redirect,
)

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_FORM = "<form><input name=user><input type=password name=word><button>Log in</button></form>"
_FORBIDDEN = b"403 Forbidden"


def _shut(name: str, told: str, answers: Answering) -> Kind:
    return Kind(name=name, told=told, truth=Truth.BLOCKED, answers=answers, is_there_only=False)


def _unknown(name: str, told: str, answers: Answering, **more: object) -> Kind:
    return Kind(name=name, told=told, truth=Truth.UNKNOWN, answers=answers, **more)  # type: ignore[arg-type]


def _never(name: str, told: str, href: str | None = None, **more: object) -> Kind:
    given = {"answers": always(page()), **more}
    return Kind(name=name, told=told, truth=Truth.EXCLUDED, href=href, **given)  # type: ignore[arg-type]


def _status(status: bytes, *headers: bytes) -> Answering:
    return always(answer(status=status, headers=headers))


def _for_browsers(asked: Asked) -> Reply:
    is_browser = asked.headers.get("user-agent", "").startswith("Mozilla/5.0 (X11")
    return page() if is_browser else answer(status=_FORBIDDEN)


def _to_login(asked: Asked) -> Reply:
    if asked.path.startswith("/login"):
        return page("Log in", words=_FORM)
    return redirect(f"/login?next={asked.path}")


BLOCKED = (
    _shut("418", "is refused by a firewall", _status(b"418 I'm a teapot")),
    _shut("511", "is kept from us by a network on the way", _status(b"511 Network Authentication Required")),
    _shut("disclaimer", "is behind a disclaimer, as all is", lambda asked: page("Disclaimer")
          if asked.path == "/disclaimer.html" else redirect("/disclaimer.html")),
    _shut("401", "wants a password", _status(b"401 Unauthorized", b"WWW-Authenticate: Basic")),
    _shut("402", "wants to be paid", _status(b"402 Payment Required")),
    _shut("403", "is forbidden", _status(_FORBIDDEN)),
    _shut("407", "wants a password for a proxy", _status(b"407 Proxy Authentication Required")),
    _shut("429", "always has too many requests", _status(b"429 Too Many Requests")),
    _shut("429-for-a-day", "has too many requests, and asks for a day",
          _status(b"429 Too Many Requests", b"Retry-After: 86400")),
    _shut("451", "is withheld by law", _status(b"451 Unavailable For Legal Reasons")),
    _shut("999", "is a 999", _status(b"999 Request Denied")),
    _shut("challenge", "is a challenge of Cloudflare's",
          _status(_FORBIDDEN, b"cf-mitigated: challenge")),
    _shut("waf", "is a challenge of Amazon's", _status(b"202 Accepted", b"x-amzn-waf-action: challenge")),
    _shut("one-moment", "says “Just a moment…” with a 200", always(page(
        "Just a moment...", words="<p>Checking your browser before you go on.</p>"))),
    _shut("difficulties", "has “Technical Difficulties”, as state.gov has, with a 200", always(page(
        "Technical Difficulties", words="<p>We’re sorry, this site is currently experiencing"
        " technical difficulties.</p>"))),
    _shut("denied", "says “Access Denied” with a 200", always(page(
        "Access Denied", words="<p>You don't have permission. Reference #18.2f</p>"))),
    _shut("login", "is redirected to a login", _to_login),
    _shut("browsers-only", "is for browsers", _for_browsers),
)  # fmt: skip

UNKNOWN = (
    _unknown("odd-header", "has a header that is out of form", always(
        Reply(first=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nno colon\r\n\r\nWords", end=End.CLOSED))),
    _unknown("body-drip", "drips its body for ever", always(
        Reply(first=_OK + b"\r\n<html>", again=b" w", times=-1, pause_seconds=0.1))),
    _unknown("cut-short", "closes within its body", always(
        Reply(first=_OK + b"Content-Length: 9999\r\n\r\n<p>Some", end=End.CLOSED))),
    _unknown("reset-in-body", "resets within its body", always(
        Reply(first=_OK + b"Content-Length: 9999\r\n\r\n<p>Some", end=End.RESET))),
    _unknown("no-gzip", "says gzip of what is none",
             always(answer(b"no gzip at all", headers=(b"Content-Encoding: gzip",)))),
    _unknown("head-flood", "answers with headers without end", always(
        Reply(first=_OK, again=b"X-More: words\r\n" * 5_000, times=200, end=End.CLOSED))),
    _unknown("page-for-rules", "has a page in place of its robots.txt", always(page()),
             robots=always(page("Just a moment...", words="<p>Wait.</p>", status=_FORBIDDEN))),
)  # fmt: skip

EXCLUDED = (
    _never("forbidden-by-robots", "is what robots.txt asks to be left alone", robots=always(
        answer(b"User-agent: *\nDisallow: /about/\n", content_type=b"text/plain"))),
    _never("to-canary", "is redirected to a private address",
           answers=lambda asked: redirect(asked.url("canary", PATH))),
    _never("canary", "is a private address", "http://{canary}:{port}" + PATH, listens="nothing",
           host="127.99.0.1"),
    _never("canary-number", "is a private address in one number", "http://2137194497:{port}" + PATH),
    _never("canary-mapped", "is a private address in IPv6", "http://[::ffff:127.99.0.1]:{port}/a"),
    _never("mail", "is an address to write to", "mailto:harbour@example.org"),
    _never("telephone", "is a number to call", "tel:+1-555-0100"),
    _never("file-transfer", "is FTP", "ftp://127.77.0.1/pub/times.txt"),
    _never("with-password", "has a password in its address", "http://me:word@127.77.0.1:{port}/a"),
    _never("enormous", "has an address of 9 KB", "http://127.77.0.1:{port}/" + "a" * 9_000),
    _never("malformed", "is no address", "http://[127.77.0.1:{port}/a"),
    _never("no-port", "has a port that there is not", "http://127.77.0.1:99999/a"),
    _never("script", "is a script", "javascript:void(open('/a'))"),
    _never("data", "is its own content", "data:text/html,<p>words"),
)  # fmt: skip
