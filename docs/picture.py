"""Draw the README's picture from the demo's report: ``python docs/picture.py`` (needs chromium)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
_CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")


def main() -> None:
    """Run the demo, and keep the upper part of its report as docs/images/report.png."""
    command = TOP / ".venv/bin/archive-watch"
    picture = TOP / "docs/images/report.png"
    picture.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([command, "demo"], cwd=folder, check=True, capture_output=True)
        page = Path(folder) / "demo/report.html"
        drawn = [*_CHROMIUM, "--window-size=860,1130", f"--screenshot={picture}", page.as_uri()]
        subprocess.run(drawn, check=True, capture_output=True)


if __name__ == "__main__":
    main()
