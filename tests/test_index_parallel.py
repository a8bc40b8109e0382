"""Work on all cores."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.index import parallel
from kqa.index.parallel import side_by_side


@pytest.fixture(autouse=True)
def _three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: 3)


@given(st.lists(st.integers(0, 3), max_size=12))
def test_results_come_in_the_order_of_the_items(delays: list[int]) -> None:
    def make(item: tuple[int, int]) -> int:
        time.sleep(item[1] / 1000)
        return item[0]

    items = list(enumerate(delays))
    assert list(side_by_side(make, items)) == [(item, item[0]) for item in items]


def test_it_runs_on_several_threads_and_only_a_little_ahead() -> None:
    begun: list[int] = []
    together = threading.Barrier(3, timeout=10)

    def make(item: int) -> int:
        begun.append(item)
        if item < 3:
            together.wait()  # passes only when three run at once
        return item

    taken = side_by_side(make, range(100))
    next(taken)
    assert len(begun) <= parallel.AHEAD * 3 + 1
    assert [item for item, _ in taken] == list(range(1, 100))


def test_an_error_comes_where_its_item_would_and_ends_it() -> None:
    begun: list[int] = []

    def make(item: int) -> int:
        begun.append(item)
        if item == 2:
            raise ValueError("two")
        return item

    taken = side_by_side(make, range(1000))
    assert [next(taken), next(taken)] == [(0, 0), (1, 1)]
    with pytest.raises(ValueError, match="two"):
        next(taken)
    assert len(begun) < 20


def test_one_item_needs_no_thread() -> None:
    ran: list[threading.Thread] = []
    assert list(side_by_side(lambda item: ran.append(threading.current_thread()), ["a"])) == [("a", None)]
    assert ran == [threading.current_thread()]


def test_only_the_cores_that_a_process_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {2, 5}, raising=False)
    assert parallel.cores() == 2
    monkeypatch.delattr("os.sched_getaffinity")
    assert parallel.cores() == 64
