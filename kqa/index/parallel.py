"""Work on all cores, taken in the order in which it was given."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

AHEAD = 2
"""Items a core may be ahead of what is taken, so that results do not pile up."""


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def side_by_side(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[tuple[Item, Made]]:
    """Each item with what is made of it, in order; made in threads, one a core.

    Worth it where `make` lets go of the interpreter's lock, as onnxruntime does. What `make` raises is raised
    when its item would be taken, and what was not begun by then is left.
    """
    waiting = list(items)
    number = cores() if len(waiting) > 1 else 1
    if number == 1:
        yield from ((item, make(item)) for item in waiting)
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # 10 ms that one question need not wait

    pool = ThreadPoolExecutor(number)
    try:
        begun: deque[tuple[Item, Future[Made]]] = deque()
        for item in waiting:
            begun.append((item, pool.submit(make, item)))
            if len(begun) > AHEAD * number:
                first, made = begun.popleft()
                yield first, made.result()
        for first, made in begun:
            yield first, made.result()
    finally:
        pool.shutdown(cancel_futures=True)
