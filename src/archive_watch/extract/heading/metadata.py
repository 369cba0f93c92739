"""What a page says about itself: its selected fields joined with the lines at its head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive_watch.extract.blocks.blocks import Block
from archive_watch.extract.cutting.cut import Slice
from archive_watch.extract.cutting.fields import ALSO, DATETIME, FIELDS
from archive_watch.extract.heading.dateline import Head, HeadLine, head_of
from archive_watch.extract.heading.dates import date_of, is_relative
from archive_watch.extract.heading.names import is_role, split_byline
from archive_watch.extract.words.labels import label_of
from archive_watch.extract.words.taken import Taken, Why
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Metadata
from archive_watch.normalise.text import folded

BY_HEAD = "head lines"  # what no selector found
BY_TAIL = "last lines"
BY_SELECTORS = "further selectors"
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
) -> tuple[Head, list[Taken]]:
    """The head of the page, and its lines, which are no words."""
    lines, owners = head_lines_of(blocks)
    skipped = _repeats_of_title(lines, title)
    head = head_of(lines[skipped:], profile.date_formats, has_title=title is not None)
    gone = head.lines + skipped if head.lines else skipped
    return head, list(_taken(blocks, owners[:gone], skipped))


def _repeats_of_title(lines: Sequence[HeadLine], title: str | None) -> int:
    """How many lines at the top only repeat the headline."""
    return int(bool(lines) and title is not None and lines[0].text == title)


def _taken(blocks: Sequence[Block], gone: Sequence[int], skipped: int) -> Iterator[Taken]:
    """The lines at the top whose blocks ``gone`` names, with the pictures that stand among them."""
    if not gone:
        return
    for index in range(gone[-1] + 1):
        lines = gone.count(index)
        if lines:
            again = skipped if index == gone[0] else 0
            yield from (Taken(index, Why.TITLE_AGAIN, lines=(n,)) for n in range(again))
            yield from (Taken(index, Why.HEAD_LINE, lines=(n,)) for n in range(again, lines))
        elif not blocks[index].lines:
            yield Taken(index, Why.HEAD_LINE)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one field of the metadata, and by what."""

    value: str | None
    by: str


def found_in(part: Slice, head: Head, profile: SiteProfile) -> dict[str, Found]:
    """Each field but the tags; what the profile's selectors find goes before what the head says."""
    speaker, role = _byline(part)
    day = _date(part, profile)
    return {
        "title": _either(part, "title", title_of(part), head.title),
        "html_title": Found(part.html_title, "<title>"),
        "doctype": _either(part, "doctype", _all(part, "doctype"), head.doctype),
        "speaker": _either(part, "speaker", speaker, head.speaker),
        "role": _either(part, "role", role, head.role),
        "audience": _either(part, "audience", _all(part, "audience"), head.audience),
        "place": _either(part, "place", _all(part, "place"), head.place),
        "published_on": _either(part, "date", day, head.published_on),
        "language": Found(part.language, "html[lang]"),
    }


def metadata_of(
    part: Slice, head: Head, profile: SiteProfile, tail: Sequence[str] = ()
) -> Metadata:
    """The metadata of a page; ``tail`` are the lines at its end that are facts and no words."""
    found = {name: one.value for name, one in found_in(part, head, profile).items()}
    return Metadata(
        **found,
        date_text=date_text_of(part, head),
        tags=part.field("tags"),
        lines=further_lines(part, head, found, tail),
    )


def _either(part: Slice, name: str, selected: str | None, in_head: str | None) -> Found:
    if selected:
        by = "byline" if name in {"speaker", "role"} and part.field("byline") else name
        return Found(selected, part.found_by(by))
    return Found(in_head, BY_HEAD if in_head else "")


def further_lines(
    part: Slice, head: Head, found: Mapping[str, str | None], tail: Sequence[str]
) -> tuple[str, ...]:
    """The facts beside the words that none of the fields ``found`` says."""
    told = {text for value in found.values() if value for text in (value, *value.split("; "))}
    unused = [
        *part.field("date")[1:],
        *(part.field("speaker") + part.field("role") if part.field("byline") else ()),
        *part.field(ALSO),
    ]
    unheard = [head.doctype, head.speaker, head.role, head.place, head.audience, head.date_text]
    selected = [*unused, *(unheard if any(map(part.field, FIELDS)) else ())]
    first = _first(part, "date") or head.date_text
    return (
        *(line for line in dict.fromkeys(selected) if line and line not in told and line != first),
        *head.further,
        *tail,
    )


def lines_found_by(lines: Sequence[str], head: Head, tail: Sequence[str]) -> str:
    """Where the further facts were found: at the head, at the end, by selectors of the profile."""
    known = {*head.further, *tail}
    found = {
        BY_SELECTORS: any(line not in known for line in lines),
        BY_HEAD: not set(lines).isdisjoint(head.further),
        BY_TAIL: not set(lines).isdisjoint(tail),
    }
    return ", ".join(name for name, is_one in found.items() if is_one)


def title_of(part: Slice) -> str | None:
    """The headline that the profile's selector finds."""
    return _first(part, "title")


def speakers_of(metadata: Metadata) -> tuple[str, ...]:
    """The full names in the speaker line."""
    return tuple(filter(None, (metadata.speaker or "").split("; ")))


def roles_of(metadata: Metadata) -> tuple[str, ...]:
    """The roles beside the speakers, in their order."""
    return tuple(filter(None, (metadata.role or "").split("; ")))


def _byline(part: Slice) -> tuple[str | None, str | None]:
    lines = part.field("byline")
    if lines:
        return _of_byline(lines)
    return _all(part, "speaker"), _all(part, "role")


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
    """The date of the page: as its words say, or as the markup of those words does."""
    text = _first(part, "date")
    if text is None:
        return None
    return date_of(text, profile.date_formats) or next(iter(part.field(DATETIME)), None)


def date_text_of(part: Slice, head: Head) -> str | None:
    """The date as worded; "2 hours ago" tells when the page was asked, and dates nothing."""
    text = _first(part, "date") or head.date_text
    return None if text is None or is_relative(text) else text


def _all(part: Slice, name: str) -> str | None:
    """Everything that was found for a field."""
    return "; ".join(part.field(name)) or None


def _first(part: Slice, name: str) -> str | None:
    found = part.field(name)
    return folded(found[0]) or None if found else None


def name_of_file(url: str) -> str:
    """The last part of an address's path: what a document is called that has no title."""
    return urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1] or url
