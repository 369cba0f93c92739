"""Words from a watched page in HTML: harmless, visible, and marked by what happened to them."""

from __future__ import annotations

from html import escape

from archive_watch.model.change import Sign
from archive_watch.report.visible import followable, visible

_WEB = ("http://", "https://")


def shown(text: str) -> str:
    """``text`` made harmless for HTML, and visible."""
    return escape(visible(text))


def link_to(url: str, words: str | None = None) -> str:
    """A link where the address is a web address, else the plain text; both are escaped."""
    text = shown(words or url)
    if not url.lower().startswith(_WEB):
        return text
    return f'<a href="{escape(followable(url))}" rel="noreferrer nofollow">{text}</a>'


def marked(sign: Sign, text: str) -> str:
    """A run of words, marked by what happened to it; spaces around it, and kept words, stay plain."""
    mark = {Sign.REMOVED: removed, Sign.ADDED: added}.get(sign)
    words = text.strip()
    if mark is None or not words:
        return shown(text)
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{mark(words)}{tail}"


def removed(words: str) -> str:
    """Removed words, marked for eyes and for screen readers."""
    return _told("del", "removed", words)


def added(words: str) -> str:
    """Added words, marked for eyes and for screen readers."""
    return _told("ins", "added", words)


def _told(element: str, what: str, words: str) -> str:
    if not words:
        return ""
    return (
        f'<{element}><span class="hidden" dir="ltr">[{what}: </span>{shown(words)}'
        f'</{element}><span class="hidden" dir="ltr">]</span>'
    )
