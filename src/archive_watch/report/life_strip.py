"""The life of a page as a strip: when it was seen in which version, when gone, when nobody knows.

Only places and names are worked out here, in units of a strip that is so many wide; whoever draws it
needs no arithmetic.  However many spans there are, a strip has no more bars than units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive_watch.model.clock import parse_utc

WIDTH = 1000
_LEAST = 4  # units: a bar that is narrower is not seen


class BarKind(StrEnum):
    """What a stretch of the strip shows."""

    SEEN = "seen"
    SEEN_TOO = "seen_too"  # every other version, so that neighbours are told apart
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeSpan:
    """A span to be drawn: ``version`` is None where the page was gone.  Times are UTC text."""

    version: int | None
    first_at: str
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar ``x`` units from the left; ``versions`` are the first and the last of the spans in it."""

    x: int
    width: int
    kind: BarKind
    versions: tuple[int | None, int | None]
    first_at: str
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStrip:
    """The whole strip, from ``begins`` to ``ends`` (UTC text); ``trouble`` are bars of obstacles."""

    begins: str
    ends: str
    bars: tuple[Bar, ...]
    trouble: tuple[Bar, ...]


def life_strip(
    spans: Sequence[LifeSpan], trouble: Sequence[tuple[str, str]], *, until: str
) -> LifeStrip | None:
    """The strip of spans in order of time, and of the times when something stood in the way.

    It ends at ``until``, when somebody last looked.  None where there is no span.
    """
    if not spans:
        return None
    begins, ends = spans[0].first_at, max(until, spans[-1].last_at)
    scale = _Scale(begins, ends)
    bars: list[Bar] = []
    for place, span in enumerate(spans):
        kind = BarKind.GONE if span.version is None else _SHADES[place % 2]
        bar = scale.bar(span.first_at, span.last_at, kind, (span.version, span.version))
        if bars and bar.x < bars[-1].x + _LEAST:
            bars[-1] = _joined(bars[-1], bar)
        else:
            bars.append(bar)
    return LifeStrip(
        begins=begins,
        ends=ends,
        bars=tuple(bars),
        trouble=tuple(
            scale.bar(max(first, begins), min(last, ends), BarKind.GONE, (None, None))
            for first, last in trouble
            if last >= begins and first <= ends
        ),
    )


_SHADES = (BarKind.SEEN, BarKind.SEEN_TOO)


class _Scale:
    def __init__(self, begins: str, ends: str) -> None:
        self._begin = parse_utc(begins).timestamp()
        self._length = max(1.0, parse_utc(ends).timestamp() - self._begin)

    def bar(
        self, first: str, last: str, kind: BarKind, versions: tuple[int | None, int | None]
    ) -> Bar:
        left, right = self._place(first), self._place(last)
        left = min(left, WIDTH - _LEAST)
        return Bar(
            x=left,
            width=max(_LEAST, right - left),
            kind=kind,
            versions=versions,
            first_at=first,
            last_at=last,
        )

    def _place(self, at: str) -> int:
        return round((parse_utc(at).timestamp() - self._begin) / self._length * WIDTH)


def _joined(left: Bar, right: Bar) -> Bar:
    gone = BarKind.GONE in (left.kind, right.kind)
    return Bar(
        x=left.x,
        width=max(left.x + left.width, right.x + right.width) - left.x,
        kind=BarKind.GONE if gone else left.kind,
        versions=(left.versions[0], right.versions[1]),
        first_at=left.first_at,
        last_at=right.last_at,
    )
