"""A site profile: how one host's pages are read, as facts in one file."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.learnt import Learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A small invented page and what the profile must read in it; None: not said."""

    name: str
    html: str
    title: str | None = None
    text: str | None = None
    speaker: str | None = None
    role: str | None = None
    place: str | None = None
    published_on: str | None = None
    doctype: str | None = None
    labels: tuple[str, ...] | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """How the pages of ``hosts`` are read.  Fields of selectors hold CSS, the first match wins.

    ``roots`` select the content positively; where none matches the page needs a person
    (``fallback`` profiles then ask a general extractor if ``last_resort`` says so and one is
    installed, and else take the body less known furniture). ``drop`` is removed inside the root.
    ``byline`` holds "Name, Role" in one element. ``head_lines``: speaker, role, place and date
    stand as lines at the top of the content. ``tail`` are patterns of lines at its end that are no
    words of the page; the words end before the last line that matches ``end_marks``;
    ``tail_links``: lines at the end that only hold links are the way on, no words. ``required``
    are fields that a page does not lose: where one's selectors find nothing any more the page needs
    a person, for its template may be another (a ``fallback`` profile only guesses, and requires
    nothing). ``assumed`` says which facts were never seen on a real page. ``learnt`` is no part of
    any file: the archive learns it from the pages of a host that only a fallback profile reads.
    """

    name: str
    version: int = 1
    hosts: tuple[str, ...] = ()
    extends: str | None = None
    frozen_since: str | None = None
    fallback: bool = False
    last_resort: bool = False
    roots: tuple[str, ...] = ()
    listing_roots: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    doctype: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    required: tuple[str, ...] = ("title",)
    date_formats: tuple[str, ...] = ()
    head_lines: bool = False
    tail: tuple[str, ...] = ()
    end_marks: tuple[str, ...] = ()
    tail_links: bool = False
    assumed: tuple[str, ...] = ()
    example: tuple[Example, ...] = ()
    learnt: Learnt | None = None
