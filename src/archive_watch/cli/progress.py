"""A progress bar on a terminal, for what takes longer than a second; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

_PATIENCE_SECONDS = 1.0


class Progress:
    """Counts steps; draws itself on stderr once the work has taken a second."""

    def __init__(self, title: str, total: int | None, *, shown: bool = True) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._started = time.monotonic()
        self._count = 0
        self._total = total
        self._title = title
        self._bar: RichProgress | None = None

    def step(self, by: int = 1) -> None:
        """Count ``by`` more steps."""
        self._count += by
        if not self._shown or time.monotonic() - self._started < _PATIENCE_SECONDS:
            return
        if self._bar is None:
            self._bar = _drawn()
            self._bar.start()
            self._bar.add_task(self._title, total=self._total)
        self._bar.update(self._bar.task_ids[0], completed=self._count)

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()


def _drawn() -> RichProgress:
    from rich.console import Console  # noqa: PLC0415  (only where there is a terminal)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
