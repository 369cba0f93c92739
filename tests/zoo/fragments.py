"""Links to a place on a page: there, by whatever means browsers know, or not there."""

from __future__ import annotations

from zoo.kind import Kind, Truth, always, page

_MARKED = page(
    "Ferry times",
    words="<p id=north>The first boat leaves the north quay at seven, when the tide allows.</p>"
    "<p><a name='south'></a>The last one comes back at nine, to the south quay.</p>"
    "<p id='é té'>In summer there is a boat every hour; tickets are sold on board.</p>"
    "<p>In winter the harbour office answers questions on Thursdays too, and bicycles go free.</p>",
)


def _place(name: str, told: str, fragment: str, truth: Truth = Truth.ALIVE) -> Kind:
    return Kind(name=name, told=told, truth=truth, answers=always(_MARKED), fragment=fragment)


FRAGMENTS = (
    _place("by-id", "is a place with an id", "#north"),
    _place("by-name", "is a place with an old-fashioned name", "#south"),
    _place("by-escaped-id", "is a place whose id is escaped", "#%C3%A9%20t%C3%A9"),
    _place("to-top", "is the top of the page", "#top"),
    _place("to-nothing", "is an empty fragment", "#"),
    _place("by-words", "is words that are there", "#:~:text=comes%20back%20at%20nine"),
    _place("from-word-to-word", "is from some words to others",
           "#:~:text=In%20summer,sold%20on%20board"),
    _place("by-words-near", "is words between others", "#:~:text=winter%20the-,harbour%20office,-answers"),
    _place("no-such-id", "is a place that is not there", "#west", Truth.FRAGMENT),
    _place("no-such-words", "is words that are not there", "#:~:text=no%20boat%20at%20all",
           Truth.FRAGMENT),
)  # fmt: skip
