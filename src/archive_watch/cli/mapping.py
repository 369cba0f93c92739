"""links map: a map of sister hosts against its own examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import loaded
from archive_watch.cli.printing import counted, format_option, print_json
from archive_watch.cli.streams import say
from archive_watch.config import ProfileFile, map_file
from archive_watch.repair.host_map import map_from_toml
from archive_watch.repair.map_examples import TriedExample, tried_examples
from archive_watch.report.visible import visible


@click.group("map", epilog=examples("links map check", "links map check config/state-hosts.toml"))
def map_() -> None:
    """The map of sister hosts, by which links are repaired."""


@map_.command(
    epilog=examples("links map check", "links map check config/state-hosts.toml --format json")
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, file: Path | None, form: str) -> int:
    """Hold a map of hosts to its own examples.

    Each example says which addresses are to be found for one.  FILE: the map in force, if none is
    named.  Nothing is asked, and no archive is needed.  Exit code 1 when an example fails, 2 when
    FILE cannot be used as a map.
    """
    given: ProfileFile = loaded(ctx).host_map if file is None else map_file(file)
    tried = tried_examples(map_from_toml(given.tables, source=given.source))
    if form == "json":
        print_json(_as_json(given.source, tried))
    else:
        say(visible("\n".join(_as_lines(given.source, tried))))
    return int(any(not one.passed for one in tried))


def _as_lines(source: str, tried: Sequence[TriedExample]) -> list[str]:
    lines, rule = [source], ""
    for one in tried:
        if one.rule.name != rule:
            rule = one.rule.name
            lines.append(f"  {rule}{'' if one.rule.verified else ' (not tried on the hosts)'}")
        dated = f" on a page of {one.example.page_date}" if one.example.page_date else ""
        lines.append(f"    {'passed' if one.passed else 'FAILED'}  {one.example.url}{dated}")
        if not one.passed:
            lines.append(f"            expected {_listed(one.example.candidates)}")
            lines.append(f"            found    {_found(one)}")
    return [*lines, _summary(tried)]


def _summary(tried: Sequence[TriedExample]) -> str:
    if not tried:
        return "there is no example in it: write a [[rule.example]] under each [[rule]]"
    failed = sum(not one.passed for one in tried)
    examples_told = counted(len(tried), "example")
    return f"{failed} of {examples_told} failed" if failed else f"{examples_told}, all passed"


def _found(one: TriedExample) -> str:
    return _listed(one.found) if one.is_heard else "nothing: this rule is not asked about it"


def _listed(addresses: Sequence[str]) -> str:
    return ", ".join(addresses) or "nothing"


def _as_json(source: str, tried: Sequence[TriedExample]) -> dict[str, Any]:
    return {
        "file": source,
        "passed": all(one.passed for one in tried),
        "examples": [
            {
                "rule": one.rule.name, "verified": one.rule.verified, "url": one.example.url,
                "passed": one.passed, "expected": list(one.example.candidates),
                "found": list(one.found) if one.is_heard else None,
            }
            for one in tried
        ],
    }  # fmt: skip
