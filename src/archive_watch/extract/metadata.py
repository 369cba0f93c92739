"""What a page says about itself: its selected fields joined with the lines at its head."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from archive_watch.extract.blocks import Block
from archive_watch.extract.cut import Slice
from archive_watch.extract.dateline import Head, HeadLine, head_of
from archive_watch.extract.dates import date_of
from archive_watch.extract.labels import label_of
from archive_watch.extract.names import is_role, split_byline
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Metadata
from archive_watch.normalise.text import folded

_MOST_LINES = 40  # no head is longer


def head_lines_of(blocks: Sequence[Block]) -> tuple[list[HeadLine], list[int]]:
    """The lines that may be a head, and for each the block it is in: down to the first label."""
    lines: list[HeadLine] = []
    owners: list[int] = []
    for index, block in enumerate(blocks):
        if label_of(block.text) is not None or len(lines) >= _MOST_LINES:
            break
        length = -1
        for text in block.lines[:_MOST_LINES]:
            length += len(text) + 1
            lines.append(HeadLine(text=text, is_bold=block.is_heading or block.bold >= length - 1))
            owners.append(index)
    return lines, owners


def read_head(
    blocks: Sequence[Block], profile: SiteProfile, *, title: str | None
) -> tuple[Head, list[Block]]:
    """The head of the page, and the blocks that are left as its words."""
    lines, owners = head_lines_of(blocks)
    skipped = _repeats_of_title(lines, title)
    head = head_of(lines[skipped:], profile.date_formats, has_title=title is not None)
    taken = head.lines + skipped if head.lines else skipped
    if taken == 0:
        return head, list(blocks)
    return head, _without(blocks, owners, taken)


def _repeats_of_title(lines: Sequence[HeadLine], title: str | None) -> int:
    """How many lines at the top only repeat the headline."""
    return int(bool(lines) and title is not None and lines[0].text == title)


def _without(blocks: Sequence[Block], owners: Sequence[int], taken: int) -> list[Block]:
    """The blocks without their first ``taken`` lines."""
    gone = owners[:taken]
    left: list[Block] = []
    for index, block in enumerate(blocks):
        removed = gone.count(index)
        if removed == 0 and (block.lines or index > gone[-1]):
            left.append(block)
        elif removed < len(block.lines):
            left.append(block.only(range(removed, len(block.lines))))
    return left


def metadata_of(part: Slice, head: Head, profile: SiteProfile) -> Metadata:
    """The metadata of a page; what its fields say goes before what its head lines say."""
    speaker, role = _byline(part)
    return Metadata(
        title=title_of(part) or head.title,
        html_title=part.html_title,
        doctype=_first(part, "doctype") or head.doctype,
        speaker=speaker or head.speaker,
        role=role or head.role,
        audience=_first(part, "audience") or head.audience,
        place=_first(part, "place") or head.place,
        published_on=_date(part, profile) or head.published_on,
        language=part.language,
        tags=part.field("tags"),
    )


def title_of(part: Slice) -> str | None:
    """The headline that the profile's selector finds."""
    return _first(part, "title")


def speakers_of(metadata: Metadata) -> tuple[str, ...]:
    """The full names in the speaker line."""
    return tuple(filter(None, (metadata.speaker or "").split("; ")))


def _byline(part: Slice) -> tuple[str | None, str | None]:
    lines = part.field("byline")
    if lines:
        return _of_byline(lines)
    return _first(part, "speaker"), _first(part, "role")


def _of_byline(lines: Sequence[str]) -> tuple[str, str | None]:
    """The names and the roles of a byline; a line that is a role belongs to the name above it."""
    names: list[str] = []
    roles: list[str] = []
    for line in lines:
        name, role = split_byline(line)
        if names and is_role(line):
            roles.append(line)
            continue
        names.append(name)
        if role:
            roles.append(role)
    return "; ".join(names), "; ".join(roles) or None


def _date(part: Slice, profile: SiteProfile) -> str | None:
    text = _first(part, "date")
    return None if text is None else date_of(text, profile.date_formats)


def _first(part: Slice, name: str) -> str | None:
    found = part.field(name)
    return folded(found[0]) or None if found else None


def name_of_file(url: str) -> str:
    """The last part of an address's path: what a document is called that has no title."""
    return urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1] or url
