"""The digests that identify a state of a page.

A state is its text, who speaks it, its metadata and the targets of its body links, each with a
digest of its own so that one can say which of them changed.  Text counts in its comparable form: a
tag, a line break or a space beside a comma is no other state, unless it gives words to another
speaker.  Language, tags and related links are recorded but are
not part of the state: archives rebuild those by themselves.
"""

from __future__ import annotations

import json
from hashlib import sha256

from archive_watch.model.transcript import LinkArea, Transcript
from archive_watch.model.version import StateDigests
from archive_watch.versioning.attribution import attribution_of


def state_of(transcript: Transcript) -> StateDigests:
    """The digests of what a transcript says."""
    text = _digest([transcript.comparable])
    metadata = _digest(list(stated_metadata(transcript)))
    links = _digest(list(body_targets(transcript)))
    spoken = attribution_of(transcript)
    turns = _digest([part for label, place in spoken for part in (label, str(place))])
    turns = turns if spoken else ""
    return StateDigests(
        text=text,
        metadata=metadata,
        links=links,
        turns=turns,
        state=joined(text=text, metadata=metadata, links=links, turns=turns),
    )


def joined(*, text: str, metadata: str, links: str, turns: str) -> str:
    """The digest of a state from those of its parts; where nobody speaks, ``turns`` is no part."""
    return _digest([text, metadata, links, *([turns] if turns else [])])


def state_of_document(capture_sha256: str, media_type: str) -> StateDigests:
    """The digests of a document that is kept as bytes: its digest is its state."""
    nothing = _digest([])
    return StateDigests(
        text=capture_sha256,
        metadata=nothing,
        links=nothing,
        state=_digest([capture_sha256, media_type]),
    )


def stated_metadata(transcript: Transcript) -> tuple[str | None, ...]:
    """The metadata that is part of a page's state, in a fixed order."""
    said = transcript.metadata
    return (
        said.title,
        said.html_title,
        said.doctype,
        said.speaker,
        said.role,
        said.audience,
        said.place,
        said.stated_date,
        *said.lines,
    )


def body_targets(transcript: Transcript) -> tuple[str, ...]:
    """Where the body's links point, in order."""
    return tuple(link.target for link in transcript.links if link.area is LinkArea.BODY)


def _digest(parts: list[str] | list[str | None]) -> str:
    text = json.dumps(parts, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
