"""A profile against its own examples: each must be read exactly as it says."""

from __future__ import annotations

from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.model.site import Example, SiteProfile

_SAID = ("title", "doctype", "speaker", "role", "place", "published_on")


def check_examples(profile: SiteProfile) -> tuple[str, ...]:
    """What the profile reads differently from what its examples say; empty when all is well."""
    return tuple(
        f"example “{example.name}”: {fault}"
        for example in profile.example
        for fault in _faults(example, profile)
    )


def _faults(example: Example, profile: SiteProfile) -> list[str]:
    host = profile.hosts[0] if profile.hosts else "www.example.org"
    cut = cut_page(
        example.html.encode("utf-8"),
        content_type="text/html; charset=utf-8",
        url=f"https://{host}/example",
        profile=profile,
    )
    expected = example.kind or PageKind.CONTENT
    if cut.kind != expected:
        return [f"kind is {cut.kind}, expected {expected} ({'; '.join(cut.evidence)})"]
    if cut.kind not in {PageKind.CONTENT, PageKind.LISTING}:
        return []
    transcript = read_cut(cut)
    read = {name: getattr(transcript.metadata, name) for name in _SAID}
    read["text"] = transcript.text
    read["labels"] = tuple(turn.speaker for turn in transcript.turns if turn.speaker is not None)
    wanted = {name: getattr(example, name) for name in (*_SAID, "text", "labels")}
    if wanted["text"] is not None:
        wanted["text"] = wanted["text"].strip()
    return [
        f"{name} is {read[name]!r}, expected {value!r}"
        for name, value in wanted.items()
        if value is not None and read[name] != value
    ]
