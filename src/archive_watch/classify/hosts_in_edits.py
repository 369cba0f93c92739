"""Where in an edit an archive rewrote the name of its host, and what else is named there."""

from __future__ import annotations

import re

from archive_watch.classify.marks import address_spans, addresses_in, hosts_rewritten
from archive_watch.model.change import Edit, Sign

HostPair = tuple[str, str]
"""The host that stood there, and the one that stands there now."""
_BEFORE_HOST = re.compile(r"^(?:[a-z]+://)?(?:[^/@]*@)?", re.IGNORECASE)


def host_pairs_in(edit: Edit) -> list[tuple[int, int, HostPair]]:
    """The rewritten addresses of an edit: begin and end in its old words, and both hosts."""
    old = "".join(run.text for run in edit.excerpt if run.sign is not Sign.ADDED)
    if "." not in edit.removed or "." not in old:
        return []
    new = "".join(run.text for run in edit.excerpt if run.sign is not Sign.REMOVED)
    pairs = dict(hosts_rewritten(old, new))
    return [
        (begin, end, (host_of(said), host_of(pairs[said])))
        for begin, end, said in address_spans(old)
        if said in pairs
    ]


def hosts_named(text: str) -> list[str]:
    """The hosts of the addresses in a line of plain words."""
    return [host_of(address) for address in addresses_in(text)]


def host_of(address: str) -> str:
    """The host of an address, or of a mailbox, in small letters."""
    return _BEFORE_HOST.sub("", address).partition("/")[0].lower()
