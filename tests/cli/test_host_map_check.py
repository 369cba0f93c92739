"""``links map check``: the map of hosts that is in force, or a file, against its own examples."""

from __future__ import annotations

from pathlib import Path

from cli.program import Program

MAP = """
[[host]]
name = "www.port.example"
[[host]]
name = "old.port.example"
[[rule]]
name = "all"
hosts = ["www.port.example"]
paths = ["/{rest}"]
to = ["old.port.example"]
verified = true
[[rule.example]]
url = "https://www.port.example/a/"
candidates = ["https://old.port.example/a/"]
"""


def test_the_shipped_map_is_in_force_and_sound(tmp_path: Path) -> None:
    ran = Program(tmp_path).run("links", "map", "check")
    assert ran.code == 0
    assert "remarks of Secretary Powell (not tried on the hosts)" in ran.out
    assert "all passed" in ran.out


def test_a_map_beside_the_configuration_replaces_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "state-hosts.toml").write_text(MAP)
    found = Program(tmp_path).run("links", "map", "check", "--format", "json").document()
    assert (found["file"], found["passed"]) == (str(tmp_path / "state-hosts.toml"), True)
    assert [one["rule"] for one in found["examples"]] == ["all"]


def test_an_example_that_is_named_otherwise_is_told_with_both(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(MAP.replace("https://old.port.example/a/", "https://old.port.example/b/"))
    ran = Program(tmp_path).run("links", "map", "check", str(other))
    assert ran.code == 1
    assert "expected https://old.port.example/b/" in ran.out
    assert "found    https://old.port.example/a/" in ran.out


def test_a_map_with_a_fault_stops_whatever_would_use_it(tmp_path: Path) -> None:
    (tmp_path / "state-hosts.toml").write_text(MAP.replace("verified = true", 'path = "/x"'))
    program = Program(tmp_path)
    checked, added = program.run("links", "map", "check"), program.run("add", "http://127.0.0.1:9/")
    assert (checked.code, added.code) == (2, 2)
    assert "[[rule]] entry 1: unknown key path; did you mean paths?" in added.err
    assert "[[rule]] entry 1: it has no verified" in added.err
    assert not program.database.exists()


def test_a_map_that_cannot_be_tried_says_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text("")
    assert (
        "write a [[rule.example]]" in Program(tmp_path).run("links", "map", "check", str(file)).out
    )
    file.write_text("name = old")
    ran = Program(tmp_path).run("links", "map", "check", str(file))
    assert ran.code == 2
    assert "texts stand in quotes" in ran.err
    assert "docs/how-to/repair-links.md" in ran.err
