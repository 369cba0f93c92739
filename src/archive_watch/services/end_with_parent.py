"""A process that works for another ends with it, even where that one is killed.

The other end of its standard input is held open by the process that started it, and by nobody else:
it is closed when that one ends, whatever ended it, and that is a signal which is not caught here.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal


def end_with_parent() -> None:
    """End by SIGIO when the other end of the standard input is closed; the request is read."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:
        os._exit(1)  # it was closed before
