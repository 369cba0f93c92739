"""What can stand between the watch and a clear view."""

from __future__ import annotations

from enum import StrEnum


class IncidentKind(StrEnum):
    """The kinds of incident (closed set)."""

    BLOCKED_HOST = "blocked_host"
    """A host shuts us out."""

    UNREACHABLE_HOST = "unreachable_host"
    """A host does not answer, or only with errors."""

    NEEDS_REVIEW = "needs_review"
    """A page that its site's profile does not understand."""

    TEMPLATE_DRIFT = "template_drift"
    """A run of such pages: it is their template."""

    ROBOTS_DISALLOWED = "robots_disallowed"
    """A host's robots.txt asks not to read what is watched."""

    CHANNEL_FAILING = "channel_failing"
    """A channel by which people are told takes nothing."""

    EDITED_AFTER_FREEZE = "edited_after_freeze"
    """A page that should not change was edited, or what declares it so was."""

    PAGE_WITHHELD = "page_withheld"
    """One page is refused for a week, while its siblings answer."""

    PAGES_UNREACHABLE = "pages_unreachable"
    """Pages of a host that answers cannot be read: no answer, or server errors, again and again."""

    NOT_WATCHED = "not_watched"
    """Pages of a site were not read for a long time, whatever the reason."""

    LINKS_FAILING = "links_failing"
    """The links to a host began to fail together."""

    ROBOTS_UNREADABLE = "robots_unreadable"
    """A host's robots.txt cannot be had (of earlier programs; it is a blocked host now)."""

    PAGE_SUSPECT = "page_suspect"
    """A page was seen gone (of earlier programs; it is a state of the page now)."""
