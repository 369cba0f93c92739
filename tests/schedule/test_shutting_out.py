"""When it is the host that shuts us out, and not its pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.visit import Outcome
from archive_watch.schedule.shutting_out import (
    Sight,
    doubtful_absences,
    evidence_of_wave,
    is_wave,
    most_are_refused,
)


def sights(*told: str) -> list[Sight]:
    """The sights of as many pages, from the latest back: ``ok``, ``403``, ``429``, ``page``, ``404``
    or ``gone`` (a 404 of a page that was known to be gone); a number of the page may follow."""
    found = []
    for place, one in enumerate(told):
        what, _, page = one.partition("@")
        outcome, reason, status = {
            "ok": (Outcome.UNCHANGED, None, 200),
            "403": (Outcome.BLOCKED, "http_403", 403),
            "429": (Outcome.BLOCKED, "http_429", 429),
            "page": (Outcome.BLOCKED, "block_page", 200),
            "404": (Outcome.MISSING, "http_404", 404),
            "gone": (Outcome.MISSING, "http_404", 404),
        }[what]
        found.append(
            Sight(
                fetch_id=place,
                page_id=int(page or place),
                url=f"https://harbour.example/{page or place}",
                at=f"2026-03-01T12:{59 - place:02d}:00Z",
                outcome=outcome,
                reason=reason,
                status=status,
                sha256="ab" * 32 if what == "page" else None,
                was_gone=what == "gone",
            )
        )
    return found


def test_three_refused_pages_that_are_most_of_those_asked_last_are_a_wave() -> None:
    assert is_wave(sights("403", "403", "403"))
    assert is_wave(sights("403", "403", "403", "ok", "ok"))
    assert not is_wave(sights("403", "403", "403", "ok", "ok", "ok"))
    assert not is_wave(sights("403", "403"))


def test_one_page_that_is_refused_again_and_again_is_no_wave() -> None:
    assert not is_wave(sights("403@1", "403@1", "403@1", "403@1", "ok@2"))
    assert is_wave(sights("403@1", "403@2", "403@3", "ok@1", "ok@2", "ok@3", "ok@1")), (
        "latest of each"
    )


def test_two_block_pages_are_enough() -> None:
    assert is_wave(sights("page", "page"))
    assert not is_wave(sights("page", "ok"))
    assert not is_wave(sights("page", "403", "ok", "ok"))


def test_a_wish_for_time_is_no_refusal() -> None:
    assert not is_wave(sights("429", "429", "429", "429"))
    assert not most_are_refused(sights("429"))


def test_absences_among_siblings_that_answer_are_no_wave_and_in_a_wave_no_evidence() -> None:
    takedown = sights("404", "403", "404", "403", "404", "403", "404", "ok", "ok", "ok", "ok")
    assert not is_wave(takedown)
    wave = sights("403", "404", "403", "404", "403", "404", "ok")
    assert is_wave(wave)
    assert [sight.fetch_id for sight in doubtful_absences(wave)] == [5, 3, 1]
    assert doubtful_absences(sights("404", "404")) == []
    begun = doubtful_absences(sights("404", "403", "404", "ok", "404"))
    assert [sight.fetch_id for sight in begun] == [2, 0], "what came before a page was seen stands"


def test_pages_that_were_gone_before_say_nothing_either_way() -> None:
    assert is_wave(sights("403", "403", "403", *["gone"] * 9))
    assert doubtful_absences(sights("gone", "403")) == []


def test_the_evidence_names_signs_addresses_and_bytes() -> None:
    told = evidence_of_wave(sights("page", "page", "403", "404", "ok"))
    assert told == (
        "3 of the 5 pages asked last are refused (2 × block_page, 1 × http_403);"
        " 1 more answer as if they were gone;"
        " one body for 2 addresses, sha256 abababababababab…;"
        " such as https://harbour.example/0 https://harbour.example/1 https://harbour.example/2"
    )


@given(st.lists(st.sampled_from(["ok", "403", "429", "page", "404", "gone"]), max_size=20))
def test_no_host_whose_pages_mostly_answer_is_called_shut(told: list[str]) -> None:
    if 2 * sum(one == "ok" for one in told) >= sum(one not in ("404", "gone") for one in told):
        assert not is_wave(sights(*told))
