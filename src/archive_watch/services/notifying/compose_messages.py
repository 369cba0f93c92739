"""Make the messages that are due: alerts of what cannot wait, digests by each channel's schedule.

A message and the channel's new place are written in one transaction, so that whatever dies nothing is
told twice and nothing is left out.  What is read for it is of one moment; another process that came
first makes this one's work void.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from archive_watch.config import checked_pace
from archive_watch.config.channels import ChannelSettings
from archive_watch.model.clock import days_after, days_between, parse_utc, utc_text
from archive_watch.model.notice import Message, MessageKind, Transition
from archive_watch.report.mail import notice_as_mail
from archive_watch.report.notice import REMINDER_DAYS, Notice, ToldReminder
from archive_watch.schedule.digest_times import digest_times
from archive_watch.services.notifying.draw_notice import (
    Stretch,
    draw_notice,
    is_wanted,
    last_of_each,
)
from archive_watch.services.notifying.hold_back import HeldBack, held_back
from archive_watch.services.watch import Watch
from archive_watch.storage import channels, outbox, told_edits, transitions
from archive_watch.storage.channels import ChannelRecord, channel_records
from archive_watch.storage.database import open_for_reading
from archive_watch.storage.notices import reminder_of

_REMEMBERED_DAYS = 90  # whoever slept for so long is not reminded
SCHEMA = "archive-watch/notice/1"


_Reminded = set[tuple[int, int]]
"""Transitions, each with the days after which it was reminded of."""


async def compose_messages(watch: Watch) -> int:
    """Put the messages that are due into the outbox; how many."""
    made = 0
    records = channel_records(watch.archive)
    for name, given in watch.settings.notify.items():
        record = records.get(name)
        if record is not None and are_alerts_due(watch, given, record):
            made += await _alert(watch, given, record)
        if record is not None and digest_due_at(watch, given, record) is not None:
            made += await _digest(watch, given, record)
    return made


def are_alerts_due(watch: Watch, given: ChannelSettings, record: ChannelRecord) -> bool:
    """Whether anything came to pass that was not looked at, and the last alert is long enough ago."""
    if transitions.newest_transition(watch.archive) <= record.alerted_after:
        return False
    last = record.alerted_at
    if last is None or last > watch.now():  # the clock was set back
        return True
    pause = timedelta(seconds=checked_pace(given.immediate_every))
    return watch.clock() - parse_utc(last) >= pause


def digest_due_at(watch: Watch, given: ChannelSettings, record: ChannelRecord) -> datetime | None:
    """The time of the digest that is due and was not made; None: there is none."""
    times = digest_times(given.digest)
    if times is None:
        return None
    due = times.last(watch.clock())
    last = parse_utc(record.digested_at)
    is_ahead = last > watch.clock()  # the clock was set back: what was made then counts for now
    return due if last < due or is_ahead else None


def _news(watch: Watch, record: ChannelRecord, *, after: int, until: int) -> tuple[Transition, ...]:
    given = watch.settings.notify[record.name]
    found = transitions.transitions_between(
        watch.archive, record.name, after=after, until=until, since=record.began_at
    )
    return tuple(one for one in found if is_wanted(record.name, given, one))


async def _alert(watch: Watch, given: ChannelSettings, record: ChannelRecord) -> bool:
    def drawn(aside: Watch) -> tuple[int, Message | None, HeldBack]:
        until = transitions.newest_transition(aside.archive)
        news = last_of_each(_news(aside, record, after=record.alerted_after, until=until))
        least = given.immediate_severity
        grave = tuple(one for one in news if 0 < least <= one.severity)
        known = told_edits.edits_told(aside.archive, record.name, grave)
        has_digest = digest_times(given.digest) is not None
        held = held_back(grave, known, now=aside.now(), has_digest=has_digest)
        if not held.fresh:
            return until, None, held
        since = min(one.at for one in held.fresh)
        stretch = Stretch(kind=MessageKind.ALERT, since=since, news=held.fresh)
        return until, message_of(aside, record.name, draw_notice(aside, given, stretch)), held

    until, message, held = await _aside(watch, drawn)
    alerted_at = None if message is None else watch.now()
    with watch.archive.writing():
        if not channels.go_on_with_alerts(
            watch.archive, record, after=until, alerted_at=alerted_at
        ):
            return False
        if held.told:
            told_edits.note_edits_told(watch.archive, record.name, held.told, now=watch.now())
        if message is not None:
            outbox.put(watch.archive, message, tells=[one.id for one in held.fresh])
    return message is not None


async def _digest(watch: Watch, given: ChannelSettings, record: ChannelRecord) -> bool:
    due = digest_due_at(watch, given, record)
    assert due is not None

    def drawn(aside: Watch) -> tuple[int, Message | None, list[int], _Reminded]:
        until = transitions.newest_transition(aside.archive)
        news = last_of_each(_news(aside, record, after=record.digested_after, until=until))
        reminders, noted = _reminders(aside, record)
        since = min(record.digested_at, aside.now())
        stretch = Stretch(kind=MessageKind.DIGEST, since=since, news=news, reminders=reminders)
        if not (news or reminders or given.all_quiet):
            return until, None, [], noted
        notice = draw_notice(aside, given, stretch)
        if not (notice.says_something or given.all_quiet):
            return until, None, [], noted
        message = message_of(aside, record.name, notice)
        return until, message, [one.id for one in news], noted

    until, message, tells, noted = await _aside(watch, drawn)
    with watch.archive.writing():
        if not channels.go_on_with_digests(
            watch.archive, record, after=until, digested_at=utc_text(due)
        ):
            return False
        transitions.note_reminders(watch.archive, record.name, noted, at=watch.now())
        if message is not None:
            outbox.put(watch.archive, message, tells=tells)
    return message is not None


_Drawn = TypeVar("_Drawn")


async def _aside(watch: Watch, draw: Callable[[Watch], _Drawn]) -> _Drawn:
    """What is drawn from one moment of the archive, in a thread: counting over it takes a while."""
    now = watch.clock()

    def read() -> _Drawn:
        with open_for_reading(watch.archive.path) as archive, archive.snapshot():
            return draw(replace(watch, archive=archive, clock=lambda: now, _reading={}))

    return await asyncio.to_thread(read)


def _reminders(watch: Watch, record: ChannelRecord) -> tuple[tuple[ToldReminder, ...], _Reminded]:
    """What to remind of, and what need not be thought of again.

    Only what an earlier digest told; of several ages at once the highest alone is told.
    """
    known = transitions.reminded(watch.archive, record.name)
    before = _news(watch, record, after=record.began_after, until=record.digested_after)
    earlier = {one.id for one in before}
    told: list[ToldReminder] = []
    noted: _Reminded = set()
    for number, at in transitions.unresolved(
        watch.archive,
        after=record.began_after,
        until=record.digested_after,
        since=max(record.began_at, days_after(watch.now(), -_REMEMBERED_DAYS)),
    ):
        age = days_between(at, watch.now())
        due = {(number, days) for days in REMINDER_DAYS if days <= age} - known
        if not due or number not in earlier:
            continue
        noted |= due
        reminder = reminder_of(watch.archive, number, days=max(days for _, days in due))
        told += [] if reminder is None else [reminder]
    return tuple(told), noted


def message_of(watch: Watch, channel: str, notice: Notice) -> Message:
    """The notice drawn in every form, under a key of its own."""
    key = f"aw_{secrets.token_hex(12)}"
    told: Mapping[str, object] = {
        "schema": SCHEMA,
        "id": key,
        "channel": channel,
        "kind": notice.kind.value,
        "made_at": watch.now(),
        "text": notice.subject(),
        **notice.as_json(),
    }
    return Message(
        key=key,
        channel=channel,
        kind=notice.kind,
        made_at=watch.now(),
        severity=notice.severity,
        subject=notice.subject(),
        text=notice.text(),
        html=notice_as_mail(notice),
        document=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
    )
