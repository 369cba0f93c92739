"""An edit of a page that is under contract not to change weighs more than the same edit elsewhere.

Only edits of what is said count: not typography, not metadata, not links, and not the archive's own
rewriting of a host's name.  The severity rises by 25, to 100 at the most, so that edits keep their
order: words come to 75 and more, a vanished "not" to 100.  Capitals and stops alone stay where they
are, at the bottom: the page was touched, and that is told, but nothing that it says is another.
"""

from __future__ import annotations

from dataclasses import replace

from archive_watch.classify.severity import Slight
from archive_watch.model.change import ChangeKind, Finding

RAISED_BY = 25
_OF_WORDS = frozenset({
    ChangeKind.TEXT, ChangeKind.TURN_ADDED, ChangeKind.TURN_REMOVED, ChangeKind.ATTRIBUTION,
    ChangeKind.MOVED_TEXT, ChangeKind.TRUNCATED, ChangeKind.REPLACED,
})  # fmt: skip


def breaks_a_freeze(finding: Finding) -> bool:
    """Whether a change is one that a frozen page may not have."""
    is_of_hosts = bool(finding.flags) and all(flag.kind == "host" for flag in finding.flags)
    if is_of_hosts and set(finding.aspects) <= {
        ChangeKind.TEXT,
        ChangeKind.REVERTED,
        ChangeKind.LINKS,
    }:
        return finding.severity >= _MORE_THAN_A_HOST
    return bool(_OF_WORDS & set(finding.aspects))


_MORE_THAN_A_HOST = 25  # a host's name alone weighs 10, a link that points there 20


def edited_after_freeze(finding: Finding, contract: str) -> Finding:
    """The finding as it weighs where ``contract`` says that the page is frozen."""
    said = [one for one in finding.why if one.startswith("severity ")]
    severity = finding.severity
    if severity > Slight.CASE:
        severity = min(100, severity + RAISED_BY)
        most = ", 100 at the most" if severity == 100 else ""
        said.append(
            f"severity {severity}: {RAISED_BY} more because the page should not change{most}"
        )
    why = (
        *(one for one in finding.why if not one.startswith("severity ")),
        f"edited after freeze: {contract}",
        *said,
    )
    return replace(finding, severity=severity, why=why, after_freeze=contract)
