"""What is told when a version is cited: when it was seen, its digests, what read it."""

from __future__ import annotations

from archive_watch.report.version_citation import CitedTurn, CitedVersion
from archive_watch.services.evidencing.write_evidence import SOFTWARE
from archive_watch.services.telling.read_transcript import Reading


def cited_version(reading: Reading, position: int | None = None) -> CitedVersion:
    """What a citation tells of a version, or of its turn at that position."""
    facts, said = reading.facts, reading.said
    spans = reading.spans
    return CitedVersion(
        url=facts.url,
        title=said.title,
        published_on=said.stated_date,
        number=facts.number,
        first_seen_at=facts.first_seen_at,
        last_seen_at=spans[-1].last_seen_at if spans else facts.first_seen_at,
        checks=reading.checks,
        capture_sha256=facts.capture_sha256,
        text_sha256=facts.text_sha256,
        extractor=facts.extractor,
        retraction=facts.retraction if facts.retracted_at else None,
        turn=_turn(reading, position),
        software=SOFTWARE,
    )


def _turn(reading: Reading, position: int | None) -> CitedTurn | None:
    if reading.transcript is None or position is None:
        return None
    turn = next(one for one in reading.transcript.turns if one.position == position)
    return CitedTurn(
        number=turn.position + 1,
        speaker=turn.person or turn.speaker,
        words=reading.transcript.turn_text(turn),
    )
