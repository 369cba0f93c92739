"""What two texts begin with and end with in common, a character at a time but compared in slices."""

from __future__ import annotations

_SLICE = 65_536


def common_head(old: str, new: str) -> int:
    """How many characters both begin with."""
    most = min(len(old), len(new))
    at, size = 0, _SLICE
    while at < most:
        if old[at : at + size] == new[at : at + size]:
            at = min(at + size, most)
        elif size == 1:
            break
        else:
            size = max(1, size // 8)
    return at


def common_tail(old: str, new: str, room: int) -> int:
    """How many of the last ``room`` characters both end with."""
    end_old, end_new = len(old), len(new)
    at, size = 0, _SLICE
    while at < room:
        step = min(size, room - at)
        begin_old, begin_new = end_old - at - step, end_new - at - step
        if old[begin_old : end_old - at] == new[begin_new : end_new - at]:
            at += step
        elif size == 1:
            break
        else:
            size = max(1, size // 8)
    return at


def differing_characters(old: str, new: str) -> int:
    """How many characters of both lie between what they begin and what they end with in common: a
    measure of the work that their difference is."""
    head = common_head(old, new)
    tail = common_tail(old, new, min(len(old), len(new)) - head)
    return len(old) + len(new) - 2 * (head + tail)
