"""What the paragraphs of a version's text are: one compact row for each, no words in it."""

from __future__ import annotations

from collections.abc import Iterable

from archive_watch.model.block import BlockKind, TextBlock
from archive_watch.storage.database import Archive, Row

_BLOCKS = "SELECT position, kind, level, start, length, cells FROM text_blocks"


def replace_blocks(archive: Archive, version_id: int, blocks: Iterable[TextBlock]) -> None:
    """Let these be the blocks of the version's text."""
    archive.conn.execute("DELETE FROM text_blocks WHERE version_id = ?", (version_id,))
    archive.conn.executemany(
        "INSERT INTO text_blocks (version_id, position, kind, level, start, length, cells)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (version_id, b.position, b.kind, b.level, b.start, b.length, _as_words(b.cells))
            for b in blocks
        ),
    )


def blocks_of(archive: Archive, version_id: int) -> tuple[TextBlock, ...]:
    """The blocks of a version's text, in its order; none where it was read before they were told."""
    rows = archive.rows(f"{_BLOCKS} WHERE version_id = ? ORDER BY position", (version_id,))
    return tuple(map(_block, rows))


def blocks_between(
    archive: Archive, version_id: int, start: int, end: int
) -> tuple[TextBlock, ...]:
    """Those of them that reach between two characters of the text."""
    rows = archive.rows(
        f"{_BLOCKS} WHERE version_id = ? AND start < ? AND start + length > ? ORDER BY position",
        (version_id, end, start),
    )
    return tuple(map(_block, rows))


def _block(row: Row) -> TextBlock:
    return TextBlock(
        position=row["position"],
        kind=BlockKind(row["kind"]),
        level=row["level"],
        start=row["start"],
        length=row["length"],
        cells=tuple(int(cell) for cell in (row["cells"] or "").split()),
    )


def _as_words(cells: tuple[int, ...]) -> str | None:
    return " ".join(map(str, cells)) or None
