"""Draw the README's pictures from the demo: ``python docs/picture.py`` (needs chromium)."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TOP = Path(__file__).resolve().parents[1]
_COMMAND = TOP / ".venv/bin/archive-watch"
_CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PORT = 8617


def main() -> None:
    """Run the demo; keep the upper part of its report, and one table of it in Datasette."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([_COMMAND, "demo"], cwd=folder, check=True, capture_output=True)
        _draw((Path(folder) / "demo/report.html").as_uri(), "report.png", size="860,1130")
        with _served(Path(folder) / "demo/archive.db") as site:
            changes = f"{site}/archive/recent_changes?_sort_desc=severity"
            _draw(changes, "datasette.png", size="1280,960")


def _draw(address: str, name: str, *, size: str) -> None:
    picture = TOP / "docs/images" / name
    picture.parent.mkdir(exist_ok=True)
    drawn = [*_CHROMIUM, f"--window-size={size}", f"--screenshot={picture}", address]
    subprocess.run(drawn, check=True, capture_output=True)


@contextmanager
def _served(database: Path) -> Generator[str, None, None]:
    site = f"http://127.0.0.1:{_PORT}"
    asked = [str(_COMMAND), "--db", str(database), "serve", "--port", str(_PORT)]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(site)
            yield site
        finally:
            server.terminate()


def _await(site: str) -> None:
    for _ in range(100):
        try:
            urlopen(site).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answers at {site}")


if __name__ == "__main__":
    main()
