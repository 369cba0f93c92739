"""The one stylesheet and the one script of our pages, at addresses that change when they do.

The looks are those of the reports (one palette, one way to mark what came and went); what only these
pages need is in ``static/reading.css``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from datasette import Response

from archive_watch.report.diff_page_keys import DIFF_KEYS
from archive_watch.report.diff_page_style import DIFF_STYLE
from archive_watch.report.page_style import STYLE as REPORT_STYLE

_STATIC = Path(__file__).parent / "static"
_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is sent with our pages; ``address`` holds its digest, so it is kept for ever."""

    name: str
    ending: str
    body: str
    content_type: str

    @property
    def address(self) -> str:
        """Where it is, below Datasette's ``base_url``."""
        digest = sha256(self.body.encode()).hexdigest()[:12]
        return f"/-/archive-watch/{self.name}-{digest}.{self.ending}"

    def answer(self) -> Callable[..., Awaitable[Response]]:
        """The route that sends the file: a plain function, Datasette 1.0 takes no method."""

        async def route(request: Any) -> Response:  # noqa: ARG001  (Datasette asks by name)
            headers = {"cache-control": _A_YEAR, "x-content-type-options": "nosniff"}
            return Response(body=self.body, headers=headers, content_type=self.content_type)

        return route


def _text(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


STYLE = Asset("reading", "css", f"{REPORT_STYLE}{DIFF_STYLE}{_text('reading.css')}", "text/css")
SCRIPT = Asset("reading", "js", f"{DIFF_KEYS}{_text('reading.js')}", "text/javascript")
