"""What stands before Datasette in ``archive-watch serve``: asked to read, and to let people in and out.

Everything else that is not reading is refused before Datasette sees it; a plugin that writes, or an
API of Datasette that does, is not reached.  Nor is whoever asks for it under another's name.  No answer
may load, frame or send anything elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from archive_watch.datasette_plugin.hosting import Hosts
from archive_watch.datasette_plugin.policy import new_nonce, policy
from archive_watch.datasette_plugin.question import HOME

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# To log in (plugins for it take the address) and out, and the one thing that can be asked for.
_POSTS = frozenset({"/-/login", "/-/logout", f"{HOME}/check"})


def guarded(app: App, *, hosts: Hosts | None = None, styles_by_script: bool = False) -> App:
    """``app``, asked only what it may be asked under ``hosts``, its answers held to the policy."""

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        nonce = new_nonce()

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name.lower() for name, _ in message.get("headers", ())}
                ours = _headers(policy(nonce, styles_by_script=styles_by_script))
                missing = [(name, value) for name, value in ours if name not in told]
                message["headers"] = [*message.get("headers", ()), *missing]
            await send(message)

        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        other = _name_of_another(scope, hosts)
        if other is not None:
            await _refuse(send_guarded, 421, other)
        elif _may_be_asked(scope["method"], scope["path"]):
            await app(scope, receive, send_guarded)
        else:
            await _refuse(
                send_guarded,
                405,
                "The archive is served for reading only.\n",
                (b"allow", b"GET, HEAD, OPTIONS"),
            )

    return guard


def _headers(allowed: str) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-security-policy", allowed.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    )


def _may_be_asked(method: str, path: str) -> bool:
    return method in _READING or (method == "POST" and path in _POSTS)


def _name_of_another(scope: Message, hosts: Hosts | None) -> str | None:
    """What is said to whoever asks under a name that is not answered; None where it is.

    A browser always says the name; a program of long ago that says none is no page of anybody's.
    """
    if hosts is None:
        return None
    asked = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    refused = [host for host in asked if not hosts.answer(host)]
    return hosts.refusal(refused[0]) if refused else None


async def _refuse(send: Send, status: int, told: str, *headers: tuple[bytes, bytes]) -> None:
    plain = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [plain, *headers]})
    await send({"type": "http.response.body", "body": told.encode()})
