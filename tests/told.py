"""An invented digest and an invented diff in which every text is hostile."""

from __future__ import annotations

from archive_watch.classify.changes import classify_change
from archive_watch.model.change import Sign
from archive_watch.model.incident import IncidentKind
from archive_watch.report.coverage import Coverage
from archive_watch.report.diffs import DrawnDiff, Side
from archive_watch.report.digest import Digest, ToldIncident, ToldPage
from archive_watch.report.told_change import ToldChange, ToldEdit
from archive_watch.report.told_link import ToldLink
from transcripts import transcript

HOSTILE = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> `*_[x](javascript:alert(3)) | # &lt;"
    " \x1b]0;owned\x07\x1b[31m \x9b31m \u202egnp.exe\u202c \u200bzero \ud800\nFORGED LINE\r- - -"
)
SCRIPT_ADDRESS = "javascript:alert(4)"
WEB_ADDRESS = 'https://a.example/?q="><script>alert(5)</script>&r=1 \u202e'
_AT = "2021-05-01T10:00:00Z"
LONG = "This paragraph is long enough to be known again wherever it stands, as a whole."


def change(
    number: int = 1, *, kind: str = "text", severity: int = 50, text: str = HOSTILE,
    url: str = SCRIPT_ADDRESS, edits: int = 1,
) -> ToldChange:  # fmt: skip
    excerpt = ((Sign.KEPT, text), (Sign.REMOVED, text), (Sign.ADDED, text))
    edit = ToldEdit(speaker=text, removed=text, added=text, excerpt=excerpt)
    return ToldChange(
        id=number, url=url, host="a.example", title=text, kind=kind, severity=severity,
        aspects=(kind,), flags=("number",), not_before=_AT, not_after=_AT, source="live",
        from_version=1, to_version=2, from_capture_sha256=None, to_capture_sha256=None,
        words_added=1, words_removed=1, summary=text, beside=text, edits=(edit,) * edits,
    )  # fmt: skip


def link(state: str = "broken", *, places: int = 1, text: str = HOSTILE) -> ToldLink:
    return ToldLink(
        url=WEB_ADDRESS, state=state, reason="http", status=404, failing_since=_AT,
        last_ok_at=None, found_on=((WEB_ADDRESS, text),) * places,
    )  # fmt: skip


def digest(*changes: ToldChange, links: tuple[ToldLink, ...] = ()) -> Digest:
    return Digest(since=None, until=_AT, coverage=_coverage(), changes=changes, links=links)


def hostile_digest() -> Digest:
    page = ToldPage(url=SCRIPT_ADDRESS, title=HOSTILE, state="suspect", since=_AT,
                    last_seen_at=_AT, detail=HOSTILE)  # fmt: skip
    return Digest(
        since=_AT, until=_AT, coverage=_coverage(),
        changes=(change(1), change(2, kind="removed", url=WEB_ADDRESS), change(3, kind="cosmetic")),
        suspects=(page,), moved=(page,), links=(link(), link("suspected")),
        incidents=(ToldIncident(kind=IncidentKind.BLOCKED_HOST, about=HOSTILE, since=_AT, occurrences=2,
                                detail=HOSTILE),),
    )  # fmt: skip


def _coverage() -> Coverage:
    return Coverage(pages=3, read=3, checked=3, never_read=0, states={"live": 3})


def hostile_diff() -> DrawnDiff:
    """One of each step: edited, moved, inserted, deleted, under another label, unchanged."""
    same = [f"Paragraph {at} stays where it was and says what it said before." for at in range(6)]
    old = transcript(f"MR PRICE: We will not go there. {HOSTILE}", LONG, *same, "MR PRICE: Yes.",
                     "What left was said here once, and by nobody in particular.", same[0])  # fmt: skip
    new = transcript(f"MR PRICE: We will go there. {HOSTILE}", *same, LONG, "MS DOE: Yes.",
                     same[0], f"What came in was never said before. {HOSTILE}")  # fmt: skip
    finding, ops = classify_change(old, new)
    return DrawnDiff(before=_side(1), after=_side(2), finding=finding, ops=ops)


def _side(version: int) -> Side:
    return Side(url=SCRIPT_ADDRESS, version=version, observed_at=_AT, title=HOSTILE,
                capture_sha256="a" * 64)  # fmt: skip
