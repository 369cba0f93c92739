"""How the channels are: since when each is told, when it last took a message, what waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive_watch.config.channels import ChannelSettings
from archive_watch.report.visible import one_line, visible
from archive_watch.services.watch import Watch
from archive_watch.storage.channels import ChannelRecord, channel_records
from archive_watch.storage.outbox import outbox_counts, unsent

_STATES = ("waiting", "sending", "sent", "given_up", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStatus:
    """One configured channel; ``record`` is None before it was first told."""

    name: str
    given: ChannelSettings
    record: ChannelRecord | None
    messages: dict[str, int]
    unsent: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """The channel as one JSON object; no address and no secret is in it."""
        record, given = self.record, self.given
        return {
            "name": self.name,
            "type": given.type,
            "digest": given.digest,
            "immediate_severity": given.immediate_severity,
            "began_at": record and record.began_at,
            "last_sent_at": record and record.last_sent_at,
            "failing_since": record and record.failing_since,
            "rests_until": record and record.rests_until,
            "last_error": record and record.last_error,
            "messages": {state: self.messages.get(state, 0) for state in _STATES},
            "unsent": list(self.unsent),
        }

    def as_text(self) -> str:
        """The channel as a person reads it."""
        record, given = self.record, self.given
        at_once = f"at once from severity {given.immediate_severity}"
        told = at_once if given.immediate_severity else "nothing at once"
        lines = [f"{self.name}: {given.type}, digest {given.digest}, {told}", self._told_since()]
        if record is not None and record.failing_since is not None:
            lines.append(f"  takes nothing since {record.failing_since}: {record.last_error}")
            lines.append(f"  tried again at {record.rests_until}")
        elif record is not None and record.last_error is not None:
            lines.append(f"  last time: {record.last_error}")
        lines += [f"  {_unsent(one)}" for one in self.unsent]
        return visible("\n".join(lines))

    def _told_since(self) -> str:
        if self.record is None:
            return "  not told yet: it begins with the next command that writes, or the daemon"
        counts = ", ".join(f"{n:,} {s.replace('_', ' ')}" for s, n in self.messages.items() if n)
        last = self.record.last_sent_at or "never"
        return f"  told since {self.record.began_at}; last sent: {last}; {counts or 'no message'}"


def _unsent(one: dict[str, Any]) -> str:
    state = one["state"].replace("_", " ")
    tries = f"{one['attempts']:,} tr{'y' if one['attempts'] == 1 else 'ies'}"
    why = f": {one['last_error']}" if one["last_error"] else ""
    return f"{state} ({tries}): {one['kind']} of {one['made_at']}, {one_line(one['subject'])}{why}"


def tell_channels(watch: Watch) -> list[ChannelStatus]:
    """Every channel that is configured, in the order of the configuration."""
    records, counts = channel_records(watch.archive), outbox_counts(watch.archive)
    waiting = unsent(watch.archive)
    return [
        ChannelStatus(
            name=name,
            given=given,
            record=records.get(name),
            messages=counts.get(name, {}),
            unsent=tuple(one for one in waiting if one["channel"] == name),
        )
        for name, given in watch.settings.notify.items()
    ]
