"""A webhook: the message's document, POSTed as JSON, signed where a secret is set.

The headers are those of Standard Webhooks: ``webhook-id`` (the same at each attempt, as is
``Idempotency-Key``), ``webhook-timestamp`` (of this attempt) and ``webhook-signature``.  Any 2xx is
taken.  A redirect is not followed.  Retry-After is heeded, within bounds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive_watch.model.capture import Failure, Response
from archive_watch.model.notice import TAKEN, Delivery, Message
from archive_watch.notify.signature import signature_of

Headers = tuple[tuple[str, str], ...]
Post = Callable[[str, bytes, Headers], Awaitable[Response]]
"""Sends bytes with headers to an address by the guarded network."""

_REFUSES_THE_MESSAGE = frozenset({400, 411, 413, 414, 415, 422, 431})
_LONGEST_WAIT_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where to send, and what to sign with; ``authorization`` goes into that header."""

    url: str
    secret: str | None = None
    authorization: str | None = None


async def send_by_webhook(
    hook: Webhook, message: Message, post: Post, *, now: datetime, attempt: int
) -> Delivery:
    """Send the message once; what came of it."""
    body = message.document.encode()
    response = await post(hook.url, body, headers_of(hook, message, body, now=now, attempt=attempt))
    return delivery_of(response, now=now)


def headers_of(
    hook: Webhook, message: Message, body: bytes, *, now: datetime, attempt: int
) -> Headers:
    """The headers of one attempt."""
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message.key,
        "webhook-id": message.key,
        "webhook-timestamp": str(timestamp),
        "webhook-attempt": str(attempt),
    }
    if hook.secret is not None:
        headers["webhook-signature"] = signature_of(
            hook.secret, key=message.key, timestamp=timestamp, body=body
        )
    if hook.authorization is not None:
        headers["Authorization"] = hook.authorization
    return tuple(headers.items())


def delivery_of(response: Response, *, now: datetime) -> Delivery:
    """What an answer means for the message."""
    if response.refusal is not None:
        told = response.refusal.told
        if response.refusal.failure is Failure.TOO_MANY_REDIRECTS:
            told = "it answered with a redirect, which is not followed"
        return Delivery(is_taken=False, detail=told)
    assert response.status is not None
    if 200 <= response.status < 300:
        return TAKEN
    return Delivery(
        is_taken=False,
        detail=f"it answered {response.status}",
        is_the_messages_fault=response.status in _REFUSES_THE_MESSAGE,
        wait_seconds=_wait_seconds(response.header("retry-after"), now),
    )


def _wait_seconds(given: str | None, now: datetime) -> float | None:
    """What Retry-After asks for (RFC 9110, section 10.2.3): seconds or a date; None: nothing."""
    text = (given or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - now).total_seconds()), _LONGEST_WAIT_SECONDS)
