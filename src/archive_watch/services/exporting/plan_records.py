"""Which checks of a page become records of a WARC file, and which of them repeat an earlier one.

A body is written once a page; what answers it again is a revisit.  Who reads a revisit finds what it
repeats by address and second, so nothing refers to a second in which the page answered twice.
A "not modified", and an answer that is known but for its tokens, has no bytes of its own: what it
stands for comes with it, although it be older than what was asked for.  The first answer of a page
with some bytes has them exactly, whatever it was known by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from archive_watch.storage.kept_answers import KeptAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRecord:
    """One check to be written; ``repeats`` is the earlier one whose bytes it answered again.

    ``may_stand``: a later record can refer to it.
    """

    answer: KeptAnswer
    repeats: KeptAnswer | None = None
    may_stand: bool = False


def planned_records(
    answers: Sequence[KeptAnswer], wanted: Collection[int]
) -> tuple[PlannedRecord, ...]:
    """The records of one page, in order of time, for the checks (by their ids) that are wanted.

    ``answers`` are all of the page's, in order of time.
    """
    sources = _sources(answers)
    taken = {*wanted} | {sources[one].fetch_id for one in wanted if one in sources}
    times = Counter(answer.at for answer in answers)
    standing: dict[int, KeptAnswer] = {}
    planned = []
    for answer in answers:
        source = sources.get(answer.fetch_id)
        if answer.fetch_id not in taken or (answer.is_not_modified and source is None):
            continue
        repeats = _repeated(answer, source, standing)
        may_stand = repeats is None and times[answer.at] == 1
        own = replace(answer, is_alike=answer.is_alike and repeats is not None)
        planned.append(PlannedRecord(answer=own, repeats=repeats, may_stand=may_stand))
        if may_stand and answer.capture_id is not None:
            standing[answer.capture_id] = answer
    return tuple(planned)


def _sources(answers: Sequence[KeptAnswer]) -> dict[int, KeptAnswer]:
    """For each check that has no bytes of its own, the check that has them."""
    found: dict[int, KeptAnswer] = {}
    by_version: dict[int, KeptAnswer] = {}
    by_capture: dict[int, KeptAnswer] = {}
    for answer in answers:
        if answer.capture_id is None:
            source = None if answer.version_id is None else by_version.get(answer.version_id)
        else:
            source = by_capture.get(answer.capture_id) if answer.is_alike else None
            by_capture.setdefault(answer.capture_id, answer)
            if answer.version_id is not None:
                by_version[answer.version_id] = found.get(answer.fetch_id, answer)
        if source is not None:
            found[answer.fetch_id] = source
    return found


def _repeated(
    answer: KeptAnswer, source: KeptAnswer | None, standing: dict[int, KeptAnswer]
) -> KeptAnswer | None:
    """What the answer repeats, as far as it has to, or can, refer to it."""
    capture_id = answer.capture_id if source is None else source.capture_id
    whole = None if capture_id is None else standing.get(capture_id)
    if source is None:
        return whole
    if whole is None or (answer.is_not_modified and whole.version_id != answer.version_id):
        return source
    return whole
