"""docs/outcomes.md, written from the faults: what a server can do wrong, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from faults import GROUPS
from hostile.by_proxy import BY_PROXY
from hostile.encrypted import ENCRYPTED, SECURED
from hostile.scripts import Check

_HEAD = """\
# What a server can do wrong, and what comes of it

Generated from the tests by `make docs`: every line is a real server on loopback that is asked in
each run of the tests, by the fetch door alone and by the whole program.

An outcome with its reason is what `fetch` prints and what `check_log` keeps; `exchange_log` keeps
what was asked and answered. None of them ever becomes a version of a page, but those that are read
in spite of the fault (`new`). All end within `[fetch] deadline_seconds`, waiting for a host's pace
not counted; none takes more of a body than `[fetch] max_bytes`, coded or decoded, nor more than
64 KB of headers.

- `network_error`: nothing was heard that can be judged. The page is asked again; it is never taken
  for gone.
- `rejected`: we do not ask there, or do not take that much. Nothing is known of the page.
- `server_error`: the host says that it is in trouble, or what makes no sense.
- `blocked`: the host shuts us out. `missing`, `soft_missing`: it says that the page is gone.
- `needs_review`: it is no page that can be read, or half of one. Its bytes are kept.
"""


class _Told(Protocol):
    @property
    def told(self) -> str: ...
    @property
    def check(self) -> Check: ...


def outcomes_document() -> str:
    """The document as it must stand in docs/outcomes.md."""
    groups: dict[str, Mapping[str, _Told]] = {
        **GROUPS,
        "TLS": ENCRYPTED | SECURED,
    }
    parts = [_HEAD]
    parts += [_table(title, "The server", group.values()) for title, group in groups.items()]
    parts.append(_table("The operator's own proxy", "The proxy", BY_PROXY.values()))
    return "".join(parts)


def _table(title: str, who: str, faults: Iterable[_Told]) -> str:
    lines = [f"\n## {title}\n", f"| {who} … | outcome | reason |", "|---|---|---|"]
    for fault in faults:
        outcome, reason = fault.check
        lines.append(f"| {fault.told} | `{outcome}` | {f'`{reason}`' if reason else ''} |")
    return "\n".join(lines) + "\n"
