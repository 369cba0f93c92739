"""Every command explains itself: what it does in a line that fits, and how it is used."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from archive_watch.cli.root import cli


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        yield (*path, name)


@pytest.mark.parametrize("path", [()] + [p for p in _commands(cli) if p != ("versions",)], ids=str)
def test_a_command_shows_what_it_does_and_how_it_is_used(path: tuple[str, ...]) -> None:
    ran = CliRunner().invoke(cli, [*path, "--help"], terminal_width=80, prog_name="archive-watch")
    assert ran.exit_code == 0
    _, usage = ran.output.split("\n  Examples:\n")
    lines = [line.strip() for line in usage.splitlines() if line.strip()]
    assert lines
    assert [line for line in lines if not line.startswith("archive-watch ")] == []
    if path:
        assert [line for line in lines if " ".join(path) not in line] == []


def test_no_command_is_summed_up_in_half_a_sentence() -> None:
    ran = CliRunner().invoke(cli, ["--help"], terminal_width=80)
    listed = ran.output[ran.output.index("Commands:") :].partition("\n\n")[0].splitlines()[1:]
    assert len(listed) == len(cli.list_commands(click.Context(cli)))
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []
