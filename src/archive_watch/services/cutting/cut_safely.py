"""Cut or explain any answer at a price that is known: the dear ones in a process of their own.

An ordinary page is cut here and now.  What is within the budget and still not surely cheap is cut
and read in a child that can be ended; where it was, the page needs review, and why is told.  Both
ways come to the same: the child does nothing but what is done here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from archive_watch.extract.explaining.explain import explain_page
from archive_watch.extract.explaining.explained import Explanation
from archive_watch.extract.page import Cut, Opened, cut_opened, open_page, over_budget
from archive_watch.model.site import SiteProfile
from archive_watch.services.cutting.parse_in_child import ChildParse, Limits, Stopped

_EXPLAINED_CPU_SECONDS = 40  # a page is read more than once to be explained


def cut_safely(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    profile: SiteProfile,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
    same_body_as: str | None = None,
    limits: Limits | None = None,
) -> Cut:
    """What ``body`` is, as ``cut_page`` says; where that is dear it is read as well."""
    given = {"status": status, "headers": tuple(headers), "same_body_as": same_body_as}
    opened = open_page(body, content_type=content_type, url=url, profile=profile)
    if opened.is_light:
        return cut_opened(opened, status=status, headers=headers, same_body_as=same_body_as)
    return _cut_of(opened, _child(opened, body, content_type, limits, given).run())


async def cut_aside(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    profile: SiteProfile,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
    same_body_as: str | None = None,
    limits: Limits | None = None,
) -> Cut:
    """As ``cut_safely``; other work goes on while a child is waited for.  Cancelled, it ends it."""
    given = {"status": status, "headers": tuple(headers), "same_body_as": same_body_as}
    opened = open_page(body, content_type=content_type, url=url, profile=profile)
    if opened.is_light:
        return cut_opened(opened, status=status, headers=headers, same_body_as=same_body_as)
    child = _child(opened, body, content_type, limits, given)
    try:
        return _cut_of(opened, await asyncio.to_thread(child.run))
    finally:
        child.stop()


def explain_safely(
    body: bytes,
    *,
    content_type: str | None,
    url: str,
    profile: SiteProfile,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (),
    limits: Limits | None = None,
) -> Explanation:
    """What ``body`` is and why, as ``explain_page`` says; nothing of a page that was given up."""
    opened = open_page(body, content_type=content_type, url=url, profile=profile)
    if opened.is_light:
        return explain_page(
            body,
            content_type=content_type,
            url=url,
            profile=profile,
            status=status,
            headers=headers,
        )
    given = {"status": status, "headers": tuple(headers)}
    limits = limits or Limits(cpu_seconds=_EXPLAINED_CPU_SECONDS)
    found = _child(opened, body, content_type, limits, given, task="explain").run()
    if isinstance(found, Stopped):
        cut = over_budget(opened.cut, found.why)
        return Explanation(cut=cut, roots=(), fields=(), blocks=(), transcript=None)
    assert isinstance(found, Explanation)
    return found


def _child(
    opened: Opened,
    body: bytes,
    content_type: str | None,
    limits: Limits | None,
    given: Mapping[str, Any],
    task: str = "cut",
) -> ChildParse:
    request = {
        "body": body,
        "content_type": content_type,
        "url": opened.cut.url,
        "profile": opened.cut.profile,
        **given,
    }
    return ChildParse(task, request, limits)


def _cut_of(opened: Opened, found: object) -> Cut:
    if isinstance(found, Stopped):
        return over_budget(opened.cut, found.why)
    assert isinstance(found, Cut)
    return found
