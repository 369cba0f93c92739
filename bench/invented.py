"""Invented pages of 40 KB: half of each is words, as in the archives' transcripts of that size.

``briefing`` has the markup of the 98 press briefings and interviews among the press releases, counted
in their content: 24 KB of it, 283 characters a paragraph, a name in bold in two paragraphs of three,
a link in one of 18, ``<em>`` in one of 60; 12 tags a kilobyte.  ``dense`` is the hard case, which no
page we know comes near: bold, a link and ``<em>`` in every paragraph.
"""

from __future__ import annotations

from collections.abc import Callable

_BYTES = 40_000
_FOOT = "</div></article></main><footer><p>About</p></footer></body></html>"
_SAID = (
    "Nothing else was seen that day.", "The wind had turned by noon.", "We take note of it.",
    "I have no date to give you.", "They were told so in the harbour.", "That is for others to say.",
    "Let me take that in two parts.", "It came in on Monday, and left the day after.",
)  # fmt: skip

Page = tuple[str, bytes]


def briefing(number: int) -> Page:
    """A page with the markup of a press briefing."""
    return _page(f"briefing-{number}", lambda turn: _as_briefed(number, turn))


def dense(number: int) -> Page:
    """A page with bold, a link and ``<em>`` in every paragraph."""
    return _page(f"harbours-{number}", lambda turn: _with_everything(number, turn))


def _page(name: str, paragraph: Callable[[int], str]) -> Page:
    items = "".join(
        f'<li class="menu-item menu-item-{item}"><a href="/harbours/{item}/">Harbour {item}</a></li>'
        for item in range(180)
    )
    head = (
        "<!DOCTYPE html><html lang='en-US'><head><title>Harbours</title></head><body>"
        f"<header><nav><ul>{items}</ul></nav></header><main><article>"
        "<h1 class='featured-content__headline'>Harbours</h1><div class='entry-content'>"
    )
    said: list[str] = []
    length = len(head) + len(_FOOT)
    while length < _BYTES:
        said.append(paragraph(len(said)))
        length += len(said[-1])
    body = f"{head}{''.join(said)}{_FOOT}"
    return f"https://2021-2025.state.gov/{name}/", body.encode("utf-8")


def _as_briefed(number: int, turn: int) -> str:
    label = ("<strong>QUESTION:</strong> ", "<strong>MR SAMPLE:</strong> ", "")[turn % 3]
    link = f" <a href='/ships/{turn}/'>Its papers</a> are there." if turn % 18 == 5 else ""
    stressed = " It was <em>not</em> seen." if turn % 60 == 7 else ""
    said = " ".join(_SAID[(number + turn * 3 + at) % len(_SAID)] for at in range(8 + turn % 2))
    return f"<p>{label}On ship {number * 100 + turn}: {said}{link}{stressed}</p>"


def _with_everything(number: int, turn: int) -> str:
    label = "MR SAMPLE" if turn % 2 else "QUESTION"
    return (
        f"<p><strong>{label}:</strong> Of ship {number} at berth {turn} we say what is known: it"
        f" came in the morning, was <em>unloaded</em> by noon, and <a href='/ships/{turn}/'>its"
        f" papers</a> are with the harbour master. {'Nothing else was seen that day. ' * 8}</p>"
    )
