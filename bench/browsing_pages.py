"""The pages of a large archive: their versions, spans and checks, one page after the other."""

from __future__ import annotations

import json
import random
from datetime import datetime
from itertools import accumulate, pairwise

import zstandard

from archive_watch.extract.page import EXTRACTOR_VERSION
from browsing_changes import Changes
from browsing_links import Links
from browsing_rows import Rows, ago, digest
from browsing_texts import Edited, Said, back, first, following
from browsing_words import HOSTS, Language

_STATES = {
    "live": 950, "removed": 12, "moved": 10, "withheld": 2, "blocked": 5, "unreachable": 3,
    "suspect": 3, "paused": 5, "new": 5,
}  # fmt: skip
_VERSIONS = {1: 9150, 2: 700, 3: 130, 5: 15, 8: 5}
_MOST_EDITED = 7  # this page has more versions than any other
_MOST_VERSIONS = 150
_SECTIONS = ("remarks", "briefings", "statements", "factsheets", "r/pa/prs/ps", "speeches")
HEADER_SETS = 200


class Pages:
    """Writes pages with all that belongs to them."""

    def __init__(
        self, words: Language, draw: random.Random, now: datetime, *, links: Links, changes: Changes
    ) -> None:
        self._words, self._draw, self._now = words, draw, now
        self._links, self._changes = links, changes
        self._packer = zstandard.ZstdCompressor(level=1)
        self._site_shares = tuple(accumulate(1 / rank for rank in range(1, len(HOSTS) + 1)))

    def write(self, rows: Rows, number: int) -> None:
        """A page, its versions, and the steps between them."""
        draw = self._draw
        site = draw.choices(range(1, len(HOSTS) + 1), cum_weights=self._site_shares)[0]
        state = draw.choices(list(_STATES), weights=list(_STATES.values()))[0]
        if number <= _MOST_EDITED:
            state = "live"
        count = draw.choices(list(_VERSIONS), weights=list(_VERSIONS.values()))[0]
        count = _MOST_VERSIONS if number == _MOST_EDITED else count
        self._write_page(rows, number, site, state, is_changed=count > 1)
        if state == "new":
            return
        versions = self._write_versions(rows, number, count)
        self._write_steps(rows, number, versions, is_gone=state == "removed")

    def _write_page(
        self, rows: Rows, number: int, site: int, state: str, *, is_changed: bool
    ) -> None:
        draw, words = self._draw, self._words.words
        year, name = draw.randint(1997, 2025), f"{draw.choice(words)}-{draw.choice(words)}-{number}"
        address = f"{draw.choice(_SECTIONS)}/{year}/{name}.htm"
        host = HOSTS[site - 1]
        last = draw.uniform(0, 20)
        rows.add(
            "pages", id=number, site_id=site, url=f"https://{host}/{address}", key=f"//{host}/{address}",
            state=state, state_since=ago(self._now, draw.uniform(20, 700)), added_at=ago(self._now, 750),
            added_by="discovery", failures=int(state in {"blocked", "unreachable"}),
            last_checked_at=None if state == "new" else ago(self._now, last),
            last_ok_at=None if state == "new" else ago(self._now, last),
            last_changed_at=ago(self._now, draw.uniform(last, 700)) if is_changed else None,
            next_fetch_at=None if state == "paused" else ago(self._now, -draw.uniform(0.1, 40)),
            tags=json.dumps(["watched"] if draw.random() < 0.05 else []),
        )  # fmt: skip
        rows.add("page_ids", page_id=number, kind="htm_number", value=str(number), url=None,
                 first_seen_at=ago(self._now, 750))  # fmt: skip
        rows.add(
            "discovered_pages", source_id=site, page_id=number, first_seen_at=ago(self._now, 750)
        )

    def _write_versions(
        self, rows: Rows, page_id: int, count: int
    ) -> list[tuple[int, int, Edited]]:
        """Number, capture and edit of each version."""
        said, edit, text_id = first(self._words, self._draw, page_id), Edited(kind="text"), 0
        versions = []
        for number in range(1, count + 1):
            before = said.text
            if number > 1:
                said, edit = following(said, self._words, self._draw)
            if number == 1 or said.text != before:
                text_id = self._write_text(rows, page_id, number, said)
            capture_id = self._write_capture(rows, page_id, number, said)
            version_id = rows.number("versions")
            self._write_version(
                rows, version_id, page_id, number, said, text_id, capture_id,
                is_current=number == count,
            )  # fmt: skip
            versions.append((version_id, capture_id, edit))
        return versions

    def _write_text(self, rows: Rows, page_id: int, number: int, said: Said) -> int:
        text_id, text = rows.number("texts"), said.text
        rows.add("texts", id=text_id, sha256=digest("text", page_id, number), words=len(text.split()),
                 text=text)  # fmt: skip
        return text_id

    def _write_capture(self, rows: Rows, page_id: int, number: int, said: Said) -> int:
        body = f"<html><title>{said.title}</title><p>{'<p>'.join(said.paragraphs)}".encode()
        capture_id = rows.number("captures")
        rows.add(
            "captures", id=capture_id, sha256=digest("capture", page_id, number), size=len(body),
            media_type="text/html", codec="zstd", stored_at=ago(self._now, 700),
            data=self._packer.compress(body),
        )  # fmt: skip
        return capture_id

    def _write_version(
        self, rows: Rows, version_id: int, page_id: int, number: int, said: Said, text_id: int,
        capture_id: int, *, is_current: bool,
    ) -> None:  # fmt: skip
        state = digest("state", page_id, number)
        rows.add(
            "versions", id=version_id, page_id=page_id, number=number, state_sha256=state,
            text_id=text_id, comparable_sha256=state, metadata_sha256=state, links_sha256=state,
            turns_sha256=state, title=said.title, html_title=said.title, doctype=said.doctype,
            speaker=said.speaker, role=said.role, place=said.place, published_on=said.published_on,
            media_type="text/html", extractor=str(EXTRACTOR_VERSION), capture_id=capture_id,
            first_seen_at=ago(self._now, 700 - number), is_current=int(is_current),
        )  # fmt: skip
        rows.add("readings", page_id=page_id, slice_sha256=state, version_id=version_id)
        for position, label, start, length in said.turns():
            rows.add("turns", version_id=version_id, position=position, speaker=label, person=None,
                     kind="speech", start=start, length=length)  # fmt: skip
        for position, start, length in said.blocks():
            rows.add("text_blocks", version_id=version_id, position=position, kind="paragraph", level=0,
                     start=start, length=length)  # fmt: skip
        self._links.of_version(rows, version_id)

    def _write_steps(
        self, rows: Rows, page_id: int, versions: list[tuple[int, int, Edited]], *, is_gone: bool
    ) -> None:
        """The spans of a page in order, ending with its last version, and what changed between."""
        walk = list(range(len(versions)))
        while len(walk) > 1 and self._draw.random() < 0.7:
            walk = [*walk[:-1], walk[-1], walk[-2], walk[-1]]  # an edit undone, and made again
        if is_gone:
            walk.append(-1)
        times = sorted((self._draw.uniform(0, 700) for _ in walk), reverse=True)
        for place, days in zip(walk, times, strict=True):
            self._write_span(rows, page_id, versions[place] if place >= 0 else None, days)
        for (one, began), (other, ended) in pairwise(zip(walk, times, strict=True)):
            self._write_change(rows, page_id, versions, (one, other), (began, ended))

    def _write_change(
        self, rows: Rows, page_id: int, versions: list[tuple[int, int, Edited]],
        places: tuple[int, int], days: tuple[float, float],
    ) -> None:  # fmt: skip
        one, other = places
        before = versions[one]
        after: tuple[int, int] | tuple[None, None] = (
            versions[other][:2] if other >= 0 else (None, None)
        )
        edit = _edit(versions, one, other)
        self._changes.write(
            rows, page_id=page_id, versions=(before[0], after[0]), captures=(before[1], after[1]),
            step="state" if other >= 0 else "removed", edit=edit,
            days=(min(days[0], days[1] + 2), days[1]),
        )  # fmt: skip

    def _write_span(
        self, rows: Rows, page_id: int, version: tuple[int, int, Edited] | None, days: float
    ) -> None:
        """A span with its first check in full and a few that found nothing new."""
        draw = self._draw
        checks = draw.randint(2, 4)
        first_id = 0
        for check in range(checks):
            fetch_id = rows.number("fetches")
            first_id = first_id or fetch_id
            self._write_fetch(
                rows, fetch_id, page_id, version, days - check / 10, is_first=check == 0
            )
        rows.add(
            "spans", id=rows.number("spans"), page_id=page_id,
            version_id=version[0] if version else None, first_seen_at=ago(self._now, days),
            last_seen_at=ago(self._now, days - checks / 10 + 0.1), last_full_at=ago(self._now, days),
            checks=checks, how="304" if version else "absent", source="live", first_fetch_id=first_id,
            first_capture_id=version[1] if version else None,
            last_capture_id=version[1] if version else None,
        )  # fmt: skip

    def _write_fetch(
        self, rows: Rows, fetch_id: int, page_id: int, version: tuple[int, int, Edited] | None,
        days: float, *, is_first: bool,
    ) -> None:  # fmt: skip
        outcome = "missing" if version is None else "changed" if is_first else "not_modified"
        rows.add(
            "fetches", id=fetch_id, page_id=page_id, run_id=1 + fetch_id % 3_000,
            observed_at=ago(self._now, days), source="live", outcome=outcome,
            status=404 if version is None else 200 if is_first else 304,
            elapsed_ms=self._draw.randint(40, 900), capture_id=version[1] if version and is_first else None,
            version_id=version[0] if version else None,
            how="absent" if version is None else "read" if is_first else "304",
        )  # fmt: skip
        if is_first and version is not None:
            self._write_exchange(rows, fetch_id)

    def _write_exchange(self, rows: Rows, fetch_id: int) -> None:
        rows.add(
            "exchanges", fetch_id=fetch_id, status_line="HTTP/1.1 200 OK", request_id=1,
            response_id=2 + fetch_id % HEADER_SETS, date="Thu, 26 Nov 2026 09:27:52 GMT",
            remote_address="203.0.113.7", tls_version="TLSv1.3",
            certificate_sha256=digest("certificate", fetch_id % 12),
        )  # fmt: skip


def _edit(versions: list[tuple[int, int, Edited]], one: int, other: int) -> Edited:
    """What leads from one version to another; ``other`` -1: the page is gone."""
    if other < 0:
        return Edited(kind="removed")
    return versions[other][2] if other > one else back(versions[one][2])
