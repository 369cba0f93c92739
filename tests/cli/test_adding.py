"""add: lists of addresses, their comments, and a page that is watched already."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.program import Program

LIST = """\ufeff# the interviews
http://one.example/            # the first
\thttp://two.example/#fragment\r

   # nothing here
http://one.example/index.html
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def test_a_list_may_have_comments_blank_lines_and_a_byte_order_mark(program: Program) -> None:
    (program.folder / "list.txt").write_text(LIST, encoding="utf-8")
    ran = program.run("add", "--file", "list.txt")
    assert (ran.code, ran.err) == (0, "read them now with `archive-watch fetch`\n")
    assert ran.out.splitlines() == [
        "watching  http://one.example/",
        "watching  http://two.example/#fragment",
        "already watched  http://one.example/index.html  (as http://one.example/)",
    ]


def test_a_list_may_come_from_stdin(program: Program) -> None:
    ran = program.run("add", "--file", "-", stdin="http://one.example/\n")
    assert (ran.code, ran.out) == (0, "watching  http://one.example/\n")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n"])
def test_a_list_that_holds_no_address_is_a_mistake(program: Program, text: str) -> None:
    (program.folder / "list.txt").write_text(text, encoding="utf-8")
    ran = program.run("add", "--file", "list.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "list.txt holds no address" in ran.err
    assert not program.database.exists()


def test_adding_again_changes_pace_and_tags_and_makes_no_second_page(program: Program) -> None:
    assert program.run("add", "http://one.example/", "--tag", "first").code == 0
    again = program.run("add", "https://ONE.example", "--tag", "second", "--every", "7d")
    assert (again.code, again.err) == (0, "")
    assert again.out == "already watched  https://ONE.example  (as http://one.example/)\n"
    (page,) = program.run("pages", "--format", "json").document()
    assert (page["url"], page["tags"]) == ("http://one.example/", ["first", "second"])


def test_a_database_in_a_folder_that_is_not_there_is_made_with_it(program: Program) -> None:
    program.database = program.folder / "some" / "where" / "archive.db"
    assert program.run("add", "http://one.example/").code == 0
    assert program.database.is_file()
