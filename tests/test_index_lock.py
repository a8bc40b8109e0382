from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from threading import Thread

import pytest

from kqa.errors import IndexingError
from kqa.index import lock

HOLD = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from kqa.index import lock
    with lock.building(Path(sys.argv[1])):
        print("held", flush=True)
        time.sleep(float(sys.argv[2]))
    """
)


def holder(folder: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_build_says_whom_it_waits_for_and_gives_up(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        said: list[str] = []
        with (
            pytest.raises(
                IndexingError, match=f"process {process.pid} has been building .* for more than 0 s"
            ),
            lock.building(tmp_path, patience=0.2, waiting=said.append),
        ):
            raise AssertionError("two builds at once")
        assert said == [f"waiting for process {process.pid} that is building the index"]
        process.kill()


def test_the_lock_of_a_process_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as process:
        process.kill()
        process.wait()
    with lock.building(tmp_path, patience=0) as waited:
        assert not waited


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    inside, most = [0], [0]

    def build() -> None:
        with lock.building(tmp_path, patience=20):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1

    threads = [Thread(target=build) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(
            IndexingError, match=r"the index cannot be built in .*file.*: make the folder writable"
        ),
        lock.building(tmp_path / "file"),
    ):
        raise AssertionError("a file is no folder")
