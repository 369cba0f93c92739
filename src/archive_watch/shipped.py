"""Where the files that ship with the program are: its ``config/`` and ``db/`` folders.

In an installed wheel they lie under ``archive_watch/_shipped/``; in a checkout they are the
operator's own folders at the top.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_shipped"
_CHECKOUT = _PACKAGE.parents[1]


def shipped(relative: str) -> Path:
    """The file or folder that ships as ``relative``, such as ``db/migrations``.

    Raises FileNotFoundError when the installation lacks it.
    """
    for root in (_INSTALLED, _CHECKOUT):
        path = root / relative
        if path.exists():
            return path
    raise FileNotFoundError(f"{relative} is missing from this installation of archive-watch")
