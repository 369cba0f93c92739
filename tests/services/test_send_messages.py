"""A message is sent until it is taken: whatever the receiver does, and whatever dies meanwhile."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from archive_watch.config.channels import ChannelSettings
from archive_watch.services.asking.network import open_network
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.services.notifying.revive_messages import revive_messages
from archive_watch.services.notifying.send_messages import MOST_REFUSALS, MOST_TRIES
from archive_watch.services.notifying.tell_channels import tell_channels
from archive_watch.services.notifying.tell_people import tell_people
from archive_watch.services.telling.tell_health import tell_health
from archive_watch.storage.outbox import begin_sending, note_sent, take_up_cut_short
from archive_watch.storage.sending_gate import alone_in_sending
from servers import Answer
from services.telling_people import Desk, desk

DOWN = Answer(status=500)


async def gone(told: Desk) -> None:
    """A page vanishes, which is to be told at once; nothing is told yet."""
    await told.see("The harbour is open.")
    told.clock.move(hours=1)
    await told.vanish()


async def minutes_of_attempts(told: Desk, minutes: int) -> list[int]:
    """The minutes, of so many, in which an attempt was made."""
    found = []
    for minute in range(minutes):
        before = len(told.receiver.attempts)
        await told.tell()
        found += [minute] * (len(told.receiver.attempts) - before)
        told.clock.move(minutes=1)
    return found


async def test_a_receiver_that_fails_is_tried_later_and_later_with_the_same_message(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off") as told:
        await gone(told)
        told.receiver.says = [DOWN] * 5
        assert await minutes_of_attempts(told, 40) == [0, 1, 3, 7, 15, 31]
        assert len(told.receiver.taken) == 1
        assert len({one["id"] for one in told.receiver.attempts}) == 1
        assert told.rows("SELECT state, attempts, last_error FROM outbox") == [("sent", 6, None)]
        assert told.rows("SELECT failures, rests_until FROM channels") == [(0, None)]


async def test_a_receiver_that_asks_to_be_left_alone_is_left_alone_for_so_long(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off") as told:
        await gone(told)
        told.receiver.says = [Answer(status=429, headers={"Retry-After": "600"})]
        assert await minutes_of_attempts(told, 15) == [0, 10]


async def test_a_message_that_is_refused_for_what_it_is_waits_alone_and_is_given_up(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off", immediate_every="1s") as told:
        await told.see("The pier is open.", path="/pier/", title="Pier")
        await gone(told)
        await told.tell()
        first = told.receiver.attempts[0]["id"]
        told.receiver.taken.clear()
        told.receiver.attempts.clear()
        await told.vanish("/pier/")
        told.server.routes["/hook"] = lambda request: (
            Answer(status=422) if b"pier" in request.body else told.receiver(request)
        )
        await told.tell()
        await told.see("The harbour is open.")
        await told.vanish()
        assert await told.tell() == 1
        for _ in range(60):
            told.clock.move(minutes=1)
            await told.tell()
        rows = told.rows("SELECT state, attempts FROM outbox ORDER BY id")
        assert first
        assert rows == [("sent", 1), ("given_up", MOST_REFUSALS), ("sent", 1)]
        assert told.rows("SELECT kind, host FROM open_incidents") == [
            ("channel_failing", "notify.desk")
        ]


async def test_a_message_is_given_up_after_days_told_as_an_incident_and_sent_after_all(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off") as told:
        given = told.watch.settings.notify["desk"]
        told.configured(desk=given, log=ChannelSettings(type="file", path="log", digest="off"))
        know_channels(told.watch)
        await gone(told)
        told.receiver.says = [DOWN] * 100
        for _ in range(24 * 5):
            await told.tell()
            told.clock.move(hours=1)
        rows = "SELECT state, attempts FROM outbox WHERE channel = 'desk' AND kind = 'alert'"
        assert told.rows(rows) == [("given_up", MOST_TRIES)]
        lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 2
        assert "notify.desk" in lines[1]
        assert "notify.desk takes nothing" in " ".join(tell_health(told.watch).reasons)
        status = next(one for one in tell_channels(told.watch) if one.name == "desk")
        assert f"given up ({MOST_TRIES} tries)" in status.as_text()
        told.receiver.says = []
        assert revive_messages(told.watch, "desk") == 1
        assert await told.tell() == 1
        assert told.rows("SELECT count(*) FROM open_incidents") == [(0,)]
    assert len(told.receiver.taken) == 1


async def test_a_message_whose_sender_was_killed_is_sent_again_under_its_key(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off") as told:
        await gone(told)
        told.receiver.says = [DOWN]
        await told.tell()
        told.clock.move(minutes=1)
        now = told.watch.now()
        with alone_in_sending(told.watch.archive.path):
            killed = begin_sending(told.watch.archive, "desk", now=now)
            assert killed is not None
            assert await told.tell() == 0  # another process is at it
        assert await told.tell() == 1
        assert {one["id"] for one in told.receiver.attempts} == {killed.message.key}
        with told.watch.archive.writing():  # the one thought dead comes back
            assert not note_sent(told.watch.archive, killed, at=now, remark=None)
        assert told.rows("SELECT state, attempts FROM outbox") == [("sent", 3)]


async def test_a_message_that_kills_its_sender_again_and_again_is_given_up(tmp_path: Path) -> None:
    with desk(tmp_path, digest="off") as told:
        await gone(told)
        told.receiver.says = [DOWN]
        await told.tell()
        for _ in range(MOST_TRIES - 1):
            now = told.watch.now()
            take_up_cut_short(told.watch.archive, now=now, most_tries=MOST_TRIES)
            told.clock.move(hours=7)
            assert begin_sending(told.watch.archive, "desk", now=told.watch.now()) is not None
        assert await told.tell() == 0
        assert told.rows("SELECT state, attempts FROM outbox") == [("given_up", MOST_TRIES)]


async def test_a_channel_that_hangs_delays_no_other_and_no_check(tmp_path: Path) -> None:
    with desk(tmp_path, digest="off") as told, socket.create_server(("127.0.0.1", 0)) as mute:
        mail = ChannelSettings(
            type="mail",
            host="127.0.0.1",
            port=mute.getsockname()[1],
            security="none",
            sender="watch@harbour.example",
            to=("desk@news.example",),
        )
        given = told.watch.settings.notify["desk"]
        told.configured(desk=given, mail=mail)
        know_channels(told.watch)
        await gone(told)
        telling = asyncio.create_task(told.tell())
        began = time.monotonic()
        while not told.receiver.taken:
            await asyncio.sleep(0.01)
            assert time.monotonic() - began < 60
        await told.see("The harbour is open.")
        assert not telling.done()
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        assert told.rows("SELECT channel, state FROM outbox ORDER BY channel") == [
            ("desk", "sent"),
            ("mail", "sending"),
        ]


async def test_while_a_webhook_and_a_mail_server_hang_what_comes_up_is_sent_by_the_others(
    tmp_path: Path,
) -> None:
    moved_on: asyncio.Queue[None] = asyncio.Queue()
    with desk(tmp_path, digest="off") as told, socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        told.configured(
            desk=told.watch.settings.notify["desk"],
            hook=ChannelSettings(type="webhook", url=f"http://127.0.0.1:{port}/", digest="off"),
            mail=ChannelSettings(
                type="mail", host="127.0.0.1", port=port, security="none", digest="off",
                sender="watch@harbour.example", to=("desk@news.example",),
            ),
        )  # fmt: skip
        know_channels(told.watch)
        await told.see("The quay is open.", path="/other/")
        await gone(told)
        async with open_network(told.watch) as network:
            telling = asyncio.create_task(tell_people(told.watch, network, pause=moved_on.get))
            await _until(lambda: len(told.receiver.taken) == 1)
            told.clock.move(hours=1)
            await told.vanish("/other/")
            assert len(told.receiver.taken) == 1
            moved_on.put_nowait(None)
            sent = "SELECT count(*) FROM outbox WHERE state = 'sent'"
            await _until(lambda: told.rows(sent) == [(2,)])
            assert (len(told.receiver.taken), telling.done()) == (2, False)
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        states = "SELECT channel, state FROM outbox WHERE state <> 'waiting' ORDER BY channel, id"
        assert told.rows(states) == [
            ("desk", "sent"), ("desk", "sent"), ("hook", "sending"), ("mail", "sending"),
        ]  # fmt: skip
        assert len(asyncio.all_tasks()) == 1


async def _until(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        await asyncio.sleep(0.01)
        assert time.monotonic() - began < 60


async def test_a_channel_that_is_configured_no_longer_keeps_nothing_waiting(tmp_path: Path) -> None:
    with desk(tmp_path, digest="off") as told:
        await gone(told)
        told.receiver.says = [DOWN] * 9
        await told.tell()
        told.configured()
        told.clock.move(hours=1)
        await told.tell()
        assert told.rows("SELECT state, last_error FROM outbox") == [
            ("given_up", "the channel is configured no longer")
        ]
        assert len(told.receiver.attempts) == 1


@pytest.mark.parametrize("secret", ["password", "url"])
async def test_a_secret_that_is_missing_is_told_and_never_the_secret_itself(
    secret: str, tmp_path: Path
) -> None:
    with desk(tmp_path, digest="off") as told, capture_logs() as logs:
        given = ChannelSettings(type="webhook", url_file="hook-address", digest="off")
        if secret == "password":
            given = ChannelSettings(
                type="mail", host="127.0.0.1", port=9, user="u", password_file="hook-address",
                sender="a@b.example", to=("c@d.example",), digest="off",
            )  # fmt: skip
        told.configured(desk=given)
        await gone(told)
        await told.tell()
        (error,) = [row[0] for row in told.rows("SELECT last_error FROM channels")]
        assert error == f"{secret}: hook-address cannot be read: No such file or directory"
        (tmp_path / "hook-address").write_text("http://127.0.0.1:9/s3cret-word\n", encoding="utf-8")
        told.clock.move(minutes=1)
        await told.tell()
        (error,) = [row[0] for row in told.rows("SELECT last_error FROM channels")]
        assert "s3cret-word" not in error + str(logs)
        assert "refused" in error.lower() or "connect" in error


async def test_an_hour_of_silence_of_a_receiver_is_an_incident_that_ends_by_itself(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off") as told:
        await gone(told)
        told.receiver.says = [DOWN] * 8
        await minutes_of_attempts(told, 130)
        assert told.rows("SELECT kind FROM open_incidents") == [("channel_failing",)]
        await minutes_of_attempts(told, 130)
        assert told.rows("SELECT count(*) FROM open_incidents") == [(0,)]
    assert len(told.receiver.taken) == 1


async def test_a_clock_that_was_far_ahead_and_is_set_right_keeps_nothing_waiting(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="daily 07:00") as told:
        await told.see("The harbour is open.")
        told.clock.move(days=3650)
        await told.tell()
        await told.vanish()
        told.receiver.says = [DOWN]
        assert await told.tell() == 0
        told.clock.move(days=-3649)
        assert await told.tell() == 2
        await told.days(2)
        kinds = [one["kind"] for one in told.receiver.taken]
    assert kinds == ["alert", "digest"]


async def test_a_secret_that_is_no_key_is_a_value_and_stops_no_other_channel(
    tmp_path: Path,
) -> None:
    (tmp_path / "secret").write_text("whsec_no base64!", encoding="utf-8")
    with desk(tmp_path, digest="off") as told:
        given = told.watch.settings.notify["desk"]
        wrong = replace(given, secret_file="secret")
        told.configured(aside=wrong, desk=given)
        know_channels(told.watch)
        await gone(told)
        assert await told.tell() == 1
        errors = told.rows("SELECT last_error FROM channels WHERE name = 'aside'")
    assert errors == [("secret: what follows whsec_ is not base64",)]
