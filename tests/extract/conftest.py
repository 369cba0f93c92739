"""Every page that the tests of this folder read is explained as well, and the two must agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import extract.reading
from extract.explaining import cut_and_explained


@pytest.fixture(scope="module", autouse=True)
def _every_page_is_explained() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(extract.reading, "cut_page", cut_and_explained)
        yield
