"""A reader's verdict in a few words: reviewed, how important, labels, note."""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.verdict import Importance

_NAMES = {level.value: level.name.lower() for level in Importance}


def verdict_in_words(
    *,
    reviewed: bool | None,
    importance: int | None,
    labels: Sequence[str] = (),
    unlabelled: Sequence[str] = (),
    note: str | None = None,
) -> str:
    """What a verdict, or one mark, says; empty where it says nothing."""
    said = {None: None, True: "reviewed", False: "not reviewed"}[reviewed]
    weight = None if importance is None else f"importance {importance_in_words(importance)}"
    gone = [f"no longer {label}" for label in unlabelled]
    return "; ".join(part for part in (said, weight, ", ".join([*labels, *gone]), note) if part)


def importance_in_words(importance: int) -> str:
    """``high`` for what has a name, else the number."""
    return _NAMES.get(importance, str(importance))
