"""A ZIP file of named files that is the same, byte for byte, whenever it is made of the same files.

No times, no owners: every file is of the first day that ZIP knows.  Each is written as it comes, so
that a large one is never whole in memory, and its digest is taken on the way.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from hashlib import sha256
from typing import IO

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16
_STEP_BYTES = 1 << 20
_PACKED_ALREADY = (".gz",)
SUMS = "SHA256SUMS"


class Bundle:
    """A ZIP file being written; ``close`` adds the digests of all that is in it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._sums: list[tuple[str, str]] = []

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a file of the bundle, block by block."""
        digest = sha256()
        with self._zip.open(_entry(name), "w", force_zip64=True) as entry:
            for block in blocks:
                for start in range(0, len(block), _STEP_BYTES):
                    entry.write(block[start : start + _STEP_BYTES])
                digest.update(block)
        self._sums.append((digest.hexdigest(), name))

    def close(self) -> None:
        """Write the digests, as ``sha256sum -c`` reads them, and end the file."""
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(self._sums, key=_by_name))
        self._zip.writestr(_entry(SUMS), lines.encode("ascii"))
        self._zip.close()


def _by_name(line: tuple[str, str]) -> str:
    return line[1]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    packed = name.endswith(_PACKED_ALREADY)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry
