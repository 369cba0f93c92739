"""What stands before Datasette in ``archive-watch serve``: asked to read, and to let people in and out.

Everything else that is not reading is refused before Datasette sees it; a plugin that writes, or an
API of Datasette that does, is not reached.  No answer may load, frame or send anything elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from archive_watch.datasette_plugin.policy import new_nonce, policy
from archive_watch.datasette_plugin.question import HOME

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# To log in (plugins for it take the address) and out, and the one thing that can be asked for.
_POSTS = frozenset({"/-/login", "/-/logout", f"{HOME}/check"})


def guarded(app: App, *, styles_by_script: bool = False) -> App:
    """``app``, asked only what it may be asked, and its answers held to the policy."""

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        nonce = new_nonce()

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name.lower() for name, _ in message.get("headers", ())}
                ours = _headers(policy(nonce, styles_by_script=styles_by_script))
                missing = [(name, value) for name, value in ours if name not in told]
                message["headers"] = [*message.get("headers", ()), *missing]
            await send(message)

        if scope["type"] != "http" or _may_be_asked(scope["method"], scope["path"]):
            await app(scope, receive, send_guarded)
        else:
            await _refuse(send_guarded)

    return guard


def _headers(allowed: str) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-security-policy", allowed.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    )


def _may_be_asked(method: str, path: str) -> bool:
    return method in _READING or (method == "POST" and path in _POSTS)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD, OPTIONS")]
    await send({"type": "http.response.start", "status": 405, "headers": headers})
    await send({"type": "http.response.body", "body": b"The archive is served for reading only.\n"})
