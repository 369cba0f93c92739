"""Where what belongs to a database file stands: its log, its index and its locks.

SQLite follows links and keeps its log beside the file itself.  So do the locks: an archive that is
reached by two names (a link, and what it points to) has one gate and one daemon.
"""

from __future__ import annotations

from pathlib import Path


def beside_the_file(database: Path, ending: str) -> Path:
    """The companion of a database with this ending, beside the file that ``database`` leads to."""
    real = database.resolve()
    return real.with_name(real.name + ending)
