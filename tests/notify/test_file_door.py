"""A file: whole lines and whole files, whatever was there before."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

from archive_watch.model.notice import TAKEN
from archive_watch.notify.file import send_to_file, send_to_folder
from notify.messages import message


def test_each_message_is_a_line_of_json_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "notices.jsonl"
    for key in ("aw-1", "aw-2"):
        document = '{\n "id": "' + key + '"\n}'
        assert send_to_file(path, message(document=document)) == TAKEN
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["aw-1", "aw-2"]
    assert path.stat().st_mode & 0o077 == 0


def test_what_a_crash_left_of_a_line_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    path.write_text('{"id": "aw-1", "te', encoding="utf-8")
    assert send_to_file(path, message(document='{"id":"aw-2"}')) == TAKEN
    assert path.read_text(encoding="utf-8").splitlines()[1:] == ['{"id":"aw-2"}']


def test_a_file_that_another_holds_is_tried_later(tmp_path: Path) -> None:
    path = tmp_path / "notices.jsonl"
    with path.open("a", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not send_to_file(path, message()).is_taken
    assert path.read_bytes() == b""


def test_a_disk_without_room_keeps_no_half_of_a_line(tmp_path: Path) -> None:
    delivery = send_to_file(Path("/dev/full"), message())
    assert (delivery.is_taken, delivery.detail) == (False, "full: No space left on device")


def test_a_folder_has_each_message_once_in_each_form(tmp_path: Path) -> None:
    for _ in range(2):
        assert send_to_folder(tmp_path / "told", message(key="aw-1/../x")) == TAKEN
    names = sorted(path.name for path in (tmp_path / "told").iterdir())
    stem = "2026-03-02T070000Z-digest-aw-1-..-x"
    assert names == [f"{stem}.html", f"{stem}.json", f"{stem}.txt"]


def test_a_folder_that_cannot_be_written_is_a_value(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert not send_to_folder(tmp_path / "taken", message()).is_taken
    assert not send_to_file(tmp_path / "taken" / "notices.jsonl", message()).is_taken
