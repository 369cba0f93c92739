"""The digests that identify a state of a page.

A state is its text, its metadata and the targets of its body links, each with a digest of its own
so that one can say which of them changed.  Text counts in its comparable form: a tag, a line break
or a space beside a comma is no other state.  Language, tags and related links are recorded but are
not part of the state: archives rebuild those by themselves.
"""

from __future__ import annotations

import json
from hashlib import sha256

from archive_watch.model.transcript import LinkArea, Transcript
from archive_watch.model.version import StateDigests


def state_of(transcript: Transcript) -> StateDigests:
    """The digests of what a transcript says."""
    text = _digest([transcript.comparable])
    metadata = _digest(list(stated_metadata(transcript)))
    links = _digest(list(body_targets(transcript)))
    return StateDigests(
        text=text, metadata=metadata, links=links, state=_digest([text, metadata, links])
    )


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
        said.published_on,
    )


def body_targets(transcript: Transcript) -> tuple[str, ...]:
    """Where the body's links point, in order."""
    return tuple(link.target for link in transcript.links if link.area is LinkArea.BODY)


def _digest(parts: list[str] | list[str | None]) -> str:
    text = json.dumps(parts, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
