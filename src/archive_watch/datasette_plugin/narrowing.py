"""What the lists share: ways to narrow them and to widen them again, and the picture above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from archive_watch.report.bars import Bars, bars_as_svg


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow a list, or to widen it again where ``is_on``."""

    words: str
    count: int | None
    address: str
    is_on: bool


def without(asked: Mapping[str, str], name: str) -> dict[str, str]:
    """What is asked but for ``name``."""
    return {other: value for other, value in asked.items() if other != name}


def picture_of(bars: Bars | None, what: str) -> Markup | None:
    """The bars as a picture that says in words what it shows."""
    if bars is None:
        return None
    told = f"{what} in each {bars.unit}, from {bars.bars[0].first} to {bars.bars[-1].last};"
    told += f" the most in one are {bars.most:,}"
    return Markup(bars_as_svg(bars, told=told))  # noqa: S704  (escaped where it is drawn)
