"""Folders that change places in one step, and what is cleared up after a process that was killed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kqa.corpus import exchange


def folders(root: Path) -> tuple[Path, Path]:
    for name in ("new", "old"):
        (root / name).mkdir()
        (root / name / "file").write_text(name)
    return root / "new", root / "old"


def test_two_folders_change_places(tmp_path: Path) -> None:
    new, old = folders(tmp_path)
    exchange.put(new, old)
    assert ((old / "file").read_text(), (new / "file").read_text()) == ("new", "old")


def test_they_do_where_the_system_cannot_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_exchange", lambda one, other: False)
    new, old = folders(tmp_path)
    exchange.put(new, old)
    assert ((old / "file").read_text(), (new / "file").read_text()) == ("new", "old")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_a_folder_set_aside_is_put_back(tmp_path: Path) -> None:
    _, old = folders(tmp_path)
    old.rename(tmp_path / ".old.previous")
    assert exchange.restore(old)
    assert (old / "file").read_text() == "old"
    assert not exchange.restore(old)


def test_a_folder_is_made_of_its_files_alone(tmp_path: Path) -> None:
    target = tmp_path / "corpus" / "a"
    exchange.write(target, {"one": b"1", "two": b"2"})
    exchange.write(target, {"two": b"3"})
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {"two": b"3"}
    assert [path.name for path in target.parent.iterdir()] == ["a"]


def test_a_write_that_fails_leaves_the_old_files(tmp_path: Path) -> None:
    exchange.write(tmp_path / "a", {"one": b"1"})
    with pytest.raises(OSError, match="no/such"):
        exchange.write(tmp_path / "a", {"one": b"2", "no/such": b"3"})
    assert (tmp_path / "a" / "one").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_only_what_was_left_long_ago_is_swept(tmp_path: Path) -> None:
    for name in (".a.staging-1-1", ".a.staging-2-2", ".b.staging-1-1"):
        (tmp_path / name).mkdir()
    old = time.time() - exchange.ABANDONED - 60
    os.utime(tmp_path / ".a.staging-1-1", (old, old))
    os.utime(tmp_path / ".b.staging-1-1", (old, old))
    exchange.sweep(tmp_path / "a")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a.staging-2-2", ".b.staging-1-1"]
