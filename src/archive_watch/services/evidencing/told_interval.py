"""When a change happened, as the check log proves it: no more than that, and no less."""

from __future__ import annotations

from collections import Counter

from archive_watch.services.evidencing.gather_evidence import Evidence
from archive_watch.storage.told_checks import ToldCheck

_HOW = {
    "304": "the server said that nothing was new",
    "same bytes": "the very same bytes were answered",
    "same slice": "the part of the page that holds its words was the same",
    "read": "the page was read in full",
    "absent": "the page was seen to be gone",
}


def told_interval(evidence: Evidence) -> tuple[str, ...]:
    """Sentences about the interval, each of which a line of the check log bears out."""
    change = evidence.change.told
    first, last = change["not_before"], change["not_after"]
    told = [
        f"It happened after {first} and not later than {last} (UTC). Nobody knows more: the first is"
        " the last time that the old state was read in full, the second the first sight of the new."
    ]
    if evidence.page is None:
        return (
            *told,
            f"The same edit was seen on {change['pages']} pages of {change['host']}; the interval is"
            " from the first of them to the last.",
        )
    for name, at in (("The old state was last", first), ("The new one was first", last)):
        check = next((one for one in evidence.checks if one["observed_at"] == at), None)
        if check is not None:
            told.append(f"{name} seen {at}: {_seen(check)}.")
    between = [one for one in evidence.checks if first < one["observed_at"] < last]
    if between:
        told.append(
            f"Between them {_counted(between)}; none of them is a full read of either state."
        )
    if change["kind"] == "removed":
        told += _confirmed(evidence)
    return tuple(told)


def _confirmed(evidence: Evidence) -> list[str]:
    """How often the page was seen gone in a row, as far as the bundle's log goes."""
    gone: list[str] = []
    for check in evidence.checks:
        if check["observed_at"] >= evidence.change.told["not_after"]:
            if check["how"] not in {"absent", None}:
                break
            gone += [check["observed_at"]] if check["how"] == "absent" else []
    return (
        [f"It was seen to be gone {len(gone)} times in a row: {', '.join(gone)}."] if gone else []
    )


def _seen(check: ToldCheck) -> str:
    how = _HOW.get(check["how"] or "", check["outcome"])
    status = f", status {check['status']}" if check["status"] is not None else ""
    signs = f" ({'; '.join(check['evidence'])})" if check["evidence"] else ""
    return f"{how}{status}{signs}"


def _counted(checks: list[ToldCheck]) -> str:
    outcomes = Counter(check["outcome"].replace("_", " ") for check in checks)
    each = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return f"there {'was 1 check' if len(checks) == 1 else f'were {len(checks)} checks'} ({each})"
