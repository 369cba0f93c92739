"""Memory does not grow with the number of captures, of hosts, or of bytes in a record."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from warcs import gzipped, page, record, response

_TESTS = Path(__file__).resolve().parents[1]
_FULL = 250  # so many captures fill what is remembered of paragraphs, which is bounded
_IMPORT = (
    "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])\n"
    "from watching import imported\n"
    "imported(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    # (ru_maxrss would begin with the peak of the process that forked this one)
    "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
)


def _peak_kilobytes(folder: Path, name: str, whole: bytes) -> int:
    (folder / name).write_bytes(whole)
    database, file = folder / f"{name}.db", folder / name
    ran = subprocess.run(
        [sys.executable, "-c", _IMPORT, str(database), str(file), str(_TESTS)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(ran.stdout)


def _records(count: int) -> list[bytes]:
    chance = random.Random(count)
    return [
        response(
            f"https://host-{number}.example/page",
            page(f"{chance.randbytes(15_000).hex()} is what page {number} says."),
        )
        for number in range(count)
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the peak")
def test_four_times_the_captures_and_hosts_need_no_more_memory(tmp_path: Path) -> None:
    once = _peak_kilobytes(tmp_path, "once.warc.gz", gzipped(_records(_FULL)))
    often = _peak_kilobytes(tmp_path, "often.warc.gz", gzipped(_records(4 * _FULL)))
    assert often < once + 8_000


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the peak")
def test_a_record_of_any_length_needs_no_memory(tmp_path: Path) -> None:
    large = record(
        "response",
        "https://archive.example/large",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"\0" * (150 << 20),
    )
    once = _peak_kilobytes(tmp_path, "once.warc.gz", gzipped(_records(1)))
    with_large = _peak_kilobytes(tmp_path, "large.warc.gz", gzipped([large, *_records(1)]))
    assert with_large < once + 40_000
