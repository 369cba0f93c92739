"""How fetch tells its visits: each as soon as it is kept, and none remembered but for one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace

from archive_watch.cli.printing import counted, print_json, print_json_line
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import NothingReadable
from archive_watch.model.url import host_of
from archive_watch.model.visit import Visit
from archive_watch.report.visible import visible
from archive_watch.services.checking.fetch_pages import is_left_alone, was_read
from archive_watch.storage.wanted import WantedPages


class VisitPrinter:
    """Prints each visit once it is kept, under the address by which its page was asked for.

    ``given``: the addresses of ``wanted``, in the same order, where they were named.  In ``text`` a
    host that is left alone is told once, with the number of its pages.
    """

    def __init__(self, form: str, bar: Progress, wanted: WantedPages, given: Sequence[str]) -> None:
        self._form = form
        self._bar = bar
        self._wanted = wanted
        self._given = given
        self._echoes: dict[int, list[str]] = {}
        for number, url in zip(wanted.in_order, given, strict=False):
            self._echoes.setdefault(number, []).append(url)
        self._document: dict[int, Visit] = {}
        self._alone: Counter[str] = Counter()

    def __call__(self, page_id: int, visit: Visit) -> None:
        """Print one visit, in the forms that print as they go."""
        self._bar.step()
        if self._form == "json":
            self._document[page_id] = visit
        elif self._form == "text" and is_left_alone(visit):
            self._alone[host_of(visit.url)] += 1
        else:
            self._print(page_id, visit)

    def end(self) -> None:
        """Print what is to be told at the end."""
        for host, pages in self._alone.items():
            say(visible(f"{'deferred':<14} {host} (on_hold): {counted(pages, 'page')}"))
        if self._form == "json":
            print_json(self._in_order())

    def _print(self, page_id: int, visit: Visit) -> None:
        for url in self._echoes.get(page_id, [visit.url]):
            echoed = replace(visit, url=url)
            if self._form == "jsonl":
                print_json_line(asdict(echoed))
            else:
                say(_line(echoed))

    def _in_order(self) -> list[dict[str, object]]:
        """One visit an argument, or a page, in their order."""
        visits = [self._document[number] for number in self._wanted.in_order]
        urls = self._given or [visit.url for visit in visits]
        return [asdict(replace(one, url=url)) for one, url in zip(visits, urls, strict=True)]


def _line(visit: Visit) -> str:
    reason = f" ({visit.reason})" if visit.reason else ""
    change = f"  change {visit.change_id}" if visit.change_id is not None else ""
    return f"{visit.outcome.value:<14} {visible(visit.url)}{reason}{change}"


def _remedy(reasons: Counter[str]) -> str:
    """What to do where nothing could be read, for the reasons why."""
    if set(reasons) == {"rejected (private_address)"}:
        return (
            "such an address is asked only where [fetch] allow_networks names its network,"
            ' as in allow_networks = ["127.0.0.0/8"]'
        )
    if set(reasons) == {"needs_review (over_budget)"}:
        return (
            "its bytes are kept; `archive-watch report` says what is too much of it, and"
            " `archive-watch pause URL` leaves it alone"
        )
    return "`archive-watch doctor --probe HOST` shows the evidence and the ways on"


class VisitCounts:
    """What the visits of a command came to: one page is one check, however often it was named."""

    def __init__(self) -> None:
        self.checked = 0
        self.matters = False
        self._read = 0
        self._outcomes: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()

    def count(self, visit: Visit) -> None:
        """Count one more."""
        self.checked += 1
        self._outcomes[visit.outcome.value] += 1
        self.matters = self.matters or visit.change_id is not None or not was_read(visit)
        if was_read(visit):
            self._read += 1
        else:
            self._reasons[f"{visit.outcome.value} ({visit.reason})"] += 1

    def summary(self) -> str:
        """How many pages were checked, with which outcomes."""
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in self._outcomes.most_common())
        return f"{self.checked:,} checked: {told}"

    def must_have_read_something(self) -> None:
        """Raise NothingReadable where pages were asked for and none could be read."""
        if not self.checked or self._read:
            return
        reasons = self._reasons
        raise NothingReadable(
            f"the page could not be read: {next(iter(reasons))}"
            if self.checked == 1
            else f"none of the {self.checked:,} pages could be read: "
            + ", ".join(f"{count:,} × {reason}" for reason, count in reasons.most_common(5)),
            remedy=_remedy(reasons),
        )
