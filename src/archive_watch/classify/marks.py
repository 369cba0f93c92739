"""Signs among the words that are no words: marks of redaction, and the names of hosts.

A mark of redaction says that words were there.  The name of a host, or an address, is what an
archive rewrites by itself when it takes a page over: its figures are no numbers and no dates.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator

from archive_watch.model.change import Flag

_REDACTED = re.compile(
    r"[\[(<{][^\[\](){}<>]{0,60}\b(?:redacted|withheld|deleted|excised|sanitized|classified|censored|expunged"
    r"|name removed|names removed)\b[^\[\](){}<>]{0,60}[\])>}]"
    r"|[\[(]\s*b\s*[\])]\s*[\[(]\s*\d{1,2}\s*[\])](?:\s*\([A-Z]\))?"
    r"|[█▇■▮▬]{2,}|\bX{4,}\b|\bREDACTED\b",
    re.IGNORECASE,
)
_MAY_BE_REDACTED = re.compile(r"[\[(<{█▇■▮▬X]|REDACTED")
_LOUD = re.compile(r"\bX{4,}\b|\bREDACTED\b")
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
_ADDRESS = re.compile(
    rf"(?:https?://|ftp://|mailto:)\S+|\b[\w.+-]{{1,64}}+@{_HOST}"
    rf"|\b(?<![@\w.-])(?P<host>{_HOST})(?P<path>/\S*)?"
)
_TOP_LEVEL = re.compile(r"\.[A-Za-z]{2}")
_SCHEME = re.compile(r"^(?:https?|ftp)://", re.IGNORECASE)
_ENDS = ".,;:!?)]}>\"'”’"
_TOP = frozenset("gov com org net edu mil int info us uk eu".split())


def redaction_flags(old: str, new: str) -> Iterator[Flag]:
    """The marks of redaction that one text has and the other has not."""
    before, after = Counter(_marks(old)), Counter(_marks(new))
    gone, come = list((before - after).elements()), list((after - before).elements())
    if gone or come:
        yield Flag(kind="redaction", old=" ".join(gone) or None, new=" ".join(come) or None)


def hosts_rewritten(old: str, new: str) -> list[tuple[str, str]]:
    """The hosts that became other hosts of the same site, all else of their addresses as it was."""
    before, after = Counter(addresses_in(old)), Counter(addresses_in(new))
    come: dict[tuple[str, str], list[str]] = {}
    for now in (after - before).elements():
        come.setdefault(_place(now), []).append(now)
    found = (
        (was, others.pop(0))
        for was in (before - after).elements()
        if (others := come.get(_place(was)))
    )
    return [(was, now) for was, now in found if _host_of(was) != _host_of(now)]


def addresses_in(text: str) -> list[str]:
    """The addresses and names of hosts in ``text``, in order."""
    return [span[2] for span in address_spans(text)]


def address_spans(
    text: str, begin: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int, str]]:
    """Where the addresses between two places of ``text`` begin and end, and what they are."""
    if not (
        _TOP_LEVEL.search(text, begin, end)
        or text.find("://", begin, end) >= 0
        or text.find("mailto:", begin, end) >= 0
    ):
        return
    for found in _ADDRESS.finditer(text, begin, end):
        host = found["host"]
        if host is not None and not _is_host(host):
            continue
        said = found.group().rstrip(_ENDS)
        yield found.start(), found.start() + len(said), said


def spans_that_are_no_words(
    text: str, begin: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int]]:
    """Where addresses and marks of redaction stand between two places of ``text``."""
    yield from ((first, last) for first, last, _ in address_spans(text, begin, end))
    yield from (found.span() for found in _marks_in(text, begin, end))


def redactions_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the marks of redaction in ``text`` begin and end."""
    yield from (found.span() for found in _marks_in(text))


def with_hosts_rewritten(text: str, pairs: list[tuple[str, str]]) -> str:
    """``text`` with the first of each pair of addresses as the second."""
    becomes: dict[str, list[str]] = {}
    for was, now in pairs:
        becomes.setdefault(was, []).append(now)
    parts, at = [], 0
    for begin, end, said in address_spans(text):
        if others := becomes.get(said):
            parts += [text[at:begin], others.pop(0)]
            at = end
    return "".join([*parts, text[at:]])


def _is_host(name: str) -> bool:
    """Whether a name with dots is one of a host: U.S. and a missing space behind a stop are not."""
    labels = name.split(".")
    return labels[-1].lower() in _TOP and labels[-1] == labels[-1].lower() and len(name) > 5


def _place(address: str) -> tuple[str, str]:
    """The site and the path of an address: what stays when its host is rewritten."""
    host, slash, path = _SCHEME.sub("", address).partition("/")
    return ".".join(host.lower().split(".")[-2:]), slash + path


def _host_of(address: str) -> str:
    return _SCHEME.sub("", address).partition("/")[0].lower()


def _marks(text: str) -> list[str]:
    return [found.group() for found in _marks_in(text)]


def _marks_in(text: str, begin: int = 0, end: int = sys.maxsize) -> list[re.Match[str]]:
    if not _MAY_BE_REDACTED.search(text, begin, end):
        return []
    return [
        found
        for found in _REDACTED.finditer(text, begin, end)
        if not found.group()[0].isalpha() or _LOUD.fullmatch(found.group())
    ]
