"""Mail by SMTP: one connection a letter, TLS verified, an end to everything.

The mail server is the operator's own choice, and may be in a private network.  STARTTLS that is not
offered, or a certificate that does not fit the name, ends the attempt before anything is said: no
letter and no password goes out in clear unless ``security`` is ``none``, which knows no password.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from archive_watch.model.notice import TAKEN, Delivery, Message
from archive_watch.notify.in_thread import in_thread
from archive_watch.notify.letter import domain_of, letter_of, parsed_mailbox
from archive_watch.report.visible import one_line, visible

_READ_SECONDS = 30.0  # for one answer of the server; the deadline is for all of them
_TOO_LARGE = frozenset({523, 552})
_PERMANENT = 500
_READY = 220
_MOST_DETAIL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where to hand letters in, as whom and to whom; ``security``: starttls, tls or none.

    ``ca_file`` names the authorities to trust instead of the system's.
    """

    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...]
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None
    subject_prefix: str = ""


async def send_by_mail(
    server: MailServer, message: Message, *, deadline_seconds: float
) -> Delivery:
    """Hand the message in once; what came of it."""
    attempt = _Attempt(server, message)
    return await in_thread(attempt.made, deadline_seconds=deadline_seconds, abort=attempt.abort)


class _Attempt:
    """One letter on its way, in a thread; another may ``abort`` it."""

    def __init__(self, server: MailServer, message: Message) -> None:
        self._server = server
        self._message = message
        self._smtp: smtplib.SMTP | None = None
        self._is_aborted = False

    def made(self) -> Delivery:
        """Try it."""
        try:
            return self._handed_in()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return self._failed(error)

    def abort(self) -> None:
        """Wake it where it waits for the server, which ends it."""
        self._is_aborted = True
        waiting = None if self._smtp is None else self._smtp.sock
        if waiting is not None:
            with contextlib.suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)

    def _handed_in(self) -> Delivery:
        server = self._server
        to = [parsed_mailbox(one).addr_spec for one in server.to]
        letter = letter_of(
            self._message, sender=server.sender, to=server.to, prefix=server.subject_prefix
        )
        with self._connected() as smtp:
            if server.user is not None and server.password is not None:
                smtp.login(server.user, server.password)
            refused = smtp.sendmail(parsed_mailbox(server.sender).addr_spec, to, letter)
        if not refused:
            return TAKEN
        told = "; ".join(f"{who}: {_answer(*said)}" for who, said in refused.items())
        return Delivery(is_taken=True, detail=self._shown(f"not taken for {told}"))

    @contextlib.contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server, name = self._server, domain_of(self._server.sender)
        trust = ssl.create_default_context(cafile=server.ca_file)
        smtp = (
            smtplib.SMTP_SSL(local_hostname=name, timeout=_READ_SECONDS, context=trust)
            if server.security == "tls"
            else smtplib.SMTP(local_hostname=name, timeout=_READ_SECONDS)
        )
        self._smtp = smtp
        # The name that TLS verifies; ``connect`` alone does not note it (CPython gh-80423).
        smtp._host = server.host  # type: ignore[attr-defined]
        if self._is_aborted:
            raise OSError(None, "it was told to stop")
        try:
            code, said = smtp.connect(server.host, server.port)
            if code != _READY:
                raise smtplib.SMTPConnectError(code, said)
            if server.security == "starttls":
                smtp.starttls(context=trust)
            yield smtp
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()  # the letter is handed in, whatever is said now
        finally:
            smtp.close()

    def _failed(self, error: Exception) -> Delivery:
        told, is_the_messages_fault = _told(error)
        return Delivery(
            is_taken=False,
            detail=self._shown(told),
            is_the_messages_fault=is_the_messages_fault,
        )

    def _shown(self, text: str) -> str:
        for secret in filter(None, (self._server.password,)):
            text = text.replace(secret, "***")
        return visible(one_line(text))[:_MOST_DETAIL]


def _told(error: Exception) -> tuple[str, bool]:
    """What went wrong, in words, and whether it is for what the letter is."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"the user or the password is not taken: {_answer(*error.args)}", False
        case smtplib.SMTPRecipientsRefused():
            said = "; ".join(f"{who}: {_answer(*why)}" for who, why in error.recipients.items())
            return f"no recipient is taken: {said}", False
        case smtplib.SMTPSenderRefused():
            told = f"the sender is not taken: {_answer(error.smtp_code, error.smtp_error)}"
            return told, error.smtp_code in _TOO_LARGE
        case smtplib.SMTPDataError():
            told = f"the letter is not taken: {_answer(error.smtp_code, error.smtp_error)}"
            return told, error.smtp_code >= _PERMANENT
        case smtplib.SMTPResponseException():
            return f"the server says {_answer(error.smtp_code, error.smtp_error)}", False
        case smtplib.SMTPNotSupportedError():
            return f"the server does not offer what is needed: {error}", False
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {error.verify_message}", False
        case TimeoutError():
            return "no answer in time", False
        case OSError():
            return error.strerror or str(error) or type(error).__name__, False
        case _:
            return str(error) or type(error).__name__, False


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
