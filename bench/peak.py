"""The most memory that this process has held."""

from __future__ import annotations

import re
from pathlib import Path

_KIB = 1024


def peak_mib() -> float:
    """In MiB, since it began to run this program.

    The resource module would also count the process that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / _KIB
