"""Where the known-answer data lives: outside the project, beside the checkout.

``ARCHIVE_WATCH_SHARED`` names the folder; otherwise it is looked for as ``shared/`` beside the
checkout.  Without it these tests are skipped, and say so; in CI its absence is a failure.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_CHECKOUT = Path(__file__).resolve().parents[1]


def shared_data() -> Path:
    """The folder of real data; skips the calling test where there is none (fails it in CI)."""
    root = Path(os.environ.get("ARCHIVE_WATCH_SHARED", _CHECKOUT.parent / "shared"))
    folder = root / "data"
    if folder.is_dir():
        return folder
    reason = f"no real data at {folder}: set ARCHIVE_WATCH_SHARED to the folder that holds data/"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
