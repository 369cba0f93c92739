"""Who was told of a change that does not stand has to hear that; who was not, hears nothing."""

from __future__ import annotations

from pathlib import Path

from archive_watch.services.proving.retract_version import retract_version
from archive_watch.storage.changes import stand_again
from services.telling_people import Desk, desk


def retract(told: Desk, number: int) -> None:
    """Set a version of the page aside."""
    ((version,),) = told.rows(f"SELECT id FROM versions WHERE number = {number}")
    retract_version(told.watch, version, reason="a poisoned answer")


async def edited(told: Desk) -> None:
    await told.see("The harbour is open.")
    told.clock.move(hours=1)
    await told.see("The harbour is not open.")


async def test_what_was_told_and_does_not_stand_is_withdrawn_at_once_and_in_the_digest(
    tmp_path: Path,
) -> None:
    with desk(tmp_path) as told:
        await edited(told)
        assert await told.tell() == 1
        told.clock.move(hours=1)
        retract(told, 2)
        assert await told.tell() == 1
        await told.days(3)
        alert, withdrawal = told.receiver.taken[:2]
        (content,) = told.rows("SELECT content FROM outbox WHERE id = 2")[0]
        digests = [one["kind"] for one in told.receiver.taken[2:]]
    assert [one["id"] for one in withdrawal["withdrawn"]] == [alert["changes"][0]["id"]]
    assert withdrawal["subject"].startswith("Withdrawn: Remarks: told as text (change 1)")
    assert digests == ["digest"]
    assert "told as text (change 1), and that does not stand" in content


async def test_what_nobody_was_told_is_not_withdrawn(tmp_path: Path) -> None:
    with desk(tmp_path, immediate_severity=0) as told:
        await edited(told)
        await told.tell()
        told.clock.move(hours=1)
        retract(told, 2)
        await told.days(3)
    assert told.receiver.attempts == []


async def test_a_change_that_stands_again_is_told_again_only_where_it_was_withdrawn(
    tmp_path: Path,
) -> None:
    with desk(tmp_path, digest="off", immediate_every="1s") as told:
        await edited(told)
        assert await told.tell() == 1
        told.clock.move(hours=1)
        set_aside = "UPDATE changes SET superseded_at = ? WHERE id = 1"
        with told.watch.archive.writing() as conn:
            conn.execute(set_aside, (told.watch.now(),))
            stand_again(told.watch.archive, 1)
        assert await told.tell() == 0
        with told.watch.archive.writing() as conn:
            conn.execute(set_aside, (told.watch.now(),))
        assert await told.tell() == 1
        told.clock.move(hours=1)
        with told.watch.archive.writing():
            stand_again(told.watch.archive, 1)
        assert await told.tell() == 1
        told.clock.move(hours=1)
        assert await told.tell() == 0
    told_of = [(len(one["changes"]), len(one["withdrawn"])) for one in told.receiver.taken]
    assert told_of == [(1, 0), (0, 1), (1, 0)]
