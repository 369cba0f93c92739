"""What kind of target a link has is the same to a question in SQL and to the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.classify.link_target import TargetClass, target_class
from archive_watch.model.state_hosts import HostMap, StateHost
from archive_watch.storage.known_hosts import JOIN_KNOWN, TARGET, keep_known_hosts
from fresh import fresh_archive

_MAP = HostMap(
    hosts=(
        StateHost(name="old.state.example", also=("older.state.example",)),
        StateHost(name="new.state.example"),
        StateHost(name="www.state.example", also=("state.example",), is_live=True),
    )
)
_CASES = [
    ("old.state.example", "old.state.example", "same_archive"),
    ("older.state.example", "old.state.example", "same_archive"),
    ("new.state.example", "old.state.example", "sister"),
    ("state.example", "old.state.example", "superseded"),
    ("www.state.example", "state.example", "same_archive"),
    ("old.state.example", "elsewhere.example", "sister"),
    ("elsewhere.example", "elsewhere.example", "same_archive"),
    ("loc.gov", "old.state.example", "government"),
    ("army.mil", "old.state.example", "government"),
    ("gov.example", "old.state.example", "external"),
]


@pytest.mark.parametrize(("link", "page", "wanted"), _CASES)
def test_a_question_and_the_rule_agree(tmp_path: Path, link: str, page: str, wanted: str) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        keep_known_hosts(archive, _MAP)
        row = archive.row(
            f"SELECT {TARGET} AS target FROM (SELECT ? AS host) l JOIN (SELECT ? AS host) s{JOIN_KNOWN}",
            (link, page),
        )
        assert row is not None
        assert row["target"] == wanted
    assert target_class(f"https://{link}/a", f"https://{page}/b", _MAP) is TargetClass(wanted)


def test_the_hosts_are_written_when_the_map_is_another_and_only_then(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        keep_known_hosts(archive, _MAP)
        before = archive.conn.total_changes
        keep_known_hosts(archive, _MAP)
        assert archive.conn.total_changes == before
        keep_known_hosts(archive, HostMap())
        assert archive.number("SELECT count(*) FROM known_hosts") == 0
