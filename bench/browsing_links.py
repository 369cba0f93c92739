"""The links of a large archive: their states, their checks, and which of them a version holds."""

from __future__ import annotations

import random
from datetime import datetime
from itertools import accumulate

from browsing_rows import Rows, ago
from browsing_words import Language

_STATES = {
    "ok": 850, "redirected": 30, "moved": 20, "suspected": 6, "broken": 25, "gone": 15,
    "soft_404": 9, "blocked": 10, "excluded": 15, "unchecked": 20,
}  # fmt: skip
_FAILING = frozenset({"suspected", "broken", "gone", "soft_404"})
_STATUSES = {
    "ok": 200,
    "redirected": 200,
    "moved": 200,
    "gone": 410,
    "soft_404": 200,
    "blocked": 403,
}
_CHECKS = 3


class Links:
    """``count`` links, drawn from by versions: a few stand on very many pages."""

    def __init__(
        self, words: Language, draw: random.Random, *, count: int, hosts: list[str]
    ) -> None:
        self._words, self._draw, self._hosts = words, draw, hosts
        self._numbers = range(1, count + 1)
        self._shares = tuple(accumulate(1 / (20 + rank) ** 0.8 for rank in self._numbers))

    def write(self, rows: Rows, now: datetime) -> None:
        """The links themselves, with their checks and what was found in place of the broken."""
        states = list(_STATES)
        drawn = self._draw.choices(states, weights=list(_STATES.values()), k=len(self._numbers))
        for number, state in zip(self._numbers, drawn, strict=True):
            self._write_one(rows, now, number, state)

    def _write_one(self, rows: Rows, now: datetime, number: int, state: str) -> None:
        draw, words = self._draw, self._words.words
        host = (
            draw.choice(self._hosts) if draw.random() < 0.6 else f"{words[number % 5_000]}.example"
        )
        url = f"https://{host}/{draw.choice(words)}/{number}"
        since = draw.uniform(1, 400)
        failing, was_ok = state in _FAILING, state not in {"unchecked", "excluded"}
        found = f"https://{host}/found/{number}" if failing and draw.random() < 0.5 else None
        checks = _CHECKS if state not in {"unchecked", "excluded"} else 0
        rows.add(
            "links", id=number, url=url, host=host, state=state,
            reason={"broken": "http", "soft_404": "not_found_page", "blocked": "block_page"}.get(state),
            status=_STATUSES.get(state, 404 if failing else None),
            final_url=f"{url}/index" if state in {"redirected", "moved"} else url if checks else None,
            first_seen_at=ago(now, since + 400), last_ok_at=ago(now, since) if was_ok else None,
            failing_since=ago(now, since) if failing else None, checks=checks,
            checked_at=ago(now, draw.uniform(0, 1)) if checks else None,
            failures=_CHECKS - 1 if failing else 0,
            next_check_at=None if state == "excluded" else ago(now, -draw.uniform(0.1, 30)),
            suggestion_url=found, suggestion_kind="sister" if found else None,
            suggestion_verified_at=ago(now, 1) if found else None,
            title=self._words.sentences[number],
        )  # fmt: skip
        for check in range(checks):
            rows.add(
                "link_checks", id=rows.number("link_checks"), link_id=number, run_id=None,
                checked_at=ago(now, 10 * (_CHECKS - check) - draw.random()),
                state="ok" if check == 0 else state, status=_STATUSES.get(state, 404),
                final_url=url, elapsed_ms=draw.randint(20, 900), title=self._words.sentences[number],
            )  # fmt: skip

    def of_version(self, rows: Rows, version_id: int) -> None:
        """About three links for a version, in its words or beside them."""
        draw, words = self._draw, self._words
        chosen = draw.choices(self._numbers, cum_weights=self._shares, k=draw.randint(0, 5))
        for position, link_id in enumerate(chosen):
            context = draw.choice(words.sentences)
            rows.add(
                "page_links", version_id=version_id, position=position, link_id=link_id,
                text=" ".join(context.split()[2:5]), context=context, scheme_counts=0,
                area="body" if draw.random() < 0.8 else "related",
            )  # fmt: skip
