"""What all tests share.

A table that a test recorded is printed at the end.  In CI, properties are tried on the same examples
each time, so that what lands does not hang on luck; everywhere else on new ones.  None has a time
limit, nor the making of its examples: a busy machine is no fault of ours.
"""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

# Who begins the tests in the background (`make test &`, nohup) has some signals ignored, and what is
# ignored is so in every process that a test begins: programs that are sent one would not hear it.
for _number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    if signal.getsignal(_number) == signal.SIG_IGN:
        _is_interrupt = _number == signal.SIGINT
        signal.signal(_number, signal.default_int_handler if _is_interrupt else signal.SIG_DFL)

_HOWEVER_SLOW = [HealthCheck.too_slow]
settings.register_profile("anywhere", deadline=None, suppress_health_check=_HOWEVER_SLOW)
settings.register_profile("ci", settings.get_profile("anywhere"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "anywhere")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every property ``table`` of the tests that ran, in whichever process that was."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "table" and getattr(report, "when", "") == "call":
                    terminalreporter.section(report.nodeid.rpartition("::")[2])
                    terminalreporter.write_line(str(value))
