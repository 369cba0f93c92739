"""How people are told: one ``[notify.NAME]`` table for each channel.

One set of options for all types; those that a type does not know are refused (``channel_meaning``).
A secret is never an option: what is named is the environment variable, or the file, that holds it.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

CHANNEL_TYPES = ("webhook", "mail", "file", "apprise")
SECURITY = ("starttls", "tls", "none")

_EVERY = ("webhook", "mail", "file", "apprise")


def _option(default: Any, meaning: str, *types: str) -> Any:
    told = f"{meaning} ({', '.join(types)})" if types else meaning
    return field(default=default, metadata={"meaning": told, "types": types or _EVERY})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ChannelSettings:
    """A way to tell people; one [notify.NAME] table each."""

    type: str = _option("", "What it is: webhook, mail, file, apprise.")
    digest: str = _option(
        "daily 07:00", "When a digest is sent, in UTC: daily 07:00, weekly mon 07:00, hourly, off."
    )
    all_quiet: bool = _option(False, "Whether a digest comes too when there is nothing to tell.")
    immediate_severity: int = _option(
        70, "What has at least this severity, 1 to 100, is told at once; 0: nothing is."
    )
    immediate_every: str = _option(
        "10m",
        "The least time between two messages that are sent at once; what comes between waits.",
    )
    min_severity: int = _option(1, "What is less severe is not told at all.")
    sites: tuple[str, ...] = _option((), "Only what is of these hosts; * and ? are wildcards.")
    tags: tuple[str, ...] = _option((), "Only what is of pages with one of these tags.")
    kinds: tuple[str, ...] = _option(
        (), "Only these kinds: those of changes, link_broken, link_recovered, incident."
    )
    url: str = _option("", "Where to send; a secret one is better named by url_env or url_file.",
                       "webhook", "apprise")  # fmt: skip
    url_env: str = _option("", "The environment variable that holds it.", "webhook", "apprise")
    url_file: str = _option("", "The file that holds it.", "webhook", "apprise")
    secret_env: str = _option(
        "", "The environment variable with the secret to sign with.", "webhook"
    )
    secret_file: str = _option("", "The file with the secret to sign with.", "webhook")
    authorization_env: str = _option(
        "", "The environment variable with an Authorization header.", "webhook"
    )
    authorization_file: str = _option("", "The file with an Authorization header.", "webhook")
    host: str = _option("", "The mail server.", "mail")
    port: int = _option(0, "Its port; 0: 587 for starttls, 465 for tls, 25 for none.", "mail")
    security: str = _option("starttls", "How the way to it is kept: starttls, tls, none.", "mail")
    ca_file: str = _option("", "Authorities to trust instead of the system's, as PEM.", "mail")
    user: str = _option("", "The name to log in with; empty: no login.", "mail")
    password_env: str = _option("", "The environment variable with the password.", "mail")
    password_file: str = _option("", "The file with the password.", "mail")
    sender: str = _option("", "Who writes: watch@example.org.", "mail")
    to: tuple[str, ...] = _option((), "Who is written to.", "mail")
    subject_prefix: str = _option("[archive-watch]", "What every subject begins with.", "mail")
    path: str = _option(
        "",
        "A file that gets a line of JSON for each message; relative to the database's folder.",
        "file",
    )
    folder: str = _option("", "Or a folder that gets a file for each, in each form.", "file")

    def __repr__(self) -> str:
        """What is set, but no address: many are secrets, and `doctor` shows this."""
        own = [one.name for one in fields(self) if getattr(self, one.name) != one.default]
        told = [f"{name}={getattr(self, name)!r}" for name in own if name not in {"type", "url"}]
        return f"{self.type}({', '.join(told)})"

    @property
    def mail_port(self) -> int:
        """The port of the mail server."""
        return self.port or {"starttls": 587, "tls": 465}.get(self.security, 25)


def options_out_of_place(channel: ChannelSettings) -> list[str]:
    """The options that are set and mean nothing to a channel of its type."""
    return [
        option.name
        for option in fields(channel)
        if channel.type not in option.metadata["types"]
        and option.default is not MISSING
        and getattr(channel, option.name) != option.default
    ]
