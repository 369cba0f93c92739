"""serve: read the archive in Datasette."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import loaded, reading
from archive_watch.config.meaning import is_name_alone


def _names_alone(_: click.Context, __: click.Parameter, hosts: tuple[str, ...]) -> tuple[str, ...]:
    for host in hosts:
        if not is_name_alone(host):
            raise click.BadParameter(f"{host!r} is no name alone: without scheme and port")
    return hosts


@click.command(epilog=examples("serve", "--db demo/archive.db serve --port 8080"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Where to listen; 0 for any free port.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="At which address; the default is reached from this machine alone.",
)
@click.option(
    "--datasette-config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Datasette's configuration, for its plugins: logins, who may do what.",
)
@click.option(
    "--allow-host",
    "hosts",
    metavar="NAME",
    multiple=True,
    callback=_names_alone,
    help="Answer under this name too: that of a proxy before it. Repeat for more.",
)
@click.option("--root", is_flag=True, help="Print an address that logs you in as root, once.")
@click.pass_context
def serve(
    ctx: click.Context, port: int, host: str, datasette_config: Path | None,
    hosts: tuple[str, ...], root: bool,
) -> None:  # fmt: skip
    """Open the archive in Datasette.

    What happened since your last visit, transcripts to read, differences word by word; all of it
    with facets, full text search, saved questions and SQL, in the browser.
    """
    with reading(ctx):
        given = loaded(ctx)
    serve_archive(
        given.database,
        port=port,
        host=host,
        check_now=given.settings.serve.check_now,
        datasette_config=datasette_config,
        root=root,
        hosts=(*given.settings.serve.hosts, *hosts),
    )


def serve_archive(
    database: Path,
    *,
    port: int,
    host: str = "127.0.0.1",
    check_now: bool = False,
    datasette_config: Path | None = None,
    root: bool = False,
    hosts: tuple[str, ...] = (),
) -> None:
    """Serve one archive until stopped."""
    from archive_watch.datasette_plugin.serving import (  # noqa: PLC0415  (Datasette is slow to import)
        Operator,
        configuration_in,
        listening_socket,
        run_datasette,
    )

    operator = Operator(
        check_now=check_now,
        told=configuration_in(datasette_config) if datasette_config else {},
        root_token=secrets.token_urlsafe(32) if root else None,
        secret=os.environ.get("DATASETTE_SECRET"),
        hosts=hosts,
    )
    listener = listening_socket(host, port)
    at = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    click.echo(f"the archive is at {at}/archive (stop with Ctrl-C)", err=True)
    if root:
        click.echo(f"log in once at {at}/-/auth-token?token={operator.root_token}", err=True)
    click.echo(f"what happened, to read: {at}/-/archive-watch", err=True)
    run_datasette(database, listener, operator)
