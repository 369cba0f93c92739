"""A map of hosts against its own examples: each rule must name exactly what its examples say."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.state_hosts import HostMap, MapExample, SisterRule
from archive_watch.repair.sisters import addresses_by, speaking


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedExample:
    """One example of a rule, and where the map says to look.

    ``found`` is by its own rule.  ``is_heard``: the rule is asked for this address at all, which
    another before it may prevent.
    """

    rule: SisterRule
    example: MapExample
    found: tuple[str, ...]
    is_heard: bool

    @property
    def passed(self) -> bool:
        """Whether it is exactly as the example says."""
        return self.is_heard and self.found == self.example.candidates


def tried_examples(hosts: HostMap) -> tuple[TriedExample, ...]:
    """Every example of every rule, in the order of the map."""
    return tuple(
        TriedExample(
            rule=rule,
            example=example,
            found=tuple(addresses_by(rule, example.url, hosts, page_date=example.page_date)),
            is_heard=rule in speaking(example.url, hosts),
        )
        for rule in hosts.rules
        for example in rule.examples
    )
