"""A file: one line of JSON added for each message, or one file for each in a folder.

A line is written whole or not at all as far as the system can promise it: one write at the end of
the file, under a lock, then on the disk.  What a crash left of a line is ended first, so that it
spoils no other.  A file in a folder is written beside and moved into place; its name holds the key, so
that a double replaces it.
"""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path

from archive_watch.model.notice import TAKEN, Delivery, Message

_NAME_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


def send_to_file(path: Path, message: Message) -> Delivery:
    """Add the message as a line to ``path``."""
    line = message.document.replace("\n", " ").encode() + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _add(descriptor, line)
        finally:
            os.close(descriptor)
    except OSError as error:
        return Delivery(is_taken=False, detail=f"{path.name}: {error.strerror or 'not written'}")
    return TAKEN


def send_to_folder(folder: Path, message: Message) -> Delivery:
    """Write the message into ``folder``: its document, its text and its page, one file each."""
    forms = {"json": message.document, "txt": message.text, "html": message.html}
    stem = _NAME_SAFE.sub("-", f"{message.made_at.replace(':', '')}-{message.kind}-{message.key}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, text in forms.items():
            if text:
                _put(folder / f"{stem}.{ending}", text)
    except OSError as error:
        return Delivery(is_taken=False, detail=f"{folder.name}: {error.strerror or 'not written'}")
    return TAKEN


def _add(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        line = b"\n" + line
    written = os.write(descriptor, line)
    if written < len(line):  # the disk is full: nothing of it stays
        os.ftruncate(descriptor, size)
        raise OSError(None, "no room on the disk")
    os.fsync(descriptor)


def _put(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
