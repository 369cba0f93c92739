"""What can go wrong, by whose fault it is.

A fact about the world (a 404, a timeout, a block page) is a value, an ``Outcome``; it is never
raised.  What is raised says whose fault it is, what to do, and which exit code it ends with::

    ArchiveWatchError
    ├── CallerError          2   the caller's mistake: nothing was done
    │   ├── ConfigError      2   the configuration, with every fault it has
    │   ├── UnknownPage      2   a URL that is not watched
    │   ├── UnreadableInput  2   a file that is empty, foreign or not what it claims
    │   ├── NoDatabase       2   there is no archive here, or it is not one of ours
    │   ├── NotWritable      2   the archive's file or folder cannot be written
    │   └── NotUpToDate      2   an archive of an earlier program, where nothing may be written
    ├── NothingReadable      3   none of the pages asked for could be read
    └── ArchiveError         4   the database is damaged, or locked past the wait
        ├── ArchiveLocked    4
        ├── ArchiveMoved     4
        ├── TooLong          4
        └── ArchiveDamaged   4

A bug in this program ends with 70.
"""

from __future__ import annotations


class ArchiveWatchError(Exception):
    """The root: a message, a remedy, and the exit code of the command that meets it."""

    exit_code = 70

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return self.message if self.remedy is None else f"{self.message}\n  {self.remedy}"


class CallerError(ArchiveWatchError):
    """The caller's mistake; nothing was done."""

    exit_code = 2


class ConfigError(CallerError):
    """The configuration cannot be used; ``faults`` lists everything that is wrong with it."""

    def __init__(self, message: str, faults: tuple[str, ...], *, remedy: str | None = None) -> None:
        lines = "".join(f"\n  - {fault}" for fault in faults)
        super().__init__(message + lines, remedy=remedy)
        self.faults = faults


class UnknownPage(CallerError):
    """A URL that the archive does not watch."""


class UnreadableInput(CallerError):
    """A file that is missing, empty, or not what it claims to be."""


class NoDatabase(CallerError):
    """No archive where one is needed, or a database that is newer than this program or not ours."""


class NotWritable(CallerError):
    """The archive is there, but its file, its folder or its disk takes no writing."""


class NotUpToDate(CallerError):
    """An archive of an earlier program, met by one that only reads."""


class NothingReadable(ArchiveWatchError):
    """None of the pages asked for could be read: the remote's or the network's doing."""

    exit_code = 3


class ArchiveError(ArchiveWatchError):
    """The archive's database cannot be used as it is."""

    exit_code = 4


class ArchiveLocked(ArchiveError):
    """Another writer held the archive for longer than we wait."""


class ArchiveMoved(ArchiveError):
    """The file was moved, removed or replaced while it was watched."""


class TooLong(ArchiveError):
    """A question took longer than whoever asked it may wait."""


class ArchiveDamaged(ArchiveError):
    """Stored rows do not agree with their digests, or SQLite finds the file damaged."""
