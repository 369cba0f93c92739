"""How right the classifier is on labelled pairs of real pages: its kinds, its flags, its silence.

``labelled`` makes the pairs.  One half is for tuning; the other was kept aside and scored once, when
the rules were done (docs/decisions/0035): it is printed here as it is, whatever it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import shown
from archive_watch.classify.changes import classify_change
from archive_watch.classify.template import finding_of_template
from archive_watch.diff.hunks import hunks_of
from archive_watch.model.change import Finding
from archive_watch.versioning.fingerprint import state_of
from labelled import Recipe, pair_of, recipes

_QUIET = frozenset({"cosmetic", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the classifier said of one pair: ``none`` where the two are one state."""

    kind: str
    flags: frozenset[str]
    severity: int
    alert: bool


@dataclass(slots=True, kw_only=True)
class Score:
    """Counts over many pairs, and a line for each fault."""

    pairs: int = 0
    right_kinds: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    cosmetic: int = 0
    false_alerts: int = 0
    missed_alerts: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> float:
        """The share of pairs whose primary kind is right."""
        return self.right_kinds / max(1, self.pairs)

    @property
    def flags(self) -> float:
        """F1 over all flags of all pairs."""
        hits = self.hits.total()
        return 2 * hits / max(1, 2 * hits + self.false.total() + self.missed.total())


def answer_to(recipe: Recipe) -> Answer:
    """What the classifier says of the pair that ``recipe`` makes."""
    if (edit := recipe.how.get("template")) is not None:
        before, after, pages = edit
        return _answer(finding_of_template(hunks_of(before, after)[0], pages=pages))
    old, new = pair_of(recipe)
    moved_to = recipe.how.get("moved_to")
    restored = recipe.how.get("restored", False)
    is_step = moved_to is not None or restored or new is None
    if not is_step and new is not None and state_of(old).state == state_of(new).state:
        return Answer(kind="none", flags=frozenset(), severity=0, alert=False)
    finding, _ = classify_change(
        old,
        new,
        moved_to=moved_to,
        restored=restored,
        reverted=recipe.how.get("reverted", False),
    )
    return _answer(finding)


def _answer(finding: Finding) -> Answer:
    return Answer(
        kind=finding.kind.value,
        flags=frozenset(flag.kind for flag in finding.flags),
        severity=finding.severity,
        alert=finding.kind.value not in _QUIET,
    )


def score(chosen: Iterable[Recipe]) -> Score:
    """The score over ``chosen``.

    What a reader calls cosmetic may be folded away altogether, so that there is no change at all.
    """
    found = Score()
    for recipe in chosen:
        said = answer_to(recipe)
        is_right = said.kind == recipe.kind or (recipe.kind == "cosmetic" and said.kind == "none")
        found.pairs += 1
        found.right_kinds += is_right
        found.hits.update(said.flags & recipe.flags)
        found.false.update(said.flags - recipe.flags)
        found.missed.update(recipe.flags - said.flags)
        found.cosmetic += not recipe.alert
        found.false_alerts += said.alert and not recipe.alert
        found.missed_alerts += recipe.alert and not said.alert
        if not is_right or said.flags != recipe.flags:
            wanted = f"{recipe.kind} {sorted(recipe.flags)}"
            found.faults.append(f"{recipe.name}: {said.kind} {sorted(said.flags)}, not {wanted}")
    return found


def half(*, kept_aside: bool) -> list[Recipe]:
    """The half for tuning, or the one that was kept aside."""
    return [one for one in recipes() if one.is_kept_aside == kept_aside]


def measure() -> None:
    """Print the scores of both halves."""
    for name, kept_aside in (("tuned on", False), ("kept aside", True)):
        found = score(half(kept_aside=kept_aside))
        of = f"{found.pairs} pairs {name}"
        shown.line(f"primary kind, {of}", f"{found.kinds:.1%}", ">= 95 %")
        shown.line(f"flags, F1, {of}", f"{found.flags:.3f}", ">= 0.95")
        alerts = f"{found.false_alerts} of {found.cosmetic}"
        shown.line(f"alerts on cosmetic pairs, {of}", alerts, "0")


if __name__ == "__main__":
    import sys

    measured = score(half(kept_aside="aside" in sys.argv[1:]))
    print("\n".join(measured.faults))
    print(f"{measured.kinds:.3f} {measured.flags:.3f} {measured.false_alerts}")
    for kind in sorted({*measured.hits, *measured.false, *measured.missed}):
        print(kind, measured.hits[kind], measured.false[kind], measured.missed[kind])
