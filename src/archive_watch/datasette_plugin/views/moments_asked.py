"""A moment that a reader asks for (``at``), as a day or as a time."""

from __future__ import annotations

from archive_watch.datasette_plugin.question import Question, Unclear
from archive_watch.services.telling.standing_then import moment_in


def moment_asked(question: Question) -> str | None:
    """The moment as UTC text, of a day its end; None where none is asked for.  Raises Unclear."""
    given = question.asked.get("at", "").strip()
    return moment_from(given) if given else None


def moment_from(given: str) -> str:
    """The moment that is written there, as UTC text, of a day its end.  Raises Unclear."""
    try:
        return moment_in(given)
    except ValueError:
        raise Unclear(
            f"{given[:40]!r} is no time.", "Write it like 2024-05-01 or 2024-05-01T12:00:00Z."
        ) from None
