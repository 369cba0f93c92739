"""From what came to pass to a notice: the changes with their words, links, incidents, coverage.

Of a thing that came and went within one message only the end is told.  What is told is bounded, the
heaviest first; how much is left out is told too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from archive_watch.config.channels import ChannelSettings
from archive_watch.model.incident import IncidentKind
from archive_watch.model.notice import MessageKind, Transition, TransitionKind
from archive_watch.model.url import host_of
from archive_watch.report.digest import Digest, ToldPage
from archive_watch.report.notice import Notice, ToldReminder
from archive_watch.services.notifying.know_channels import incident_host
from archive_watch.services.telling.make_report import coverage_of
from archive_watch.services.watch import Watch
from archive_watch.storage import notices, standing, telling, told_links

_MOST = 100  # of what came to pass, in one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What a message is about: what came to pass, ``since`` when, and what to remind of."""

    kind: MessageKind
    since: str
    news: tuple[Transition, ...]
    reminders: tuple[ToldReminder, ...] = ()


def is_wanted(channel: str, given: ChannelSettings, one: Transition) -> bool:
    """Whether a channel is told of this: by its filters, and nothing of its own failures."""
    if IncidentKind.CHANNEL_FAILING in one.kinds and incident_host(channel) in one.hosts:
        return False
    if one.severity < given.min_severity:
        return False
    about_us = (
        IncidentKind.CHANNEL_FAILING in one.kinds
    )  # of no site and of no page: filters by those let it through
    if given.sites and not about_us and not any(_is_of(host, given) for host in one.hosts):
        return False
    if given.tags and not about_us and not set(given.tags) & set(one.tags):
        return False
    return not given.kinds or bool(set(given.kinds) & set(one.kinds))


def last_of_each(news: Sequence[Transition]) -> tuple[Transition, ...]:
    """Of each link and each incident the last that came to pass; every change.

    An incident about a change that is told is none beside it.
    """
    last: dict[tuple[str, int], Transition] = {}
    changes = {one.subject_id for one in news if one.kind is TransitionKind.CHANGE}
    for one in news:
        if one.kind is TransitionKind.INCIDENT_OPENED and one.change_id in changes:
            continue
        what = "change" if one.kind is TransitionKind.CHANGE else one.kind.value.partition("_")[0]
        last[what, one.subject_id] = one
    return tuple(last.values())


def _told_as_one(news: Sequence[Transition]) -> list[list[Transition]]:
    """What came to pass, the heaviest first; changes of which the same is told together."""
    alike: dict[object, list[Transition]] = {}
    for one in sorted(news, key=lambda one: (-one.severity, one.id)):
        is_shared = one.kind is TransitionKind.CHANGE and one.finding is not None
        alike.setdefault(one.finding if is_shared else one.id, []).append(one)
    return list(alike.values())


def draw_notice(watch: Watch, given: ChannelSettings, stretch: Stretch) -> Notice:
    """The notice of a stretch; what is told of it is what stands now."""
    news = stretch.news
    entries = _told_as_one(news)
    told = [entry[0] for entry in entries[:_MOST]]
    archive = watch.archive
    changes = [
        (lead.subject_id, [one.subject_id for one in others])
        for lead, *others in entries[:_MOST]
        if lead.kind is TransitionKind.CHANGE
    ]
    digest = Digest(
        since=stretch.since,
        until=watch.now(),
        coverage=coverage_of(watch, since=stretch.since, until=watch.now()),
        changes=telling.same_edits_told(archive, changes),
        links=told_links.links_told(archive, _of(told, TransitionKind.LINK_BROKEN)),
        link_states=standing.links_by_state(archive),
        incidents=telling.told_incidents(archive),
    )
    if stretch.kind is MessageKind.DIGEST:
        suspects = telling.pages_in_doubt(archive)
        digest = replace(digest, suspects=_new_ones(suspects, given, stretch.since))
    return Notice(
        kind=stretch.kind,
        severity=max((one.severity for one in news), default=0),
        digest=digest,
        withdrawn=telling.changes_told(archive, _of(told, TransitionKind.WITHDRAWN)),
        recovered=told_links.links_told(archive, _of(told, TransitionKind.LINK_RECOVERED)),
        begun=notices.incidents_begun(archive, _of(told, TransitionKind.INCIDENT_OPENED)),
        ended=notices.incidents_ended(archive, _of(told, TransitionKind.INCIDENT_CLOSED)),
        reminders=stretch.reminders,
        left_out=len(entries) - len(told),
    )


def _of(told: Sequence[Transition], kind: TransitionKind) -> list[int]:
    return [one.subject_id for one in told if one.kind is kind]


def _is_of(host: str, given: ChannelSettings) -> bool:
    return any(fnmatchcase(host.lower(), pattern.lower()) for pattern in given.sites)


def _new_ones(
    pages: Sequence[ToldPage], given: ChannelSettings, since: str
) -> tuple[ToldPage, ...]:
    """The pages that came into their state in the stretch, on the sites that are wanted."""
    return tuple(
        page
        for page in pages
        if page.since >= since
        and not given.tags
        and (not given.sites or _is_of(host_of(page.url), given))
    )
