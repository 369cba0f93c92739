"""report: the digest of what changed, vanished and broke."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.core import ParameterSource

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import optional_moment
from archive_watch.cli.opening import looking_on
from archive_watch.cli.printing import format_option
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.report.digest import Digest
from archive_watch.report.html import digest_as_html
from archive_watch.report.markdown import digest_as_markdown
from archive_watch.report.text import digest_as_text
from archive_watch.services.telling.make_report import make_report

_FORMS = {
    "": "text", ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".md": "markdown",
    ".markdown": "markdown", ".json": "json",
}  # fmt: skip


@click.command(
    epilog=examples("report", "report --since 2024-05-01", "report --format html -o report.html")
)
@click.option("--since", metavar="TIME", help="Tell what was seen at this time or later.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
@format_option("text", "markdown", "html", "json")
@click.pass_context
def report(ctx: click.Context, since: str | None, output: Path | None, form: str) -> None:
    """Tell what changed, what vanished and what broke.

    The most important first; what is only typography is counted, not told.  A day means its first
    moment, 00:00 UTC.  A file's name tells the form, unless --format does.
    """
    if output is not None and ctx.get_parameter_source("form") is ParameterSource.DEFAULT:
        form = _form_of(output)
    moment = optional_moment(since)
    with looking_on(ctx) as watch:
        drawn = drawn_as(make_report(watch, since=moment), form)
    if output is None:
        say(drawn, nl=False)
        return
    write_report(output, drawn)
    click.echo(f"written to {output}", err=True)


def _form_of(path: Path) -> str:
    """The form that the file's name tells.  Raises CallerError where it tells of none."""
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise CallerError(
            f"{path}: no report is written as {path.suffix}",
            remedy="name it .txt, .md, .html or .json, or say which form it has with --format",
        )
    return form


def drawn_as(digest: Digest, form: str) -> str:
    """The digest in one of its forms."""
    match form:
        case "markdown":
            return digest_as_markdown(digest)
        case "html":
            return digest_as_html(digest)
        case "json":
            return json.dumps(digest.as_json(), ensure_ascii=False, indent=2) + "\n"
        case _:
            return digest_as_text(digest)


def write_report(path: Path, drawn: str) -> None:
    """Write a report whole, or say why not."""
    try:
        path.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise CallerError(f"cannot write {path}: {error.strerror}") from error
