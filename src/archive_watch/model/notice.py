"""What is told to people: what came to pass, the messages about it, and what came of sending them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TransitionKind(StrEnum):
    """What may come to pass: the states between are no news."""

    CHANGE = "change"
    WITHDRAWN = "change_withdrawn"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_CLOSED = "incident_closed"
    LINK_BROKEN = "link_broken"
    LINK_RECOVERED = "link_recovered"


class MessageKind(StrEnum):
    """Why a message is sent: at once, by the schedule, or to see whether it arrives."""

    ALERT = "alert"
    DIGEST = "digest"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Something that came to pass, at ``at`` (UTC text); ``subject_id`` is what it came to.

    ``severity`` is 0 to 100.  ``kinds``, ``hosts`` and ``tags`` are what filters look at.  ``finding``
    is equal for changes of which the same is told; ``change_id`` is the change that an incident is
    about.
    """

    id: int
    kind: TransitionKind
    subject_id: int
    at: str
    severity: int
    kinds: tuple[str, ...]
    hosts: tuple[str, ...]
    tags: tuple[str, ...] = ()
    finding: str | None = None
    change_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message, drawn in every form that a channel may want: the same at each attempt.

    ``key`` is what a double is known by; ``document`` is a JSON object as text, ``html`` is written
    for mail.
    """

    key: str
    channel: str
    kind: MessageKind
    made_at: str
    severity: int
    subject: str
    text: str
    html: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came of one attempt.  ``detail`` is for people, and holds no secret.

    ``is_the_messages_fault``: this message was refused for what it is, others may be taken.
    ``wait_seconds``: how long the receiver asks to be left alone.
    """

    is_taken: bool
    detail: str = ""
    is_the_messages_fault: bool = False
    wait_seconds: float | None = None


TAKEN = Delivery(is_taken=True)
