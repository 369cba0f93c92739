"""What waits to be told shows in /metrics: how much, since when, and how many channels take nothing."""

from __future__ import annotations

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from archive_watch.daemon.metrics import metrics_text
from archive_watch.daemon.vitals import Vitals
from archive_watch.services.telling.tell_status import tell_status
from servers import Answer
from services.telling_people import Desk, desk


def _told(at: Desk) -> dict[str, float]:
    status = tell_status(at.watch)
    text = metrics_text(
        Vitals(started_at=at.watch.now()), status, now_seconds=at.clock.moment.timestamp()
    )
    named = ("message", "channel")
    return {
        sample.name.removeprefix("archive_watch_"): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
        if any(part in sample.name for part in named)
    }


async def test_a_message_that_is_not_taken_shows_with_its_age_until_it_is(tmp_path: Path) -> None:
    with desk(tmp_path, digest="off") as at:
        quiet = {
            "messages_waiting": 0, "oldest_message_age_seconds": 0, "messages_given_up": 0,
            "channels": 1, "channels_failing": 0,
        }  # fmt: skip
        assert _told(at) == quiet
        await at.see("The harbour is open.")
        at.clock.move(hours=1)
        await at.vanish()
        at.receiver.says = [Answer(status=500)]
        await at.tell()
        at.clock.move(minutes=30)
        assert _told(at) == {
            **quiet,
            "messages_waiting": 1, "oldest_message_age_seconds": 1800, "channels_failing": 1,
        }  # fmt: skip
        assert tell_status(at.watch).as_json()["messages"]["failing"] == ("desk",)
        await at.tell()
        assert _told(at) == quiet
