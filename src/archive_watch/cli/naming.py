"""What a caller writes, made into what the services take: pages, versions, times, paces.

A page may be named by any of its addresses, without its scheme too.  Whatever cannot be understood
is the caller's mistake and is answered as one: nothing that is typed may look like a bug.
"""

from __future__ import annotations

import click

from archive_watch.config import checked_pace
from archive_watch.errors import CallerError, UnknownPage
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import host_of
from archive_watch.report.visible import visible
from archive_watch.services.telling.find_page import page_to_read
from archive_watch.services.telling.find_version import moment_of
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import find_page

VERSION_NUMBER = click.IntRange(1, 999_999_999)
ROW_ID = click.IntRange(1, 2**63 - 1)
_DIGITS = 9


def page_named(archive: Archive, url: str) -> WatchedPage:
    """The watched page that ``url`` names, by any of its addresses or ids, for reading it.

    Where another than its own address names it, that is said on stderr.  Raises UnknownPage.
    """
    given = url.strip()
    for address in (given, f"https://{given}"):
        try:
            address.encode()  # bytes that are no UTF-8 name nothing
            page = page_to_read(archive, address)
        except ValueError:  # no address at all: nothing of that name is watched
            continue
        if page is not None:
            if find_page(archive, address) is None:
                click.echo(f"{visible(given)} stands for {visible(page.url)}", err=True)
            return page
    raise UnknownPage(
        f"{given or repr(url)} is not watched",
        remedy="`archive-watch pages` lists what is; `archive-watch add URL` adds it",
    )


def is_address(text: str) -> bool:
    """Whether ``text`` is meant as a page, not as a version or a time: those have no slash."""
    return "/" in text


def version_or_time(text: str) -> str:
    """``text`` as given, if it can name a version: its number, or a time.  Raises CallerError."""
    if text.isascii() and text.isdigit():
        if len(text) > _DIGITS:
            raise CallerError(f"there is no version {text}: version numbers are short")
        return text
    return moment_of(text)


def site_named(text: str | None) -> str | None:
    """A host as the archive writes it, from a host or an address; None where nothing was given."""
    if text is None:
        return None
    try:
        return host_of(text if "://" in text else f"//{text}")
    except ValueError as error:
        raise CallerError(f"{text!r} is not a host: {error}") from error


def warn_of_unwatched(archive: Archive, host: str | None) -> None:
    """Say on stderr that no page of ``host`` is watched: nothing found there is no good news."""
    if host is not None and archive.row("SELECT 1 FROM sites WHERE host = ?", (host,)) is None:
        click.echo(f"no page of {visible(host)} is watched", err=True)


def optional_moment(text: str | None) -> str | None:
    """Like ``moment``; None where nothing was given."""
    return None if text is None else moment_of(text)


def day(text: str | None) -> str | None:
    """``text`` as YYYY-MM-DD; None where nothing was given.  Raises CallerError."""
    if text is None:
        return None
    try:
        return moment_of(text)[:10]
    except CallerError:
        raise CallerError(f"{text!r} is not a day", remedy="write it like 2021-06-24") from None


def pace(text: str | None) -> int | None:
    """``--every`` in seconds; None where nothing was given.  Raises CallerError."""
    return None if text is None else checked_pace(text)
