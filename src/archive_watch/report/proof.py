"""A proof that a page said the same, in words that can be handed on, with its limits beside them.

The sentences claim what the checks saw and when; what they cannot know stands in the limits, never
left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive_watch.model.duration import duration_text
from archive_watch.model.version import How
from archive_watch.model.visit import SAW_IT_GONE, Outcome
from archive_watch.report.coverage import counted
from archive_watch.versioning.non_change import Gap, Proof, Proved, Stretch

_DAY_SECONDS = 86_400
_PROOFS = {
    How.READ: "the page was read whole",
    How.SAME_SLICE: "the part of the page that has its words was the same, byte for byte",
    How.SAME_BYTES: "the answer was the same, byte for byte",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenVersion:
    """The version of a stretch: its display number and the digests (hex) that it is cited by."""

    number: int
    text_sha256: str | None
    state_sha256: str
    capture_sha256: str | None
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldProof:
    """What is proved of a page; ``versions`` are those of its stretches, by their row id."""

    url: str
    proof: Proof
    versions: Mapping[int, SeenVersion]

    def sentence(self) -> str:
        """What the checks saw, to be handed on."""
        match self.proof.proved:
            case Proved.SAME | Proved.GONE:
                return f"{self._seen(self._stretch())}{self._at_that_time()}"
            case Proved.CHANGED_BETWEEN:
                return self._changed_between()
            case Proved.NOT_YET_SEEN:
                assert self.proof.next is not None
                return (
                    f"Nothing is known of {self.url} at {self.proof.at}: it was first seen on"
                    f" {self.proof.next.first_at}."
                )
            case Proved.NOT_SEEN_SINCE:
                stretch = self._stretch()
                return (
                    f"Nothing is known of {self.url} at {self.proof.at}: the last check that saw"
                    f" it was on {stretch.last_at}. {self._seen(stretch)}"
                )
            case _:
                return f"No check has read {self.url} yet: nothing is known of it."

    def limits(self) -> list[str]:
        """What the checks do not prove, in sentences."""
        stretch = self.proof.stretch
        return [] if stretch is None else list(self._limits(stretch))

    def as_text(self) -> str:
        """The sentence, and its limits."""
        limits = [f"- {limit}" for limit in self.limits()]
        return "\n".join(
            [self.sentence(), *(["", "What this does not say:"] if limits else []), *limits]
        )

    def as_json(self) -> dict[str, Any]:
        """The proof as one JSON object."""
        before, after = self.proof.around
        return {
            "schema": "archive-watch/proof/1",
            "url": self.url,
            "at": self.proof.at,
            "proved": self.proof.proved.value,
            "sentence": self.sentence(),
            "limits": self.limits(),
            "check_before": before,
            "check_after": after,
            **self._stretch_as_json(self.proof.stretch),
            "changed_to": None
            if self.proof.next is None or self.proof.proved is not Proved.CHANGED_BETWEEN
            else self._stretch_as_json(self.proof.next),
            "later_checks": {outcome.value: n for outcome, n in self.proof.later.items()},
        }

    def _stretch(self) -> Stretch:
        assert self.proof.stretch is not None
        return self.proof.stretch

    def _seen(self, stretch: Stretch) -> str:
        span = (
            f"once, on {stretch.first_at}"
            if stretch.checks == 1
            else f"{stretch.checks:,} times from {stretch.first_at} to {stretch.last_at}"
        )
        if stretch.version_id is None:
            each = "that check" if stretch.checks == 1 else "each of these checks"
            return f"{self.url} was looked for {span}, and {each} saw it gone."
        same = "" if stretch.checks == 1 else ", and each of these checks saw the same"
        return f"{self.url} was checked {span}{same}: {self._named(stretch)}.{_last_full(stretch)}"

    def _named(self, stretch: Stretch) -> str:
        if stretch.version_id is None:
            return "no page"
        seen = self.versions[stretch.version_id]
        digest = (
            f"SHA-256 of its text {seen.text_sha256}"
            if seen.text_sha256
            else f"SHA-256 of its bytes {seen.capture_sha256}"
        )
        return f"version {seen.number} ({digest})"

    def _at_that_time(self) -> str:
        before, after = self.proof.around
        if self.proof.at is None or before is None or after is None:
            return ""
        if before == after:
            return f" One of the checks was made at {self.proof.at} itself."
        return (
            f" At {self.proof.at} itself nobody looked: the check before was on {before}, the one"
            f" after on {after}, and both saw the same."
        )

    def _changed_between(self) -> str:
        before, after = self._stretch(), self.proof.next
        assert after is not None
        return (
            f"What {self.url} said at {self.proof.at} is not known: on {before.last_at} a check saw"
            f" {self._named(before)}, on {after.first_at} the next one saw {self._named(after)}."
            " It changed somewhere between."
        )

    def _limits(self, stretch: Stretch) -> Iterator[str]:
        if stretch.longest_gap is not None:
            unseen = (
                "A page that was back and gone again"
                if stretch.version_id is None
                else "An edit that was made and undone"
            )
            yield (
                f"{unseen} between two checks would not have been seen. The"
                f" longest time between two of them is {_gap(stretch.longest_gap)}."
            )
        elif self.proof.proved is Proved.SAME:
            yield "It is one check: of the time before and after it nothing is proved."
        if stretch.on_the_servers_word:
            yield (
                f"{counted(stretch.on_the_servers_word, 'check has', 'checks have')} only the"
                " server's answer that nothing was modified (304); servers have been wrong in that."
            )
        imported = sum(n for source, n in stretch.sources.items() if source != "live")
        if imported:
            yield (
                f"{counted(imported, 'check is a capture', 'checks are captures')} made by others:"
                " the time of it is what they say."
            )
        if stretch.unseeing:
            yield (
                f"{_outcomes(stretch.unseeing)} in that time did not see the page, and"
                f" {'says' if sum(stretch.unseeing.values()) == 1 else 'say'} nothing of its words."
            )
        if self.proof.later:
            yield (
                f"Since {stretch.last_at} nothing is proved:"
                f" {_outcomes(self.proof.later)} did not see the page."
            )
        if any(outcome in SAW_IT_GONE for outcome in self.proof.later):
            yield "It may be gone since: that is not confirmed."

    def _stretch_as_json(self, stretch: Stretch | None) -> dict[str, Any]:
        seen = (
            None
            if stretch is None or stretch.version_id is None
            else self.versions[stretch.version_id]
        )
        gap = None if stretch is None else stretch.longest_gap
        by = {} if stretch is None else stretch.by
        return {
            "version": seen and seen.number,
            "text_sha256": seen and seen.text_sha256,
            "state_sha256": seen and seen.state_sha256,
            "capture_sha256": seen and seen.capture_sha256,
            "extractor": seen and seen.extractor,
            "checks": 0 if stretch is None else stretch.checks,
            "first_check_at": stretch and stretch.first_at,
            "last_check_at": stretch and stretch.last_at,
            "by": {how.value: by.get(how, 0) for how in How},
            "last_full_read_at": stretch and stretch.last_full_at,
            "last_full_read_how": stretch and stretch.last_full_how,
            "longest_gap": gap
            and {"from": gap.since, "to": gap.until, "seconds": round(gap.days * _DAY_SECONDS)},
            "sources": {} if stretch is None else stretch.sources,
            "checks_not_seeing": {}
            if stretch is None
            else {outcome.value: n for outcome, n in stretch.unseeing.items()},
        }


def _last_full(stretch: Stretch) -> str:
    if stretch.last_full_at is None or stretch.last_full_how is None:
        return " None of them had the whole page in hand."
    how = _PROOFS.get(stretch.last_full_how, stretch.last_full_how.value)
    return (
        f" The last of them that had the whole page in hand was on {stretch.last_full_at}: {how}."
    )


def _gap(gap: Gap) -> str:
    return f"{duration_text(gap.days * _DAY_SECONDS)}, from {gap.since} to {gap.until}"


def _outcomes(counts: Mapping[Outcome, int]) -> str:
    told = ", ".join(f"{n:,} {outcome.value}" for outcome, n in counts.items())
    return f"{counted(sum(counts.values()), 'check', 'checks')} ({told})"
