"""A transcript to be read: the words of one version, when they stood, and how they are cited."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive_watch.datasette_plugin.drawing import drawn
from archive_watch.datasette_plugin.question import Elsewhere, NotThere, Page, Question
from archive_watch.datasette_plugin.views.moments_asked import moment_asked
from archive_watch.model.transcript import LinkArea
from archive_watch.report.reading import transcript_as_html
from archive_watch.report.version_citation import citation_of_version
from archive_watch.services.evidencing.cite_version import cited_version
from archive_watch.services.telling.read_transcript import Reading, read_transcript
from archive_watch.services.telling.standing_then import Standing, standing_then
from archive_watch.services.telling.trace_reading import Traced, trace_reading
from archive_watch.storage.database import Archive
from archive_watch.storage.placed_links import link_states, links_of_version
from archive_watch.storage.told_version import facts_of_version

_MOST_LINKS = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def version(archive: Archive, question: Question) -> Page | Elsewhere:
    """The version with that id; where a time is asked for (``at``), the one that stood then."""
    version_id = question.number("version_id")
    then = _then(archive, question, version_id)
    if then is not None and then.version_id != version_id:
        return Elsewhere(address=question.ways.version(then.version_id, at=then.at))
    turn = _whole_number(question, "turn", _whole_number(question, "from", None))
    part = _whole_number(question, "part", 1)
    reading = read_transcript(archive, version_id, part=part or 0, turn=turn)
    if reading is None:
        raise NotThere(_missing(archive, version_id))
    return Page(
        template="version.html", told=_told(archive, reading, question, turn=turn, then=then)
    )


def _then(archive: Archive, question: Question, version_id: int) -> Standing | None:
    at = moment_asked(question)
    facts = None if at is None else facts_of_version(archive, version_id)
    if at is None or facts is None:
        return None
    then = standing_then(archive, facts.page_id, at)
    if then is None:
        raise NotThere(f"Nothing had been read of {facts.url} by {at}.")
    return then


def _told(
    archive: Archive,
    reading: Reading,
    question: Question,
    *,
    turn: int | None,
    then: Standing | None,
) -> Mapping[str, object]:
    facts, ways = reading.facts, question.ways
    text = ""
    if reading.transcript is not None and reading.part is not None:
        text = transcript_as_html(
            reading.transcript,
            reading.part,
            lambda position: ways.version(facts.id, turn=position) + "#cite",
        )
    return {
        "reading": reading,
        "facts": facts,
        "said": reading.said,
        "part": reading.part,
        "transcript": drawn(text),
        "language": _language(reading),
        "links": links_of_version(archive, facts.id, LinkArea.BODY, most=_MOST_LINKS),
        "link_states": link_states(archive, facts.id, LinkArea.BODY),
        "then": then,
        "turn": turn,
        "is_traced": question.asked.get("blame") == "1",
        "traced": _traced(archive, reading, question),
        "citation": citation_of_version(cited_version(reading, turn)),
    }


def _traced(archive: Archive, reading: Reading, question: Question) -> Traced | None:
    if reading.part is None or reading.facts.retracted_at or question.asked.get("blame") != "1":
        return None
    return trace_reading(archive, reading.facts.id, reading.part)


def _language(reading: Reading) -> str | None:
    """The language as the page states it, where that can be one."""
    stated = reading.said.language or ""
    return stated if _LANGUAGE.fullmatch(stated) else None


def _whole_number(question: Question, name: str, otherwise: int | None) -> int | None:
    """A number of the query; what is none counts as not given."""
    given = question.asked.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else otherwise


def _missing(archive: Archive, version_id: int) -> str:
    if facts_of_version(archive, version_id) is None:
        return f"There is no version {version_id}."
    return f"There is no such part of version {version_id}."
