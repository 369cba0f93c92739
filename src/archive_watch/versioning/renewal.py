"""What the versions of a page are once today's extractor has read their bytes again.  Pure.

A version is a point of the history that was kept, so reading anew makes none and unmakes none:

* two that read alike today both stay.  The one seen last has the state that both read as, so that
  the next check finds it; each other one is *set apart*: its digest gets a mark of its own;
* one whose captures read differently today stays one.  What else is read in it is remembered as
  its other states, which a capture from before its last sight is known by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from archive_watch.model.version import StateDigests
from archive_watch.versioning.fingerprint import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one version reads as: ``shown`` in the capture that it shows, ``others`` elsewhere.

    ``claim`` orders those that read alike: the greatest keeps the state.
    """

    version_id: int
    shown: StateDigests
    others: frozenset[str] = frozenset()
    claim: tuple[bool, bool, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The digests that a version is kept under, and the states it is known by beside its own.

    ``others`` maps each state to the digest of its words where it is the version's own reading,
    kept from it because another version has it; to None where only a capture reads so.
    """

    digests: StateDigests
    others: Mapping[str, str | None]


def identities(readings: Iterable[Reading]) -> dict[int, Identity]:
    """What each version of a page is kept as, by its id; no two have one state."""
    found: dict[int, Identity] = {}
    taken: set[str] = set()
    for one in sorted(readings, key=lambda reading: reading.claim, reverse=True):
        others: dict[str, str | None] = dict.fromkeys(one.others - {one.shown.state})
        digests = one.shown
        if one.shown.state in taken:
            digests = set_apart(one.shown, one.version_id)
            others[one.shown.state] = one.shown.text
        taken.add(one.shown.state)
        found[one.version_id] = Identity(digests=digests, others=others)
    return found


def set_apart(digests: StateDigests, version_id: int) -> StateDigests:
    """The digests of a version whose state another one has: its words get a mark of their own."""
    text = _digest([digests.text, f"version {version_id}"])
    return StateDigests(
        text=text,
        metadata=digests.metadata,
        links=digests.links,
        turns=digests.turns,
        state=joined(
            text=text, metadata=digests.metadata, links=digests.links, turns=digests.turns
        ),
    )


def differences(before: StateDigests, after: StateDigests) -> tuple[str, ...]:
    """Which parts of a state differ between two readings of the same bytes.

    Who speaks counts only where the earlier reading says so: extractors before the second kept no
    digest of it.
    """
    if before.state == after.state:
        return ()
    parts = (
        ("text", before.text, after.text),
        ("metadata", before.metadata, after.metadata),
        ("links", before.links, after.links),
        ("turns", before.turns, after.turns if before.turns else ""),
    )
    return tuple(name for name, old, new in parts if old != new)


def _digest(parts: list[str]) -> str:
    """As ``versioning.fingerprint`` joins the digests of a state's parts."""
    return sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()
