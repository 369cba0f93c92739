"""What is known of a page at one moment, in a sentence: between two checks nobody looked."""

from __future__ import annotations

from archive_watch.report.moments import when


def standing_told(at: str, *, first_at: str, last_at: str, next_at: str | None, gone: bool) -> str:
    """What the checks around ``at`` say: the page was seen so from ``first_at`` to ``last_at``, and
    otherwise from ``next_at`` on (None: nothing else was seen since).  All are UTC text.
    """
    was = "gone" if gone else "as it is shown here"
    if at <= last_at:
        seen = f"at {when(first_at)}" if first_at == last_at else _span(first_at, last_at)
        return f"At {when(at)} the page was {was}: it was seen so {seen}."
    if next_at is None:
        return (
            f"At {when(at)} nobody had looked again: the page was last seen {was} at"
            f" {when(last_at)}, and nothing else was seen since."
        )
    return (
        f"What the page said at {when(at)} is not known: it was last seen {was} at"
        f" {when(last_at)}, and was seen otherwise at {when(next_at)}. It changed somewhere between."
    )


def _span(first_at: str, last_at: str) -> str:
    return f"before and after, from {when(first_at)} to {when(last_at)}"
