"""A profile against its own examples: each must be read exactly as it says."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.model.site import Example, SiteProfile

_SAID = ("title", "doctype", "speaker", "role", "place", "published_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field of an example that is read otherwise than it says."""

    field: str
    read: str | tuple[str, ...] | None
    expected: str | tuple[str, ...]
    evidence: tuple[str, ...] = ()


def check_examples(profile: SiteProfile) -> tuple[str, ...]:
    """What the profile reads differently from what its examples say; empty when all is well."""
    return tuple(
        f"example “{example.name}”: {_told(one)}"
        for example in profile.example
        for one in differences(example, profile)
    )


def _told(one: Difference) -> str:
    if one.field == "kind":
        return f"kind is {one.read}, expected {one.expected} ({'; '.join(one.evidence)})"
    return f"{one.field} is {one.read!r}, expected {one.expected!r}"


def differences(example: Example, profile: SiteProfile) -> tuple[Difference, ...]:
    """What the profile reads differently from what one example says."""
    host = profile.hosts[0] if profile.hosts else "www.example.org"
    cut = cut_page(
        example.html.encode("utf-8"),
        content_type="text/html; charset=utf-8",
        url=f"https://{host}/example",
        profile=profile,
    )
    expected = example.kind or PageKind.CONTENT
    if cut.kind != expected:
        kind, wanted = cut.kind.value, str(expected)
        return (Difference(field="kind", read=kind, expected=wanted, evidence=cut.evidence),)
    if cut.kind not in {PageKind.CONTENT, PageKind.LISTING}:
        return ()
    transcript = read_cut(cut)
    read = {name: getattr(transcript.metadata, name) for name in _SAID}
    read["text"] = transcript.text
    read["labels"] = tuple(turn.speaker for turn in transcript.turns if turn.speaker is not None)
    said = {name: getattr(example, name) for name in (*_SAID, "text", "labels")}
    if said["text"] is not None:
        said["text"] = said["text"].strip()
    return tuple(
        Difference(field=name, read=read[name], expected=value)
        for name, value in said.items()
        if value is not None and read[name] != value
    )
