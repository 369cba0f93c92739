"""What a page says about itself when it is kept as it was: that nobody edits it any more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The sentences by which a page declares itself frozen, verbatim, and the dates in them."""

    words: str
    dates: tuple[str, ...] = ()
