"""A file that leaves the archive: there as a whole or not at all, never over another unasked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from archive_watch.errors import CallerError
from archive_watch.storage.outlets import must_be_new, outlet


def _write_half(target: Path) -> None:
    with outlet(target, over=True) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_what_fails_leaves_neither_half_a_file_nor_harms_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError):
        _write_half(target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_replaced_only_where_that_was_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "file"
    with outlet(target, over=False) as file:
        file.write(b"first")
    with pytest.raises(CallerError, match="nothing is overwritten"):
        must_be_new(target, over=False)
    with pytest.raises(CallerError), outlet(target, over=False) as file:
        file.write(b"second")
    assert target.read_bytes() == b"first"
    with outlet(target, over=True) as file:
        file.write(b"third")
    assert target.read_bytes() == b"third"


def test_one_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "file"
    with pytest.raises(CallerError, match="--force"), outlet(target, over=False):
        target.write_bytes(b"another's")
    assert target.read_bytes() == b"another's"


def test_it_may_be_read_by_whom_the_mask_allows(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        with outlet(tmp_path / "file", over=False) as file:
            file.write(b"words")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@pytest.mark.parametrize("place", ["", "file/below"])
def test_a_place_that_takes_no_file_is_the_callers_mistake(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CallerError), outlet(tmp_path / place, over=False):
        pass
