"""How fast captures are imported, how large the archive grows, and whether memory stays flat.

``python importing.py FILE`` imports that WARC into a new archive and prints its own peak memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import shown
from known_answers import RELEASES, captures_in, cpu_seconds, imported, whole_text
from peak import peak_mib

_MB = 2**20
_TIMES = 5


def measure(folder: Path) -> None:
    """Print the numbers."""
    ours = cpu_seconds(lambda: imported(folder, RELEASES, "import.db"))
    captures = captures_in(RELEASES)
    peer = cpu_seconds(lambda: [whole_text(capture.body) for capture in captures])
    count = len(captures)
    shown.line(
        "archive-watch: read, diff, classify, store", f"{count / ours:.0f} a CPU s", ">= 100"
    )
    shown.line("BeautifulSoup's text of each, nothing stored", f"{count / peer:.0f} a CPU s")
    size = sum(len(capture.body) for capture in captures)
    gzipped = sum(len(zlib.compress(capture.body, 6)) for capture in captures)
    stored = (folder / "import.db").stat().st_size
    shown.line("bytes of the captures", f"{size / _MB:.1f} MB")
    shown.line("archive.db, texts, index and log included", f"{stored / _MB:.1f} MB")
    shown.line("each capture gzipped, nothing else", f"{gzipped / _MB:.1f} MB")
    _measure_memory(folder, count)


def _measure_memory(folder: Path, count: int) -> None:
    many = folder / "many.warc.gz"
    many.write_bytes(_at_other_times(RELEASES))
    for warc, number, target in ((RELEASES, count, ""), (many, count * _TIMES, "flat")):
        asked = [sys.executable, __file__, str(warc)]
        peak = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        shown.line(f"peak memory of an import of {number:,} captures", f"{peak} MB", target)


def _at_other_times(warc: Path) -> bytes:
    """The same captures again in other years: as many observations, no other words."""
    members = []
    whole = warc.read_bytes()
    while whole:
        inflater = zlib.decompressobj(31)
        members.append(inflater.decompress(whole))
        whole = inflater.unused_data
    return b"".join(
        zlib.compress(member.replace(b"WARC-Date: 2021", f"WARC-Date: {2021 + n}".encode()), 6, 31)
        for n in range(_TIMES)
        for member in members
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        imported(Path(room), Path(sys.argv[1]), "archive.db")
    print(round(peak_mib()))
