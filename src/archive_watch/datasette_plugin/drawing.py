"""How our templates draw what a watched page wrote, and moments: each piece is escaped where it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from archive_watch.report.heat_strip import degree_of
from archive_watch.report.html_words import link_to, marked
from archive_watch.report.moments import when, with_moments
from archive_watch.report.told_change import ToldEdit
from archive_watch.report.visible import visible

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def moment(utc_text: str) -> Markup:
    """A moment for people and for programs."""
    return Markup('<time datetime="{}">{}</time>').format(utc_text, when(utc_text))


def day(text: str) -> Markup:
    """A day (YYYY-MM-DD) as people say it: Wednesday 4 March 2026."""
    told = date.fromisoformat(text)
    name, month = _DAYS[told.weekday()], _MONTHS[told.month - 1]
    return Markup('<time datetime="{}">{} {} {} {}</time>').format(
        text, name, told.day, month, told.year
    )


def away(url: str, words: str | None = None) -> Markup:
    """A way to a page as it is on the web; plain text where that is no web address."""
    return Markup(link_to(url, words))  # noqa: S704  (escaped where it was made)


def edited(edit: ToldEdit) -> Markup:
    """The words of an edit among those around them, what left and what came marked."""
    words = "".join(marked(sign, text) for sign, text in edit.excerpt)
    return Markup(words)  # noqa: S704  (escaped where it was marked)


def seen(text: object) -> str:
    """Text from a page with everything that acts or hides made visible; the template escapes it."""
    return visible(str(text))


def sentence(text: str) -> str:
    """``text`` as a sentence begins, made visible."""
    return seen(text[:1].upper() + text[1:])


def drawn(html: str) -> Markup:
    """HTML from ``report/``, where every word that a page wrote was escaped."""
    return Markup(html)  # noqa: S704  (escaped where it was drawn)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "when": when,
    "moment": moment,
    "day": day,
    "away": away,
    "edited": edited,
    "seen": seen,
    "sentence": sentence,
    "degree": degree_of,
    "timed": with_moments,
}
"""By the names that templates use."""
