"""Why a page is read as it is: every block of it, kept or not, and by what.

Not a second reading: the page is cut and read by the very functions that the archive reads it with.
They say what they decided (``notes``, ``taken``); here that is only put in the order of the page.
The blocks that are kept, joined, are the text of the transcript.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.extract.cutting.cut import Slice
from archive_watch.extract.cutting.notes import Notes
from archive_watch.extract.explaining.explained import ExplainedField, Explanation
from archive_watch.extract.explaining.explained_blocks import as_read, explained_blocks
from archive_watch.extract.explaining.layout import Places
from archive_watch.extract.heading.dateline import Head
from archive_watch.extract.heading.metadata import (
    BY_HEAD,
    date_text_of,
    found_in,
    further_lines,
    lines_found_by,
)
from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.extract.words.sift import Sifted, sifted
from archive_watch.model.site import SiteProfile

_READ = frozenset({PageKind.CONTENT, PageKind.LISTING})
_SELECTED_AS = {"published_on": "date"}


def explain_page(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    profile: SiteProfile,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
) -> Explanation:
    """What ``body`` is, read by ``profile``, and why."""
    notes = Notes()
    cut = cut_page(
        body, content_type=content_type, url=url, profile=profile, status=status, headers=headers,
        notes=notes,
    )  # fmt: skip
    part = cut.part
    is_read = part is not None and cut.kind in _READ
    words = sifted(part, profile) if part is not None and is_read else None
    fields = () if part is None else tuple(_fields(part, words, profile))
    places = Places(notes)
    blocks = () if part is None else explained_blocks(places, part, words, fields, profile)
    transcript = read_cut(cut) if is_read else None
    return Explanation(
        cut=cut,
        roots=tuple(places.name_of(root) for root in notes.roots),
        fields=fields,
        blocks=tuple(blocks if transcript is None else as_read(blocks, transcript)),
        transcript=transcript,
    )


def _fields(part: Slice, words: Sifted | None, profile: SiteProfile) -> Iterator[ExplainedField]:
    """What the metadata is found by; of a page that is not read, what its selectors find."""
    head, tail = (Head(), ()) if words is None else (words.head, words.tail)
    every = found_in(part, head, profile)
    for name, found in every.items():
        selected = part.field(_SELECTED_AS.get(name, name))
        unread = " · ".join(selected) if selected and found.value is None else None
        by = found.by or part.found_by(_SELECTED_AS.get(name, name))
        yield ExplainedField(name=name, value=found.value, by=by, unread=unread)
    tags = ", ".join(part.field("tags")) or None
    yield ExplainedField(name="tags", value=tags, by=part.found_by("tags"))
    date_text = date_text_of(part, head)
    dated_by = (part.found_by("date") or BY_HEAD) if date_text else ""
    yield ExplainedField(name="date_text", value=date_text, by=dated_by)
    values = {name: found.value for name, found in every.items()}
    lines = further_lines(part, head, values, tail)
    told_by = lines_found_by(lines, head, tail)
    yield ExplainedField(name="lines", value="; ".join(lines) or None, by=told_by)
