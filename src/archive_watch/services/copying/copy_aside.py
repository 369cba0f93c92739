"""Make the regular copy in a process of its own: neither the loop nor its thread is held up.

What went wrong in there is an ``ArchiveError`` here, damage too: that a copy cannot be made is to
be told and tried again, and is no reason to stop watching.
"""

from __future__ import annotations

import asyncio
import json
import pickle
import sys
from contextlib import suppress

import structlog

from archive_watch.errors import ArchiveError
from archive_watch.services.copying.regular_copies import copies_folder
from archive_watch.services.watch import Watch
from archive_watch.storage.placing import remove_abandoned

_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from archive_watch.services.copying.child_copier import main; main()"
)
_MOST_ERRORS = 4_000
_log = structlog.get_logger()


async def copy_aside(watch: Watch) -> None:
    """Make the regular copy of the archive, and let the outdated ones go.

    Raises ArchiveError.  Cancelled, it ends the process, and leaves no half of a copy.
    """
    request = pickle.dumps((str(watch.archive.path.absolute()), watch.settings))
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PROGRAM, json.dumps(sys.path)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        process_group=0,  # a Ctrl-C at the terminal is for this process to heed
    )
    try:
        answer, errors = await _answered(child, request)
    except asyncio.CancelledError:
        await _end(child, watch)
        raise
    told = json.loads(answer) if child.returncode == 0 and answer else {}
    if "path" not in told:
        ended = f"the copying ended with {child.returncode}: {errors.decode()[-_MOST_ERRORS:]}"
        raise ArchiveError(told.get("error", ended))
    _log.info("a copy is made", path=told["path"], bytes=told["size"])


async def _answered(child: asyncio.subprocess.Process, request: bytes) -> tuple[bytes, bytes]:
    """What the child says, and its errors.  Its standard input stays open: it ends when that does."""
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdin.write(request)
    with suppress(ConnectionError):  # it has ended: what it said tells why
        await child.stdin.drain()
    answer, errors = await asyncio.gather(child.stdout.read(), child.stderr.read())
    await child.wait()
    child.stdin.close()
    return answer, errors


async def _end(child: asyncio.subprocess.Process, watch: Watch) -> None:
    if child.returncode is None:
        child.kill()
        await child.wait()
    folder = copies_folder(watch)
    if folder is not None and folder.is_dir():
        remove_abandoned(folder)
