"""Which HTML our own SQL function drew: nothing else in a cell is ever shown as HTML.

A reader's SQL can put any words of a page into a column of any name, so no name and no look of a value
proves where it comes from.  What was drawn here is known by its digest: a value that is equal to it is
as harmless as it is.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

_MOST = 20_000  # many pages of Datasette's longest; what is forgotten is shown as text


class DrawnHere:
    """The digests of what was drawn of late, for all threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def remember(self, html: str) -> str:
        """``html`` itself, known from now on."""
        with self._lock:
            self._known[_digest(html)] = None
            self._known.move_to_end(_digest(html))
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return html

    def knows(self, html: object) -> bool:
        """Whether this very HTML was drawn here."""
        return isinstance(html, str) and _digest(html) in self._known


def _digest(html: str) -> bytes:
    return sha256(html.encode("utf-8", "surrogatepass")).digest()


DRAWN = DrawnHere()
