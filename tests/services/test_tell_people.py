"""People are told what came to pass, once: at once where it is grave, else in a digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.config.channels import ChannelSettings
from archive_watch.model.incident import IncidentKind
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.storage.incidents import close_incidents, raise_incident
from services.telling_people import Desk, desk, hook

OFF = {"immediate_severity": 0}


async def test_a_takedown_is_told_at_once_and_again_in_the_digest_and_never_more(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as told:
        await told.see("The harbour is open.")
        assert await told.tell() == 0
        told.clock.move(hours=1)
        await told.vanish()
        assert await told.tell() == 1
        assert await told.tell() == 0
        assert told.receiver.subjects() == ["Gone: Remarks"]
        (alert,) = told.receiver.taken
        assert (alert["kind"], alert["severity"], alert["channel"]) == ("alert", 90, "desk")
        assert [one["url"] for one in alert["takedowns"]] == [told.url]
        await told.days(1)
    assert [(one["kind"], one["subject"]) for one in told.receiver.taken[1:]] == [
        ("digest", "Gone: Remarks")
    ]


async def test_an_edit_waits_for_the_digest_and_the_digest_for_its_time(tmp_path: Path) -> None:
    with desk(tmp_path, digest="daily 07:00") as told:
        await told.see("The harbour is open to all.")
        told.clock.move(hours=1)
        await told.see("The harbour is open to some.")
        told.clock.move(hours=17, minutes=59)  # 06:59 of the next day
        assert await told.tell() == 0
        told.clock.move(minutes=1)
        assert await told.tell() == 1
        (digest,) = told.receiver.taken
    assert digest["made_at"] == "2026-03-02T07:00:00Z"
    assert digest["since"] == "2026-03-01T12:00:00Z"
    assert [edit["removed"] for edit in digest["changes"][0]["edits"]] == ["all"]
    assert digest["coverage"]["checked"] == 1


async def test_a_week_without_news_says_nothing_unless_that_is_asked_for(tmp_path: Path) -> None:
    with desk(tmp_path) as told:
        await told.see("The harbour is open.")
        await told.days(7)
        assert told.receiver.taken == []
    with desk(tmp_path / "quiet", all_quiet=True, digest="weekly mon 07:00") as told:
        await told.see("The harbour is open.")
        await told.days(7)
    assert told.receiver.subjects() == [
        "All quiet: nothing changed, nothing vanished, no link broke"
    ]


async def test_an_all_quiet_digest_of_a_watch_that_checked_nothing_says_that(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, all_quiet=True) as told:
        await told.days(2)
        raise_blocked(told)
        await told.days(1)
    first, *_, last = told.receiver.subjects()
    assert first == "Nothing was checked, so that there is nothing to tell"
    assert last == "Blocked host: harbour.example"


async def test_typography_alone_is_never_told(tmp_path: Path) -> None:
    with desk(tmp_path, min_severity=0, immediate_severity=1) as told:
        await told.see("He said: 'open'.")
        told.clock.move(hours=1)
        await told.see("He said: ‘open’.")
        assert told.rows("SELECT kind FROM changes") == [("cosmetic",)]
        await told.days(1)
    assert told.receiver.attempts == []


async def test_a_channel_on_an_old_archive_begins_where_it_is_configured(tmp_path: Path) -> None:
    with desk(tmp_path) as told:
        first = told.watch.settings.notify["desk"]
        told.configured()
        await told.see("The harbour is open.")
        told.clock.move(hours=1)
        await told.vanish()
        told.configured(desk=first, late=hook(told.server, immediate_severity=1))
        know_channels(told.watch)
        told.clock.move(hours=1)
        await told.see("The harbour is open again.")
        await told.days(1)
        late = [one for one in told.receiver.taken if one["channel"] == "late"]
    assert [one["kind"] for one in late] == ["alert", "digest"]
    assert [one["takedowns"] for one in late] == [[], []]
    assert {one["changes"][0]["kind"] for one in late} == {"restored"}


async def test_what_was_observed_before_the_channel_began_is_not_told_when_it_is_found_later(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, immediate_severity=1) as told:
        told.clock.move(days=-300)
        await told.see("The harbour is open.")
        told.clock.move(days=1)
        await told.see("The harbour is not open.")
        told.clock.move(days=299)
        assert told.rows("SELECT count(*) FROM transitions") == [(1,)]
        await told.days(1)
    assert told.receiver.attempts == []


async def test_a_channel_that_was_taken_out_and_put_back_is_not_told_what_came_between(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as told:
        given = told.watch.settings.notify["desk"]
        await told.see("The harbour is open.")
        told.configured()
        await told.tell()
        await told.vanish()
        told.clock.move(days=30)
        await told.tell()
        told.configured(desk=given)
        await told.days(2)
        assert told.receiver.attempts == []
        await told.see("The harbour is open.")
        await told.days(1)
    assert [one["changes"][0]["kind"] for one in told.receiver.taken] == ["restored"]


def raise_blocked(told: Desk) -> None:
    with told.watch.archive.writing():
        raise_incident(
            told.watch.archive,
            kind=IncidentKind.BLOCKED_HOST,
            host="harbour.example",
            detail="a challenge page",
            at=told.watch.now(),
        )


def end_blocked(told: Desk) -> None:
    with told.watch.archive.writing():
        close_incidents(
            told.watch.archive,
            kind=IncidentKind.BLOCKED_HOST,
            host="harbour.example",
            at=told.watch.now(),
        )


async def test_a_block_is_told_when_it_begins_and_when_it_ends_and_not_in_between(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as told:
        raise_blocked(told)
        assert await told.tell() == 1
        told.clock.move(hours=2)
        for _ in range(5):
            raise_blocked(told)
            assert await told.tell() == 0
        end_blocked(told)
        assert await told.tell() == 0
        await told.days(1)
        alert, digest = told.receiver.taken
    assert [one["kind"] for one in alert["incidents"]] == ["blocked_host"]
    assert alert["subject"] == "Blocked host: harbour.example"
    assert [one["about"] for one in digest["ended_incidents"]] == ["harbour.example"]
    assert digest["incidents"] == []
    assert digest["subject"] == "Over: Blocked host: harbour.example"


async def test_what_still_stands_is_told_again_after_1_7_and_30_days(tmp_path: Path) -> None:
    with desk(tmp_path, **OFF) as told:
        await told.see("The harbour is open.")
        told.clock.move(hours=1)
        await told.vanish()
        raise_blocked(told)
        await told.days(40)
        seen = [
            (one["made_at"][:10], sorted((a["what"], a["days"]) for a in one["reminders"]))
            for one in told.receiver.taken
        ]
        await told.see("The harbour is open.")
        end_blocked(told)
        before = len(told.receiver.taken)
        await told.days(60)
        assert len(told.receiver.taken) == before + 1
    both = ("gone", "open: blocked host")
    assert seen == [
        ("2026-03-02", []),
        ("2026-03-03", [(what, 1) for what in both]),
        ("2026-03-09", [(what, 7) for what in both]),
        ("2026-04-01", [(what, 30) for what in both]),
    ]


async def test_a_wave_of_takedowns_is_a_few_messages(tmp_path: Path) -> None:
    paths = [f"/page-{number}/" for number in range(12)]
    with desk(tmp_path, digest="off", immediate_every="10m") as told:
        for path in paths:
            await told.see("The harbour is open.", path=path, title=path.strip("/"))
        told.clock.move(hours=1)
        for path in paths:
            await told.vanish(path)  # two minutes each
            await told.tell()
        told.clock.move(minutes=10)
        await told.tell()
        takedowns = [len(one["takedowns"]) for one in told.receiver.taken]
    assert (sum(takedowns), len(takedowns)) == (12, 4)


async def test_a_digest_that_was_slept_through_is_made_once_when_the_watch_is_back(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, **OFF) as told:
        await told.see("The harbour is open to all.")
        await told.days(1)
        await told.see("The harbour is open to some.")
        told.clock.move(days=9)
        assert await told.tell() == 1
        assert await told.tell() == 0
        assert len(told.receiver.taken[0]["changes"]) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"sites": ("*.example",)}, 1),
        ({"sites": ("2017-2021.state.gov",)}, 0),
        ({"kinds": ("removed",)}, 1),
        ({"kinds": ("attribution", "link_broken")}, 0),
        ({"min_severity": 91}, 0),
        ({"tags": ("press",)}, 0),
    ],
    ids=lambda given: "-".join(map(str, given)) if isinstance(given, dict) else str(given),
)
async def test_a_channel_is_told_what_it_wants_to_hear(
    given: dict[str, tuple[str, ...]], expected: int, tmp_path: Path
) -> None:
    with desk(tmp_path, **given) as told:
        await told.see("The harbour is open.")
        told.clock.move(hours=1)
        await told.vanish()
        assert await told.tell() == expected


async def test_two_channels_are_told_side_by_side_and_a_new_file_has_a_line_for_each(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as told:
        given = told.watch.settings.notify["desk"]
        told.configured(desk=given, log=ChannelSettings(type="file", path="told/notices.jsonl"))
        know_channels(told.watch)
        await told.see("The harbour is open.")
        told.clock.move(hours=1)
        await told.vanish()
        assert await told.tell() == 2
    assert len((tmp_path / "told/notices.jsonl").read_text(encoding="utf-8").splitlines()) == 1
