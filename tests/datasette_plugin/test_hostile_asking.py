"""What nobody types and a hostile program sends: each is answered in words, none is a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.datasette_plugin.serving import Operator, datasette_on
from datasette_plugin.asked import serving, started

_HOME = "/-/archive-watch"
_LONG = "9" * 5_000  # more digits than Python makes a number of


@pytest.mark.parametrize(
    "path",
    ["version/{}", "page/{}", "change/{}", "change/{}/cite", "diff/{}/1", "diff/1/{}"],
)
@pytest.mark.parametrize("digits", ["0", "0" * 30, str(2**63), _LONG], ids=lambda it: it[:9])
async def test_a_number_that_no_row_has_is_not_found(
    demo_archive: Path, path: str, digits: str
) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HOME}/{path.format(digits)}")
    assert answer.status_code == 404
    assert len(answer.text) < 20_000


async def test_zeros_before_a_number_are_nothing(demo_archive: Path) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_HOME}/page/{'0' * 30}1")
    assert answer.status_code == 200


@pytest.mark.parametrize("place", ["", "/changes.atom", "/page/1"])
async def test_a_host_that_no_address_can_have_is_answered(demo_archive: Path, place: str) -> None:
    served = await serving(demo_archive)
    answer = await served.client.get(f"{_HOME}{place}", headers={"host": "["})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("said", "form", "status"),
    [
        ({"origin": "http://["}, {"page": "1"}, 403),
        ({"origin": ""}, {"page": "1"}, 403),
        ({"origin": "http://elsewhere.example"}, {"page": "1"}, 403),
        ({}, {"url": "http://["}, 400),
        ({}, {"page": _LONG}, 400),
    ],
)
async def test_a_check_that_cannot_be_understood_is_refused(
    demo_archive: Path, said: dict[str, str], form: dict[str, str], status: int
) -> None:
    everybody = Operator(check_now=True, told={"plugins": {"archive-watch": {"check_allow": True}}})
    served = await started(datasette_on(demo_archive, everybody))
    answer = await served.client.post(f"{_HOME}/check", data=form, headers=said)
    assert answer.status_code == status
