"""The program as its users run it: a process of its own, on a configuration and an archive."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.beginnings import BEGINNINGS

_ARGUMENTS = slice(3, None)  # what follows `python -m archive_watch`
OWN_NETWORK = '[fetch]\nmin_delay_seconds = 0\nallow_networks = ["127.0.0.0/8"]\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run left behind: its exit code, and what it wrote where."""

    code: int
    out: str
    err: str

    def document(self) -> Any:
        """stdout, which is one JSON document and nothing else."""
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        """stdout, which is one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Program:
    """``archive-watch`` in ``folder``, where its configuration is and its archive will be."""

    def __init__(self, folder: Path, settings: str = OWN_NETWORK) -> None:
        self.folder = folder
        self.config = folder / "archive-watch.toml"
        self.database = folder / "archive.db"
        self.config.write_text(settings, encoding="utf-8")

    def command(self, *arguments: str | bytes) -> list[str | bytes]:
        """The command line, for those who start it themselves."""
        options = ["--config", str(self.config), "--db", str(self.database)]
        return [sys.executable, "-m", "archive_watch", *options, *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment without anything that the tester's own has set for us."""
        kept = {name: value for name, value in os.environ.items() if "ARCHIVE_WATCH" not in name}
        return {**kept, "HOME": str(self.folder), **more}

    def run(
        self, *arguments: str | bytes, env: Mapping[str, str] | None = None, stdin: str = ""
    ) -> Ran:
        """Run it to its end: a fork of one that has begun, or a new process where it must be."""
        environment = self.environment(**(env or {}))
        if BEGINNINGS.may_be(environment):
            ran = BEGINNINGS.run(
                [os.fsdecode(argument) for argument in self.command(*arguments)[_ARGUMENTS]],
                environment=environment,
                folder=self.folder,
                stdin=stdin.encode(),
            )
            if ran is not None:
                code, out, err = ran
                return Ran(code=code, out=out.decode(), err=err.decode())
        return self.run_anew(*arguments, env=env, stdin=stdin)

    def run_anew(
        self, *arguments: str | bytes, env: Mapping[str, str] | None = None, stdin: str = ""
    ) -> Ran:
        """Run it to its end in a process that begins with it."""
        done = subprocess.run(
            self.command(*arguments),
            input=stdin.encode(),
            capture_output=True,
            env=self.environment(**(env or {})),
            cwd=self.folder,
            check=False,
            timeout=120,
        )
        return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
