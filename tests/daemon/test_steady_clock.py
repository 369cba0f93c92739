"""The daemon's clock: the system's, but it never runs backwards, whatever is done to that one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.daemon.steady_clock import SteadyClock
from archive_watch.services.add_pages import add_pages
from archive_watch.storage.clock_jumps import shift_plans
from services.asking import Hands, settings, watching

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Machine:
    """A machine whose system clock can be set, and which can be put to sleep."""

    def __init__(self) -> None:
        self.wall = BEGIN
        self.elapsed = self.awake = 0.0

    def passes(self, seconds: float, *, asleep: bool = False) -> None:
        self.wall += timedelta(seconds=seconds)
        self.elapsed += seconds
        self.awake += 0.0 if asleep else seconds

    def set_by(self, **by: float) -> None:
        self.wall += timedelta(**by)

    def clock(self, not_before: datetime | None = None) -> SteadyClock:
        return SteadyClock(
            wall=lambda: self.wall,
            elapsed=lambda: self.elapsed,
            awake=lambda: self.awake,
            not_before=not_before,
        )


def test_nothing_is_noted_while_time_passes_as_it_should() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(100):
        machine.passes(5)
        machine.set_by(seconds=-0.01)  # as a time server corrects it
        assert not clock.look().is_notable
    assert clock() == machine.wall


def test_a_clock_set_back_by_hours_goes_on_and_is_caught_up_with() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.passes(60)
    before = clock()
    machine.set_by(hours=-3)
    machine.passes(10)
    steps = clock.look()
    assert (steps.is_notable, steps.jumped_back) == (True, False)
    assert round(steps.set_by.total_seconds()) == -3 * 3600
    assert clock() == before + timedelta(seconds=10)
    machine.passes(3600)
    assert clock() - before < timedelta(seconds=3610), "it is slower while it is ahead"
    for _ in range(6):
        machine.passes(3600)
        clock()
    assert (clock(), clock.ahead) == (machine.wall, timedelta(0))


def test_a_clock_that_is_put_right_again_ends_the_counting_on() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.set_by(hours=-1)
    machine.passes(1)
    clock()
    machine.set_by(hours=1)
    machine.passes(1)
    assert (clock(), clock.ahead) == (machine.wall, timedelta(0))


def test_a_clock_that_was_a_year_ahead_is_followed_back_and_that_is_told() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.set_by(days=-365)
    machine.passes(1)
    assert clock.look().jumped_back
    assert clock() == machine.wall


def test_a_step_forward_and_a_sleep_are_followed_and_told_apart() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.set_by(minutes=10)
    machine.passes(5)
    stepped = clock.look()
    machine.passes(8 * 3600, asleep=True)
    slept = clock.look()
    assert (stepped.set_by, stepped.slept) == (timedelta(minutes=10), timedelta(0))
    assert (slept.set_by, slept.slept) == (timedelta(0), timedelta(hours=8))
    assert clock() == machine.wall


def test_a_daemon_does_not_begin_before_the_last_sign_of_life_of_the_one_before() -> None:
    machine = Machine()
    clock = machine.clock(not_before=BEGIN + timedelta(hours=2))
    assert clock() == BEGIN + timedelta(hours=2)
    assert clock.look().is_notable
    far = machine.clock(not_before=BEGIN + timedelta(days=400))
    assert far.look().jumped_back
    assert far() == BEGIN


@given(
    st.lists(st.tuples(st.floats(0, 7200), st.floats(-86_400, 86_400), st.booleans()), max_size=30)
)
def test_time_never_runs_backwards_while_steps_are_within_a_day(
    steps: list[tuple[float, float, bool]],
) -> None:
    machine = Machine()
    clock = machine.clock()
    last = clock()
    for passes, step, asleep in steps:
        machine.passes(passes, asleep=asleep)
        machine.set_by(seconds=step)
        seen = clock()
        assert seen >= last or clock.look().jumped_back
        assert clock.ahead <= timedelta(hours=25)
        last = seen


def test_what_was_planned_while_the_clock_was_a_year_ahead_comes_all_the_same(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with watching(tmp_path, settings(), clock) as watch:
        add_pages(watch, ["https://a.example/1", "https://a.example/2"])
        with watch.archive.writing() as conn:
            conn.execute("UPDATE pages SET next_fetch_at = '2027-03-02T12:00:00Z' WHERE id = 1")
            conn.execute("UPDATE pages SET next_fetch_at = '2026-03-02T12:00:00Z' WHERE id = 2")
            conn.execute("UPDATE sites SET next_request_at = 1e10")
        shift_plans(watch.archive, seconds=365 * 86_400, now=watch.now())
        planned = watch.archive.rows("SELECT next_fetch_at FROM pages ORDER BY id")
        held = watch.archive.row("SELECT next_request_at AS at FROM sites")
    assert [row["next_fetch_at"] for row in planned] == ["2026-03-02T12:00:00Z", watch.now()]
    assert held is not None
    assert held["at"] == 1e10 - 365 * 86_400
