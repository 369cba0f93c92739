"""A real mail server on loopback: aiosmtpd, which keeps what it took and says what it is told to.

``MailServer`` listens on 127.0.0.1 at a port that the system picks and stops when its ``with`` ends.
``tls`` is for STARTTLS, ``tls_at_once`` for port-465 manners; with ``password`` it wants a login.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

LOOPBACK = "127.0.0.1"


@dataclass(slots=True)
class Postbox:
    """What was taken; ``says`` is the answer to each letter, ``refuses`` are those it knows not."""

    letters: list[bytes] = field(default_factory=list)
    sent_to: list[list[str]] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it so)
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        said = self.says.pop(0) if self.says else "250 taken"
        if said.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.letters.append(content)
            self.sent_to.append(list(envelope.rcpt_tos))
        return said

    def parsed(self) -> list[EmailMessage]:
        """The letters, as a mail program reads them."""
        found = [message_from_bytes(letter, policy=default) for letter in self.letters]
        assert all(isinstance(letter, EmailMessage) for letter in found)
        return found


class MailServer:
    """The server, in a thread of its own; ``box`` is what it took, ``logins`` who came in."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        tls_at_once: ssl.SSLContext | None = None,
        password: str | None = None,
    ) -> None:
        self.box = Postbox()
        self.logins: list[bytes] = []
        self._password = password
        self._tls_at_once = tls_at_once
        self._options: dict[str, Any] = {"hostname": "mail.example"}
        if tls is not None:
            self._options |= {"tls_context": tls, "require_starttls": True}
        if password is not None:
            self._options |= {"authenticator": self._known, "auth_required": True}
            self._options |= {"auth_require_tls": tls is not None}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._listening: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        assert self._listening is not None
        return int(self._listening.sockets[0].getsockname()[1])

    def _known(self, server: Any, session: Any, envelope: Any, kind: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login)
        return AuthResult(success=given.password.decode() == self._password, handled=False)

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(
            lambda: SMTP(self.box, loop=self._loop, **self._options),
            LOOPBACK,
            0,
            ssl=self._tls_at_once,
        )

    async def _end(self) -> None:
        if self._listening is not None:
            self._listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # what was hung up on is closed

    def __enter__(self) -> Self:
        self._thread.start()
        self._listening = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(60)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
