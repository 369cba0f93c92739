"""What a web archive answered, so that it is not asked the same again for a while."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class MementoAnswer:
    """A copy's address, where it is served as it was taken (None: the same), and its time.

    ``url`` None: the web archive has no copy.
    """

    url: str | None
    raw_url: str | None = None
    copied_at: str | None = None


def kept_answer(
    archive: Archive, *, base: str, address: str, near: str, since: str
) -> MementoAnswer | None:
    """What was answered since then about ``address`` near that day; None: nothing is known."""
    row = archive.row(
        "SELECT url, raw_url, copied_at FROM memento_answers"
        " WHERE base = ? AND address = ? AND near = ? AND asked_at >= ?",
        (base, address, near, since),
    )
    return None if row is None else MementoAnswer(**dict(row))


def keep_answer(
    archive: Archive, answer: MementoAnswer, *, base: str, address: str, near: str, at: str
) -> None:
    """Remember an answer, in the caller's transaction."""
    archive.conn.execute(
        "INSERT OR REPLACE INTO memento_answers (base, address, near, asked_at, url, raw_url,"
        " copied_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (base, address, near, at, answer.url, answer.raw_url, answer.copied_at),
    )
