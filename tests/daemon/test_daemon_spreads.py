"""A daemon spreads pages that were added together; a single round, as from cron, does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.running import CONFIG, has, rows, running, wait_until
from daemon.test_run import PAGE
from servers import PageServer

_PAGES = 8
_LATER = (
    "SELECT count(*) AS n FROM pages WHERE"
    " strftime('%s', next_fetch_at) - strftime('%s', last_checked_at) > 86460"
)


@pytest.mark.parametrize(("arguments", "spreads"), [((), True), (("--once",), False)])
def test_who_keeps_watching_spreads_and_who_comes_once_does_not(
    tmp_path: Path, arguments: tuple[str, ...], spreads: bool
) -> None:
    with PageServer() as server:
        for number in range(_PAGES):
            server.page(f"/{number}/", PAGE.format(number))
        config = CONFIG + "".join(
            f'[[watch]]\nurl = "{server.url}/{number}/"\n' for number in range(_PAGES)
        )
        with running(tmp_path, "run", *arguments, config=config):
            checked = f"SELECT 1 FROM fetches GROUP BY source HAVING count(*) = {_PAGES}"
            wait_until(lambda: has(tmp_path, checked))
    assert (rows(tmp_path, _LATER)[0]["n"] >= 1) is spreads
