"""site: check a profile against its examples, and explain how a page is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import page_named
from archive_watch.cli.opening import loaded, looking_on
from archive_watch.cli.printing import counted, format_option, print_json, terminal_width, wrapped
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.extract.examples import Difference
from archive_watch.report.explanation import USUAL_WIDTH, explanation_as_text
from archive_watch.report.visible import visible
from archive_watch.report.word_by_word import shown_word_by_word
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.telling.check_profile import CheckedProfile, check_profile
from archive_watch.services.telling.explain_page import (
    Explained,
    explain_saved,
    explain_stored,
    newer_fault,
)

_FILE = click.Path(path_type=Path)


@click.group(
    epilog=examples(
        "site check config/sites/50-example.toml",
        "site explain https://2017-2021.state.gov/some-page/",
    )
)
def site() -> None:
    """Check how sites are read, and see why."""


@site.command(
    epilog=examples(
        "site check config/sites/50-example.toml",
        "site check config/sites/50-example.toml --format json",
    )
)
@click.argument("file", type=_FILE)
@format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, file: Path, form: str) -> int:
    """Read the examples of a site profile, and tell what is read otherwise than they say.

    FILE may extend the shipped profiles, the project's, and those beside it.  No archive is needed.
    Exit code 1 when an example fails, 2 when FILE cannot be used as a profile.
    """
    checked = check_profile(file, loaded(ctx))
    if form == "json":
        print_json(_as_json(file, checked))
    else:
        say(visible("\n".join(_as_lines(file, checked))))
    if not checked.examples:
        click.echo("it has no [[example]]: nothing shows that it reads what you mean", err=True)
    return int(checked.failed > 0)


def _as_lines(file: Path, checked: CheckedProfile) -> list[str]:
    width = terminal_width() or USUAL_WIDTH
    profile, count = checked.profile, len(checked.examples)
    lines = [f"{file}: profile {profile.name}, version {profile.version}"]
    for example in checked.examples:
        lines.append(f"  {'passed' if example.passed else 'FAILED'}  {example.name}")
        for one in example.differences:
            lines += wrapped(f"{one.field}: {_difference(one)}", width, indent=" " * 10)
    if checked.failed:
        lines.append(f"{checked.failed} of {counted(count, 'example')} read otherwise than said:")
        lines.append("  [-said, not read-] {+read, not said+}")
    else:
        lines.append(f"{counted(count, 'example')}, all read as said")
    return lines


def _difference(one: Difference) -> str:
    if one.read is None or not one.expected or not one.read:
        return f"said {_value(one.expected)}, read {_value(one.read)}"
    told = shown_word_by_word(_plain(one.expected), _plain(one.read))
    return f"{told} ({'; '.join(one.evidence)})" if one.evidence else told


def _plain(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _value(value: str | tuple[str, ...] | None) -> str:
    return f"“{_plain(value)}”" if value else "nothing"


def _as_json(file: Path, checked: CheckedProfile) -> dict[str, Any]:
    return {
        "file": str(file),
        "profile": checked.profile.name,
        "version": checked.profile.version,
        "passed": not checked.failed,
        "examples": [
            {
                "name": example.name,
                "passed": example.passed,
                "differences": [
                    {"field": one.field, "expected": one.expected, "read": one.read,
                     "evidence": list(one.evidence)}
                    for one in example.differences
                ],
            }
            for example in checked.examples
        ],
    }  # fmt: skip


@site.command(
    epilog=examples(
        "site explain https://2017-2021.state.gov/some-page/",
        "site explain https://2017-2021.state.gov/some-page/ --last",
        "site explain --file page.html --url https://www.example.org/a/",
    )
)
@click.argument("page", metavar="[URL]", required=False)
@click.option("--last", is_flag=True, help="The bytes of the last check, read or not.")
@click.option("--file", type=_FILE, help="A saved page instead of one of the archive.")
@click.option("--url", help="With --file: the address that it was saved from.")
@format_option("text", "json")
@click.pass_context
def explain(
    ctx: click.Context, page: str | None, last: bool, file: Path | None, url: str | None, form: str
) -> None:
    """Show how a page is read: each block, kept or left out, and why.

    A page of the archive by the bytes of its current version (of its last check, where it has
    none), read by the profile that is in force now; or a saved page by --file and --url, without
    any archive.  URL may be any address of the page.
    """
    if file is not None:
        explained = _of_saved(ctx, file, url, page, last=last)
    elif page is None or url is not None:
        raise CallerError(
            "name a page of the archive, or a saved page by --file and --url",
            remedy="archive-watch site explain --help",
        )
    else:
        explained = _of_stored(ctx, page, last=last)
    if form == "json":
        print_json(explained.as_json())
        return
    width = terminal_width() or USUAL_WIDTH
    say(explanation_as_text(explained.explanation, width=width, source=explained.source))


def _of_saved(
    ctx: click.Context, file: Path, url: str | None, page: str | None, *, last: bool
) -> Explained:
    if url is None or page is not None or last:
        raise CallerError(
            "--file goes with --url, which says where the page was saved from, and nothing else",
            remedy="archive-watch site explain --file page.html --url https://www.example.org/a/",
        )
    given = loaded(ctx)
    return explain_saved(file, url, load_profiles(given), max_bytes=given.settings.fetch.max_bytes)


def _of_stored(ctx: click.Context, url: str, *, last: bool) -> Explained:
    with looking_on(ctx) as watch:
        page = page_named(watch.archive, url)
        explained = explain_stored(watch, page, last=last)
        fault = None if last else newer_fault(watch, page)
    if fault is not None and explained.facts["version"] is not None:
        click.echo(f"its last check was {fault}: --last explains the bytes of that one", err=True)
    return explained
