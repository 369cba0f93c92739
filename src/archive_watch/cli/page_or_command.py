"""A group of commands that may be given a page instead of one: ``links URL``.

Options may stand before the page and after it.  A word that is neither a command nor like an address
is answered as the slip that it is, never as a page that nobody watches.
"""

from __future__ import annotations

from difflib import get_close_matches

import click

_OF_ADDRESSES = "/.:"


class PageOrCommand(click.Group):
    """A group whose first word may be a page, then at ``ctx.meta["page"]``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a first word that is no command as the page."""
        _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        if rest and rest[0] not in self.commands:
            if not any(sign in rest[0] for sign in _OF_ADDRESSES):
                raise click.UsageError(self._unknown(rest[0]), ctx)
            ctx.meta["page"] = args.pop(len(args) - len(rest))
        return super().parse_args(ctx, args)

    def _unknown(self, word: str) -> str:
        meant = get_close_matches(word, self.commands, n=1)
        hint = f"Did you mean `archive-watch {self.name} {meant[0]}`?" if meant else ""
        return f"{word!r} is no command and no address. {hint}".rstrip()
