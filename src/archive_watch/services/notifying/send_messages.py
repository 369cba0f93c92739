"""Send what waits in the outbox: each channel by itself, so that one that hangs delays no other.

While one hangs, what comes up for the others is made and sent in the same round: a round is as long as
its slowest channel, and none begins before it has ended.

The receiver's failure lets its channel rest, a little longer each time; a message that is refused for
what it is waits alone.  After so many tries it is given up, which is an incident.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Self

import structlog

from archive_watch.config.channels import ChannelSettings
from archive_watch.model.clock import days_after, parse_utc, utc_text
from archive_watch.model.incident import IncidentKind
from archive_watch.model.notice import Delivery
from archive_watch.report.masked import masked
from archive_watch.report.visible import one_line, visible
from archive_watch.services.notifying.know_channels import incident_host
from archive_watch.services.notifying.open_doors import Outside, send_once
from archive_watch.services.watch import Watch
from archive_watch.storage import channels, outbox
from archive_watch.storage.channels import ChannelRecord, channel_records
from archive_watch.storage.incidents import close_incidents, raise_incident
from archive_watch.storage.outbox import Sending
from archive_watch.storage.sending_gate import alone_in_sending

MOST_TRIES = 20
MOST_REFUSALS = 5  # of a message that is refused for what it is
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_FAILS_AFTER = timedelta(hours=1)
_MOST_AT_ONCE = 100
_MOST_DETAIL = 500
_log = structlog.get_logger()


async def send_messages(
    watch: Watch,
    outside: Outside,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    meanwhile: Callable[[], Awaitable[object]] | None = None,
) -> int:
    """Send what may be sent now; how many messages were taken.  Nothing while another process sends.

    ``meanwhile`` waits a little and makes what is due by then; it is asked for again and again while
    a channel is under way.
    """
    with alone_in_sending(watch.archive.path) as is_alone:
        if not is_alone:
            return 0
        _take_up_cut_short(watch)
        async with _SideBySide(watch, outside, should_stop) as sending:
            sending.begin()
            while sending.under_way:
                await sending.wait(meanwhile)
            return sending.taken


class _SideBySide:
    """The channels that are under way, each in a task of its own."""

    def __init__(self, watch: Watch, outside: Outside, should_stop: Callable[[], bool]) -> None:
        self._watch, self._outside, self._should_stop = watch, outside, should_stop
        self._waiting: asyncio.Future[Any] | None = None
        self._broken: dict[str, BaseException] = {}
        self.under_way: dict[str, asyncio.Task[int]] = {}
        self.taken = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, ended_by: BaseException | None, __: object
    ) -> None:
        """Leave nothing running; a bug of one channel is told once the others are done."""
        tasks = self._tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for bug in self._broken.values() if ended_by is None else ():
            raise bug

    def begin(self) -> None:
        """Send by every channel that has something to send and is not under way."""
        for record in channel_records(self._watch.archive).values():
            name = record.name
            if name in self.under_way or name in self._broken or not may_send(self._watch, record):
                continue
            sending = _send_channel(self._watch, self._outside, name, self._should_stop)
            self.under_way[name] = asyncio.create_task(sending)

    async def wait(self, meanwhile: Callable[[], Awaitable[object]] | None) -> None:
        """Wait until a channel is done, or there may be more to send."""
        if self._waiting is None and meanwhile is not None:
            self._waiting = asyncio.ensure_future(meanwhile())
        await asyncio.wait(self._tasks(), return_when=asyncio.FIRST_COMPLETED)
        for name, task in [*self.under_way.items()]:
            if task.done():
                del self.under_way[name]
                self._note(name, task)
        made = self._waiting
        if made is not None and made.done():
            self._waiting = None
            made.result()
            if not self._should_stop():
                self.begin()

    def _tasks(self) -> list[asyncio.Future[Any]]:
        return [*self.under_way.values(), *([self._waiting] if self._waiting is not None else [])]

    def _note(self, name: str, task: asyncio.Task[int]) -> None:
        bug = asyncio.CancelledError() if task.cancelled() else task.exception()
        if bug is None:
            self.taken += task.result()
        else:
            self._broken[name] = bug


def may_send(watch: Watch, record: ChannelRecord) -> bool:
    """Whether the channel is configured, not resting, and has a message that may be tried."""
    if record.name not in watch.settings.notify:
        return False
    rests_until = record.rests_until
    if rests_until is not None and watch.now() < rests_until < days_after(watch.now(), 2):
        return False  # (beyond that the clock was set back)
    return outbox.has_message_to_send(watch.archive, record.name, now=watch.now())


async def _send_channel(
    watch: Watch, outside: Outside, name: str, should_stop: Callable[[], bool]
) -> int:
    """Send one after the other, until there is none or the receiver fails."""
    taken = 0
    for _ in range(_MOST_AT_ONCE):
        if should_stop():
            break
        sending = outbox.begin_sending(watch.archive, name, now=watch.now())
        if sending is None:
            break
        given = watch.settings.notify[name]
        delivery = await send_once(given, sending.message, outside, attempt=sending.attempt)
        _note(watch, given, sending, delivery)
        taken += delivery.is_taken
        if not (delivery.is_taken or delivery.is_the_messages_fault):
            break
    return taken


def _note(watch: Watch, given: ChannelSettings, sending: Sending, delivery: Delivery) -> None:
    """Write down how an attempt ended, and log it."""
    detail = visible(one_line(masked(delivery.detail)))[:_MOST_DETAIL]
    name = sending.message.channel
    facts = {"channel": name, "type": given.type, "message": sending.message.key}
    if delivery.is_taken:
        with watch.archive.writing():
            if outbox.note_sent(watch.archive, sending, at=watch.now(), remark=detail or None):
                channels.note_success(watch.archive, name, at=watch.now(), remark=detail or None)
                _all_is_well(watch, name)
        _log.info("told", subject=sending.message.subject, remark=detail or None, **facts)
        return
    with watch.archive.writing():
        is_given_up = _note_failure(watch, sending, delivery, detail)
    told = "a message is given up" if is_given_up else "a message was not taken; it is tried again"
    log = _log.error if is_given_up else _log.warning
    log(told, error=detail, attempt=sending.attempt, **facts)


def _note_failure(watch: Watch, sending: Sending, delivery: Delivery, detail: str) -> bool:
    """Let the channel rest, or the message; whether the message is given up."""
    name, now = sending.message.channel, watch.clock()
    fault_of_message = delivery.is_the_messages_fault
    most = MOST_REFUSALS if fault_of_message else MOST_TRIES
    is_given_up = sending.attempt >= most
    record = channel_records(watch.archive).get(name)
    failures = sending.attempt if fault_of_message or record is None else record.failures + 1
    again_at = utc_text(now + _wait(failures, delivery.wait_seconds))
    if is_given_up:
        ours = outbox.note_given_up(watch.archive, sending, at=watch.now(), error=detail)
    else:
        ours = outbox.note_put_off(watch.archive, sending, again_at=again_at, error=detail)
    if not ours or record is None:
        return False
    rests_until = None if fault_of_message else again_at
    channels.note_failure(
        watch.archive, name, at=watch.now(), error=detail, rests_until=rests_until
    )
    since = record.failing_since
    lasts = since is not None and now - parse_utc(since) >= _FAILS_AFTER
    if is_given_up or (lasts and not fault_of_message):
        what = "a message is given up" if is_given_up else f"nothing is taken since {since}"
        _raise(watch, name, f"{what}: {detail}")
    return is_given_up


def _take_up_cut_short(watch: Watch) -> None:
    """What was being sent when its sender died is sent again, unless that happened too often."""
    given_up = outbox.take_up_cut_short(watch.archive, now=watch.now(), most_tries=MOST_TRIES)
    if not given_up:
        return
    with watch.archive.writing():
        for name in given_up:
            _raise(watch, name, f"a message is given up: {outbox.CUT_SHORT}")


def _raise(watch: Watch, name: str, detail: str) -> None:
    raise_incident(
        watch.archive,
        kind=IncidentKind.CHANNEL_FAILING,
        host=incident_host(name),
        detail=detail,
        at=watch.now(),
    )


def _wait(failures: int, asked_seconds: float | None) -> timedelta:
    """How long after so many failures in a row: twice as long each time, as asked if that is more."""
    wait: timedelta = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(failures - 1, 20))
    return max(wait, timedelta(seconds=asked_seconds or 0.0))


def _all_is_well(watch: Watch, name: str) -> None:
    """The channel takes messages; what was given up stays an incident until it is tried again."""
    if outbox.outbox_counts(watch.archive).get(name, {}).get("given_up"):
        return
    close_incidents(
        watch.archive,
        kind=IncidentKind.CHANNEL_FAILING,
        host=incident_host(name),
        at=watch.now(),
    )
