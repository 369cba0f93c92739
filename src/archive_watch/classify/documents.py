"""What a change of a document means: one kept as bytes, whose words we do not read (yet)."""

from __future__ import annotations

from archive_watch.model.change import ChangeKind, Finding

_SEVERITY = {
    ChangeKind.TEXT: 40,
    ChangeKind.REVERTED: 40,
    ChangeKind.RESTORED: 60,
    ChangeKind.MOVED: 20,
    ChangeKind.REMOVED: 90,
}


def classify_document_change(
    *,
    old_bytes: int,
    new_bytes: int | None,
    reverted: bool = False,
    restored: bool = False,
    moved_to: str | None = None,
) -> Finding:
    """The finding for a step where at least one side is a document; sizes in bytes.

    ``new_bytes`` None means that the document is gone.
    """
    sizes = f"{old_bytes:,} bytes became {0 if new_bytes is None else new_bytes:,}"
    if new_bytes is None:
        return _finding(ChangeKind.REMOVED, (ChangeKind.REMOVED,), "the document is gone")
    if restored:
        return _finding(
            ChangeKind.RESTORED, (ChangeKind.RESTORED,), "the document is back after being gone"
        )
    if moved_to is not None:
        return _finding(ChangeKind.MOVED, (ChangeKind.MOVED,), f"the document moved to {moved_to}")
    if reverted:
        return _finding(
            ChangeKind.REVERTED,
            (ChangeKind.REVERTED, ChangeKind.TEXT),
            f"the document went back to an earlier state: {sizes}",
        )
    return _finding(ChangeKind.TEXT, (ChangeKind.TEXT,), f"the document changed: {sizes}")


def _finding(kind: ChangeKind, aspects: tuple[ChangeKind, ...], summary: str) -> Finding:
    why = (f"{kind.value}: {summary}", f"severity {_SEVERITY[kind]}: {kind.value} of a document")
    return Finding(kind=kind, aspects=aspects, severity=_SEVERITY[kind], summary=summary, why=why)
