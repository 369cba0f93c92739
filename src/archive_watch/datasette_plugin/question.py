"""What a reader asks of one archive, and the addresses of everything that a page can lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from archive_watch.storage.database import Archive

HOME = "/-/archive-watch"
_MOST_DIGITS, _SHOWN_DIGITS = 19, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The addresses of the pages of one archive, below Datasette's ``base_url``.

    ``archive`` is its name where Datasette serves several, else None; ``data`` is where Datasette's
    own pages of it are.
    """

    base: str
    data: str
    archive: str | None = None

    def home(self, **asked: object) -> str:
        """The first page: what happened, in a stretch of time."""
        return self._at("", **asked)

    def page(self, page_id: int, **asked: object) -> str:
        """All that is known of one watched page."""
        return self._at(f"/page/{page_id}", **asked)

    def page_at(self, url: str) -> str:
        """The same, by the page's address."""
        return self._at("/page", url=url)

    def version(self, version_id: int, **asked: object) -> str:
        """A transcript to read."""
        return self._at(f"/version/{version_id}", **asked)

    def turn(self, version_id: int, position: int) -> str:
        """Where one turn of a transcript begins, in whichever part of it."""
        return f"{self.version(version_id, **{'from': position})}#turn-{position}"

    def diff(self, from_version_id: int, to_version_id: int, **asked: object) -> str:
        """What is different between two versions."""
        return self._at(f"/diff/{from_version_id}/{to_version_id}", **asked)

    def change(self, change_id: int) -> str:
        """One change, by its id."""
        return self._at(f"/change/{change_id}")

    def cite(self, change_id: int) -> str:
        """The citation of a change, to be copied."""
        return self._at(f"/change/{change_id}/cite")

    def capture(self, capture_sha256: str) -> str:
        """The evidence of one body as it was received."""
        return self._at(f"/capture/{capture_sha256}")

    def raw(self, capture_sha256: str) -> str:
        """The bytes of a body, to be kept."""
        return self._at(f"/capture/{capture_sha256}/raw")

    def check(self) -> str:
        """Where to ask for a check."""
        return self._at("/check")

    def to(self, name: str, **asked: object) -> str:
        """A page by its name (``changes``, ``links``, ``incidents``, ``search``, ``changes.atom``)."""
        return self._at(f"/{name}", **asked)

    def rows(self, view: str, **asked: object) -> str:
        """A view's rows in Datasette: filters, facets, CSV and JSON."""
        return _with(f"{self.data}/{view}", asked)

    def saved(self, question: str, **asked: object) -> str:
        """A saved question in Datasette."""
        return _with(f"{self.data}/{question}", asked)

    def _at(self, path: str, **asked: object) -> str:
        return _with(f"{self.base}{HOME}{path}", {**asked, "archive": self.archive})


def _with(path: str, asked: Mapping[str, object]) -> str:
    given = {name: value for name, value in asked.items() if value not in (None, "")}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, as a view reads it.

    ``path`` holds what the route's pattern named, ``asked`` the query (the first value of each
    name), ``every`` all values; ``now`` is UTC text; ``seen_at`` is when this reader's visit before
    this one ended, by a cookie, None where that is not known.  ``may_check``: the actor may ask for
    a check.  ``origin`` is the scheme and host that the reader asked, for addresses that leave the
    site.
    """

    path: Mapping[str, str]
    asked: Mapping[str, str]
    every: Mapping[str, tuple[str, ...]]
    now: str
    ways: Ways
    seen_at: str | None = None
    may_check: bool = False
    origin: str = ""

    def number(self, name: str) -> int:
        """A number of the path.  Raises NotThere where no row can have it."""
        digits = self.path[name].lstrip("0") or "0"
        # Python reads no number of more than 4,300 digits.
        if len(digits) > _MOST_DIGITS or int(digits) >= 2**63:
            raise NotThere(f"There is no {name.replace('_id', '')} {digits[:_SHOWN_DIGITS]}.")
        return int(digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be drawn: a template below ``html/archive``, and what it is told."""

    template: str
    told: Mapping[str, object]
    seen: bool = False  # it tells what happened: a visit begins with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A body that is sent as it is (a feed, bytes): it can neither run nor load anything.

    ``file_name``: it is a file to be kept, or, where ``is_shown``, to be looked at first.
    """

    body: bytes
    content_type: str
    file_name: str | None = None
    headers: Mapping[str, str] | None = None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file that is sent as it is read; ``rest`` reads the next, None at the end."""

    body: bytes
    rest: Callable[[Archive], Part] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed:
    """A file that is sent part by part; of each part the archive is asked anew."""

    first: Part
    content_type: str
    file_name: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The page is at another address of ours."""

    address: str


class NotThere(Exception):
    """What was asked for is not in the archive; ``told`` says so in one sentence.

    ``find`` are words to search for instead, None where there are none.
    """

    def __init__(self, told: str, *, find: str | None = None) -> None:
        super().__init__(told)
        self.told = told
        self.find = find


class Unclear(Exception):
    """The question cannot be understood; ``told`` says why, ``remedy`` how to ask."""

    def __init__(self, told: str, remedy: str) -> None:
        super().__init__(told)
        self.told = told
        self.remedy = remedy
